// Calico's selectors: what is read of them, and what is left.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expressionOf,
  expressionSelector,
  keysIn,
} from '../../../lib/derive/selectors/calico-expression';
import { selectorText } from '../../../lib/model/selector';

test.each([
  ['', 'everything'],
  ['all()', 'everything'],
  ["app == 'cart'", 'app=cart'],
  ['app=="cart"&&tier != "web"', 'app=cart,tier notin (web)'],
  ['has(example.com/app) && !has(tier)', 'example.com/app,!tier'],
  ["app in { 'a', \"b\" } && tier not in {'c'}", 'app in (a,b),tier notin (c)'],
])('%s is read', (text, read) => {
  expect(selectorText(expressionSelector(text) ?? [])).toBe(read);
});

test.each([
  "app == 'a' || app == 'b'",
  "app starts with 'c'",
  "(app == 'a')",
  'app',
  "app == 'a' &&",
])('%s is left unread', (text) => {
  expect(expressionSelector(text)).toBeUndefined();
});

test('the words of a text are its keys, and not its values', () => {
  expect([...keysIn('app == \'cart\' || example.com/tier starts with "web"')]).toEqual([
    'app',
    'example.com/tier',
    'starts',
    'with',
  ]);
});

test('labels written as a text are read as those labels', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/);
  const property = fc.property(fc.dictionary(word, word, { noNullPrototype: true }), (labels) => {
    const back = expressionSelector(expressionOf(labels)) ?? [];
    expect(back).toEqual(
      Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    );
  });
  fc.assert(property);
});
