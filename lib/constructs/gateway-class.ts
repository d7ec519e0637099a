// GatewayClass: which controller runs the Gateways of a class.

import type { Construct } from 'constructs';
import { gatewayGroup } from '../model/manifest';
import { ControllerObject, type ControllerObjectProps } from './controller-object';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'GatewayClass' };

export interface GatewayClassProps extends ControllerObjectProps {}

export class GatewayClass extends ControllerObject {
  constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id, type, props);
  }
}
