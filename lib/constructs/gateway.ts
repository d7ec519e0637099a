// Gateway: where traffic comes in.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GatewayAddress, GatewayListener, GatewaySpec } from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import { addressProblems, infrastructureProblems } from './address-check';
import { GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
import { listenerProblems } from './gateway-check';
import { Listener } from './listener';
import { listIn, refuseProblems } from './misuse';
import { Parent } from './parent';
import { isPlain } from './part';
import { isApiObject } from './reference';
import { structureProblems } from './structure';

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

export class Gateway extends GatewayApiObject {
  readonly #spec: Omit<GatewaySpec, 'listeners' | 'addresses'>;
  readonly #listeners: GatewayListener[] = [];
  #addresses: readonly GatewayAddress[] | undefined;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, type, props);
    const { metadata: _, listeners, addresses, gatewayClassName: named, ...rest } = props;
    this.#spec = { gatewayClassName: isApiObject(named) ? named.name : named, ...rest };
    for (const listener of listIn(this, 'listeners', listeners) ?? []) this.#add(listener);
    this.#addresses = addresses;
    this.#specAt({ isFinal: false });
  }

  /** Opens one more port, or one more hostname on a port. */
  addListener(listener: Listener | GatewayListener): this {
    this.#add(listener);
    this.#specAt({ isFinal: false });
    return this;
  }

  /** Asks for one more address. */
  addAddress(address: GatewayAddress): this {
    this.#addresses = [...(this.#addresses ?? []), address];
    this.#specAt({ isFinal: false });
    return this;
  }

  /** One listener, for routes that attach to it alone: `parents: [gateway.listener('https')]`. */
  listener(name: string): Parent {
    return Parent.of(this, { sectionName: name });
  }

  /** The names of the listeners so far. */
  get listenerNames(): readonly string[] {
    return this.#listeners.map(({ name }) => name);
  }

  override toSpec(): GatewaySpec {
    return this.#specAt({ isFinal: true });
  }

  #add(listener: Listener | GatewayListener): void {
    this.#listeners.push(listener instanceof Listener ? listener.toSpec(this) : listener);
  }

  #specAt({ isFinal }: { readonly isFinal: boolean }): GatewaySpec {
    const listeners = [...this.#listeners];
    const addresses = this.#addresses === undefined ? {} : { addresses: this.#addresses };
    const spec: GatewaySpec = { ...this.#spec, ...addresses, listeners };
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(type, spec, { isFinal }));
    refuseProblems(this, listenerProblems(listeners));
    refuseProblems(this, addressProblems(this.#addresses ?? []));
    refuseProblems(this, infrastructureProblems(spec.infrastructure ?? {}));
    return spec;
  }
}
