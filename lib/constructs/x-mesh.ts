// XMesh: which controller runs a mesh, of the experimental channel.

import type { Construct } from 'constructs';
import { ControllerObject, type ControllerObjectProps } from './controller-object';
import { experimentalGroup } from './gateway-api-object';

const type = { apiVersion: `${experimentalGroup}/v1alpha1`, kind: 'XMesh' };

/** @experimental */
export interface XMeshProps extends ControllerObjectProps {}

/** @experimental */
export class XMesh extends ControllerObject {
  constructor(scope: Construct, id: string, props: XMeshProps) {
    super(scope, id, type, props);
  }
}
