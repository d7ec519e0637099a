// What the settings leave to the baseline: routes that are never forked, and Gateways through which
// no key leads anywhere.
//
// A pattern is `namespace/name`, or a name in any namespace; the current namespace goes by its name
// too, where it has one (docs/settings.md). Neighbours: ../site/court.ts (who asks),
// ../../model/glob.ts.

import type { Carrier, Config } from '../../model/config';
import { globCovers } from '../../model/glob';
import type { NamespaceKey } from '../../model/inventory';
import { remembered } from '../../model/memo';
import type { Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';

export class Exclusions {
  readonly #shut = new Map<string, boolean>();
  readonly #isExcluded = remembered((route: Route) =>
    this.#covers(this.config.exclude.routes, route.namespace, route.name),
  );

  constructor(
    readonly config: Pick<Config, 'exclude' | 'exposure'>,
    /** Without sandboxes. */
    readonly table: Pick<RouteTable, 'inventory'>,
  ) {}

  /** Whether requests with a key that a route takes may go to forks. */
  mayFork(route: Route): boolean {
    return !route.isIgnored && !this.#isExcluded(route);
  }

  /** Whether requests with a key that come in at a Gateway stay with the baseline. */
  isShut(namespace: NamespaceKey, name: string): boolean {
    const place = `${namespace}/${name}`;
    const known = this.#shut.get(place);
    if (known !== undefined) return known;
    const { exclude, exposure } = this.config;
    const said = exposure.find(({ gateway }) => this.#covers([gateway], namespace, name));
    const isShut = said?.action === 'ignore' || this.#covers(exclude.gateways, namespace, name);
    this.#shut.set(place, isShut);
    return isShut;
  }

  #covers(patterns: readonly string[], namespace: NamespaceKey, name: string): boolean {
    const { currentNamespace } = this.table.inventory;
    const called = namespace === '' ? [namespace, currentNamespace ?? ''] : [namespace];
    return patterns.some((pattern) => called.some((one) => globCovers(pattern, `${one}/${name}`)));
  }
}

/** Whether routes of a kind can ask for a key where the carrier has it: gRPC knows no query. */
export function canAskFor({ type }: Carrier, { kind }: Pick<Route, 'kind'>): boolean {
  return type !== 'query' || kind !== 'GRPCRoute';
}
