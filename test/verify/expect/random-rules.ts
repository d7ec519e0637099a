// Rules from few words, so that many of them do the same and many nearly the same: what is done by
// them, how it may be forked, and requests that tell it.

import { isObject, type JsonObject, type KubeObject, listOf } from '../../../lib/model/manifest';
import type { HttpRequest } from '../../../lib/model/request';
import type { Dice } from '../../arbitrary/dice';
import { gateway, gatewayGroup, grpcRoute, route } from '../../routes';

/** `a` and `b` are replaced: by a fork, and by what a sandbox names. `c` is not. */
const services = ['a', 'a', 'b', 'c', 'missing'] as const;

function backendRef(dice: Dice): JsonObject {
  const name = dice.pick(services);
  return { name, port: dice.chance(95) ? 80 : 81, ...(dice.chance(8) ? { namespace: 'far' } : {}) };
}

function pathModifier(dice: Dice): JsonObject {
  return dice.pick<JsonObject>([
    { type: 'ReplacePrefixMatch', replacePrefixMatch: '/p' },
    { type: 'ReplaceFullPath', replaceFullPath: '/f' },
  ]);
}

function headerChange(dice: Dice): JsonObject {
  const list = dice.pick(['set', 'add', 'remove']);
  return { [list]: list === 'remove' ? ['x-a'] : [{ name: 'x-a', value: dice.pick(['1', '2']) }] };
}

const makers: readonly ((dice: Dice) => JsonObject)[] = [
  (dice) => ({
    type: 'CORS',
    cors: { allowOrigins: [dice.pick(['*', 'http://o.test'])], allowMethods: ['PUT'] },
  }),
  (dice) => ({
    type: 'RequestRedirect',
    requestRedirect: {
      ...(dice.chance(60) ? { path: pathModifier(dice) } : { hostname: 'r.test' }),
    },
  }),
  (dice) => ({ type: 'URLRewrite', urlRewrite: { path: pathModifier(dice) } }),
  (dice) => ({ type: 'RequestHeaderModifier', requestHeaderModifier: headerChange(dice) }),
  (dice) => ({ type: 'ResponseHeaderModifier', responseHeaderModifier: headerChange(dice) }),
  (dice) => ({
    type: 'RequestMirror',
    requestMirror: { backendRef: backendRef(dice), ...(dice.chance(30) ? { percent: 50 } : {}) },
  }),
  (dice) => ({
    type: 'ExternalAuth',
    externalAuth: { protocol: 'GRPC', backendRef: backendRef(dice), grpc: {} },
  }),
  (dice) => ({
    type: 'ExtensionRef',
    extensionRef: { group: 'x.test', kind: 'Thing', name: dice.pick(['here', 'gone']) },
  }),
];

function filters(dice: Dice, likely: number): readonly JsonObject[] {
  return dice.chance(likely) ? dice.many(1, 2, () => dice.pick(makers)(dice)) : [];
}

function rule(dice: Dice, matches: readonly JsonObject[]): JsonObject {
  const own = filters(dice, 50);
  return {
    matches,
    ...(own.length === 0 ? {} : { filters: own }),
    backendRefs: dice.many(dice.chance(3) ? 0 : 1, 3, () => {
      const behind = filters(dice, 12);
      return {
        ...backendRef(dice),
        weight: dice.pick([0, 1, 1, 2, 4]),
        ...(behind.length === 0 ? {} : { filters: behind }),
      };
    }),
    ...(dice.chance(10) ? { timeouts: { request: dice.pick(['1s', '2s']) } } : {}),
    ...(dice.chance(10) ? { sessionPersistence: { sessionName: dice.pick(['s', 't']) } } : {}),
  };
}

const httpMatches: readonly JsonObject[] = [
  { path: { type: 'PathPrefix', value: '/' } },
  { path: { type: 'PathPrefix', value: '/a' } },
  { path: { type: 'PathPrefix', value: '/a/' } },
  { path: { type: 'Exact', value: '/a/b' } },
  { path: { type: 'RegularExpression', value: '/a/.*' } },
];

export function rules(dice: Dice, count: number, isGrpc: boolean): readonly JsonObject[] {
  return Array.from({ length: count }, () => {
    const some = isGrpc ? { method: { service: 's' } } : dice.pick(httpMatches);
    return rule(dice, [some]);
  });
}

/** One field of a rule changed, as a hand might. */
export function mutated(one: JsonObject, dice: Dice): JsonObject {
  const refs = listOf(one.backendRefs).filter(isObject);
  return dice.pick<() => JsonObject>([
    () => ({ ...one, backendRefs: dice.shuffled(refs) }),
    () => ({ ...one, sessionPersistence: { sessionName: 'another' } }),
    () => ({ ...one, timeouts: { request: '9s' } }),
    () => ({
      ...one,
      backendRefs: refs.map((ref) => ({ ...ref, weight: Number(ref.weight) * 2 })),
    }),
    () => ({ ...one, backendRefs: [...refs, { name: 'c', port: 80, weight: 1 }] }),
    () => ({ ...one, backendRefs: [...refs, { name: 'c', port: 80, weight: 0 }] }),
    () => ({ ...one, filters: listOf(one.filters).slice(1) }),
    () => ({ ...one, filters: [...listOf(one.filters), dice.pick(makers)(dice)] }),
  ])();
}

