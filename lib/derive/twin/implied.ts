// Whether every request that two matches accept is accepted by a third one, too.
//
// Where that third one ranks before one of the two, the two never compete for a request: it takes
// all of them. Exact only where it says yes: what the third one asks for must be asked for by one
// of the two in the very same words, so that it holds in every reading of the request, and its
// route must be attached where theirs are. Neighbours: closure.ts, ../../routing/overlap.ts.

import { canonical } from '../../model/digest';
import { remembered } from '../../model/memo';
import type { HttpMatch, Match, PathMatch, Route, ValueMatch } from '../../model/route';
import { coversPath, pathKey } from '../../routing/accept/path';

export function isImplied(match: Match, left: Match, right: Match): boolean {
  if (match.protocol === 'http') {
    if (left.protocol !== 'http' || right.protocol !== 'http') return false;
    return (
      (match.method === undefined ||
        match.method === left.method ||
        match.method === right.method) &&
      (covers(match.path, left.path) || covers(match.path, right.path)) &&
      areAsked(match.headers, [left.headers, right.headers], lowerCase) &&
      areAsked(match.query, [left.query, right.query], asIs)
    );
  }
  if (left.protocol !== 'grpc' || right.protocol !== 'grpc') return false;
  const { type, service, method } = match;
  const isCalled = [left, right].some(
    (one) => one.type === type && one.service === service && one.method === method,
  );
  return isCalled && areAsked(match.headers, [left.headers, right.headers], lowerCase);
}

/** Whether a path match takes each path that another one takes. */
function covers(path: PathMatch, other: HttpMatch['path']): boolean {
  if (path.type === other.type && path.value === other.value) return true;
  if (path.type !== 'PathPrefix' || other.type === 'RegularExpression') return false;
  return coversPath(path.value, other.type === 'Exact' ? other.value : pathKey(other.value));
}

type Naming = (name: string) => string;

const lowerCase: Naming = (name) => name.toLowerCase();
const asIs: Naming = (name) => name;

/** Of entries of one name a match may hold to the first alone, so only that one is sure to hold. */
function areAsked(
  entries: readonly ValueMatch[],
  lists: readonly (readonly ValueMatch[])[],
  naming: Naming,
): boolean {
  return entries.every((entry) =>
    lists.some((list) => {
      const first = list.find(({ name }) => naming(name) === naming(entry.name));
      return first !== undefined && first.type === entry.type && first.value === entry.value;
    }),
  );
}

/**
 * Whether a route is attached, under the same hostnames, wherever a request meets both of two
 * others. Where a listener narrows hostnames, routes rank by their own first, so these are compared.
 */
export function isBeside(route: Route, left: Route, right: Route): boolean {
  if (route === left) return true;
  return placesOf(route) === placesOf(left) || (route === right && haveSameHosts(route, left));
}

const placesOf = remembered((route: Route): string => {
  const { kind, namespace, hostnames, parents } = route;
  const refs = parents.map(({ raw }) => canonical(raw)).sort();
  return canonical([kind, namespace, [...hostnames].sort(), refs]);
});

function haveSameHosts({ hostnames }: Route, other: Route): boolean {
  const own = new Set(hostnames);
  return own.size === other.hostnames.length && other.hostnames.every((host) => own.has(host));
}
