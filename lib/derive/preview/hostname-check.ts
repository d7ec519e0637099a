// Whether a preview hostname is one that a listener can serve: well-formed, taken by a listener of
// its route's parents, and nobody else's.
//
// Neighbours: previews.ts, preview-hosts.ts (what is served), certificate-check.ts.

import type { Listener } from '../../model/gateway';
import type { ParentRef, Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { anyHost, coversHost, intersectHostnames } from '../../routing/hostname';
import { longestLabel } from './certificate-check';

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** What is wrong with a hostname, as the end of a sentence; undefined where nothing is. */
export function hostnameProblem(hostname: string): string | undefined {
  if (hostname.length > 253) return 'is longer than 253 characters';
  if (hostname !== hostname.toLowerCase()) return 'has capital letters';
  if (hostname.includes('*')) return 'has a `*`: a preview is for one host';
  const labels = hostname.split('.');
  if (labels.some(({ length }) => length > longestLabel)) {
    return `has a part of more than ${longestLabel} characters between its dots`;
  }
  if (!labels.every((one) => label.test(one))) return 'is not a DNS name';
  return labels.every((one) => /^[0-9]+$/.test(one)) ? 'is an IP address' : undefined;
}

/** The listeners that take a route through a parentRef and that traffic may reach. */
export function servingListeners(
  route: Route,
  parent: ParentRef,
  table: RouteTable,
): readonly Listener[] {
  return table.listenersFor(route, parent).filter(({ state }) => state !== 'conflicted');
}

/** A parentRef with the listeners that take a hostname through it. */
export interface TakingParent {
  readonly parent: ParentRef;
  readonly listeners: readonly Listener[];
}

/** The parents through which a route of this hostname would be taken. */
export function takingParents(
  hostname: string,
  route: Route,
  parents: readonly ParentRef[],
  table: RouteTable,
): readonly TakingParent[] {
  return parents.flatMap((parent) => {
    const listeners = servingListeners(route, parent, table).filter((listener) =>
      coversHost(listener.hostname.toLowerCase(), hostname),
    );
    return listeners.length === 0 ? [] : [{ parent, listeners }];
  });
}

/** Whether two routes have hosts in common on a listener, so that their kinds are at odds already. */
export function doMeet(left: Route, right: Route, { hostname }: Listener): boolean {
  const own = hostname.toLowerCase();
  const hostsOf = ({ hostnames }: Route) =>
    (hostnames.length === 0 ? [anyHost] : hostnames).flatMap(
      (one) => intersectHostnames(one.toLowerCase(), own) ?? [],
    );
  const others = hostsOf(right);
  return hostsOf(left).some((one) =>
    others.some((two) => intersectHostnames(one, two) !== undefined),
  );
}

/**
 * A more specific listener of the same port that takes the hostname's requests: routes of a listener
 * with a wider hostname are not asked then (GatewayHTTPListenerIsolation).
 */
export function shadowOf(
  hostname: string,
  listener: Listener,
  all: readonly Listener[],
): Listener | undefined {
  const own = listener.hostname.toLowerCase();
  return all.find((other) => {
    const name = other.hostname.toLowerCase();
    const isNarrower = name !== own && intersectHostnames(name, own) === name;
    const isThere = other.port === listener.port && other.state !== 'conflicted';
    return isThere && isNarrower && coversHost(name, hostname);
  });
}
