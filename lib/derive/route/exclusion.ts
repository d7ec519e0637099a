// Which routes may be forked, and through which parents: ignore annotations, `exclude`, listeners.

import type { Config } from '../../model/config';
import { globCovers } from '../../model/glob';
import { at, gatewayGroup, textOf } from '../../model/manifest';
import type { ParentRef, Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';

/** The annotation, the settings, or that no listener takes the route. */
export type Obstacle = 'ignored' | 'excluded' | 'unattached';

type Place = Pick<ParentRef, 'namespace' | 'name'>;

export class Exclusion {
  constructor(
    readonly config: Pick<Config, 'exclude'>,
    readonly table: RouteTable,
  ) {}

  /** Whether keyed requests of the route may go to forks at all. */
  mayFork(route: Route): boolean {
    return this.obstacle(route) === undefined;
  }

  /**
   * Why keyed requests of the route go to no fork, undefined where they may. A route that no
   * listener takes has no requests, and its twins would have none either.
   */
  obstacle(route: Route): Obstacle | undefined {
    if (route.isIgnored) return 'ignored';
    if (this.#isNamed(route, this.config.exclude.routes)) return 'excluded';
    const parents = this.parentsOf(route);
    if (parents.some((parent) => this.table.scopesOf(parent).length > 0)) return undefined;
    return parents.length < route.parents.length ? 'excluded' : 'unattached';
  }

  /** The parents through which twins of the route are written, shields included. */
  parentsOf(route: Route): readonly ParentRef[] {
    if (this.config.exclude.gateways.length === 0) return route.parents;
    return route.parents.filter((parent) => !this.#isExcluded(parent));
  }

  #isExcluded(parent: ParentRef): boolean {
    if (parent.group !== gatewayGroup) return false;
    const place = parent.kind === 'ListenerSet' ? this.#gatewayOf(parent) : parent;
    return this.#isNamed(place, this.config.exclude.gateways);
  }

  /** The current namespace goes by its name too, where it has one. */
  #isNamed({ namespace, name }: Place, patterns: readonly string[]): boolean {
    const spelt = namespace === '' ? (this.table.inventory.currentNamespace ?? '') : namespace;
    return patterns.some(
      (pattern) =>
        globCovers(pattern, `${namespace}/${name}`) || globCovers(pattern, `${spelt}/${name}`),
    );
  }

  /** A ListenerSet is open to whom its Gateway is open. */
  #gatewayOf(parent: ParentRef): Place {
    const set = this.table.inventory.find(
      `${gatewayGroup}/ListenerSet`,
      parent.namespace,
      parent.name,
    );
    const name = textOf(at(set?.object, ['spec', 'parentRef', 'name']));
    if (name === undefined) return parent;
    const namespace = textOf(at(set?.object, ['spec', 'parentRef', 'namespace']));
    const home =
      namespace === undefined ? parent.namespace : this.table.inventory.namespaceKey(namespace);
    return { namespace: home, name };
  }
}
