// Precedence down to the last tie: the specification's list, every implementation that is known
// to rank otherwise beside it, and what must hold for all of them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Match, Route, ValueMatch } from '../../../lib/model/route';
import { type Law, specification } from '../../../lib/routing/law';
import { profileNames, profileOf } from '../../../lib/routing/profile';
import { orders } from '../../../lib/routing/rank/order';
import {
  type Contender,
  compareHosts,
  comparePrecedence,
} from '../../../lib/routing/rank/precedence';
import { exact, grpcMatch, httpMatch } from '../../routes';

interface Place {
  readonly namespace?: string;
  readonly name?: string;
  readonly created?: string;
  readonly hostnames?: readonly string[];
  readonly rules?: number;
  readonly kind?: Route['kind'];
}

function routeAt({ namespace = 'shop', name = 'a', rules = 1, ...more }: Place): Route {
  return {
    kind: more.kind ?? 'HTTPRoute',
    namespace,
    name,
    parents: [],
    hostnames: more.hostnames ?? [],
    ...(more.created === undefined ? {} : { created: more.created }),
    rules: Array.from({ length: rules }, (_, index) => ({
      index,
      matches: [],
      backends: [],
      filterRefs: [],
      raw: {},
    })),
    isIgnored: false,
    raw: {},
    manifest: {
      object: { apiVersion: 'gateway.networking.k8s.io/v1', kind: more.kind ?? 'HTTPRoute' },
      origin: { from: 'file', file: 'routes.yaml', document: 0 },
    },
  };
}

interface Standing {
  readonly host?: string;
  readonly hosts?: readonly string[];
  readonly rule?: number;
  readonly matchIndex?: number;
}

function contender(match: Match, route: Route, standing: Standing = {}): Contender {
  const { host = '*', hosts, rule = 0, matchIndex = 0 } = standing;
  const found = route.rules[rule];
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return {
    candidate: { route, rule: found, match, matchIndex },
    host,
    ...(hosts === undefined ? {} : { hosts }),
  };
}

function lawOf(name: string): Law {
  const law = profileOf(name)?.law;
  if (law === undefined) throw new Error(`no profile ${name}`);
  return law;
}

const mirrored = { before: 'after', after: 'before', tie: 'tie', unknown: 'unknown' } as const;
const old = '2024-01-01T00:00:00Z';
const young = '2025-01-01T00:00:00Z';

type Headers = { readonly [name: string]: string };
const h = (count: number): Headers =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, '1']));
const regex: Headers = { 'x-0': '~1.*' };

