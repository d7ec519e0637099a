// Which of the known words somebody meant.

import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../lib/model/spelling';

const known = ['routingKey', 'expiresAt', 'forks', 'ttl'];

test.each([
  ['routingkey', 'routingKey'],
  ['routeKey', 'routingKey'],
  ['fork', 'forks'],
  ['frks', 'forks'],
  ['tll', 'ttl'],
  ['forks', 'forks'],
])('%s means %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test.each(['replicas', 'x', '', 'x'.repeat(10_000)])('%j means none of them', (word) => {
  expect(nearest(word, known)).toBeUndefined();
});

test('of two words equally near, the first in order is meant, whatever order they come in', () => {
  expect(nearest('aab', ['aac', 'aaa'])).toBe('aaa');
  expect(nearest('aab', ['aaa', 'aac'])).toBe('aaa');
});

test('two letters swapped are one slip', () => {
  expect(nearest('istoi', ['istio', 'cilium'])).toBe('istio');
  expect(nearest('imagse', ['env', 'images'])).toBe('images');
});

test('a word longer than any name is no slip, and takes no time', () => {
  expect(editDistance('cart', 'cartt')).toBe(1);
  expect(editDistance('x'.repeat(253), 'y'.repeat(253))).toBe(253);
  expect(editDistance('x'.repeat(10_000_000), 'y'.repeat(10_000_000))).toBe(Infinity);
});
