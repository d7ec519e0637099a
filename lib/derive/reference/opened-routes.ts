// Baseline routes that a grant of ours would let in besides: they refer to a virtual endpoint's
// target today and are answered with an error, keyed or not, since nothing grants it.
//
// A grant opens a Service to all routes of a kind and namespace, so it would change what requests
// without a key get (docs/architecture.md#promises). Forks have names of their own, which no
// baseline route knows. Neighbour: grants.ts (who asks).

import { type Finding, finding } from '../../model/finding';
import { at, type Json, nameOf, placeText } from '../../model/manifest';
import { isService, type Route, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { routeGrants } from '../../routing/reference/reference';
import { referencesOf, type Target } from './fork-references';

/** A grant that is to be written. */
export interface NewGrant {
  readonly target: Target;
  /** Its `from` entries, all of one kind. */
  readonly from: readonly Json[];
  readonly kind: Route['kind'];
}

/** The first of the routes that it would open; undefined where there is none. */
export function openedRoute(grant: NewGrant, table: RouteTable): Route | undefined {
  const { target, from, kind } = grant;
  const { inventory } = table;
  const namespaces = new Set(
    from.map((entry) => inventory.namespaceKey(String(at(entry, ['namespace'])))),
  );
  const isTarget = ({ namespace, name }: Target) =>
    serviceKey(namespace, name) === serviceKey(target.namespace, target.name);
  return table
    .rulesTo(serviceKey(target.namespace, target.name))
    .find(
      ({ route, rule }) =>
        route.kind === kind &&
        route.namespace !== target.namespace &&
        namespaces.has(route.namespace) &&
        !route.parents.every(isService) &&
        referencesOf(rule).some(
          (ref) =>
            isService(ref) && isTarget(ref) && routeGrants(route, ref, inventory).length === 0,
        ),
    )?.route;
}

export function grantOpens(opened: Route, { namespace, name }: Target, owner: Owner): Finding {
  const { object, origin } = opened.manifest;
  return finding('grant-opens-baseline', {
    message: `the ReferenceGrant that ${owner.name} needs for Service ${placeText(namespace, name)} would open it to ${nameOf(object)} as well, whose requests are answered with an error today, with a key and without`,
    hint: 'send the requests to a Service that no route of that namespace names, or grant the reference in the baseline, or take it out there',
    where: { origin },
    also: [{ origin: owner.origin }],
  });
}
