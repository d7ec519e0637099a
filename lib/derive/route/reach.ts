// Which forks the routes of an owner reach, and what is said of those that nothing reaches, or
// only some of the routes that lead to their baselines.
//
// Neighbours: route-derivation.ts (who asks), exclusion.ts (why a route is not forked).

import type { Finding } from '../../model/finding';
import type { KubeObject } from '../../model/manifest';
import { type Route, routePlace, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { byText } from '../../model/text-order';
import {
  type ForkedService,
  type ForkReferences,
  referencesOf,
} from '../reference/fork-references';
import type { Substitution } from '../reference/substitution';
import type { Exclusion } from './exclusion';
import { type BarredRoute, partial, unreachable } from './route-findings';

interface ReachRequest {
  readonly owner: Owner;
  readonly table: RouteTable;
  readonly exclusion: Exclusion;
  readonly forks: ForkReferences;
}

/** Keys of Services whose forks a derived route reaches. */
export function reachedByRoutes(
  derived: readonly {
    readonly twins: { readonly route: Route };
    readonly substitution: Substitution;
  }[],
): readonly string[] {
  return derived.flatMap(({ twins, substitution }) =>
    twins.route.rules.flatMap((rule) =>
      referencesOf(rule)
        .filter((ref) => substitution(ref) !== undefined)
        .map(({ namespace, name }) => serviceKey(namespace, name)),
    ),
  );
}

/** One finding for each forked workload that nothing reaches, or that some routes pass by. */
export function reachFindings(
  request: ReachRequest,
  reached: ReadonlySet<string>,
  isMeshed: boolean,
): readonly Finding[] {
  const { forks, owner } = request;
  const isReached = (one: ForkedService) => reached.has(forks.keyOf(one));
  const found = new Set(forks.services.filter(isReached).map(({ workload }) => workload));
  return forks.services
    .filter(({ isFirst }) => isFirst)
    .flatMap(({ baseline: service, workload }) => {
      const barred = barredRoutes(request, workload);
      if (!found.has(workload)) return unreachable({ workload, service, owner, isMeshed, barred });
      return partial({ workload, owner, barred });
    });
}

/** Routes that name a Service of the workload and are not forked, in their order. */
function barredRoutes(
  { table, exclusion, forks }: ReachRequest,
  workload: string,
): readonly BarredRoute[] {
  const own = forks.services.filter((service) => service.workload === workload);
  const routes = new Set(
    own.flatMap((service) => table.rulesTo(forks.keyOf(service)).map(({ route }) => route)),
  );
  return [...routes].sort(byText(routePlace)).flatMap((route) => {
    const obstacle = exclusion.obstacle(route);
    return obstacle === undefined ? [] : [{ route, obstacle }];
  });
}

/** Fork Services that nothing reaches, where another of the fork's will do. */
export function needlessServices(
  forks: ForkReferences,
  reached: ReadonlySet<string>,
): ReadonlySet<KubeObject> {
  const needless = [...forks.distinct].filter(
    (one) => !one.isFirst && !one.isGoverning && !reached.has(forks.keyOf(one)),
  );
  return new Set(needless.map(({ object }) => object));
}
