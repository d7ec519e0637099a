// RequestMirror: how many requests are copied.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { readMirror } from '../../../lib/routing/filter/mirror';

const backendRef = { name: 'shadow', port: 80 };

test.each<[JsonObject, number]>([
  [{}, 1],
  [{ percent: 0 }, 0],
  [{ percent: 20 }, 0.2],
  [{ percent: 100 }, 1],
  [{ fraction: { numerator: 1, denominator: 2 } }, 0.5],
  [{ fraction: { numerator: 35 } }, 0.35],
  [{ fraction: { numerator: 0, denominator: 7 } }, 0],
  [{ fraction: { numerator: 3, denominator: 3 } }, 1],
  // What the API server refuses is read as far as it can be.
  [{ percent: 250 }, 1],
  [{ percent: -1 }, 0],
  [{ percent: '20' }, 1],
  [{ percent: Number.NaN }, 1],
  [{ fraction: { numerator: 5, denominator: 0 } }, 1],
  [{ fraction: { numerator: 0, denominator: 0 } }, 1],
  [{ fraction: { numerator: 5, denominator: -10 } }, 1],
  [{ fraction: { numerator: 5, denominator: 2 } }, 1],
  [{ fraction: 0.5 }, 1],
  [{ fraction: { denominator: 2 } }, 1],
  [{ fraction: { numerator: 10n ** 400n, denominator: 10n ** 400n } }, 1],
  [{ fraction: { numerator: 10n ** 18n, denominator: 10n ** 19n } }, 0.1],
])('%o is a share of %d', (filter, share) => {
  expect(readMirror({ ...filter, backendRef })).toEqual({ backendRef, share });
});

test.each([[undefined], [null], ['shadow'], [[backendRef]]])('a mirror to %j is none', (broken) => {
  expect(readMirror({ percent: 10, backendRef: broken })).toBeUndefined();
});
