// The order of texts.

import { expect, test } from 'vitest';
import { byText, compareText } from '../../lib/model/text-order';

test('is by code unit: capitals first, and no letter of any language is special', () => {
  expect(['ä', 'b', 'Z', 'a', '10', '9'].sort(compareText)).toEqual([
    '10',
    '9',
    'Z',
    'a',
    'b',
    'ä',
  ]);
  expect(compareText('a', 'a')).toBe(0);
});

test('values with one text keep their order', () => {
  const values = [
    { name: 'b', at: 0 },
    { name: 'a', at: 1 },
    { name: 'b', at: 2 },
  ];
  expect(values.sort(byText(({ name }) => name)).map(({ at }) => at)).toEqual([1, 0, 2]);
});
