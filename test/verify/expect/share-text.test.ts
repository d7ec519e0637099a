// Shares as texts: proportions alone count.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Share, shareTexts, weightTexts } from '../../../lib/verify/expect/share-text';

const weights = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 1e6 })),
  {
    minLength: 1,
    maxLength: 5,
  },
);

test('weights are told by their proportion, whatever their order', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 1000 }), (list, factor) => {
      const times = list.map(([text, weight]): Share => [text, weight * factor]);
      expect(weightTexts(times.reverse())).toEqual(weightTexts(list));
    }),
  );
});

test('equal texts of weights are equal shares', () => {
  const sharesOf = (list: readonly Share[]) => {
    const whole = list.reduce((sum, [, weight]) => sum + weight, 0);
    return shareTexts(list.map(([text, weight]): Share => [text, weight / whole]));
  };
  fc.assert(
    fc.property(weights, weights, (left, right) => {
      const isEqual = JSON.stringify(weightTexts(left)) === JSON.stringify(weightTexts(right));
      expect(JSON.stringify(sharesOf(left)) === JSON.stringify(sharesOf(right))).toBe(isEqual);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, 2 ** 60])(
  'a weight of %s, which no API server takes, is told as it is',
  (weight) => {
    expect(weightTexts([['a', weight]])).toEqual([['a', String(weight)]]);
  },
);
