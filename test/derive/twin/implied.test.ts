// A third match that takes whatever two others both take: never said where some request shows
// otherwise, in any reading.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBeside, isImplied } from '../../../lib/derive/twin/implied';
import type { HttpMatch, Match, PathMatch, Route, ValueMatch } from '../../../lib/model/route';
import type { Law } from '../../../lib/routing/law';
import { exact, grpcMatch, httpMatch } from '../../routes';
import { answer, request } from '../../routing/questions';

test.each<readonly [string, Match, Match, Match, boolean]>([
  ['itself', httpMatch('/a'), httpMatch('/a'), httpMatch('/b'), true],
  ['a wider prefix', httpMatch('/'), httpMatch('/a'), httpMatch('/b'), true],
  ['a prefix of the exact path', httpMatch('/a'), httpMatch('=/a/b'), httpMatch('/'), true],
  ['a narrower prefix', httpMatch('/a/b'), httpMatch('/a'), httpMatch('/'), false],
  ['a prefix beside', httpMatch('/a'), httpMatch('=/ab'), httpMatch('/'), false],
  ['an exact path beside a prefix', httpMatch('=/a'), httpMatch('/a'), httpMatch('/'), false],
  ['a method of neither', httpMatch('GET /'), httpMatch('/'), httpMatch('POST /'), false],
  ['a method of one', httpMatch('GET /'), httpMatch('GET /'), httpMatch('/'), true],
  ['the same expression', httpMatch('~/a.*'), httpMatch('~/a.*'), httpMatch('/'), true],
  ['another expression', httpMatch('~/.*'), httpMatch('~/a.*'), httpMatch('/'), false],
  ['a GRPCRoute', grpcMatch('/'), httpMatch('/'), httpMatch('/'), false],
  ['an HTTPRoute', httpMatch('/'), grpcMatch('/'), httpMatch('/'), false],
  ['the same call', grpcMatch('a/b'), grpcMatch('a/b'), grpcMatch('/'), true],
  ['a wider call', grpcMatch('a/'), grpcMatch('a/b'), grpcMatch('a/b'), false],
  [
    'headers of both',
    grpcMatch('/', [exact('x'), exact('y')]),
    grpcMatch('/', [exact('x')]),
    grpcMatch('/', [exact('Y')]),
    true,
  ],
  ['a header of neither', grpcMatch('/', [exact('x')]), grpcMatch('/'), grpcMatch('/'), false],
])('%s', (_, match, left, right, implied) => {
  expect(isImplied(match, left, right)).toBe(implied);
});

const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const entry = (names: readonly string[]): fc.Arbitrary<ValueMatch> =>
  fc.record({
    type: pick('Exact' as const, 'Exact' as const, 'RegularExpression' as const),
    name: fc.constantFrom(...names),
    value: pick('a', 'b', 'a|b'),
  });
const path: fc.Arbitrary<PathMatch> = fc.record({
  type: pick('Exact' as const, 'PathPrefix' as const, 'RegularExpression' as const),
  value: pick('/', '/', '/a', '/a/', '/a/b'),
});
const match: fc.Arbitrary<HttpMatch> = fc
  .record({
    path,
    method: pick('', '', '', 'GET', 'POST'),
    headers: fc.array(entry(['x', 'X', 'y']), { maxLength: 2 }),
    query: fc.array(entry(['p', 'q']), { maxLength: 2 }),
  })
  .map(({ method, ...rest }) => ({
    protocol: 'http',
    ...rest,
    ...(method === '' ? {} : { method }),
  }));

/** Two matches, and a third one made of what they ask for, most of the time. */
const three = fc.tuple(match, match).chain(([left, right]) => {
  const some = <T>(values: readonly T[]) => fc.subarray([...values]);
  const mixed: fc.Arbitrary<HttpMatch> = fc
    .record({
      path: fc.constantFrom(left.path, right.path, { type: 'PathPrefix' as const, value: '/' }),
      method: fc.constantFrom(left.method, right.method, undefined),
      headers: some([...left.headers, ...right.headers]),
      query: some([...left.query, ...right.query]),
    })
    .map(({ method, ...rest }) => ({
      protocol: 'http',
      ...rest,
      ...(method === undefined ? {} : { method }),
    }));
  const third = fc.oneof({ weight: 4, arbitrary: mixed }, { weight: 1, arbitrary: match });
  return fc.record({ left: fc.constant(left), right: fc.constant(right), third });
});

const asked = fc
  .record({
    verb: pick('GET', 'GET', 'POST'),
    sent: pick('/', '/a', '/a', '/a/', '/a/b', '/ab'),
    query: pick('', '?p=a&q=a', '?p=a&q=b', '?p=b&p=a&q=a&q=b'),
    headers: fc.array(fc.tuple(pick('x', 'y'), pick('a', 'b', 'a,b')), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ verb, sent, query, headers }) => request(`${verb} ${sent}${query}`, headers));

const reading: fc.Arbitrary<Partial<Law>> = fc.record({
  repeatedHeaders: pick(['joined'] as const, ['any line'] as const, ['every line'] as const),
  repeatedParameters: pick(['first'] as const, ['last'] as const, ['any'] as const),
  headerExpressions: pick(['whole'] as const, ['search'] as const, ['leftmost'] as const),
  sameHeaderTwice: pick('first' as const, 'all' as const),
  splitsHeadersAtCommas: pick('yes' as const, 'no' as const),
});

test('whatever two matches accept, one that is implied accepts, in every reading', () => {
  let told = 0;
  const requests = fc.array(asked, { minLength: 8, maxLength: 12 });
  const law = fc.property(three, requests, reading, ({ left, right, third }, all, points) => {
    if (!isImplied(third, left, right)) return;
    for (const one of all) {
      if (answer(left, one, points) !== 'yes' || answer(right, one, points) !== 'yes') continue;
      told += 1;
      expect(answer(third, one, points)).toBe('yes');
    }
  });
  fc.assert(law, { numRuns: 5000 });
  expect(told).toBeGreaterThan(200);
});

const placed = (more: Partial<Route> = {}) =>
  ({
    kind: 'HTTPRoute',
    namespace: 'shop',
    hostnames: ['a.test'],
    parents: [{ raw: { name: 'edge' } }],
    ...more,
  }) as unknown as Route;

test('a route stands beside another that is attached the same way, or is one of the two', () => {
  const [left, right] = [placed(), placed({ parents: [{ raw: { name: 'other' } }] as never })];
  expect(isBeside(left, left, right)).toBe(true);
  expect(isBeside(placed(), left, right)).toBe(true);
  expect(isBeside(right, left, right)).toBe(true);
  expect(isBeside(placed({ hostnames: ['*.test'] }), left, right)).toBe(false);
  expect(isBeside(placed({ namespace: 'zoo' }), left, right)).toBe(false);
  const wide = placed({ hostnames: ['*.test'] });
  expect(isBeside(wide, left, wide)).toBe(false);
  expect(
    isBeside(
      placed({ parents: [{ raw: { name: 'edge', sectionName: 'x' } }] as never }),
      left,
      left,
    ),
  ).toBe(false);
});
