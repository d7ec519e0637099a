// Glob patterns of `exclude`, and what the current namespace is called in them.

import { expect, test } from 'vitest';
import { globCovers } from '../../../lib/model/glob';
import { deriving, gateway, gatewayGroup, route, rule, workload } from '../../routes';

test.each([
  ['shop/cart', 'shop/cart', true],
  ['shop/cart', 'shop/cart-2', false],
  ['shop/legacy-*', 'shop/legacy-', true],
  ['shop/legacy-*', 'shop/legacy-a', true],
  ['shop/legacy-*', 'other/legacy-a', false],
  ['*/cart', 'shop/cart', true],
  ['*/cart', '/cart', true],
  ['cart', 'shop/cart', true],
  ['c*t', 'shop/cart', true],
  ['c*t', 'shop/ct', true],
  ['c*t', 'shop/carts', false],
  ['a*a', 'shop/a', false],
  ['*a*b*', 'shop/xxaxxbxx', true],
  ['*a*b*', 'shop/xxbxxaxx', false],
  ['*', 'shop/cart', true],
  ['*/*', 'shop/cart', true],
  ['shop*', 'shop/cart', false],
  ['shop/*', 'shopping/cart', false],
  ['shop/c.rt', 'shop/cart', false],
  ['shop/(cart|x)', 'shop/cart', false],
  ['', 'shop/cart', false],
])('%s covers %s: %s', (pattern, place, isCovered) => {
  expect(globCovers(pattern, place)).toBe(isCovered);
});

test('a pattern of many stars is answered at once', () => {
  const start = performance.now();
  expect(globCovers(`${'*a'.repeat(60)}b`, `shop/${'a'.repeat(250)}`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(500);
});

test.each(['shop/r', '/r', 'r', '*/r'])('%s names a route of the current namespace', (pattern) => {
  for (const namespace of ['', 'shop']) {
    const place = { namespace };
    const objects = [
      gateway(undefined, place),
      ...workload('a', place),
      route('r', [rule('/', 'a')], place),
    ];
    const exclude = { routes: [pattern], gateways: [] };
    expect(deriving(objects, ['a'], { exclude }, 'shop').lines).toEqual([]);
  }
});

test('a ListenerSet is excluded with its Gateway', () => {
  const set = {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'ListenerSet',
    metadata: { name: 'extra', namespace: 'shop' },
    spec: {
      parentRef: { name: 'edge', namespace: 'edge-system' },
      listeners: [{ name: 'http', port: 8080, protocol: 'HTTP' }],
    },
  };
  const objects = [
    gateway(undefined, { namespace: 'edge-system' }),
    set,
    ...workload('a'),
    route('r', [rule('/', 'a')], { parents: [{ kind: 'ListenerSet', name: 'extra' }] }),
  ];
  expect(deriving(objects, ['a']).lines).toHaveLength(1);
  const exclude = { routes: [], gateways: ['edge-system/edge'] };
  expect(deriving(objects, ['a'], { exclude }).lines).toEqual([]);
});
