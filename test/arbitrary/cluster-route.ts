// Routes of a cluster: matches of every type, keyed twins for many keys, filters that change what
// is seen. Paths, headers and hosts are few, so that most requests have several contenders.
// Neighbours: cluster.ts, expressions.ts, aimed-request.ts.

import type { Json, JsonObject, KubeObject } from '../../lib/model/manifest';
import type { Target } from '../../lib/model/request';
import type { Dice } from './dice';
import { keyedHeaders, pathExpressions, valueExpressions } from './expressions';
import { present } from './http-rule';
import * as universe from './universe';

export const home = 'shop';

/** A parent that routes may have, with where requests reach it. */
export interface Parent {
  readonly ref: JsonObject;
  readonly targets: readonly Target[];
  readonly kinds: readonly string[];
}

/** One match, and where requests for it go. */
export interface Aim {
  readonly kind: string;
  readonly hostnames: readonly string[];
  readonly targets: readonly Target[];
  readonly match: JsonObject;
}

interface Parents {
  readonly gateway: readonly Parent[];
  /** Empty where there is no mesh. */
  readonly mesh: readonly Parent[];
}

/** How much of what leaves outcomes open a cluster has, in a hundred. */
interface Habits {
  readonly withoutAge: number;
  readonly pathExpressions: number;
}

const calm: Habits = { withoutAge: 0, pathExpressions: 3 };
const wild: Habits = { withoutAge: 55, pathExpressions: 20 };

const prefixes = [...universe.prefixes, '/a/', '/a/b/c'] as const;

export function clusterRoutes(dice: Dice, parents: Parents) {
  const aims: Aim[] = [];
  const names = new Set<string>();
  const habits = dice.chance(60) ? calm : wild;
  const drawn = dice.many(2, 9, () => {
    const isMesh = parents.mesh.length > 0 && dice.chance(50);
    const parent = dice.pick(isMesh ? parents.mesh : parents.gateway);
    // A GRPCRoute displaces HTTPRoutes of its hosts or is displaced, so they are few.
    const kind = dice.chance(15) ? dice.pick(parent.kinds) : (parent.kinds[0] ?? 'HTTPRoute');
    const namespace = dice.chance(70) ? home : universe.away;
    const name = `${dice.pick(universe.routeNames)}${dice.below(3)}`;
    if (names.has(`${kind} ${namespace}/${name}`)) return [];
    names.add(`${kind} ${namespace}/${name}`);
    const second = dice.chance(15) ? [dice.pick(parents.gateway)] : [];
    const own = [parent, ...second.filter(({ kinds }) => kinds.includes(kind))];
    const isConnection = kind === 'TLSRoute' || kind === 'TCPRoute';
    const hostnames = kind === 'TLSRoute' ? ['x.a.t'] : [...dice.pick(universe.hostSets)];
    const rules = isConnection
      ? [{ backendRefs: backends(dice) }]
      : dice.many(1, 4, () => ruleOf(dice, kind, habits));
    const place = { hostnames, targets: own.flatMap(({ targets }) => targets) };
    for (const { matches = [{}] } of rules as readonly { matches?: readonly JsonObject[] }[]) {
      for (const match of matches) aims.push({ kind, ...place, match });
    }
    const spec = present({
      parentRefs: own.map(({ ref }) => ref),
      hostnames: hostnames.length === 0 || kind === 'TCPRoute' ? undefined : hostnames,
      rules,
    });
    const day = 1 + dice.below(20);
    const created = `2024-01-${String(day).padStart(2, '0')}T00:00:00Z`;
    const age = dice.chance(habits.withoutAge) ? {} : { creationTimestamp: created };
    return [routeObject(kind, { namespace, name, ...age }, spec)];
  });
  return { routes: drawn.flat(), aims };
}

function routeObject(kind: string, metadata: JsonObject, spec: Json): KubeObject {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata, spec };
}

function ruleOf(dice: Dice, kind: string, habits: Habits): JsonObject {
  const isRpc = kind === 'GRPCRoute';
  const one = () => (isRpc ? rpcMatch(dice) : httpMatch(dice, habits));
  const matches = dice.chance(8) ? undefined : dice.many(1, 3, one);
  if (!isRpc && dice.chance(10)) return present({ matches, filters: [redirect(dice)] });
  // A prefix can be replaced only where one match asks for it.
  const prefix = at(matches?.[0]?.path);
  const replaces = matches?.length === 1 && prefix?.type === 'PathPrefix' && dice.chance(25);
  const filters = [
    ...(replaces ? [replacing] : []),
    ...(dice.chance(18) ? [modifier(dice)] : []),
    ...(dice.chance(8) ? [mirror(dice)] : []),
    ...(!isRpc && dice.chance(6) ? [cors] : []),
  ];
  return present({
    matches,
    filters: filters.length === 0 ? undefined : filters,
    backendRefs: dice.chance(4) ? undefined : backends(dice),
    timeouts: !isRpc && dice.chance(8) ? { request: '5s' } : undefined,
  });
}

