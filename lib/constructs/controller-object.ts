// What GatewayClass and XMesh have in common: they belong to the whole cluster, and name the
// controller that runs what is theirs.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GatewayClassSpec, ParametersRef } from '../../imports/gateway-api';
import type { KubeObject } from '../model/manifest';
import { type ApiType, GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
import { refuseProblems } from './misuse';
import { isPlain } from './part';
import { isApiObject, nameOfConstruct } from './reference';
import { structureProblems } from './structure';

export interface ControllerObjectProps
  extends GatewayApiObjectProps,
    Omit<GatewayClassSpec, 'parametersRef'> {
  /**
   * The object with the controller's settings, as a construct or a reference.
   * @default - none
   */
  readonly parametersRef?: ApiObject | ParametersRef;
}

export abstract class ControllerObject extends GatewayApiObject {
  readonly #spec: GatewayClassSpec;

  protected constructor(scope: Construct, id: string, type: ApiType, props: ControllerObjectProps) {
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

  /** Renders the object, without the chart's namespace: it belongs to the whole cluster. */
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
