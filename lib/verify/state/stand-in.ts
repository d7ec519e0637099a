// Routes that do for a Service what it did before it had any: the one form of which any number may
// be there or not.
//
// The law is GEP-1294: a Service's first route ends its plain forwarding. A route that forwards
// whatever has no key to that Service itself, and asks for no more than a key and every path, does
// the same again; so do several of them, whichever is ranked first. Neighbours: acting.ts,
// isolation-states.ts (what is left to look at).

import { at, listOf } from '../../model/manifest';
import {
  type AnyRoute,
  isService,
  type Match,
  type ParentRef,
  type Route,
  type Rule,
  serviceKey,
} from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { KnownKeys } from './known-keys';

/** The one Service and port that a route stands in for; undefined where it does anything else. */
export function standsInFor(
  route: AnyRoute,
  baseline: RouteTable,
  keys: KnownKeys,
): string | undefined {
  if (route.kind !== 'HTTPRoute' || route.hostnames.length > 0) return undefined;
  const [parent, ...more] = route.parents;
  if (parent === undefined || more.length > 0) return undefined;
  if (!isBareService(parent, route, baseline)) return undefined;
  const isEach = route.rules.every((rule) => isPlain(rule, parent, keys));
  const takesAll = route.rules.some(({ matches }) => matches.some(isEverything));
  return isEach && takesAll
    ? `${serviceKey(parent.namespace, parent.name)}:${parent.port}`
    : undefined;
}

/** A port of a Service of the route's own namespace, to which no route of that namespace goes. */
function isBareService(parent: ParentRef, route: Route, baseline: RouteTable): boolean {
  const { namespace, name, port, sectionName } = parent;
  if (!isService(parent) || namespace !== route.namespace) return false;
  if (port === undefined || sectionName !== undefined) return false;
  const service = baseline.inventory.find('/Service', namespace, name)?.object;
  const hasPort = listOf(at(service, ['spec', 'ports'])).some((one) => at(one, ['port']) === port);
  return (
    hasPort &&
    baseline
      .attachedToService(serviceKey(namespace, name))
      .every(
        (other) =>
          other.route.namespace !== namespace ||
          (other.parent.port !== undefined && other.parent.port !== port),
      )
  );
}

/** Parts of a rule that change nothing by themselves. */
const plainParts: ReadonlySet<string> = new Set(['name', 'matches', 'backendRefs', 'filters']);

/** Every match takes all paths; whatever no key is asked for goes to the parent and nowhere else. */
function isPlain(rule: Rule, parent: ParentRef, keys: KnownKeys): boolean {
  if (!rule.matches.every(isOnEveryPath)) return false;
  if (keys.isDemandedBy(rule)) return true;
  const { backends, raw } = rule;
  const [backend, ...others] = backends;
  if (backend === undefined || others.length > 0 || backend.weight === 0) return false;
  const isItself =
    isService(backend) &&
    backend.namespace === parent.namespace &&
    backend.name === parent.name &&
    backend.port === parent.port;
  const filters = [...listOf(raw.filters), ...listOf(at(raw, ['backendRefs', 0, 'filters']))];
  return isItself && filters.length === 0 && Object.keys(raw).every((key) => plainParts.has(key));
}

function isOnEveryPath(match: Match): boolean {
  return match.protocol === 'http' && match.path.type === 'PathPrefix' && match.path.value === '/';
}

function isEverything(match: Match): boolean {
  return (
    isOnEveryPath(match) &&
    match.protocol === 'http' &&
    match.method === undefined &&
    match.headers.length === 0 &&
    match.query.length === 0
  );
}
