// What holds of every match and every request.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../lib/model/request';
import type { Match, PathMatch, ValueMatch } from '../../../lib/model/route';
import { accepts, explainAcceptance } from '../../../lib/routing/accept/accepts';
import { prepare } from '../../../lib/routing/accept/prepared-request';
import { type Law, specification } from '../../../lib/routing/law';
import { request } from '../questions';

const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const lineValue = pick('a', 'b', 'ab', 'a,b', 'a, b', '', 'A');
const asked = pick('a', 'b', 'ab', 'a,b', 'a|ab', 'a|b|.*', '^a', 'b$', '.*', 'a*');
const valueMatch: fc.Arbitrary<ValueMatch> = fc.record({
  type: pick('Exact' as const, 'RegularExpression' as const),
  name: pick('x', 'y', 'X'),
  value: asked,
});
const valueMatches = fc.array(valueMatch, { maxLength: 3 });
const plainPath: fc.Arbitrary<PathMatch> = fc.record({
  type: pick('Exact' as const, 'PathPrefix' as const),
  value: pick('/', '/a', '/a/b', '/a/', '/%61'),
});
const path: fc.Arbitrary<PathMatch> = fc.oneof(
  plainPath,
  fc.record({
    type: fc.constant('RegularExpression' as const),
    value: pick('/a', '/a|/a/b', '^/a', 'b$', '.*', '/%61'),
  }),
);
const match: fc.Arbitrary<Match> = fc.oneof(
  fc.record(
    {
      protocol: fc.constant('http' as const),
      path,
      method: pick('GET', 'POST'),
      headers: valueMatches,
      query: valueMatches,
    },
    { requiredKeys: ['protocol', 'path', 'headers', 'query'] },
  ),
  fc.record(
    {
      protocol: fc.constant('grpc' as const),
      type: pick('Exact' as const, 'RegularExpression' as const),
      service: pick('a', '.a', 'a|ab', 'b'),
      method: pick('b', 'a|b', 'B'),
      headers: valueMatches,
    },
    { requiredKeys: ['protocol', 'type', 'headers'] },
  ),
);
const anyRequest: fc.Arbitrary<HttpRequest> = fc
  .record({
    verb: pick('GET', 'POST', 'grpc'),
    path: pick('/', '/a', '/a/b', '/a//b', '/%61', '/a/../b', '/ab/b', '/a/%62'),
    query: pick('', '?x=a', '?x=a&x=b', '?x=%61&y=ab', '?X=a&y=a,b&y=a', '?%78=b&x=a+b'),
    headers: fc.array(fc.tuple(pick('x', 'X', 'y'), lineValue), { maxLength: 4 }),
  })
  .map(({ verb, path: sent, query, headers }) => request(`${verb} ${sent}${query}`, headers));

const someOf = <const T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const expressionReadings = someOf('whole' as const, 'leftmost', 'search', 'anything');
const yesNoOpen = pick('yes' as const, 'no', 'open');
/** Laws that differ in how they match, in nothing else. */
const law: fc.Arbitrary<Law> = fc
  .record({
    grpcRoutesTakeHttp: yesNoOpen,
    pathExpressions: expressionReadings,
    headerExpressions: expressionReadings,
    queryExpressions: expressionReadings,
    repeatedHeaders: someOf('joined' as const, 'any line', 'every line', 'refused'),
    splitsHeadersAtCommas: yesNoOpen,
    exactHeaders: pick('equal' as const, 'wildcards'),
    sameHeaderTwice: pick('first' as const, 'all'),
    repeatedParameters: someOf('first' as const, 'last', 'any'),
    decodesParameters: yesNoOpen,
    paths: someOf('as sent' as const, 'normalised'),
    ignoresMethods: fc.boolean(),
    ignoresQueries: fc.boolean(),
  })
  .map((points) => ({ ...specification, ...points }));

const ask = (one: Match, asking: HttpRequest, under: Law) =>
  accepts(one, prepare(asking, under), under);

const listed = [
  'pathExpressions',
  'headerExpressions',
  'queryExpressions',
  'repeatedHeaders',
  'repeatedParameters',
  'paths',
] as const;
const open = ['grpcRoutesTakeHttp', 'splitsHeadersAtCommas', 'decodesParameters'] as const;

/** Every law that answers each question in one of the ways that a law leaves open. */
function settlings(whole: Law): readonly Law[] {
  let laws: readonly Law[] = [whole];
  for (const question of listed) {
    laws = laws.flatMap((one) =>
      one[question].map((reading) => ({ ...one, [question]: [reading] })),
    );
  }
  for (const question of open) {
    if (whole[question] !== 'open') continue;
    laws = laws.flatMap((one) => ['no', 'yes'].map((answer) => ({ ...one, [question]: answer })));
  }
  return laws;
}

