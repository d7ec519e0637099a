// How the twins of a route are dealt out: no split changes which rule takes a request, under any
// order and whichever part is the oldest.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PartRule, partsOf } from '../../../lib/derive/route/route-parts';
import type { HttpMatch, Route, Rule } from '../../../lib/model/route';
import type { Candidate } from '../../../lib/model/route-table';
import { coversPath } from '../../../lib/routing/accept/path';
import { everyOrder, type Order, orders, rank } from '../../../lib/routing/rank/order';
import { httpMatch, manifests, route } from '../../routes';

const small = { rulesPerRoute: 3, matchesPerRule: 3, matchesPerRoute: 6 };
const larger = { rulesPerRoute: 5, matchesPerRule: 3, matchesPerRoute: 10 };
const ranked: readonly Order[] = Object.values(orders).filter(
  (order) => order.name !== 'Traefik' && order.name !== 'paths and headers only',
);

const rewriting = {
  filters: [
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
    },
  ],
};

interface RuleSketch {
  readonly matches: readonly HttpMatch[];
  readonly rewrites?: boolean;
}

function candidatesOf(sketches: readonly RuleSketch[]): readonly Candidate[] {
  const [manifest] = manifests(route('r', []));
  if (manifest === undefined) throw new Error('no manifest');
  const rules = sketches.map(
    ({ matches, rewrites = false }, index): Rule => ({
      index,
      matches,
      backends: [],
      filterRefs: [],
      raw: rewrites ? rewriting : {},
    }),
  );
  const of: Route = {
    kind: 'HTTPRoute',
    namespace: 'shop',
    name: 'r',
    parents: [],
    hostnames: [],
    rules,
    isIgnored: false,
    raw: {},
    manifest,
  };
  return rules.flatMap((rule) =>
    rule.matches.map((match, matchIndex) => ({ route: of, rule, match, matchIndex })),
  );
}

const matches = fc
  .record({
    path: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('/', '/a', '/a/b', '=/a', '=/a/b') },
      { weight: 1, arbitrary: fc.constantFrom('/a/', '~/a.*') },
    ),
    method: fc.constantFrom('', 'GET '),
    query: fc.constantFrom('', '?q=1', '?p=1'),
    headers: fc.constantFrom<{ readonly [name: string]: string }>(
      {},
      { 'x-a': '1' },
      { 'x-b': '1' },
      { 'x-a': '1', 'x-b': '1' },
      { 'x-a': '~.*' },
    ),
  })
  .map(({ path, method, query, headers }) => httpMatch(`${method}${path}${query}`, headers));

const sketches = fc.array(
  fc.record({
    matches: fc.array(matches, { minLength: 1, maxLength: 4 }),
    rewrites: fc.boolean(),
  }),
  { minLength: 4, maxLength: 10 },
);

interface Call {
  readonly path: string;
  readonly isGet: boolean;
  readonly params: readonly string[];
  readonly headers: readonly string[];
}

const calls = fc.record({
  path: fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/c'),
  isGet: fc.boolean(),
  params: fc.subarray(['q', 'p']),
  headers: fc.subarray(['x-a', 'x-b']),
});
const manyCalls = fc.array(calls, { minLength: 8, maxLength: 8 });

function accepts({ path, method, headers, query }: HttpMatch, call: Call): boolean {
  const takesPath =
    path.type === 'Exact'
      ? path.value === call.path
      : path.type === 'PathPrefix'
        ? coversPath(path.value, call.path)
        : call.path.startsWith('/a');
  return (
    takesPath &&
    (method === undefined || call.isGet) &&
    headers.every(({ name }) => call.headers.includes(name)) &&
    query.every(({ name }) => call.params.includes(name))
  );
}

/** A match where it stands among those that may be the first of its route. */
interface Standing {
  readonly candidate: Candidate;
  /** Age of the part, then the place in it. */
  readonly place: readonly number[];
}

function standings(parts: readonly (readonly PartRule<string>[])[], ages: readonly number[]) {
  return parts.flatMap((rules, part) =>
    rules.flatMap(({ matches: own }, index) =>
      own.map(
        ({ candidate }, at): Standing => ({ candidate, place: [ages[part] ?? part, index, at] }),
      ),
    ),
  );
}

function isBefore({ place: left }: Standing, { place: right }: Standing): boolean {
  const differing = left.findIndex((number, at) => number !== right[at]);
  return differing >= 0 && (left[differing] ?? 0) < (right[differing] ?? 0);
}

/** What may become of a call: the rules that may take it, and what they replace. */
function outcomes(all: readonly Standing[], call: Call, order: Order): readonly string[] {
  const accepting = all.filter(({ candidate }) => accepts(candidate.match as HttpMatch, call));
  const first = accepting.filter((one) =>
    accepting.every((other) => {
      const ranking = rank(other.candidate.match, one.candidate.match, order);
      return ranking !== 'before' && !(ranking === 'tie' && isBefore(other, one));
    }),
  );
  const words = first.map(({ candidate: { rule, match } }) => {
    const prefix = (match as HttpMatch).path.value.replace(/\/$/, '');
    return `${rule.index}${rule.raw === rewriting ? ` less ${prefix}` : ''}`;
  });
  return [...new Set(words)].sort();
}

const ages = fc.array(fc.nat({ max: 5 }), { minLength: 40, maxLength: 40 });

function sides(twins: readonly Candidate[], seconds: readonly number[]) {
  const carriers = [{ key: 'baggage', twins }];
  const wide = { rulesPerRoute: 1000, matchesPerRule: 1000, matchesPerRoute: 1000 };
  const whole = partsOf({ carriers, orders: everyOrder, limits: wide }) ?? [];
  const split = partsOf({ carriers, orders: everyOrder, limits: larger });
  // Ages repeat: parts of one age go by name.
  const byName = seconds.map((second, part) => second * 100 + part);
  return { whole: standings(whole, []), split, splitStandings: standings(split ?? [], byName) };
}

