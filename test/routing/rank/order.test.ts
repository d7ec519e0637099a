// The orders: each criterion by a table, and what must hold for all of them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpMatch, Match } from '../../../lib/model/route';
import { canOverlap } from '../../../lib/routing/overlap';
import { derivingProfileNames, ordersOf } from '../../../lib/routing/profile';
import {
  compare,
  everyOrder,
  meetingKey,
  orders,
  type Ranking,
  rank,
} from '../../../lib/routing/rank/order';
import { exact, grpcMatch, httpMatch } from '../../routes';

const mirrored = { before: 'after', after: 'before', tie: 'tie', unknown: 'unknown' } as const;
/** Those that deriving stands on; the others are in precedence.test.ts. */
const all = ordersOf(derivingProfileNames);

type Headers = { readonly [name: string]: string };
const h1: Headers = { 'x-a': '1' };
const h2: Headers = { 'x-a': '1', 'x-b': '1' };
const regex: Headers = { 'x-a': '~1.*' };

/** For each pair: specification, expressions last, expressions between, Envoy Gateway, Linkerd. */
type Five = readonly [Ranking, Ranking, Ranking, Ranking, Ranking];
const table: readonly (readonly [string, Headers, string, Headers, ...Five])[] = [
  ['=/a', {}, '/a', {}, 'before', 'before', 'before', 'before', 'tie'],
  ['=/a', {}, '/a', h1, 'before', 'before', 'before', 'before', 'after'],
  ['/a/b', {}, '/a', h2, 'before', 'before', 'before', 'before', 'before'],
  ['/a/b', {}, 'GET /a', {}, 'before', 'before', 'before', 'before', 'before'],
  ['~/a.*', {}, '/a', {}, 'unknown', 'after', 'before', 'before', 'unknown'],
  ['~/a.*', {}, '=/a', {}, 'unknown', 'after', 'after', 'after', 'unknown'],
  ['~/a.*', h1, '~/a.*', {}, 'before', 'before', 'before', 'before', 'before'],
  ['~/aaa.*', {}, '~/a.*', {}, 'unknown', 'before', 'unknown', 'before', 'tie'],
  ['GET /a', {}, '/a', {}, 'before', 'before', 'before', 'before', 'before'],
  ['GET /a', {}, '/a', h1, 'before', 'before', 'before', 'tie', 'after'],
  ['GET /a', {}, '/a', regex, 'before', 'before', 'before', 'before', 'after'],
  ['GET /a', {}, '/a', h2, 'before', 'before', 'before', 'after', 'after'],
  ['/a', h1, '/a?q=1', {}, 'before', 'before', 'before', 'before', 'before'],
  ['/a', h1, '/a', h2, 'after', 'after', 'after', 'after', 'after'],
  ['/a', h1, '/a', regex, 'tie', 'tie', 'tie', 'before', 'tie'],
  ['/a', h1, '/a?q=1', regex, 'after', 'after', 'after', 'before', 'after'],
  ['GET /a?q=1', {}, '/a', h1, 'before', 'before', 'before', 'before', 'after'],
  ['/a?q=1', {}, '/a', {}, 'before', 'before', 'before', 'before', 'before'],
  ['/a?q=1', {}, '/a?p=1', {}, 'tie', 'tie', 'tie', 'tie', 'tie'],
  ['GET /a', {}, 'POST /a', {}, 'tie', 'tie', 'tie', 'tie', 'tie'],
  ['/a/', {}, '/a', {}, 'unknown', 'unknown', 'unknown', 'unknown', 'unknown'],
];

test.each(table)('%s %j beside %s %j', (left, leftHeaders, right, rightHeaders, ...expected) => {
  const [one, two] = [httpMatch(left, leftHeaders), httpMatch(right, rightHeaders)];
  const names = ['specification', 'regexLast', 'regexBetween', 'envoyGateway', 'linkerd'] as const;
  expect(names.map((name) => rank(one, two, orders[name]))).toEqual(expected);
});

test.each([
  ['=/a', {}, '/a', {}, 'exact path'],
  ['/a/b', {}, 'GET /a', {}, 'path length'],
  ['GET /a', {}, '/a', h2, 'method'],
  ['/a', h1, '/a?q=1', {}, 'header matches'],
  ['/a?q=1', {}, '/a', {}, 'query parameter matches'],
  ['/a', {}, '/a', {}, ''],
  ['~/a', {}, '/a', {}, 'regular expression path'],
])('what decides between %s %j and %s %j is named: %s', (left, mine, right, theirs, by) => {
  const [one, other] = [httpMatch(left, mine), httpMatch(right, theirs)];
  const { ranking } = compare(one, other, orders.specification);
  expect(compare(one, other, orders.specification).by).toBe(by);
  expect(compare(other, one, orders.specification)).toEqual({ ranking: mirrored[ranking], by });
});

