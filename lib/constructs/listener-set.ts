// ListenerSet: listeners that another team adds to a Gateway, which has to allow it
// (`allowedListeners`).

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GatewayListener, ListenerSetSpec, ParentGatewayRef } from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import { present } from '../model/present';
import type { GatewayApiObjectProps } from './gateway-api-object';
import { listenerProblems } from './gateway-check';
import type { Listener } from './listener';
import { ListenerOwner } from './listener-owner';
import { refuseProblems } from './misuse';
import { isPlain } from './part';
import { isApiObject, nameOfConstruct, namespaceFor, refuseOtherConstructs } from './reference';
import { type StructureOptions, structureProblems } from './structure';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'ListenerSet' };

/** All that the API knows of a ListenerSet; `listeners` takes our factories' values too. */
export interface ListenerSetProps
  extends GatewayApiObjectProps,
    Omit<ListenerSetSpec, 'parentRef' | 'listeners'> {
  /** The Gateway that gets the listeners, as a construct or a reference. */
  readonly parentRef: ApiObject | ParentGatewayRef;
  /** @default - none yet */
  readonly listeners?: readonly (Listener | GatewayListener)[];
}

export class ListenerSet extends ListenerOwner {
  readonly #rest: object;
  readonly #parentRef: ApiObject | ParentGatewayRef;

  constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id, type, props);
    const { metadata: _, listeners, parentRef, ...rest } = props;
    this.#rest = rest;
    this.#parentRef = parentRef;
    this.takeListeners(listeners);
    this.specAt({ isFinal: false });
  }

  override toSpec(): ListenerSetSpec {
    return this.specAt({ isFinal: true });
  }

  protected override specAt(options: StructureOptions): ListenerSetSpec {
    const parentRef = this.#gatewayRef();
    const spec: ListenerSetSpec = { ...this.#rest, parentRef, listeners: this.listeners };
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(type, spec, options));
    refuseProblems(this, listenerProblems(spec.listeners));
    return spec;
  }

  #gatewayRef(): ParentGatewayRef {
    const target = this.#parentRef;
    if (!isApiObject(target)) {
      if (typeof target === 'object') refuseOtherConstructs(this, target, 'a Gateway');
      return target;
    }
    const { namespace, ...object } = nameOfConstruct(target);
    return { ...object, ...namespaceFor(this, present({ namespace })) };
  }
}
