// What a proof takes for granted: what is not in the input, and what no input could tell.

import type { Claim } from '../model/claim';
import type { Config } from '../model/config';
import type { RouteTable } from '../model/route-table';
import { carrierName } from '../routing/carrier';
import { canAskFor } from './expect/exclusion';
import { isMeshed } from './expect/mesh';
import { baselineChanges } from './pods/baseline-changes';
import { whyUnrouted } from './site/mesh-places';
import type { VerifyRequest } from './verify-request';

export function assumptionsOf(
  { baseline, applied, claims, config }: VerifyRequest,
  isContested: boolean,
): readonly string[] {
  const missing = new Set([...baseline.missingParents, ...applied.missingParents]);
  return [
    ...[...missing]
      .sort()
      .map(
        (parent) =>
          `${parent} is not in the input: it is taken to have a listener for each hostname that routes name, and no other routes`,
      ),
    ...otherParents(applied),
    ...baselineChanges(baseline.inventory, applied.inventory),
    ...(isMeshed(baseline, config) ? unrouted([baseline, applied], claims) : []),
    ...(isContested ? [younger] : []),
    ...unasked(baseline, config),
  ];
}

/** Services whose requests inside the cluster pass every route. */
function unrouted(tables: readonly RouteTable[], claims: readonly Claim[]): readonly string[] {
  const keys = new Set(claims.flatMap(({ replaced }) => [...replaced.keys()]));
  return [...keys].sort().flatMap((key) => {
    const why = whyUnrouted(key, tables);
    return why === undefined
      ? []
      : [`requests inside the mesh to Service ${key} reach the baseline, key or not: it ${why}`];
  });
}

const younger =
  'where an HTTPRoute and a GRPCRoute share a host, routes of sandboxes are younger than both: they do not decide which is accepted';

/** A GRPCRoute has no way to ask for a query parameter. */
function unasked(
  { routes }: RouteTable,
  { carriers }: Pick<Config, 'carriers'>,
): readonly string[] {
  const calls = routes.find((route) => carriers.some((carrier) => !canAskFor(carrier, route)));
  if (calls === undefined) return [];
  return carriers
    .filter((carrier) => !canAskFor(carrier, calls))
    .map(
      (carrier) =>
        `a key in the ${carrierName(carrier)} leads to no fork where a GRPCRoute answers: such a route cannot ask for it`,
    );
}

/** Parents of kinds whose rules nobody here knows. */
function otherParents({ routes }: RouteTable): readonly string[] {
  const known = new Set(['Gateway', 'ListenerSet', 'XListenerSet', 'Service']);
  const others = new Set(
    routes
      .flatMap(({ parents }) => parents.map(({ kind }) => kind))
      .filter((kind) => !known.has(kind)),
  );
  return [...others]
    .sort()
    .map((kind) => `requests that come in through a ${kind} are not looked at`);
}
