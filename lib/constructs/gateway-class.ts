// GatewayClass: which controller runs the Gateways of a class.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GatewayClassSpec, ParametersRef } from '../../imports/gateway-api';
import { gatewayGroup, type KubeObject } from '../model/manifest';
import { GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
import { refuseProblems } from './misuse';
import { isPlain } from './part';
import { isApiObject, nameOfConstruct } from './reference';
import { structureProblems } from './structure';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'GatewayClass' };

export interface GatewayClassProps
  extends GatewayApiObjectProps,
    Omit<GatewayClassSpec, 'parametersRef'> {
  /**
   * The object with the controller's settings, as a construct or a reference.
   * @default - none
   */
  readonly parametersRef?: ApiObject | ParametersRef;
}

export class GatewayClass extends GatewayApiObject {
  readonly #spec: GatewayClassSpec;

  constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id, type, props);
    const { metadata: _, parametersRef, ...rest } = props;
    this.#spec = {
      ...rest,
      ...(parametersRef === undefined ? {} : { parametersRef: parametersOf(parametersRef) }),
    };
    if (isPlain(this.#spec))
      refuseProblems(this, structureProblems(type, this.#spec, { isFinal: true }));
  }

  override toSpec(): GatewayClassSpec {
    return this.#spec;
  }

  /** Renders the object, without the chart's namespace: a class belongs to the whole cluster. */
  override toJson(): KubeObject {
    const { metadata, ...object } = super.toJson();
    const { namespace: _, ...rest } = metadata ?? {};
    const { apiVersion, kind, ...others } = object;
    return { apiVersion, kind, metadata: rest, ...others };
  }
}

function parametersOf(target: ApiObject | ParametersRef): ParametersRef {
  return isApiObject(target) ? nameOfConstruct(target) : target;
}