/** What a profile says of the left one, older than the right one, and what the specification says. */
const rows: readonly (readonly [string, string, Headers, string, Headers, string, string])[] = [
  ['istio', '/a', {}, '~/a.*', {}, 'before: path type', 'unknown: regular expression path'],
  [
    'istio',
    '~/aaa.*',
    {},
    '~/a.*',
    h(1),
    'before: path length',
    'unknown: regular expression path',
  ],
  ['istio', 'GET /a', {}, '/a', h(2), 'before: method', 'before: method'],
  ['kgateway', '~/a', {}, '/aaa', h(1), 'before: path type', 'unknown: regular expression path'],
  [
    'kgateway',
    '~/aaa',
    {},
    '~/a',
    h(1),
    'after: header matches',
    'unknown: regular expression path',
  ],
  ['contour', '~/a', {}, '/aaa', h(1), 'before: path type', 'unknown: regular expression path'],
  [
    'contour',
    '~/aaa',
    {},
    '~/a',
    {},
    'unknown: regular expression path',
    'unknown: regular expression path',
  ],
  ['kuma', '/aaa', {}, '~/a', h(1), 'before: path length', 'unknown: regular expression path'],
  [
    'kuma',
    '~/aaaa',
    {},
    '/a',
    {},
    'unknown: path length or path type',
    'unknown: regular expression path',
  ],
  ['kong', '~/a', {}, '/aaa', h(1), 'before: path type', 'unknown: regular expression path'],
  ['kong', '~/aaa', {}, '~/a', h(1), 'before: path length', 'unknown: regular expression path'],
  ['aws', '~/aaa', h(1), '/a', {}, 'after: path type', 'unknown: regular expression path'],
  [
    'agentgateway',
    '~/aaa',
    {},
    '/a',
    h(1),
    'before: path length',
    'unknown: regular expression path',
  ],
  [
    'agentgateway',
    '/aaa',
    {},
    '~/a',
    h(1),
    'before: path length',
    'unknown: regular expression path',
  ],
  ['agentgateway', '/a', {}, '/a', {}, 'unknown: what settles ties', 'before: age'],
  ['cilium', '~/a', {}, '/aaa', h(1), 'before: path type', 'unknown: regular expression path'],
  [
    'cilium',
    'GET /a',
    {},
    '/a',
    h(2),
    'unknown: header matches, the method being one or method',
    'before: method',
  ],
  ['cilium', 'GET /a', h(1), '/a', h(1), 'before: method', 'before: method'],
  ['envoy-gateway', 'GET /a', {}, '/a', h(1), 'before: age', 'before: method'],
  [
    'envoy-gateway',
    'GET /a',
    {},
    '/a',
    h(2),
    'after: header matches, the method being one',
    'before: method',
  ],
  ['envoy-gateway', '/a', regex, '/a', h(1), 'after: exact header matches', 'before: age'],
  [
    'envoy-gateway',
    '~/a',
    {},
    '/aaa',
    h(1),
    'before: path type',
    'unknown: regular expression path',
  ],
  [
    'calico',
    'GET /a',
    {},
    '/a',
    h(2),
    'after: header matches, the method being one',
    'before: method',
  ],
  ['linkerd', '=/a', {}, '/a', h(1), 'after: header matches', 'before: exact path'],
  ['linkerd', 'GET /a', {}, '/a', h(1), 'after: header matches', 'before: method'],
  ['linkerd', 'GET /a', {}, '/a?q=1', {}, 'after: query parameter matches', 'before: method'],
  [
    'linkerd',
    '~/aaa',
    {},
    '~/a',
    h(1),
    'after: header matches',
    'unknown: regular expression path',
  ],
  ['traefik', '/aa', {}, '/a', h(1), 'unknown: what settles ties', 'before: path length'],
  ['traefik', '/aa', {}, '/a', h(2), 'after: sum of weights', 'before: path length'],
  ['traefik', 'GET /a', {}, '/a', h(10), 'unknown: what settles ties', 'before: method'],
  ['traefik', 'GET /a', {}, '/a', h(11), 'after: sum of weights', 'before: method'],
  ['traefik', '/', h(1), '/a', {}, 'after: sum of weights', 'after: path length'],
  ['traefik', '=/a', {}, `/${'a'.repeat(900)}`, {}, 'after: sum of weights', 'before: exact path'],
  [
    'traefik',
    '~/aaa',
    {},
    '/a',
    h(1),
    'before: sum of weights',
    'unknown: regular expression path',
  ],
  ['nginx-gateway-fabric', 'GET /a', {}, '/a', h(2), 'before: method', 'before: method'],
  [
    'nginx-gateway-fabric',
    '~/a',
    {},
    '/a',
    {},
    'unknown: regular expression path',
    'unknown: regular expression path',
  ],
  ['haproxy-ingress', 'GET /a', {}, '/a', h(1), 'after: header matches', 'before: method'],
  ['haproxy-ingress', 'GET /a', {}, '/a?q=1', {}, 'unknown: what settles ties', 'before: method'],
  [
    'gke',
    'GET /a',
    {},
    '/a',
    h(2),
    'unknown: header matches, the method being one or method',
    'before: method',
  ],
];

