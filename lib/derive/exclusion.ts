// Which routes may be forked, and through which parents: ignore annotations and `exclude`.

import type { Config } from '../model/config';
import type { Inventory } from '../model/inventory';
import { at, textOf } from '../model/manifest';
import type { ParentRef, Route } from '../model/route';

const group = 'gateway.networking.k8s.io';

export class Exclusion {
  readonly #routes: readonly RegExp[];
  readonly #gateways: readonly RegExp[];

  constructor(
    { exclude }: Config,
    readonly inventory: Inventory,
  ) {
    this.#routes = exclude.routes.map(globOf);
    this.#gateways = exclude.gateways.map(globOf);
  }

  /** Whether keyed requests of the route may go to forks at all. */
  mayFork(route: Route): boolean {
    if (route.isIgnored || this.parentsOf(route).length === 0) return false;
    return !this.#routes.some((glob) => glob.test(`${route.namespace}/${route.name}`));
  }

  /** The parents through which twins of the route are written, shields included. */
  parentsOf(route: Route): readonly ParentRef[] {
    if (this.#gateways.length === 0) return route.parents;
    return route.parents.filter((parent) => !this.#isExcluded(parent));
  }

  #isExcluded(parent: ParentRef): boolean {
    if (parent.group !== group) return false;
    const place = parent.kind === 'ListenerSet' ? this.#gatewayOf(parent) : placeOf(parent);
    return this.#gateways.some((glob) => glob.test(place));
  }

  /** A ListenerSet is open to whom its Gateway is open. */
  #gatewayOf(parent: ParentRef): string {
    const set = this.inventory.find(`${group}/ListenerSet`, parent.namespace, parent.name);
    const name = textOf(at(set?.object, ['spec', 'parentRef', 'name']));
    if (name === undefined) return placeOf(parent);
    const namespace = textOf(at(set?.object, ['spec', 'parentRef', 'namespace']));
    const home =
      namespace === undefined ? parent.namespace : this.inventory.namespaceKey(namespace);
    return placeOf({ namespace: home, name });
  }
}

function placeOf({ namespace, name }: Pick<ParentRef, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** `*` stands for any run of characters but `/`; without a `/` the pattern names any namespace. */
function globOf(pattern: string): RegExp {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^$(){}|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(pattern.includes('/') ? `^${source}$` : `^[^/]*/${source}$`);
}
