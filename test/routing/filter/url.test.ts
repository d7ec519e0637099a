// Where a path ends, and what a path must begin with.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rooted, splitPath, wellKnownPorts } from '../../../lib/routing/filter/url';

test.each([
  ['/', '/', ''],
  ['/a/b', '/a/b', ''],
  ['/a?', '/a', '?'],
  ['/a?x=1&y=/?', '/a', '?x=1&y=/?'],
  ['/a#b?c', '/a', '#b?c'],
  ['?x', '', '?x'],
  ['*', '*', ''],
])('the path of %s is %s', (target, path, tail) => {
  expect(splitPath(target)).toEqual({ path, tail });
});

test('a path and its tail together are what was given', () => {
  fc.assert(
    fc.property(fc.string(), (target) => {
      const { path, tail } = splitPath(target);
      expect(path + tail).toBe(target);
      expect(path).not.toMatch(/[?#]/);
    }),
  );
});

test('what has no leading slash gets one, once', () => {
  expect(['', 'a', '/', '/a'].map(rooted)).toEqual(['/', '/a', '/', '/a']);
});

test('http and https alone have ports of their own', () => {
  expect([...wellKnownPorts]).toEqual([
    ['http', 80],
    ['https', 443],
  ]);
});