test('the answer is what all readings agree on, and with one reading there is no maybe', () => {
  fc.assert(
    fc.property(match, anyRequest, law, (one, asking, under) => {
      const truths = new Set(settlings(under).map((settled) => ask(one, asking, settled)));
      expect(truths.has('maybe')).toBe(false);
      const [only = 'maybe'] = truths;
      expect(ask(one, asking, under)).toBe(truths.size === 1 ? only : 'maybe');
    }),
    { numRuns: 500 },
  );
});

test('the case of header names never matters', () => {
  const upper = (values: readonly ValueMatch[]) =>
    values.map((value) => ({ ...value, name: value.name.toUpperCase() }));
  fc.assert(
    fc.property(match, anyRequest, law, (one, asking, under) => {
      const truth = ask(one, asking, under);
      const loud = asking.headers.map(([name, value]) => [name.toUpperCase(), value] as const);
      expect(ask(one, { ...asking, headers: loud }, under)).toBe(truth);
      expect(ask({ ...one, headers: upper(one.headers) }, asking, under)).toBe(truth);
    }),
    { numRuns: 1000 },
  );
});

test('the order of entries and of lines of different names never matters', () => {
  /** By name; entries of one name keep their order. */
  const sorted = <T>(values: readonly T[], nameOf: (value: T) => string) =>
    [...values].sort(
      (left, right) =>
        Number(nameOf(left) > nameOf(right)) || -1 * Number(nameOf(left) < nameOf(right)),
    );
  fc.assert(
    fc.property(match, anyRequest, law, (one, asking, under) => {
      const truth = ask(one, asking, under);
      const headers = sorted(one.headers, ({ name }) => name.toLowerCase());
      const query = one.protocol === 'http' ? sorted(one.query, ({ name }) => name) : [];
      expect(ask({ ...one, headers, query } as Match, asking, under)).toBe(truth);
      const lines = sorted(asking.headers, ([name]) => name.toLowerCase());
      expect(ask(one, { ...asking, headers: lines }, under)).toBe(truth);
    }),
    { numRuns: 1000 },
  );
});

test('one more entry never turns a no into anything else, and none of it is lost', () => {
  fc.assert(
    fc.property(match, valueMatch, anyRequest, law, (one, more, asking, under) => {
      const before = ask(one, asking, under);
      const after = ask({ ...one, headers: [...one.headers, more] }, asking, under);
      if (before === 'no') expect(after).toBe('no');
      if (after === 'yes') expect(before).toBe('yes');
    }),
    { numRuns: 1000 },
  );
});

test('an explanation tells the same truth and a reason for it', () => {
  fc.assert(
    fc.property(match, anyRequest, law, (one, asking, under) => {
      const prepared = prepare(asking, under);
      const { truth, because } = explainAcceptance(one, prepared, under);
      expect(truth).toBe(accepts(one, prepared, under));
      expect(because === 'all that it asks for holds').toBe(truth === 'yes');
      expect(because).not.toMatch(/undefined|^$|\.$/);
    }),
    { numRuns: 1500 },
  );
});

test('nothing that a client may send makes matching throw', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(match, text, fc.array(fc.tuple(text, text)), law, (one, sent, lines, under) => {
      const asking = { ...request('/', lines, sent), path: sent, method: sent };
      expect(['yes', 'no', 'maybe']).toContain(ask(one, asking, under));
    }),
    { numRuns: 500 },
  );
});

test('what a client may send is answered in time that grows with its length', () => {
  const long = 200_000;
  const hostile = [
    request(`/${'../'.repeat(long)}a`),
    request(`/${'%2e%2e%2f'.repeat(long / 4)}`),
    request(`/${'/'.repeat(long)}`),
    request(`/?${'a=b&'.repeat(long)}`),
    request(`/?x=${'%61'.repeat(long)}`),
    request('/', [['x', `${' '.repeat(long)}a${' '.repeat(long)}b${' '.repeat(long)}`]]),
    request('/', [['x', 'a,'.repeat(long)]]),
    request(
      '/',
      Array.from({ length: long }, () => ['x', 'a'] as const),
    ),
    request('/', [], `${':1'.repeat(long)}x`),
  ];
  const one: Match = {
    protocol: 'http',
    path: { type: 'RegularExpression', value: '^(/.*)*$' },
    headers: [{ type: 'Exact', name: 'x', value: 'b' }],
    query: [{ type: 'Exact', name: 'x', value: 'b' }],
  };
  const under: Law = { ...specification, splitsHeadersAtCommas: 'open' };
  for (const asking of hostile) {
    const start = performance.now();
    ask(one, asking, under);
    expect(performance.now() - start).toBeLessThan(3000);
  }
});
