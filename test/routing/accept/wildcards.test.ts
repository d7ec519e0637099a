// Header values as a load balancer compares them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitsWildcards } from '../../../lib/routing/accept/wildcards';

test.each([
  ['a', 'a', true],
  ['a', 'A', true],
  ['A', 'a', true],
  ['a', 'ab', false],
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything, at all', true],
  ['a*', 'a', true],
  ['*b*', 'abc', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a?', 'ab', true],
  ['a?', 'a', false],
  ['a?', 'abc', false],
  ['?*', '', false],
  ['a,b', 'b', true],
  ['a,b', 'a,b', false],
  ['a, b', 'b', false],
  ['a, b', ' b', true],
  ['a,', '', true],
  ['a\\,b', 'a,b', true],
  ['a\\\\b', 'a\\b', true],
  ['a\\', 'a\\', true],
  // The backslash is gone before the load balancer looks for wildcards.
  ['a\\*', 'abc', true],
])('%j covers %j: %s', (pattern, value, isCovered) => {
  expect(fitsWildcards(pattern, value)).toBe(isCovered);
});

test('one alternative is what a regular expression makes of it', () => {
  const letters = (...all: readonly string[]) =>
    fc.array(fc.constantFrom(...all), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(letters('a', 'b', '*', '?'), letters('a', 'b'), (pattern, value) => {
      const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
      expect(fitsWildcards(pattern, value)).toBe(new RegExp(`^${source}$`).test(value));
    }),
    { numRuns: 3000 },
  );
});
