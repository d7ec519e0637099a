// What has listeners: a Gateway, or a ListenerSet that adds some to one. They grow, are checked
// as they come, and are named by routes and policies.
//
// Neighbours: gateway.ts, listener-set.ts, listener.ts (the factories).

import type { GatewayListener } from '../../imports/gateway-api';
import { GatewayApiObject } from './gateway-api-object';
import { Listener } from './listener';
import { listIn } from './misuse';
import { Parent } from './parent';
import type { StructureOptions } from './structure';

export abstract class ListenerOwner extends GatewayApiObject {
  readonly #listeners: GatewayListener[] = [];

  /** Opens one more port, or one more hostname on a port. */
  addListener(listener: Listener | GatewayListener): this {
    this.takeListeners([listener]);
    this.specAt({ isFinal: false });
    return this;
  }

  /** One listener, for what attaches to it alone: `parents: [edge.listener('https')]`. */
  listener(name: string): Parent {
    return Parent.of(this, { sectionName: name });
  }

  /** The names of the listeners so far. */
  get listenerNames(): readonly string[] {
    return this.#listeners.map(({ name }) => name);
  }

  /** Those so far, for good or not. */
  protected get listeners(): readonly GatewayListener[] {
    return [...this.#listeners];
  }

  protected takeListeners(listeners: readonly (Listener | GatewayListener)[] | undefined): void {
    for (const one of listIn(this, 'listeners', listeners) ?? []) {
      this.#listeners.push(one instanceof Listener ? one.toSpec(this) : one);
    }
  }

  /** The spec so far; refuses what can never be right. */
  protected abstract specAt(options: StructureOptions): object;
}
