// Hostnames: what they cover, and what two of them have in common.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHost, coversHost, intersectHostnames } from '../../lib/routing/hostname';

test.each([
  ['*', 'shop.example.com', true],
  ['shop.example.com', 'shop.example.com', true],
  ['shop.example.com', 'a.shop.example.com', false],
  ['*.example.com', 'shop.example.com', true],
  ['*.example.com', 'a.shop.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', '.example.com', false],
  ['*.example.com', 'badexample.com', false],
  ['*.example.com', 'example.com.evil.test', false],
  ['example.com', 'notexample.com', false],
])('%s covers %s: %s', (hostname, host, isCovered) => {
  expect(coversHost(hostname, host)).toBe(isCovered);
});

test.each([
  ['*', '*', '*'],
  ['*', 'a.test', 'a.test'],
  ['*.test', 'a.test', 'a.test'],
  ['*.test', 'test', undefined],
  ['*.a.test', '*.test', '*.a.test'],
  ['*.a.test', '*.b.test', undefined],
  ['*.ba.test', '*.a.test', undefined],
  ['a.test', 'b.test', undefined],
  ['*.a.test', 'a.test', undefined],
])('%s and %s have %s in common', (left, right, common) => {
  expect(intersectHostnames(left, right)).toBe(common);
  expect(intersectHostnames(right, left)).toBe(common);
});

const label = fc.constantFrom('a', 'b', 'ab');
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const hostname = fc.oneof(
  fc.constant(anyHost),
  host,
  host.map((name) => `*.${name}`),
);

test('a host is covered by both exactly where what they have in common covers it', () => {
  fc.assert(
    fc.property(hostname, hostname, host, (left, right, name) => {
      const common = intersectHostnames(left, right);
      const isCovered = common !== undefined && coversHost(common, name);
      expect(isCovered).toBe(coversHost(left, name) && coversHost(right, name));
    }),
    { numRuns: 2000 },
  );
});