test.each(rows)(
  '%s: %s %j beside %s %j is %s (the specification: %s)',
  (name, left, mine, right, theirs, expected, specified) => {
    const one = contender(httpMatch(left, mine), routeAt({ name: 'b', created: old }));
    const other = contender(httpMatch(right, theirs), routeAt({ name: 'a', created: young }));
    const say = (law: Law) => {
      const { ranking, by } = comparePrecedence(one, other, law);
      expect(comparePrecedence(other, one, law)).toEqual({ ranking: mirrored[ranking], by });
      return `${ranking}: ${by}`;
    };
    expect(say(lawOf(name))).toBe(expected);
    expect(say(specification)).toBe(specified);
  },
);

test('every profile that ranks otherwise than the specification has such a row', () => {
  const shown = new Set(rows.filter((row) => row[5] !== row[6]).map(([name]) => name));
  const other = profileNames.filter((name) => lawOf(name).orders !== specification.orders);
  // Those whose order nobody has looked at share one list, which gke stands for.
  const alike = ['airlock', 'azure-application-gateway-for-containers'];
  expect(other.filter((name) => !shown.has(name))).toEqual(alike);
  for (const name of alike) expect(lawOf(name).orders).toBe(lawOf('gke').orders);
});

test.each([
  ['a.example.com', '*.example.com', 'any exact name is before any wildcard'],
  ['a.b', '*.example.com', 'any exact name is before any wildcard'],
  ['*.a.example.com', '*.example.com', 'the longer name first'],
  ['*.example.com', '*', 'no hostname is last'],
  ['a', '*', 'no hostname is last'],
])('the hostname %s ranks before %s: %s', (left, right) => {
  expect(compareHosts(left, right)).toBeGreaterThan(0);
  expect(compareHosts(right, left)).toBeLessThan(0);
  const one = contender(httpMatch('/'), routeAt({ name: 'b' }), { host: left });
  const other = contender(httpMatch('=/a', h(3)), routeAt({}), { host: right });
  for (const name of profileNames.filter((known) => known !== 'traefik')) {
    const found = comparePrecedence(one, other, lawOf(name));
    expect(found).toEqual({ ranking: 'before', by: 'hostname' });
  }
});

const traefik = lawOf('traefik');

test.each([
  ['~/a.*', {}, '/a', h(3), '/a/b', 'before: path length'],
  ['~/a.*', {}, '/a', h(3), '/a', 'after: header matches'],
  ['~/a.*', h(1), '/a', {}, '/a', 'before: header matches'],
  ['~/a.*', {}, '=/a', {}, '/a', 'before: age'],
  ['~/a.*', {}, '/', {}, '/a', 'before: path length'],
  // Whether the trailing slash counts is not known.
  ['~/a.*', {}, '/a/', {}, '/a/', 'unknown: path length'],
  ['~/a.*', {}, '/a/', {}, '/a/b', 'before: path length'],
  ['~/a.*', {}, '~/a', h(1), '/a', 'after: header matches'],
] as const)(
  'Linkerd, where the path is told: %s %j beside %s %j on %s is %s',
  (left, mine, right, theirs, path, expected) => {
    const one = contender(httpMatch(left, mine), routeAt({ name: 'b', created: old }));
    const other = contender(httpMatch(right, theirs), routeAt({ name: 'a', created: young }));
    const { ranking, by } = comparePrecedence(one, other, lawOf('linkerd'), path.length);
    expect(`${ranking}: ${by}`).toBe(expected);
    const back = comparePrecedence(other, one, lawOf('linkerd'), path.length);
    expect(back).toEqual({ ranking: mirrored[ranking], by });
    // Other orders have no use for it.
    for (const name of profileNames.filter((known) => known !== 'linkerd')) {
      const told = comparePrecedence(one, other, lawOf(name), path.length);
      if (!lawOf(name).orders.includes(orders.linkerd)) {
        expect(told).toEqual(comparePrecedence(one, other, lawOf(name)));
      }
    }
  },
);