test.each([
  ['shop.Cart/', 0, 'shop.C/', 5, 'before'],
  ['shop.Cart/Get', 0, 'shop.Cart/', 5, 'before'],
  ['shop.Cart/', 0, '/Get', 5, 'before'],
  ['/Get', 0, '/', 0, 'before'],
  ['shop.Cart/', 1, 'shop.Cart/', 0, 'before'],
  ['shop.Cart/Get', 0, 'shop.Cart/Put', 0, 'tie'],
] as const)(
  '%s with %i headers beside %s with %i: %s',
  (left, leftCount, right, rightCount, ranking) => {
    const headers = (count: number) =>
      Array.from({ length: count }, (_, index) => exact(`x-${index}`));
    const [one, two] = [grpcMatch(left, headers(leftCount)), grpcMatch(right, headers(rightCount))];
    expect(rank(one, two, orders.specification)).toBe(ranking);
  },
);

test('Envoy Gateway reads a gRPC method without service as a header match', () => {
  const [method, header] = [grpcMatch('/Get'), grpcMatch('/', [exact('x-a'), exact('x-b')])];
  expect(rank(method, header, orders.specification)).toBe('before');
  expect(rank(method, header, orders.envoyGateway)).toBe('after');
  // Whether it counts as an exact one is not known.
  expect(rank(method, grpcMatch('/', [exact('x-a')]), orders.envoyGateway)).toBe('unknown');
});

test('matches of an HTTPRoute and a GRPCRoute have no known order', () => {
  for (const order of all) {
    expect(rank(httpMatch('=/shop.Cart/Get'), grpcMatch('shop.Cart/Get'), order)).toBe('unknown');
    expect(rank(grpcMatch('shop.Cart/Get'), httpMatch('/'), order)).toBe('unknown');
  }
});

test('a gRPC expression has a place only beside itself', () => {
  const expression = { ...grpcMatch('shop.*/'), type: 'RegularExpression' } as const;
  expect(rank(expression, grpcMatch('shop.Cart/'), orders.specification)).toBe('unknown');
  expect(rank({ ...expression, headers: [exact('x')] }, expression, orders.specification)).toBe(
    'before',
  );
});

// A small world, so that matches meet often.
const valueMatch = (name: string) =>
  fc.constantFrom(
    { type: 'Exact' as const, name, value: '1' },
    { type: 'RegularExpression' as const, name, value: '.*' },
  );
const values = (...names: string[]) =>
  fc.subarray(names).chain((picked) => fc.tuple(...picked.map(valueMatch)));

const http: fc.Arbitrary<HttpMatch> = fc
  .record({
    path: fc.constantFrom(...['=/a', '=/a/', '=/a/b', '/', '/a', '/a/', '/a/b', '~/a.*', '~/.*/b']),
    method: fc.constantFrom(undefined, 'GET', 'POST'),
    headers: values('x-a', 'x-b', 'x-c'),
    query: values('q', 'r'),
  })
  .map(({ path, method, headers, query }) => ({
    ...httpMatch(path),
    ...(method === undefined ? {} : { method }),
    headers,
    query,
  }));

const grpc = fc
  .tuple(
    fc.constantFrom('/', 'a/', 'ab/', '/M', '/Mm', 'a/M', 'ab/Mm'),
    values('x-a', 'x-b'),
    fc.constantFrom('Exact' as const, 'RegularExpression' as const),
  )
  .map(([call, headers, type]) => ({ ...grpcMatch(call, headers), type }));

const anyMatch: fc.Arbitrary<Match> = fc.oneof({ weight: 3, arbitrary: http }, grpc);
const order = fc.constantFrom(...all);
const runs = { numRuns: 1000 };

test('the order of the arguments does not matter, and a match ties with itself', () => {
  fc.assert(
    fc.property(anyMatch, anyMatch, order, (left, right, one) => {
      expect(rank(right, left, one)).toBe(mirrored[rank(left, right, one)]);
      expect(rank(left, left, one)).toBe('tie');
    }),
    runs,
  );
});

test('one header more on both sides changes no ranking', () => {
  const key = fc.constantFrom(exact('key'), {
    type: 'RegularExpression' as const,
    name: 'key',
    value: 'k',
  });
  fc.assert(
    fc.property(anyMatch, anyMatch, order, key, (left, right, one, header) => {
      const more = (match: Match): Match => ({ ...match, headers: [...match.headers, header] });
      expect(rank(more(left), more(right), one)).toBe(rank(left, right, one));
    }),
    runs,
  );
});

