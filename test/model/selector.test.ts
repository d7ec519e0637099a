import { expect, test } from 'vitest';
import type { Json } from '../../lib/model/manifest';
import {
  labelsOf,
  selectorOf,
  selectorOfLabels,
  selectorText,
  selects,
} from '../../lib/model/selector';

const labels = { app: 'cart', tier: 'backend' };

const table: readonly [string, Json, boolean][] = [
  ['an empty selector selects everything', {}, true],
  ['matchLabels that are there', { matchLabels: { app: 'cart', tier: 'backend' } }, true],
  ['matchLabels of which one differs', { matchLabels: { app: 'cart', tier: 'web' } }, false],
  ['a label that is not there', { matchLabels: { zone: 'a' } }, false],
  ['In with the value', expression('app', 'In', ['shop', 'cart']), true],
  ['In without the value', expression('app', 'In', ['shop']), false],
  ['In without values', expression('app', 'In', []), false],
  ['NotIn with the value', expression('app', 'NotIn', ['cart']), false],
  ['NotIn without the value', expression('app', 'NotIn', ['shop']), true],
  ['NotIn of an absent label', expression('zone', 'NotIn', ['a']), true],
  ['Exists of a label', expression('app', 'Exists'), true],
  ['Exists of an absent label', expression('zone', 'Exists'), false],
  ['DoesNotExist of a label', expression('app', 'DoesNotExist'), false],
  ['DoesNotExist of an absent label', expression('zone', 'DoesNotExist'), true],
  ['a key that all objects inherit', expression('toString', 'Exists'), false],
  ['null parts', { matchLabels: null, matchExpressions: null }, true],
];

function expression(key: string, operator: string, values?: readonly string[]): Json {
  return { matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }] };
}

test.each(table)('%s', (_, selector, expected) => {
  expect(selects(selectorOf(selector) ?? fail(), labels)).toBe(expected);
});

function fail(): never {
  throw new Error('no selector');
}

test('what the API server would refuse is no selector', () => {
  expect(selectorOf(undefined)).toBeUndefined();
  expect(selectorOf(expression('app', 'Gt', ['1']))).toBeUndefined();
  expect(selectorOf({ matchLabels: { app: 1 } })).toBeUndefined();
  expect(selectorOfLabels({ app: true })).toBeUndefined();
});

test('labels are text', () => {
  expect(labelsOf({ app: 'cart', port: 80, none: null })).toEqual({ app: 'cart' });
  expect(labelsOf(JSON.parse('{"__proto__":"x"}'))).toHaveProperty(['__proto__'], 'x');
});

test('a selector reads as kubectl takes it', () => {
  const selector = selectorOf({
    matchLabels: { app: 'cart' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'zone', operator: 'DoesNotExist' },
    ],
  });
  expect(selectorText(selector ?? fail())).toBe('app=cart,tier in (a,b),!zone');
  expect(selectorText([])).toBe('everything');
});
