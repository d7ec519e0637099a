// Overlap: what is said to have no request in common has none, whoever reads the expressions.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match, PathMatch } from '../../lib/model/route';
import { accepts } from '../../lib/routing/accept/accepts';
import { prepare } from '../../lib/routing/accept/prepared-request';
import { specification } from '../../lib/routing/law';
import { canOverlap } from '../../lib/routing/overlap';
import { grpcMatch, httpMatch } from '../routes';
import { request } from './questions';

/** `~` before an expression, `=` before an exact path; a `?` is part of the path. */
function onPath(text: string): Match {
  const path = { ...httpMatch(text.replace(/[?].*/, '')).path, value: text.replace(/^[=~]/, '') };
  return { ...httpMatch('/'), path };
}

test.each([
  ['~^/cart/.*', '~^/pay/.*', false],
  ['~^/cart/.*', '~^/cart', true],
  ['~^/cart/v[0-9]+$', '~^/cart/w', false],
  ['~^/ca?rt', '~^/crt', true],
  ['~^/ca?rt', '~^/dart', false],
  ['~/cart/.*', '~^/pay/.*', true],
  ['~.*', '~^/pay', true],
  ['~^/cart|/pay', '~^/pay', true],
  ['~^(/cart|/pay)$', '~^/pay', true],
  ['~^/(cart|pay)$', '~^/other', true],
  ['~(?i)^/cart', '~^/CART', true],
  ['~^/c(?i)art', '~^/cART', true],
  ['~^/a{0}', '~^/b', true],
  ['~^/a*b', '~^/b', true],
  ['~^/a\\.b', '~^/axb', false],
  ['~^/a.b', '~^/axb', true],
  ['~^/a\\.b', '~^/a\\.b/c', true],
  ['~^/a\\db', '~^/a1b', true],
  ['~^/cart(', '~^/pay', true],
])('%s and %s: %s', (left, right, canMeet) => {
  expect(canOverlap(onPath(left), onPath(right))).toBe(canMeet);
  expect(canOverlap(onPath(right), onPath(left))).toBe(canMeet);
});

test.each([
  ['~^/cart/.*', '/cart', true],
  ['~^/cart/.*', '/cart/', true],
  ['~^/cart/.*', '/cart/v1', true],
  ['~^/cart/.*', '/', true],
  ['~^/cart/.*', '/pay', false],
  ['~^/carts', '/cart', false],
  ['~^/cart', '/carts', true],
  ['~^/cart$', '/carts', true],
  ['~^/cart/v1', '/cart/v2', false],
  ['~^cart', '/', false],
  ['~cart', '/pay', true],
])('%s and the prefix %s: %s', (expression, prefix, canMeet) => {
  expect(canOverlap(httpMatch(expression), httpMatch(prefix))).toBe(canMeet);
});

test('an expression meets an exact path where it is found in it', () => {
  expect(canOverlap(httpMatch('~^/v[0-9]$'), httpMatch('=/v1'))).toBe(true);
  expect(canOverlap(httpMatch('~^/v[0-9]$'), httpMatch('=/vx'))).toBe(false);
  expect(canOverlap(httpMatch('~^/v[0-9]$'), httpMatch('=/v1/'))).toBe(false);
});

test('a gRPC call is a POST to its path', () => {
  const call = grpcMatch('shop.Cart/Get');
  expect(canOverlap(httpMatch('~^/shop\\.Pay/'), call)).toBe(false);
  expect(canOverlap(httpMatch('~^/shop\\.Cart/'), call)).toBe(true);
  expect(canOverlap(httpMatch('GET ~^/shop\\.Cart/'), call)).toBe(false);
});

describe('against requests', () => {
  const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
  const atom = pick(
    'a',
    'a',
    'b',
    '/',
    '/',
    '\\/',
    '.',
    '\\.',
    '[ab]',
    '(a|b)',
    '(?:a)',
    '|',
    '\\w',
  );
  const repeat = pick('', '', '', '', '', '', '?', '*', '+', '{0,1}', '*?');
  const expression = fc
    .record({
      begins: pick('^', '^', '^', '', '(?i)^', '^(?i)', '\\A'),
      parts: fc.array(fc.tuple(atom, repeat), { maxLength: 5 }),
      ends: pick('$', '', '.*', '.*$'),
    })
    .map(({ begins, parts, ends }) => `${begins}/${parts.flat().join('')}${ends}`);
  const segment = pick('a', 'b', 'ab', 'a.b', 'a-b', 'A', '');
  const text = fc.array(segment, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
  const path: fc.Arbitrary<PathMatch> = fc.oneof(
    {
      weight: 3,
      arbitrary: expression.map((value) => ({ type: 'RegularExpression' as const, value })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: pick('Exact' as const, 'PathPrefix' as const), value: text }),
    },
  );
  const http = fc.record(
    { protocol: fc.constant('http' as const), path, method: pick('GET', 'POST') },
    { requiredKeys: ['protocol', 'path'] },
  );
  const grpc = fc.record(
    { protocol: fc.constant('grpc' as const), service: pick('a', 'b'), method: pick('a', 'b') },
    { requiredKeys: ['protocol'] },
  );
  const match: fc.Arbitrary<Match> = fc.oneof(
    { weight: 5, arbitrary: http.map((one) => ({ ...one, headers: [], query: [] })) },
    { weight: 1, arbitrary: grpc.map((one) => ({ ...one, type: 'Exact' as const, headers: [] })) },
  );
  /** One data plane reads all matches alike, so each reading is asked by itself. */
  const laws = specification.paths.flatMap((read) =>
    specification.pathExpressions.map((expressions) => ({
      ...specification,
      grpcRoutesTakeHttp: 'open' as const,
      paths: [read],
      pathExpressions: [expressions],
    })),
  );

  test('two matches that accept one request, in some reading, are never told apart', () => {
    let [met, apart] = [0, 0];
    const one = fc.property(
      match,
      match,
      fc.array(text, { minLength: 4, maxLength: 12 }),
      (left, right, paths) => {
        const both = paths.some((sent) =>
          laws.some((law) => {
            const asked = prepare(request(`POST ${sent}`), law);
            return accepts(left, asked, law) !== 'no' && accepts(right, asked, law) !== 'no';
          }),
        );
        const canMeet = canOverlap(left, right);
        if (both) met += 1;
        if (!canMeet) apart += 1;
        expect(both && !canMeet).toBe(false);
        expect(canOverlap(right, left)).toBe(canMeet);
      },
    );
    fc.assert(one, { numRuns: 4000 });
    // Both answers are seen often, or the test would say nothing.
    expect(met).toBeGreaterThan(150);
    expect(apart).toBeGreaterThan(150);
  });
});