test('a split route takes requests as the whole one, whatever the order and the ages', () => {
  let several = 0;
  fc.assert(
    fc.property(sketches, ages, manyCalls, (rules, seconds, asked) => {
      const { whole, split, splitStandings } = sides(candidatesOf(rules), seconds);
      if (split === undefined) return;
      if (split.length > 1) several += 1;
      expect(splitStandings).toHaveLength(whole.length);
      for (const call of asked) {
        for (const order of ranked) {
          expect(outcomes(splitStandings, call, order)).toEqual(outcomes(whole, call, order));
        }
      }
    }),
    { numRuns: 1000 },
  );
  expect(several).toBeGreaterThan(300);
});

test('dealt out without asking, requests would go astray', () => {
  let astray = 0;
  fc.assert(
    fc.property(sketches, ages, manyCalls, (rules, seconds, asked) => {
      const twins = candidatesOf(rules);
      const { whole } = sides(twins, []);
      const naive = standings(
        twins.map((candidate) => [
          { rule: candidate.rule, matches: [{ candidate, key: 'baggage' }] },
        ]),
        seconds.map((second, part) => second * 100 + part),
      );
      const differs = asked.some((call) =>
        ranked.some(
          (order) => outcomes(naive, call, order).join() !== outcomes(whole, call, order).join(),
        ),
      );
      if (differs) astray += 1;
    }),
    { numRuns: 200 },
  );
  expect(astray).toBeGreaterThan(25);
});

test('no part is beyond the limits, and no match is lost or written twice', () => {
  fc.assert(
    fc.property(sketches, (rules) => {
      const twins = candidatesOf(rules);
      const carriers = ['baggage', 'x-key'].map((key) => ({ key, twins }));
      const parts = partsOf({ carriers, orders: everyOrder, limits: small });
      if (parts === undefined) return;
      const written = parts.flatMap((part) => part.flatMap(({ matches: own }) => own));
      expect(written).toHaveLength(2 * twins.length);
      expect(
        new Set(written.map(({ candidate, key }) => `${key} ${twins.indexOf(candidate)}`)).size,
      ).toBe(written.length);
      for (const part of parts) {
        const counts = part.map(({ matches: own }) => own.length);
        expect(part.length).toBeLessThanOrEqual(small.rulesPerRoute);
        expect(Math.max(...counts)).toBeLessThanOrEqual(small.matchesPerRule);
        expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(
          small.matchesPerRoute,
        );
        for (const { rule, matches: own } of part) {
          expect(own.every(({ candidate }) => candidate.rule === rule)).toBe(true);
          if (rule.raw === rewriting) expect(own).toHaveLength(1);
        }
      }
    }),
  );
});

const header = (name: string) => httpMatch('/', { [name]: '1' });
const one = (match: HttpMatch): RuleSketch => ({ matches: [match] });

test.each([
  ['paths of different lengths', ['/', '/a', '/a/b', '/a/b/c'].map((path) => one(httpMatch(path)))],
  ['paths that do not overlap', ['/a', '/b', '/c', '/d'].map((path) => one(httpMatch(path)))],
  [
    'different numbers of headers',
    [
      httpMatch('/', { a: '1' }),
      httpMatch('/', { a: '1', b: '1' }),
      httpMatch('/', { a: '1', b: '1', c: '1' }),
      httpMatch('/'),
    ].map(one),
  ],
  ['matches of one rule', [{ matches: 'abcdefgh'.split('').map(header) }]],
])('%s may go to several routes', (_, rules) => {
  const carriers = [{ key: 'baggage', twins: candidatesOf(rules) }];
  const parts = partsOf({ carriers, orders: everyOrder, limits: small });
  expect(parts?.length).toBe(2);
});

test.each([
  ['headers of one number', 'abcd'.split('').map((name) => one(header(name)))],
  [
    'an expression beside prefixes',
    ['~/a.*', '/a', '/a/b', '/a/c'].map((path) => one(httpMatch(path))),
  ],
  ['a trailing slash alone', ['/a', '/a/', '/a', '/a/'].map((path) => one(httpMatch(path)))],
])('%s stay in one route, or it is refused', (_, rules) => {
  const carriers = [{ key: 'baggage', twins: candidatesOf(rules) }];
  expect(partsOf({ carriers, orders: everyOrder, limits: small })).toBeUndefined();
  const roomy = { ...small, rulesPerRoute: 4 };
  expect(partsOf({ carriers, orders: everyOrder, limits: roomy })).toHaveLength(1);
});

test('a named profile splits what its own order decides', () => {
  const rules = ['~/a.*', '/a', '/a/b', '/a/c'].map((path) => one(httpMatch(path)));
  const carriers = [{ key: 'baggage', twins: candidatesOf(rules) }];
  expect(partsOf({ carriers, orders: [orders.regexLast], limits: small })).toHaveLength(2);
});

test('very many matches of one path take linear time', () => {
  const rules = Array.from({ length: 40_000 }, (_, index) =>
    one(httpMatch('/', { [`x-${index}`]: '1' })),
  );
  const carriers = [{ key: 'baggage', twins: candidatesOf(rules) }];
  expect(partsOf({ carriers, orders: everyOrder })).toBeUndefined();
  const open = Array.from({ length: 40_000 }, (_, index) => one(httpMatch(`~/${index}.*`)));
  const regexes = [{ key: 'baggage', twins: candidatesOf(open) }];
  expect(partsOf({ carriers: regexes, orders: everyOrder })).toBeUndefined();
});