test('Traefik adds the hostname up: one header outweighs an exact name', () => {
  const wide = routeAt({ name: 'wide', hostnames: ['*.example.com'] });
  const narrow = routeAt({ name: 'narrow', hostnames: ['app.example.com'] });
  const one = contender(httpMatch('/', h(1)), wide, { host: '*.example.com' });
  const other = contender(httpMatch('/'), narrow, { host: 'app.example.com' });
  expect(comparePrecedence(one, other, specification).ranking).toBe('after');
  expect(comparePrecedence(one, other, traefik)).toEqual({
    ranking: 'before',
    by: 'sum of weights',
  });
  const bare = contender(httpMatch('/'), wide, { host: '*.example.com' });
  expect(comparePrecedence(bare, other, traefik).ranking).toBe('after');
});

test('Traefik counts the longest hostname that fits the listener, open where that is not told', () => {
  const many = routeAt({ name: 'many', hostnames: ['a.test', 'much-longer.a.test'] });
  const one = httpMatch('/');
  const other = contender(httpMatch('/?q=1'), routeAt({ hostnames: ['a.test'] }), {
    host: 'a.test',
  });
  const told = (hosts?: readonly string[]) =>
    comparePrecedence(
      contender(one, many, { host: 'a.test', ...(hosts === undefined ? {} : { hosts }) }),
      other,
      traefik,
    );
  expect(told(['a.test', 'much-longer.a.test']).ranking).toBe('before');
  expect(told(['a.test']).ranking).toBe('after');
  expect(told()).toEqual({ ranking: 'unknown', by: 'length of the longest hostname' });
  // A listener may narrow the other hostname, a wildcard, to a name of any length.
  const wide = routeAt({ name: 'wide', hostnames: ['a.test', '*.b'] });
  const narrowed = contender(one, wide, { host: 'a.test' });
  expect(comparePrecedence(narrowed, other, traefik).ranking).toBe('unknown');
  const short = routeAt({ name: 'short', hostnames: ['a.test', 'b.test'] });
  const equal = contender(one, short, { host: 'a.test' });
  expect(comparePrecedence(equal, other, traefik).ranking).toBe('after');
});

test('Traefik counts the place of a rule among the rules of its route', () => {
  const route = routeAt({ rules: 12, hostnames: ['a.test', '*.b.test'] });
  const at = (rule: number, text = '/a', matchIndex = 0) =>
    contender(httpMatch(text), route, { rule, matchIndex, host: 'a.test' });
  expect(comparePrecedence(at(0), at(1), traefik)).toEqual({
    ranking: 'before',
    by: 'sum of weights',
  });
  // Eleven places are more than a query parameter.
  expect(comparePrecedence(at(0), at(11, '/a?q=1'), traefik).ranking).toBe('before');
  expect(comparePrecedence(at(0), at(11, '/a?q=1'), specification).ranking).toBe('after');
  // Two routers of one rule weigh the same: the code makes one for each match.
  expect(comparePrecedence(at(3), at(3, '/b', 1), traefik).ranking).toBe('unknown');
  expect(comparePrecedence(at(3), at(3, '/bb', 1), traefik).ranking).toBe('after');
});

test.each([
  ['older first', { created: old }, { created: young }, 'before', 'age'],
  [
    'whatever the time zone',
    { created: '2025-01-01T00:30:00+01:00' },
    { created: young },
    'before',
    'age',
  ],
  ['one age missing', { created: old }, {}, 'unknown', 'age'],
  ['no age known', {}, {}, 'unknown', 'age'],
  ['an age that is none', { created: 'yesterday' }, { created: young }, 'unknown', 'age'],
] as const)('across routes, %s', (_, left, right, ranking, by) => {
  const one = contender(httpMatch('/a'), routeAt({ ...left, name: 'z' }));
  const other = contender(httpMatch('/a'), routeAt({ ...right, name: 'b' }));
  expect(comparePrecedence(one, other, specification)).toEqual({ ranking, by });
});

