import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLine } from '../../lib/report/json-line';

test('is what JSON.stringify writes, and a line', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonLine(value)).toBe(`${JSON.stringify(value)}\n`);
    }),
  );
});

test('beside an integer that JSON.stringify refuses all else is written the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const whole = { value, left: undefined, large: 9007199254740993n };
      expect(jsonLine(whole)).toBe(`{"value":${JSON.stringify(value)},"large":9007199254740993}\n`);
    }),
  );
});
