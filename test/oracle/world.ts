// The objects of a cluster as the oracle reads them: Gateways, Services, grants and routes,
// with the API server's defaults filled in by hand.
//
// The oracle is a second opinion on routing. It shares the nouns of lib/model and nothing
// else: no file of lib/routing, lib/resolve or lib/derive may be imported here, since a
// mistake made twice would go unseen. Neighbours: accept.ts, order.ts, router.ts.

import { at, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { isOurs, marks } from '../../lib/model/marks';

export type RouteKind = 'HTTPRoute' | 'GRPCRoute';

/** A header or query match: the patterns are there where the type is RegularExpression. */
export interface ValueMatch {
  readonly name: string;
  readonly value: string;
  readonly pattern?: RegExp;
  /** The pattern for implementations that search in the value. */
  readonly search?: RegExp;
}

export interface PathMatch {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
  readonly pattern?: RegExp;
}

/** One match of a rule. GRPCRoutes have a path only through `service` and `rpc`. */
export interface Match {
  readonly path: PathMatch;
  readonly method?: string;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
  readonly service?: PathMatch;
  readonly rpc?: PathMatch;
}

export interface BackendRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly weight: number;
  readonly filters: readonly Json[];
}

export interface Rule {
  readonly index: number;
  readonly matches: readonly Match[];
  readonly filters: readonly Json[];
  readonly backends: readonly BackendRef[];
  /** Everything else that befalls a request of the rule: timeouts, retry. */
  readonly rest: Json;
}

export interface ParentRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

export interface Route {
  readonly kind: RouteKind;
  readonly namespace: string;
  readonly name: string;
  readonly ignored: boolean;
  readonly derived: boolean;
  readonly hostnames: readonly string[];
  readonly parents: readonly ParentRef[];
  readonly rules: readonly Rule[];
}

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly hostname: string | undefined;
  readonly from: string;
  readonly kinds: readonly string[];
}

export interface World {
  /** By `namespace/name`. */
  readonly gateways: ReadonlyMap<string, readonly Listener[]>;
  /** Ports by `namespace/name`, each with its name or ''. */
  readonly services: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** `kind from-namespace to-namespace name-or-*`. */
  readonly grants: ReadonlySet<string>;
  readonly routes: readonly Route[];
}

const gatewayGroup = 'gateway.networking.k8s.io';

/** A small namespace law: absent is the unnamed current namespace, ''. */
function namespaceOf(object: KubeObject): string {
  return object.metadata?.namespace ?? '';
}

export function worldOf(objects: readonly KubeObject[]): World {
  const gateways = new Map<string, readonly Listener[]>();
  const services = new Map<string, ReadonlyMap<number, string>>();
  const grants = new Set<string>();
  const routes: Route[] = [];
  for (const object of objects) {
    const place = `${namespaceOf(object)}/${object.metadata?.name ?? ''}`;
    if (object.kind === 'Gateway') gateways.set(place, listenersOf(object));
    if (object.kind === 'Service') services.set(place, portsOf(object));
    if (object.kind === 'ReferenceGrant') for (const grant of grantsOf(object)) grants.add(grant);
    if (object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') {
      routes.push(routeOf(object, object.kind));
    }
  }
  return { gateways, services, grants, routes };
}

function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function listenersOf(gateway: KubeObject): Listener[] {
  return listOf(at(gateway, ['spec', 'listeners'])).map((listener) => ({
    name: textOf(at(listener, ['name'])) ?? '',
    port: numberOf(at(listener, ['port']), 0),
    hostname: textOf(at(listener, ['hostname'])),
    from: textOf(at(listener, ['allowedRoutes', 'namespaces', 'from'])) ?? 'Same',
    kinds: listOf(at(listener, ['allowedRoutes', 'kinds'])).map(
      (entry) => textOf(at(entry, ['kind'])) ?? '',
    ),
  }));
}

function portsOf(service: KubeObject): Map<number, string> {
  return new Map(
    listOf(at(service, ['spec', 'ports'])).map((port) => [
      numberOf(at(port, ['port']), 0),
      textOf(at(port, ['name'])) ?? '',
    ]),
  );
}

function grantsOf(grant: KubeObject): string[] {
  const target = namespaceOf(grant);
  const targets = listOf(at(grant, ['spec', 'to']))
    .filter((to) => textOf(at(to, ['kind'])) === 'Service' && textOf(at(to, ['group'])) === '')
    .map((to) => textOf(at(to, ['name'])) ?? '*');
  return listOf(at(grant, ['spec', 'from']))
    .filter((from) => textOf(at(from, ['group'])) === gatewayGroup)
    .flatMap((from) => {
      const head = `${textOf(at(from, ['kind']))} ${textOf(at(from, ['namespace']))} ${target}`;
      return targets.map((name) => `${head} ${name}`);
    });
}