function at(value: Json | undefined): JsonObject | undefined {
  return value as JsonObject | undefined;
}

function httpMatch(dice: Dice, habits: Habits): JsonObject {
  const path = dice.chance(habits.pathExpressions)
    ? { type: 'RegularExpression', value: dice.pick(Object.keys(pathExpressions)) }
    : dice.chance(70)
      ? { type: 'PathPrefix', value: dice.pick(prefixes) }
      : dice.chance(85)
        ? { type: 'Exact', value: dice.pick(universe.exacts) }
        : undefined;
  return present({
    path,
    method: dice.chance(20) ? dice.pick(universe.methods) : undefined,
    headers: dice.chance(50) ? headersOf(dice) : undefined,
    queryParams: dice.chance(20)
      ? unique(dice.many(1, 2, () => valueMatch(dice, universe.queryNames)))
      : undefined,
  });
}

function rpcMatch(dice: Dice): JsonObject {
  const service = dice.chance(70) ? dice.pick([...universe.rpcServices, '.s.A']) : undefined;
  const method =
    dice.chance(60) || service === undefined ? dice.pick(universe.rpcMethods) : undefined;
  const isExpression = dice.chance(10);
  return present({
    method: isExpression
      ? { type: 'RegularExpression', service: 's[.].*', method: 'G|Get' }
      : dice.chance(85)
        ? present({ service, method })
        : undefined,
    headers: dice.chance(40) ? headersOf(dice) : undefined,
  });
}

function headersOf(dice: Dice): JsonObject[] {
  const keyed = dice.chance(45) ? [{ ...dice.pick(keyedHeaders).match }] : [];
  const plain = dice.many(keyed.length === 0 ? 1 : 0, 2, () =>
    valueMatch(dice, [...universe.headerNames, 'x-a', 'X-A']),
  );
  const host = dice.chance(4) ? [{ name: 'Host', value: dice.pick(universe.hosts) }] : [];
  // Lines of this name are joined in another way than those of any other.
  const cookie = dice.chance(10)
    ? [{ name: 'cookie', value: dice.pick(['1; 2', '1; 2', '1', '1,2']) }]
    : [];
  return unique(dice.shuffled([...keyed, ...plain, ...host, ...cookie]));
}

/** Of one name in one case the API server takes one entry. */
function unique(list: readonly JsonObject[]): JsonObject[] {
  return [...new Map(list.map((one) => [one.name, one])).values()];
}

function valueMatch(dice: Dice, names: readonly string[]): JsonObject {
  const name = dice.pick(names);
  if (dice.chance(30)) {
    const value = dice.pick(Object.keys(valueExpressions));
    return { type: 'RegularExpression', name, value };
  }
  return { name, value: dice.pick([...universe.headerValues, '1', 'a b', '1,2', 'w*']) };
}

function backends(dice: Dice): JsonObject[] {
  const names = [...universe.homeServices, universe.missingService];
  const one = (name: string) => ({ name, namespace: home, port: 80 });
  if (dice.chance(75)) return [one(dice.pick(universe.homeServices))];
  return dice.many(2, 3, () => {
    const weight = dice.pick([0, 1, 1, 9]);
    const filters = dice.chance(15) ? { filters: [modifier(dice)] } : {};
    return { ...one(dice.pick(names)), weight, ...filters };
  });
}

function redirect(dice: Dice): JsonObject {
  return {
    type: 'RequestRedirect',
    requestRedirect: dice.pick<JsonObject>([
      { scheme: 'https' },
      { hostname: 'new.t', statusCode: 301 },
      { path: { type: 'ReplaceFullPath', replaceFullPath: '/moved' } },
    ]),
  };
}

const replacing: JsonObject = {
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' } },
};

const cors: JsonObject = { type: 'CORS', cors: { allowOrigins: ['https://web.t'], maxAge: 9 } };

function modifier(dice: Dice): JsonObject {
  return dice.pick<JsonObject>([
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'x-set', value: '1' }], remove: ['x-b'] },
    },
    {
      type: 'ResponseHeaderModifier',
      responseHeaderModifier: { add: [{ name: 'x-seen', value: '1' }] },
    },
  ]);
}

function mirror(dice: Dice): JsonObject {
  const name = dice.pick([...universe.homeServices, universe.missingService]);
  const backendRef = { name, namespace: home, port: 80 };
  return { type: 'RequestMirror', requestMirror: { backendRef, percent: 50 } };
}
