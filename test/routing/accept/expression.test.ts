// Regular expressions as RE2 reads them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expressionError,
  finds,
  fits,
  readingsMatter,
} from '../../../lib/routing/accept/expression';

test('an expression that RE2 does not take has an error, and could match anything', () => {
  for (const expression of ['(', '(?=a)', 'a\\1', '[z-a]']) {
    expect(expressionError(expression)).toBeTypeOf('string');
    expect(finds(expression, 'x')).toBe(true);
  }
  expect(expressionError('^/v[0-9]+$')).toBeUndefined();
});

test('an expression is found anywhere unless it is anchored', () => {
  expect(finds('v[0-9]', '/api/v1/x')).toBe(true);
  expect(finds('^v[0-9]', '/api/v1/x')).toBe(false);
});

test('an expression that explodes by backtracking is answered at once', () => {
  const start = performance.now();
  expect(finds('^(a+)+$', `${'a'.repeat(5000)}!`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2000);
});

test.each([
  ['a|ab', 'ab', { whole: true, leftmost: false, search: true }],
  ['ab|a', 'ab', { whole: true, leftmost: true, search: true }],
  ['^(a|ab)$', 'ab', { whole: true, leftmost: true, search: true }],
  ['b', 'ab', { whole: false, leftmost: false, search: true }],
  ['b|ab', 'ab', { whole: true, leftmost: true, search: true }],
  ['a*?', 'aa', { whole: true, leftmost: false, search: true }],
  ['', 'a', { whole: false, leftmost: false, search: true }],
  ['', '', { whole: true, leftmost: true, search: true }],
  ['x', 'a', { whole: false, leftmost: false, search: false }],
  ['(?i)ä', 'Ä', { whole: true, leftmost: true, search: true }],
  ['.', '😀', { whole: true, leftmost: true, search: true }],
])('%j fits %j as %j, and anything fits anything', (expression, text, readings) => {
  for (const [reading, isHit] of Object.entries(readings)) {
    expect(fits(expression, text, reading as keyof typeof readings)).toBe(isHit);
  }
  expect(fits(expression, text, 'anything')).toBe(true);
});

const solid = fc.constantFrom('a', 'b', ',', '.', '[ab]', '[^a]', '(ab|b)', '(a|ab)');
/** Nothing that may be empty is repeated: there JavaScript goes on where RE2 and Rust stop. */
const repeated = fc
  .tuple(solid, fc.constantFrom('*', '?', '+', '*?'))
  .map((parts) => parts.join(''));
const pattern = fc.letrec<{ one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('^', '$', '\\s*'),
    solid,
    repeated,
    fc.tuple(tie('one'), tie('one')).map(([left, right]) => `${left}${right}`),
    fc.tuple(tie('one'), tie('one')).map(([left, right]) => `(${left}|${right})`),
  ),
})).one;
/** Anchored or nearly so: engines need not search where a hit can only be the whole text. */
const anchored = fc
  .tuple(fc.constantFrom('^', '^^', ''), pattern, fc.constantFrom('|', ''), pattern)
  .map(([start, left, choice, right]) => `${start}${left}${choice}${right}$`);
const line = fc.array(fc.constantFrom('a', 'b', ',', ' '), { maxLength: 6 });

test('each reading is what a second engine makes of it', () => {
  fc.assert(
    fc.property(fc.oneof(pattern, anchored), line, (expression, characters) => {
      const text = characters.join('');
      const hit = new RegExp(expression, 's').exec(text);
      expect(fits(`(?s)${expression}`, text, 'search')).toBe(hit !== null);
      expect(fits(`(?s)${expression}`, text, 'leftmost')).toBe(hit !== null && hit[0] === text);
      const whole = new RegExp(`^(?:${expression})$`, 's').test(text);
      expect(fits(`(?s)(?:${expression})`, text, 'whole')).toBe(whole);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['^a$', 'a', true, true],
  ['^a$', 'ab', false, false],
  ['^$', '', true, true],
  ['^a|b$', 'ab', false, true],
  ['^(a|b)$', 'ab', false, false],
  ['^(a|b)|c$', 'ab', false, true],
  ['^a\\$', 'a$b', false, true],
  ['^a\\\\$', 'a\\', true, true],
  ['^a\\|b$', 'a|b', true, true],
  ['^[|]$', '|', true, true],
  ['^[]|]$', '|', true, true],
  ['^[](]|b[])]$', 'xb)', false, true],
  ['^[^](]|b[])]$', 'xb)', false, true],
  ['^[^]|]|b$', 'ab', false, true],
  ['^[[:alpha:](]|b[[:alpha:])]$', 'ab', false, true],
  ['^*a$', 'ba', false, true],
  ['^{a$', '{a', true, true],
  ['(?m)^a$', 'b\na', false, true],
  ['^(?m:^a$)$', 'a', true, true],
  ['^\\Qa|b$', 'a|b$', true, true],
  ['^[a$', 'a', true, true],
])('%j takes all of %j: %s, finds it: %s', (expression, text, whole, found) => {
  expect([fits(expression, text, 'whole'), fits(expression, text, 'search')]).toEqual([
    whole,
    found,
  ]);
});

test('readings matter unless an expression says itself where a hit starts and ends', () => {
  const all = ['whole', 'leftmost', 'search'] as const;
  for (const expression of ['a', '^a', 'a$', '^a|b$']) {
    expect(readingsMatter(expression, all)).toBe(true);
    expect(readingsMatter(expression, ['whole'])).toBe(false);
  }
  for (const expression of [
    '^a$',
    '^(a|b)$',
    '^[]|]$',
    '^(.*,)?\\s*key\\s*=\\s*k\\s*([,;].*)?$',
    '(',
  ]) {
    expect(readingsMatter(expression, all)).toBe(false);
    expect(readingsMatter(expression, [...all, 'anything'])).toBe(true);
  }
});