/** What stands in for a reference of `a` or `b` that resolves, as a route beside it would say. */
function standIn(ref: JsonObject): JsonObject {
  if (ref.namespace !== undefined || ref.port !== 80) return ref;
  if (ref.name === 'a') return { ...ref, name: 'a-pr' };
  return ref.name === 'b' ? { ...ref, name: 'm', namespace: 'mocks', port: 8080 } : ref;
}

function forkedFilters(list: JsonObject['']): readonly JsonObject[] {
  return listOf(list)
    .filter(isObject)
    .map((filter) => {
      for (const block of ['requestMirror', 'externalAuth']) {
        const settings = filter[block];
        if (!isObject(settings) || !isObject(settings.backendRef)) continue;
        return { ...filter, [block]: { ...settings, backendRef: standIn(settings.backendRef) } };
      }
      return filter;
    });
}

/** The rule as one that sends requests with the key away. */
export function forkedRule(one: JsonObject, weights: 'fork-only' | 'keep'): JsonObject {
  const all = listOf(one.backendRefs).filter(isObject);
  const own = all.filter((ref) => standIn(ref) !== ref && Number(ref.weight) > 0);
  const kept = weights === 'fork-only' && own.length > 0 ? own : all;
  return {
    ...one,
    filters: forkedFilters(one.filters),
    backendRefs: kept.map((ref) => {
      return ref.filters === undefined
        ? standIn(ref)
        : { ...standIn(ref), filters: forkedFilters(ref.filters) };
    }),
  };
}

/** Whether a backend that is forked has filters by which its requests may never come to it. */
export function isIntricate(one: JsonObject): boolean {
  const types = ['RequestRedirect', 'ExternalAuth', 'ExtensionRef', 'CORS'];
  return listOf(one.backendRefs)
    .filter(isObject)
    .flatMap(({ filters: own }) => listOf(own))
    .some((filter) => isObject(filter) && types.includes(String(filter.type)));
}

function service(namespace: string, name: string, ports = [80]): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: { ports: ports.map((port) => ({ name: `p${port}`, port })) },
  };
}

function handshake(name: string, namespace: string, target: string, hostname: string): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'BackendTLSPolicy',
    metadata: { namespace, name },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: target }],
      validation: { hostname, wellKnownCACertificates: 'System' },
    },
  };
}

/** What the rules refer to, and two routes that hold them, at a Gateway and in a mesh. */
export function world(http: readonly JsonObject[], grpc: readonly JsonObject[]): KubeObject[] {
  const parents = [{ name: 'edge' }, { group: '', kind: 'Service', name: 'front' }];
  return [
    gateway(),
    service('shop', 'front'),
    ...['a', 'b', 'c', 'a-pr'].map((name) => service('shop', name)),
    service('far', 'a'),
    service('mocks', 'm', [80, 8080]),
    handshake('own', 'shop', 'a', 'a.test'),
    handshake('fork', 'shop', 'a-pr', 'a.test'),
    handshake('mock', 'mocks', 'm', 'm.test'),
    {
      apiVersion: `${gatewayGroup}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { namespace: 'mocks', name: 'open' },
      spec: {
        from: ['HTTPRoute', 'GRPCRoute'].map((kind) => {
          return { group: gatewayGroup, kind, namespace: 'shop' };
        }),
        to: [{ group: '', kind: 'Service' }],
      },
    },
    { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { namespace: 'shop', name: 'here' } },
    route('http', http, { parents }),
    grpcRoute('grpc', grpc, { parents }),
  ];
}

const preflight = [
  ['origin', 'http://o.test'],
  ['access-control-request-method', 'PUT'],
] as const;

const target = { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 } as const;

const plain = { protocol: 'http', target, method: 'GET', host: 'h.test', headers: [] } as const;

/** Requests that between them tell all that rules of these words can do apart. */
export const telling: readonly HttpRequest[] = [
  { ...plain, path: '/a/b' },
  { ...plain, path: '/a?x=1', headers: [['x-a', '0']] },
  { ...plain, path: '/', headers: [['origin', 'http://o.test']] },
  { ...plain, method: 'OPTIONS', path: '/a/b/c', headers: preflight },
  {
    ...plain,
    method: 'OPTIONS',
    path: '/a',
    headers: [['origin', 'http://z.test'], ...preflight.slice(1)],
  },
  { ...plain, protocol: 'grpc', method: 'POST', path: '/s/m' },
];