test.each([
  ['shop', 'a', 'shop', 'b', 'before', 'before'],
  ['a', 'z', 'b', 'a', 'before', 'before'],
  // As one text `n-b/x` comes first, since `-` sorts before `/`; Envoy Gateway asks the namespace alone.
  ['n-b', 'x', 'n', 'x', 'before', 'after'],
  ['n', 'x', 'n0', 'x', 'before', 'before'],
  ['n', 'x', 'nb', 'x', 'before', 'before'],
])(
  'of one age, %s/%s beside %s/%s: %s, in Envoy Gateway %s',
  (ns, name, ns2, name2, joined, apart) => {
    // The API server keeps whole seconds.
    const one = contender(
      httpMatch('/a'),
      routeAt({ namespace: ns, name, created: '2025-01-01T00:00:00.900Z' }),
    );
    const other = contender(
      httpMatch('/a'),
      routeAt({ namespace: ns2, name: name2, created: young }),
    );
    const by = 'namespace and name';
    expect(comparePrecedence(one, other, specification)).toEqual({ ranking: joined, by });
    expect(comparePrecedence(one, other, lawOf('envoy-gateway'))).toEqual({ ranking: apart, by });
    const open = comparePrecedence(one, other, { ...specification, joinsNames: 'open' });
    expect(open.ranking).toBe(joined === apart ? joined : 'unknown');
  },
);

test('where the unnamed current namespace sorts is not known', () => {
  const one = contender(httpMatch('/a'), routeAt({ namespace: '', created: old }));
  const other = contender(httpMatch('/a'), routeAt({ namespace: 'shop', created: old }));
  const by = 'name of the current namespace';
  expect(comparePrecedence(one, other, specification)).toEqual({ ranking: 'unknown', by });
  const beside = contender(httpMatch('/a'), routeAt({ namespace: '', name: 'b', created: old }));
  expect(comparePrecedence(one, beside, specification).ranking).toBe('before');
});

test('within a route the first rule, then the first match; a tie is one and the same candidate', () => {
  const route = routeAt({ rules: 2 });
  const at = (rule: number, matchIndex: number) =>
    contender(httpMatch('/a'), route, { rule, matchIndex });
  const said = (left: Contender, right: Contender) => comparePrecedence(left, right, specification);
  expect(said(at(0, 5), at(1, 0))).toEqual({ ranking: 'before', by: 'rule order' });
  expect(said(at(1, 1), at(1, 0))).toEqual({ ranking: 'after', by: 'match order' });
  expect(said(at(1, 1), at(1, 1))).toEqual({ ranking: 'tie', by: '' });
});

test('orders that do not agree leave it open, and name what each goes by', () => {
  const law = { ...specification, orders: [orders.specification, orders.linkerd] };
  const one = contender(httpMatch('GET /a'), routeAt({ created: old }));
  const other = contender(httpMatch('/a', h(1)), routeAt({ name: 'b', created: young }));
  const open = { ranking: 'unknown', by: 'header matches or method' };
  expect(comparePrecedence(one, other, law)).toEqual(open);
  expect(comparePrecedence(other, one, law)).toEqual(open);
  const agreed = contender(httpMatch('/a'), routeAt({ name: 'b', created: young }));
  expect(comparePrecedence(one, agreed, law).ranking).toBe('before');
});