function routeOf(object: KubeObject, kind: RouteKind): Route {
  const namespace = namespaceOf(object);
  const annotations = object.metadata?.annotations ?? {};
  const hostnames = listOf(at(object, ['spec', 'hostnames'])).map((name) => textOf(name) ?? '');
  const rules = at(object, ['spec', 'rules']);
  // Only an HTTPRoute has a default rule, one that matches every path.
  const listed = rules === undefined && kind === 'HTTPRoute' ? [{}] : listOf(rules);
  return {
    kind,
    namespace,
    name: object.metadata?.name ?? '',
    ignored: marks.ignore.some((mark) => annotations[mark] === 'true'),
    derived: isOurs(object),
    hostnames,
    parents: listOf(at(object, ['spec', 'parentRefs'])).map((ref) => parentOf(ref, namespace)),
    rules: listed.map((rule, index) => ruleOf(rule, index, kind, namespace)),
  };
}

function parentOf(ref: Json, namespace: string): ParentRef {
  const sectionName = textOf(at(ref, ['sectionName']));
  const port = at(ref, ['port']);
  const group = textOf(at(ref, ['group'])) ?? gatewayGroup;
  return {
    group: group === 'core' ? '' : group,
    kind: textOf(at(ref, ['kind'])) ?? 'Gateway',
    namespace: textOf(at(ref, ['namespace'])) ?? namespace,
    name: textOf(at(ref, ['name'])) ?? '',
    ...(sectionName === undefined ? {} : { sectionName }),
    ...(typeof port === 'number' ? { port } : {}),
  };
}

function ruleOf(rule: Json, index: number, kind: RouteKind, namespace: string): Rule {
  const given = listOf(at(rule, ['matches']));
  const matches = given.length === 0 ? [{}] : given;
  const timeouts = at(rule, ['timeouts']);
  const retry = at(rule, ['retry']);
  return {
    index,
    matches: matches.map(kind === 'HTTPRoute' ? httpMatchOf : grpcMatchOf),
    filters: listOf(at(rule, ['filters'])),
    backends: listOf(at(rule, ['backendRefs'])).map((ref) => backendOf(ref, namespace)),
    rest: {
      ...(timeouts === undefined ? {} : { timeouts }),
      ...(retry === undefined ? {} : { retry }),
    },
  };
}

export function backendOf(ref: Json, namespace: string): BackendRef {
  return {
    group: textOf(at(ref, ['group'])) ?? '',
    kind: textOf(at(ref, ['kind'])) ?? 'Service',
    namespace: textOf(at(ref, ['namespace'])) ?? namespace,
    name: textOf(at(ref, ['name'])) ?? '',
    port: numberOf(at(ref, ['port']), 0),
    weight: numberOf(at(ref, ['weight']), 1),
    filters: listOf(at(ref, ['filters'])),
  };
}

function httpMatchOf(match: Json): Match {
  const type = textOf(at(match, ['path', 'type'])) ?? 'PathPrefix';
  const value = textOf(at(match, ['path', 'value'])) ?? '/';
  const method = textOf(at(match, ['method']));
  return {
    path: pathOf(type, value),
    ...(method === undefined ? {} : { method }),
    headers: valuesOf(at(match, ['headers']), (name) => name.toLowerCase()),
    query: valuesOf(at(match, ['queryParams']), (name) => name),
  };
}

function grpcMatchOf(match: Json): Match {
  const type = textOf(at(match, ['method', 'type'])) ?? 'Exact';
  const service = textOf(at(match, ['method', 'service']));
  const rpc = textOf(at(match, ['method', 'method']));
  return {
    path: { type: 'PathPrefix', value: '/' },
    headers: valuesOf(at(match, ['headers']), (name) => name.toLowerCase()),
    query: [],
    ...(service === undefined ? {} : { service: pathOf(type, service) }),
    ...(rpc === undefined ? {} : { rpc: pathOf(type, rpc) }),
  };
}

function pathOf(type: string, value: string): PathMatch {
  if (type === 'RegularExpression') return { type, value, pattern: whole(value) };
  return { type: type === 'Exact' ? 'Exact' : 'PathPrefix', value };
}

/** Of two entries of one name only the first counts. */
function valuesOf(list: Json | undefined, nameLaw: (name: string) => string): ValueMatch[] {
  const byName = new Map<string, ValueMatch>();
  for (const entry of listOf(list)) {
    const name = nameLaw(textOf(at(entry, ['name'])) ?? '');
    const value = textOf(at(entry, ['value'])) ?? '';
    const isRegex = textOf(at(entry, ['type'])) === 'RegularExpression';
    if (byName.has(name)) continue;
    byName.set(name, {
      name,
      value,
      ...(isRegex ? { pattern: whole(value), search: new RegExp(value) } : {}),
    });
  }
  return [...byName.values()];
}

function whole(expression: string): RegExp {
  return new RegExp(`^(?:${expression})$`);
}
