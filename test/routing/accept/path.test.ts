// Paths: what a prefix covers, which of two is longer, and which two can meet.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PathMatch } from '../../../lib/model/route';
import { finds } from '../../../lib/routing/accept/expression';
import {
  comparePathLength,
  coversPath,
  pathKey,
  pathsOverlap,
} from '../../../lib/routing/accept/path';
import { httpMatch } from '../../routes';

test.each([
  ['/', '/', true],
  ['/', '/anything', true],
  ['/abc', '/abc', true],
  ['/abc', '/abc/', true],
  ['/abc', '/abc/x', true],
  ['/abc', '/abcd', false],
  ['/abc/', '/abc', true],
  ['/abc/', '/abc/', true],
  ['/abc/', '/abcd', false],
  ['/abc', '/ABC', false],
  ['/abc', '/ab', false],
])('the prefix %s covers %s: %s', (prefix, path, isCovered) => {
  expect(coversPath(prefix, path)).toBe(isCovered);
});

test('a trailing slash of a prefix is not part of its key', () => {
  expect([pathKey('/'), pathKey('/a'), pathKey('/a/')]).toEqual(['', '/a', '/a']);
});

test.each([
  ['/abc', '/ab', 1],
  ['/ab', '/abc', -1],
  ['=/ab', '=/cd', 0],
  ['/a', '/a', 0],
  ['/a', '/a/', Number.NaN],
  ['/', '/', 0],
  ['=/a', '/a', 0],
])('the lead in length of %s over %s is %s', (left, right, lead) => {
  expect(comparePathLength(httpMatch(left), httpMatch(right))).toBe(lead);
});

test('where a slash alone tells an exact path from a prefix, no order is assumed', () => {
  // Whether an implementation counts the slash of `/a/` is open, and both accept `/a`.
  expect(comparePathLength(httpMatch('=/a'), httpMatch('/a/'))).toBeNaN();
});

test.each([
  ['/a', '/a/b', true],
  ['/a', '/ab', false],
  ['/a/', '/a', true],
  ['/', '/x', true],
  ['=/a', '/a', true],
  ['=/a/', '/a', true],
  ['=/a', '/a/', true],
  ['=/ab', '/a', false],
  ['=/a', '=/a', true],
  ['=/a', '=/a/', false],
  ['~/v[0-9]+', '/v', true],
  ['~/v[0-9]+', '=/v1', true],
  ['~/v[0-9]+', '=/x', false],
  ['~/a', '~/b', true],
  ['~(', '=/a', true],
])('%s and %s can meet: %s', (left, right, canMeet) => {
  const [one, two] = [httpMatch(left).path, httpMatch(right).path];
  expect(pathsOverlap(one, two, finds)).toBe(canMeet);
  expect(pathsOverlap(two, one, finds)).toBe(canMeet);
});

const segments = fc.array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 3 });
const path = segments.map((parts) => `/${parts.join('/')}`);
const slashed = fc
  .tuple(path, fc.boolean())
  .map(([value, slash]) => (slash && value !== '/' ? `${value}/` : value));
const plain = fc.record({
  type: fc.constantFrom('Exact' as const, 'PathPrefix' as const),
  value: slashed,
});

function accepts({ type, value }: PathMatch, given: string): boolean {
  return type === 'Exact' ? value === given : coversPath(value, given);
}

test('two plain paths can meet exactly where some path satisfies both', () => {
  fc.assert(
    fc.property(plain, plain, (left, right) => {
      // A path that both accept exists at one of the two values, or nowhere.
      const tried = [left.value, right.value, pathKey(left.value), pathKey(right.value)];
      const meet = tried.some((given) => accepts(left, given) && accepts(right, given));
      expect(pathsOverlap(left, right, finds)).toBe(meet);
    }),
    { numRuns: 2000 },
  );
});
