// Points in time as manifests write them.

import { expect, test } from 'vitest';
import { timeOf, timeText } from '../../lib/model/instant';

test.each([
  ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['2026-12-01T02:00:00+02:00', '2026-12-01T00:00:00Z'],
  ['2028-02-29T23:59:59.5Z', '2028-02-29T23:59:59.500Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
])('%s is %s', (text, utc) => {
  expect(timeText(timeOf(text) ?? Number.NaN)).toBe(utc);
});

test.each([
  'tomorrow',
  '2026-12-01',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-12-01T25:00:00Z',
  '9999-12-31T23:59:59-01:00',
])('%s names no time', (text) => {
  expect(timeOf(text)).toBeUndefined();
});
