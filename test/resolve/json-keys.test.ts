import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedKey } from '../../lib/resolve/json-keys';

test.each([
  ['{}', undefined],
  ['{"a":1,"b":2}', undefined],
  ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', undefined],
  ['{"a":"a","b":"a,\\"a\\":"}', undefined],
  ['{"a":["a","a"]}', undefined],
  ['{"a":1,"a":2}', 'a'],
  ['[{"b":{"c":[],"d":{},"c":1}}]', 'c'],
  ['{"\\u0061":1, "a" :2}', 'a'],
  ['{"a\\\\":1,"a\\\\":2}', 'a\\'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('%s', (text, expected) => {
  JSON.parse(text);
  expect(repeatedKey(text)).toBe(expected);
});

test('what JSON.stringify writes repeats no key', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
      expect(repeatedKey(JSON.stringify(value, undefined, indent))).toBeUndefined();
    }),
  );
});

test('nesting without end is read', () => {
  expect(repeatedKey(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeUndefined();
});
