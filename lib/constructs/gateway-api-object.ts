// What the constructs of this folder have in common: a cdk8s ApiObject whose spec is read at
// synthesis, so that later additions count, and which writes out every default that the API
// server would fill in. So what the server stores equals what was written, and tools that
// compare the two see no difference.

import { ApiObject, type ApiObjectMetadata, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubeObject } from '../model/manifest';
import { withDefaults } from '../routing/defaults';
import { AppDerivation } from './app-derivation';
import { isPlain } from './part';

export interface GatewayApiObjectProps {
  /**
   * Name, namespace, labels and annotations.
   * @default - a name from the construct's path, the chart's namespace and labels
   */
  readonly metadata?: ApiObjectMetadata;
}

/** The group of the kinds that only the experimental channel has. */
export const experimentalGroup = 'gateway.networking.x-k8s.io';

export interface ApiType {
  readonly apiVersion: string;
  readonly kind: string;
}

export abstract class GatewayApiObject extends ApiObject {
  readonly #type: ApiType;
  #filledSpec: unknown;

  protected constructor(
    scope: Construct,
    id: string,
    type: ApiType,
    { metadata }: GatewayApiObjectProps,
  ) {
    super(scope, id, {
      ...type,
      ...(metadata === undefined ? {} : { metadata }),
      spec: Lazy.any({ produce: () => this.#filledSpec }),
    });
    this.#type = type;
    AppDerivation.of(this).watch();
  }

  /** The spec as it stands, without the API server's defaults; refuses what can never be right. */
  abstract toSpec(): object;

  /** Renders the object; what JSON patches added gets its defaults too. */
  override toJson(): KubeObject {
    // Read here and not by the Lazy, since cdk8s wraps what a Lazy throws in an error of its own;
    // filled in here already, so that JSON patches find the defaults in place.
    this.#filledSpec = filled(this.#type, this.toSpec());
    return withDefaults(super.toJson());
  }
}

function filled(type: ApiType, spec: object): unknown {
  if (!isPlain(spec)) return spec;
  const object: KubeObject = { ...type, spec: spec as KubeObject };
  return withDefaults(object).spec;
}
