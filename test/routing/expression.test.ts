// Regular expressions as RE2 reads them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expressionError, finds, fits } from '../../lib/routing/expression';

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
const line = fc.array(fc.constantFrom('a', 'b', ',', ' '), { maxLength: 6 });

test('each reading is what a second engine makes of it', () => {
  fc.assert(
    fc.property(pattern, line, (expression, characters) => {
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