test('a match with one header more ranks strictly before itself', () => {
  fc.assert(
    fc.property(anyMatch, order, (match, one) => {
      const more: Match = { ...match, headers: [...match.headers, exact('key')] };
      expect(rank(more, match, one)).toBe('before');
    }),
    runs,
  );
});

test('what ranks before the middle ranks before what the middle ranks before', () => {
  fc.assert(
    fc.property(http, http, http, order, (left, middle, right, one) => {
      const rankings = [rank(left, middle, one), rank(middle, right, one)];
      fc.pre(rankings.every((ranking) => ranking === 'before' || ranking === 'tie'));
      const ends = rank(left, right, one);
      // Only the slash of a prefix and the place of expressions break chains: never into 'after'.
      expect(['before', 'tie', 'unknown']).toContain(ends);
      if (ends === 'tie') expect(rankings).toEqual(['tie', 'tie']);
    }),
    { numRuns: 2000 },
  );
});

test('whether two matches can meet is the same both ways', () => {
  fc.assert(
    fc.property(anyMatch, anyMatch, (left, right) => {
      expect(canOverlap(left, right)).toBe(canOverlap(right, left));
      expect(canOverlap(left, left)).toBe(true);
    }),
    runs,
  );
});

test('matches that meet under different keys are ranked by their paths, headers or not', () => {
  fc.assert(
    fc.property(http, http, order, (left, right, one) => {
      const [leftKey, rightKey] = [meetingKey(left), meetingKey(right)];
      fc.pre(leftKey !== undefined && rightKey !== undefined && leftKey !== rightKey);
      fc.pre(canOverlap(left, right));
      const bare = (match: HttpMatch): HttpMatch => ({ ...match, headers: [] });
      expect(rank(left, right, one)).toBe(rank(bare(left), right, one));
      expect(rank(left, right, one)).toBe(rank(left, bare(right), one));
    }),
    runs,
  );
});

test('without a profile every order counts, and it leaves open what profiles decide apart', () => {
  expect(ordersOf([])).toBe(everyOrder);
  fc.assert(
    fc.property(http, http, fc.constantFrom(...derivingProfileNames), (left, right, profile) => {
      // What some profile ranks one way no set of all orders may rank only the other way.
      for (const one of ordersOf([profile])) {
        if (one === orders.methodAsHeader) continue;
        const ranking = rank(left, right, one);
        const known = everyOrder.map((every) => rank(left, right, every));
        expect(known.includes(ranking) || known.includes('unknown')).toBe(true);
      }
    }),
    runs,
  );
});

test('one snapshot of Cilium ranks by itself, so it is one of the orders that are always honoured', () => {
  const [one, other] = [httpMatch('GET /a', { 'x-a': '~1' }), httpMatch('/a', h2)];
  const ranks = everyOrder.map((order) => rank(one, other, order));
  expect(ranks).toEqual(['before', 'after', 'after', 'tie']);
  expect(everyOrder.at(-1)).toBe(orders.methodAsHeader);
  expect(ordersOf(['cilium'])).toContain(orders.methodAsHeader);
});

test('profiles give their orders once, and unknown names none', () => {
  expect(ordersOf(['istio', 'aws', 'linkerd'])).toEqual([orders.regexLast, orders.linkerd]);
  expect(ordersOf(['__proto__', 'constructor', 'nginx'])).toEqual([]);
  expect(ordersOf(['gke'])).toEqual(everyOrder);
});

test.each([
  ['GET /a', 'POST /a', false],
  ['GET /a', '/a', true],
  ['/a', '/b', false],
  ['/a?q=1', '/a?q=2', true],
])('%s and %s can meet: %s', (left, right, canMeet) => {
  expect(canOverlap(httpMatch(left), httpMatch(right))).toBe(canMeet);
});

test('header values do not keep matches apart: a header line may be repeated', () => {
  expect(canOverlap(httpMatch('/', { 'x-env': 'a' }), httpMatch('/', { 'x-env': 'b' }))).toBe(true);
});

test.each([
  ['/shop.Cart', 'shop.Cart/Get', true],
  ['=/shop.Cart/Get', 'shop.Cart/Get', true],
  ['=/shop.Cart', 'shop.Cart/', true],
  ['/other', 'shop.Cart/Get', false],
  ['GET /', 'shop.Cart/Get', false],
  ['POST /', 'shop.Cart/Get', true],
  ['/other', '/Get', true],
  ['~/shop.*', 'shop.Cart/Get', true],
])('the HTTP match %s and the gRPC match %s can meet: %s', (left, right, canMeet) => {
  expect(canOverlap(httpMatch(left), grpcMatch(right))).toBe(canMeet);
  expect(canOverlap(grpcMatch(right), httpMatch(left))).toBe(canMeet);
});
