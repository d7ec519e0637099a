// HTTPRoutes and GRPCRoutes with the API server's defaults filled in by hand. Neighbour: world.ts.

import { at, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { isOurs, marks } from '../../lib/model/marks';
import { gatewayGroup, namespaceOf, numberOf } from './place';
import type {
  BackendRef,
  Match,
  ParentRef,
  PathMatch,
  Route,
  RouteKind,
  Rule,
  ValueMatch,
} from './world';

/** One object is in many worlds, and is read once. */
const known = new WeakMap<KubeObject, Route>();

export function routeOf(object: KubeObject, kind: RouteKind): Route {
  const found = known.get(object) ?? readRoute(object, kind);
  known.set(object, found);
  return found;
}

function readRoute(object: KubeObject, kind: RouteKind): Route {
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
    ...ownerOf(object),
    ...createdOf(object),
    hostnames,
    parents: listOf(at(object, ['spec', 'parentRefs'])).map((ref) => parentOf(ref, namespace)),
    rules: listed.map((rule, index) => ruleOf(rule, index, kind, namespace)),
  };
}

function ownerOf({ metadata }: KubeObject): Pick<Route, 'owner'> {
  const { [marks.sandbox]: sandbox, [marks.routeGroup]: group } = metadata?.labels ?? {};
  const owner = sandbox ?? group;
  return owner === undefined ? {} : { owner };
}

/** When the API server made it; a manifest that was never applied does not say. */
function createdOf({ metadata }: KubeObject): Pick<Route, 'created'> {
  const time = textOf(at(metadata, ['creationTimestamp']));
  return time === undefined ? {} : { created: Date.parse(time) };
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