test.each([
  // A younger HTTPRoute beside an older GRPCRoute: expected in Envoy Gateway, then in Istio.
  ['=/shop.Cart/Get', {}, 'shop.Cart/Get', 0, 'before: kinds of routes', 'after: age'],
  ['/shop.Cart', h(3), 'shop.Cart/Get', 0, 'after: path type', 'after: path type'],
  // Only a trailing slash tells their paths apart in Istio.
  ['/shop.Cart', {}, 'shop.Cart/', 0, 'before: kinds of routes', 'unknown: path length'],
  ['/shop.Car', h(2), 'shop.Cart/', 0, 'after: path length', 'after: path length'],
  ['/', {}, '/', 0, 'before: kinds of routes', 'before: path type'],
  ['/', {}, '/', 2, 'after: header matches, the method being one', 'before: path type'],
  ['/', regex, '/Get', 0, 'unknown: exact header matches', 'before: path type'],
  ['/', {}, '/Get', 0, 'after: header matches, the method being one', 'before: path type'],
] as const)(
  'the HTTPRoute %s %j beside the GRPCRoute %s with %i headers: %s, %s',
  (path, mine, call, count, envoyGateway, istio) => {
    const headers: ValueMatch[] = Array.from({ length: count }, (_, index) => exact(`y-${index}`));
    const one = contender(httpMatch(path, mine), routeAt({ created: young }));
    const other = contender(grpcMatch(call, headers), routeAt({ kind: 'GRPCRoute', created: old }));
    const say = (law: Law) => {
      const { ranking, by } = comparePrecedence(one, other, law);
      expect(comparePrecedence(other, one, law)).toEqual({ ranking: mirrored[ranking], by });
      return `${ranking}: ${by}`;
    };
    expect(say(lawOf('envoy-gateway'))).toBe(envoyGateway);
    expect(say(lawOf('istio'))).toBe(istio);
    for (const name of ['specification', 'kgateway', 'traefik', 'linkerd']) {
      expect(say(lawOf(name))).toBe('unknown: kinds of routes');
    }
  },
);

test('an HTTPRoute and a GRPCRoute of one name and age have no order in Istio', () => {
  const one = contender(httpMatch('=/shop.Cart/Get'), routeAt({ created: old }));
  const other = contender(
    grpcMatch('shop.Cart/Get'),
    routeAt({ kind: 'GRPCRoute', created: old, rules: 2 }),
    { rule: 1 },
  );
  const open = { ranking: 'unknown', by: 'kinds of routes' };
  expect(comparePrecedence(one, other, lawOf('istio'))).toEqual(open);
  expect(comparePrecedence(other, one, lawOf('istio'))).toEqual(open);
});

test('Envoy Gateway ranks exact query parameters before expressions, whatever the age', () => {
  const expression = { type: 'RegularExpression' as const, name: 'q', value: '1' };
  const left = { ...httpMatch('/a'), query: [expression] };
  const one = contender(left, routeAt({ created: old }));
  const other = contender(httpMatch('/a?q=1'), routeAt({ name: 'b', created: young }));
  const by = 'exact query parameter matches';
  expect(comparePrecedence(one, other, lawOf('envoy-gateway'))).toEqual({ ranking: 'after', by });
  expect(comparePrecedence(one, other, specification)).toEqual({ ranking: 'before', by: 'age' });
});

test('a gRPC expression has no place among HTTPRoutes', () => {
  const expression = { ...grpcMatch('shop.*/Get'), type: 'RegularExpression' } as const;
  const one = contender(expression, routeAt({ kind: 'GRPCRoute', created: old }));
  const other = contender(httpMatch('/'), routeAt({ created: old }));
  for (const name of profileNames) {
    expect(comparePrecedence(one, other, lawOf(name)).ranking).toBe('unknown');
  }
});

// A small world in which contenders meet often.

const value = (name: string) =>
  fc.constantFrom(exact(name), { type: 'RegularExpression' as const, name, value: '.*' });
const values = (...names: string[]) =>
  fc.subarray(names).chain((picked) => fc.tuple(...picked.map(value)));
const http = fc
  .record({
    path: fc.constantFrom('=/a/b', '/', '/a', '/a/b'),
    method: fc.constantFrom('', 'GET '),
    headers: values('x-a', 'x-b', 'x-c'),
    query: values('q', 'r'),
  })
  .map(({ path, method, headers, query }) => ({
    ...httpMatch(`${method}${path}`),
    headers,
    query,
  }));
const expression = fc.constantFrom('~/a.*', '~/.*/b').map((path) => httpMatch(path));
const grpc = fc
  .constantFrom('/', 'a/', 'a/b', '/b')
  .chain((call) => values('x-a', 'x-b').map((headers) => grpcMatch(call, headers)));

