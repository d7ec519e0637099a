// Gateway: where traffic comes in.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GatewayAddress, GatewayListener, GatewaySpec } from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import { addressProblems, infrastructureProblems } from './address-check';
import type { GatewayApiObjectProps } from './gateway-api-object';
import { listenerProblems } from './gateway-check';
import type { Listener } from './listener';
import { ListenerOwner } from './listener-owner';
import { refuseProblems } from './misuse';
import { isPlain } from './part';
import { isApiObject } from './reference';
import { type StructureOptions, structureProblems } from './structure';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'Gateway' };

/** All that the API knows of a Gateway; `listeners` takes our factories' values too. */
export interface GatewayProps
  extends GatewayApiObjectProps,
    Omit<GatewaySpec, 'gatewayClassName' | 'listeners'> {
  /** The class, by name or as a construct. */
  readonly gatewayClassName: string | ApiObject;
  /** @default - none yet */
  readonly listeners?: readonly (Listener | GatewayListener)[];
}

export class Gateway extends ListenerOwner {
  readonly #spec: Omit<GatewaySpec, 'listeners' | 'addresses'>;
  #addresses: readonly GatewayAddress[] | undefined;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, type, props);
    const { metadata: _, listeners, addresses, gatewayClassName: named, ...rest } = props;
    this.#spec = { gatewayClassName: isApiObject(named) ? named.name : named, ...rest };
    this.#addresses = addresses;
    this.takeListeners(listeners);
    this.specAt({ isFinal: false });
  }

  /** Asks for one more address. */
  addAddress(address: GatewayAddress): this {
    this.#addresses = [...(this.#addresses ?? []), address];
    this.specAt({ isFinal: false });
    return this;
  }

  override toSpec(): GatewaySpec {
    return this.specAt({ isFinal: true });
  }

  protected override specAt(options: StructureOptions): GatewaySpec {
    const { listeners } = this;
    const addresses = this.#addresses === undefined ? {} : { addresses: this.#addresses };
    const spec: GatewaySpec = { ...this.#spec, ...addresses, listeners };
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(type, spec, options));
    refuseProblems(this, listenerProblems(listeners));
    refuseProblems(this, addressProblems(this.#addresses ?? []));
    refuseProblems(this, infrastructureProblems(spec.infrastructure ?? {}));
    return spec;
  }
}
