// Which routes may be forked, and through which parents: ignore annotations, `exclude`, `exposure`,
// listeners. The same for all owners of a run.
//
// Neighbours: reach.ts, route-findings.ts (what is said), ../exposure/key-reach.ts.

import type { Config, Exposure } from '../../model/config';
import { globCovers } from '../../model/glob';
import { at, gatewayGroup, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import type { ParentRef, Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';

/** The annotation, the settings, or that no listener takes the route. */
export type Obstacle = 'ignored' | 'excluded' | 'unexposed' | 'unattached';

export type Place = Pick<ParentRef, 'namespace' | 'name'>;

/** ListenerSets under their name, and under the one that they had at first. */
const setKinds = [`${gatewayGroup}/ListenerSet`, 'gateway.networking.x-k8s.io/XListenerSet'];

export class Exclusion {
  readonly #isLimited: boolean;
  readonly #allowedOf = remembered(({ parents }: Route) =>
    parents.filter((parent) => !this.#isExcluded(parent)),
  );

  constructor(
    readonly config: Pick<Config, 'exclude' | 'exposure'>,
    readonly table: RouteTable,
  ) {
    const isIgnored = config.exposure.some(({ action }) => action === 'ignore');
    this.#isLimited = isIgnored || config.exclude.gateways.length > 0;
  }

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
    if (this.isNamed(route, this.config.exclude.routes)) return 'excluded';
    const parents = this.parentsOf(route);
    if (parents.some((parent) => this.table.scopesOf(parent).length > 0)) return undefined;
    if (parents.length === route.parents.length) return 'unattached';
    return route.parents.some((parent) => this.#isUnexposed(parent)) ? 'unexposed' : 'excluded';
  }

  /** The parents through which twins of the route are written, shields included. */
  parentsOf(route: Route): readonly ParentRef[] {
    return this.#isLimited ? this.#allowedOf(route) : route.parents;
  }

  #isExcluded(parent: ParentRef): boolean {
    const gateway = this.gatewayOf(parent);
    if (gateway === undefined) return false;
    const isLeftOut = this.isNamed(gateway, this.config.exclude.gateways);
    return isLeftOut || this.exposureOf(gateway) === 'ignore';
  }

  #isUnexposed(parent: ParentRef): boolean {
    const gateway = this.gatewayOf(parent);
    if (gateway === undefined || this.exposureOf(gateway) !== 'ignore') return false;
    return !this.isNamed(gateway, this.config.exclude.gateways);
  }

  /** What the settings say of a Gateway: the first pattern that names it counts. */
  exposureOf(gateway: Place): Exposure['action'] {
    const found = this.config.exposure.find((one) => this.isNamed(gateway, [one.gateway]));
    return found?.action ?? 'derive';
  }

  /** Whether a pattern covers it: the current namespace goes by its name too, where it has one. */
  isNamed({ namespace, name }: Place, patterns: readonly string[]): boolean {
    const spelt = namespace === '' ? (this.table.inventory.currentNamespace ?? '') : namespace;
    return patterns.some(
      (pattern) =>
        globCovers(pattern, `${namespace}/${name}`) || globCovers(pattern, `${spelt}/${name}`),
    );
  }

  /** The Gateway of a parent: a ListenerSet is open to whom its own is open. */
  gatewayOf(parent: ParentRef): Place | undefined {
    const groupKind = `${parent.group}/${parent.kind}`;
    if (groupKind === `${gatewayGroup}/Gateway`) return parent;
    return setKinds.includes(groupKind) ? this.#gatewayOfSet(parent) : undefined;
  }

  #gatewayOfSet(parent: ParentRef): Place {
    const { inventory } = this.table;
    const sets = setKinds.map((kind) => inventory.find(kind, parent.namespace, parent.name));
    const set = sets.find((one) => one !== undefined);
    const name = textOf(at(set?.object, ['spec', 'parentRef', 'name']));
    if (name === undefined) return parent;
    const namespace = textOf(at(set?.object, ['spec', 'parentRef', 'namespace']));
    const home = namespace === undefined ? parent.namespace : inventory.namespaceKey(namespace);
    return { namespace: home, name };
  }
}
