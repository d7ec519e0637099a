// JSON in one spelling, and its digest.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, digestOf } from '../../lib/model/digest';
import type { Json } from '../../lib/model/manifest';

test('a digest is 16 hexadecimal digits of SHA-256', () => {
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea');
});

test('keys are sorted by code unit at every depth, absent and undefined are one', () => {
  expect(canonical({ b: [{ z: 1, Z: 2 }], a: undefined, é: null, _: '"' })).toBe(
    '{"_":"\\"","b":[{"Z":2,"z":1}],"é":null}',
  );
});

test('whole numbers beyond 2^53 keep their digits', () => {
  expect(canonical([9007199254740993n, 1.5, true, 'x'])).toBe('[9007199254740993,1.5,true,"x"]');
});

test('the key __proto__ is a key like any other', () => {
  expect(canonical(JSON.parse('{"__proto__":{"b":1},"a":2}'))).toBe('{"__proto__":{"b":1},"a":2}');
});

test('equal values have equal texts, other values others', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      expect(JSON.parse(canonical(left as Json))).toEqual(JSON.parse(JSON.stringify(left)));
      const isSame = canonical(left as Json) === canonical(right as Json);
      const order = (value: unknown) => JSON.stringify(JSON.parse(canonical(value as Json)));
      expect(isSame).toBe(order(left) === order(right));
    }),
  );
});
