// The letters that begin all that an expression takes: none where that is not plain.

import { expect, test } from 'vitest';
import {
  canBeginAlike,
  canStandBelow,
  literalPrefix,
} from '../../../lib/routing/accept/literal-prefix';

test.each([
  ['^/cart/v[0-9]+$', '/cart/v'],
  ['^/cart$', '/cart'],
  ['^/a\\.b\\/c', '/a.b/c'],
  ['^/cart(/.*)?$', '/cart'],
  ['^/cart/?$', '/cart'],
  ['^/carts?$', '/cart'],
  ['^/a+', '/'],
  ['^/ab{2}', '/a'],
  ['^/a\\d', '/a'],
  ['^/a\\x62', '/a'],
  ['^/a\\Qb', '/a'],
  ['^/a.b', '/a'],
  ['^/é', '/'],
  ['^/(a|b)', '/'],
  ['^(?i)/a', ''],
  ['^(/a)', ''],
  ['^/a|/b', ''],
  ['^/[|]a', ''],
  ['^/a(b|c)|/d', ''],
  ['/cart', ''],
  ['(?i)^/cart', ''],
  ['.*', ''],
  ['^', ''],
  ['', ''],
  ['^/cart(', ''],
  ['^/cart(?=x)', ''],
  ['__proto__', ''],
])('%s begins with `%s`', (expression, prefix) => {
  expect(literalPrefix(expression)).toBe(prefix);
});

test('two beginnings go together where one begins the other', () => {
  expect(canBeginAlike('/a', '/ab')).toBe(true);
  expect(canBeginAlike('/ab', '/a')).toBe(true);
  expect(canBeginAlike('/ab', '/ac')).toBe(false);
  expect(canBeginAlike('', '/ac')).toBe(true);
});

test('what begins so stands below a prefix, element by element', () => {
  expect(canStandBelow('/a/b', '/a')).toBe(true);
  expect(canStandBelow('/ab', '/a')).toBe(false);
  expect(canStandBelow('/a', '/a')).toBe(true);
  expect(canStandBelow('/a', '/ab')).toBe(true);
  expect(canStandBelow('', '/ab')).toBe(true);
  expect(canStandBelow('/x', '')).toBe(true);
  expect(canStandBelow('x', '')).toBe(false);
});
