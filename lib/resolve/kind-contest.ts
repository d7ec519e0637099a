// HTTPRoutes against GRPCRoutes on one listener: where their hosts overlap, one kind of route is
// accepted and the other is not.
//
// The law is `GRPCRouteSpec.Hostnames`: the older stays, then the first by namespace and name. By
// age one after the other, so that a route that is displaced displaces nobody. Neighbours:
// attachment.ts, displacement.ts (who stays), ../routing/hostname.ts.

import { timeOf } from '../model/instant';
import { type AnyRoute, routePlace } from '../model/route';
import { anyHost } from '../routing/hostname';
import { type Claim, type Standing, settle } from './displacement';

/** A route on one listener, with the hosts that both have. */
export interface Contestant {
  readonly route: AnyRoute;
  readonly hosts: readonly string[];
}

const otherKind = new Map<AnyRoute['kind'], AnyRoute['kind']>([
  ['HTTPRoute', 'GRPCRoute'],
  ['GRPCRoute', 'HTTPRoute'],
]);

/** Who stays of all routes on one listener; nobody is named where only one kind is there. */
export function contest<T extends Contestant>(
  contestants: readonly T[],
): ReadonlyMap<T, Standing<T>> {
  const rivals = contestants.filter(({ route }) => otherKind.get(route.kind) !== undefined);
  const kinds = new Set(rivals.map(({ route }) => route.kind));
  return kinds.size < 2 ? new Map() : settle(rivals.map(claimOf));
}

function claimOf<T extends Contestant>(value: T): Claim<T> {
  const { route, hosts } = value;
  const { kind, created, namespace, name } = route;
  const other = otherKind.get(kind) ?? kind;
  const keys = hosts.flatMap((host) => [
    `${kind} ${host}`,
    ...wildcardsAbove(host).map((wildcard) => `${kind} below ${wildcard}`),
  ]);
  const against = hosts.flatMap((host) => [
    `${other} ${host}`,
    `${other} below ${host}`,
    ...wildcardsAbove(host).map((wildcard) => `${other} ${wildcard}`),
  ]);
  const time = created === undefined ? undefined : timeOf(created);
  return { value, holder: routePlace(route), time, namespace, name, keys, against };
}

/** No name is longer, so whatever is has nothing above it but `*`. */
const longestName = 253;

/** The wildcards that cover a host or a wildcard, but for itself: the widest comes last. */
export function wildcardsAbove(host: string): readonly string[] {
  if (host === anyHost) return [];
  const wildcards: string[] = [];
  if (host.length <= longestName) {
    // `*.a.test` is below `*.test`: its own name starts behind the dot.
    let dot = host.indexOf('.', host.startsWith('*.') ? 2 : 0);
    for (; dot >= 0; dot = host.indexOf('.', dot + 1)) wildcards.push(`*${host.slice(dot)}`);
  }
  return [...wildcards, anyHost];
}