const names = { namespace: fc.constantFrom('n', 'n-b', 'm'), name: fc.constantFrom('a', 'b') };
const known = fc.record({ ...names, created: fc.constantFrom(old, young) });
const unknown = fc.record(names);
const standing = fc.record({
  rule: fc.nat(2),
  matchIndex: fc.nat(1),
  host: fc.constantFrom('*', '*.test', 'a.test'),
});

/** One object for each route, as in a table: kind, namespace and name tell it from all others. */
function contenders(match: fc.Arbitrary<Match>, place: fc.Arbitrary<Place>) {
  return fc.tuple(match, place, standing).map(([found, at, where]) => {
    const kind = found.protocol === 'grpc' ? 'GRPCRoute' : 'HTTPRoute';
    return contender(
      found,
      routeAt({ ...at, kind, rules: 3, hostnames: ['*.test', 'a.test'] }),
      where,
    );
  });
}

/** Whether both are the same match of the same rule: they may not differ then. */
function areOne({ candidate: left }: Contender, { candidate: right }: Contender): boolean {
  const place = (one: typeof left) =>
    [one.route.kind, one.route.namespace, one.route.name, one.rule.index, one.matchIndex].join();
  return place(left) === place(right);
}

/** A route has one age, and a match one content. */
function areConsistent(...all: readonly Contender[]): boolean {
  return all.every((one) =>
    all.every((other) => {
      const [left, right] = [one.candidate, other.candidate];
      const isOneRoute =
        left.route.kind === right.route.kind &&
        left.route.namespace === right.route.namespace &&
        left.route.name === right.route.name;
      if (isOneRoute && left.route.created !== right.route.created) return false;
      return one === other || !areOne(one, other);
    }),
  );
}

const specified = contenders(http, known);
const anything = contenders(
  fc.oneof<fc.Arbitrary<Match>[]>(http, expression, grpc),
  fc.oneof(known, unknown),
);
const laws = fc.constantFrom(...profileNames.map(lawOf));
const runs = { numRuns: 3000 };

test('the order of the arguments does not matter, and a contender ties with itself', () => {
  fc.assert(
    fc.property(anything, anything, laws, fc.option(fc.nat(6)), (left, right, law, length) => {
      const path = length ?? undefined;
      const { ranking, by } = comparePrecedence(left, right, law, path);
      expect(comparePrecedence(right, left, law, path)).toEqual({ ranking: mirrored[ranking], by });
      expect(comparePrecedence(left, left, law, path).ranking).toBe('tie');
    }),
    runs,
  );
});

test('of two specified contenders one ranks before the other', () => {
  fc.assert(
    fc.property(specified, specified, (left, right) => {
      fc.pre(areConsistent(left, right));
      const { ranking } = comparePrecedence(left, right, specification);
      expect(['before', 'after']).toContain(ranking);
    }),
    runs,
  );
});

test('what ranks before the middle ranks before what the middle ranks before', () => {
  fc.assert(
    fc.property(specified, specified, specified, laws, (left, middle, right, law) => {
      fc.pre(areConsistent(left, middle, right));
      fc.pre(comparePrecedence(left, middle, law).ranking === 'before');
      fc.pre(comparePrecedence(middle, right, law).ranking === 'before');
      expect(comparePrecedence(left, right, law).ranking).toBe('before');
    }),
    runs,
  );
});

test('namespaces and names compare as one text does', () => {
  const label = fc.stringMatching(/^[a-c]([-a-c0]{0,3}[a-c0])?$/);
  fc.assert(
    fc.property(label, label, label, label, (ns, name, ns2, name2) => {
      const one = contender(httpMatch('/'), routeAt({ namespace: ns, name, created: old }));
      const other = contender(
        httpMatch('/'),
        routeAt({ namespace: ns2, name: name2, created: old }),
      );
      const [left, right] = [`${ns}/${name}`, `${ns2}/${name2}`];
      const expected = left === right ? 'tie' : left < right ? 'before' : 'after';
      expect(comparePrecedence(one, other, specification).ranking).toBe(expected);
    }),
    runs,
  );
});
