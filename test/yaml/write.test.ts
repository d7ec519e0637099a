import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../../lib/model/finding';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { readDocuments } from '../../lib/yaml/read';
import { writeManifests } from '../../lib/yaml/write';
import { keys, values } from './scalars';

const head = { apiVersion: 'v1', kind: 'ConfigMap' };

function objectWith(fields: JsonObject): KubeObject {
  return { ...head, ...fields };
}

function readBack(objects: readonly KubeObject[]): unknown[] {
  const { documents, findings } = readDocuments(writeManifests(objects), 'a.yaml');
  expect(findings).toEqual([]);
  return documents.map(({ value }) => value);
}

test('identity comes first, all other keys in the order of their code units', () => {
  const object = objectWith({
    spec: { b: 1, a: [{ z: 1, Z: 2 }, [], [1, ['x']], {}], é: 1 },
    data: {},
    metadata: { name: 'cart', labels: { app: 'cart' } },
  });
  expect(writeManifests([object, objectWith({})])).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    app: cart
  name: cart
data: {}
spec:
  a:
  - Z: 2
    z: 1
  - []
  - - 1
    - - x
  - {}
  b: 1
  "é": 1
---
apiVersion: v1
kind: ConfigMap
`);
});

test('nothing is written for no objects', () => {
  expect(writeManifests([])).toBe('');
});

test('the order of the input keys does not show', () => {
  const mixed = fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
    const turned = Object.fromEntries(Object.entries(data).reverse());
    const one = writeManifests([objectWith({ data: data as JsonObject })]);
    expect(
      writeManifests([{ data: turned as JsonObject, kind: head.kind, apiVersion: 'v1' }]),
    ).toBe(one);
  });
  fc.assert(mixed, { numRuns: 300 });
});

test('no key has null, and lists keep their length', () => {
  const text = writeManifests([
    objectWith({ a: null, b: undefined, c: { d: null }, e: [1, null] }),
  ]);
  expect(text).toBe('apiVersion: v1\nkind: ConfigMap\nc: {}\ne:\n- 1\n- null\n');
});

test('a value that stands twice is written twice', () => {
  const shared = { a: ['x'] };
  expect(readBack([objectWith({ b: shared, c: shared })])).toEqual([
    objectWith({ b: shared, c: shared }),
  ]);
});

test('a value that contains itself is refused', () => {
  const loop: { self?: unknown } = {};
  loop.self = [loop];
  const write = () => writeManifests([objectWith({ loop: loop as JsonObject })]);
  expect(write).toThrow(UsageError);
  expect(write).toThrow('contains itself');
});

test.each([
  ['a number that is not finite', Number.NaN],
  ['a function', () => 1],
  ['a date', new Date(0)],
  ['a map', new Map([[1, 2]])],
  ['an integer beyond 64 bits', 2n ** 64n],
  ['nothing in a list', [undefined]],
])('%s is refused', (_, value) => {
  expect(() => writeManifests([objectWith({ a: value as never })])).toThrow(UsageError);
});

test.each([
  ['y'],
  ['012'],
  ['0o12'],
  ['1_000'],
  ['<<'],
  ['~'],
  ['2001-01-01'],
  ['Null'],
  ['1:20'],
  ['a: b'],
  ['- a'],
  ['#a'],
  [''],
  [' a'],
  ['a '],
  ['0b11'],
  ['='],
])('`%s` is quoted, as a value and as a key', (text) => {
  const quoted = JSON.stringify(text);
  expect(writeManifests([objectWith({ x: { [text]: text } })])).toContain(
    `  ${quoted}: ${quoted}\n`,
  );
});

test.each([['cart'], ['shop/cart'], ['app.kubernetes.io/name'], ['two words'], ['GET'], ['/a_b']])(
  '`%s` stays plain',
  (text) => {
    expect(writeManifests([objectWith({ x: { [text]: text } })])).toContain(`  ${text}: ${text}\n`);
  },
);

test('texts of several lines are literal blocks where that is safe', () => {
  const text = writeManifests([
    objectWith({ data: { a: 'x: 1\n\n\ty # z\n', b: '1\n2', c: 'a \nb\n' } }),
  ]);
  expect(text).toContain(
    '  a: |\n    x: 1\n\n    \ty # z\n  b: |-\n    1\n    2\n  c: "a \\nb\\n"\n',
  );
});

test('characters that readers refuse or drop are escaped', () => {
  const text = writeManifests([objectWith({ a: '\u007f\u0085\u2028\ufeff\uffff\u0000é😀' })]);
  expect(text).toContain('a: "\\u007f\\u0085\\u2028\\ufeff\\uffff\\u0000é😀"\n');
});

test('half a surrogate pair becomes the replacement character', () => {
  expect(readBack([objectWith({ a: 'x\ud800y' })])).toEqual([objectWith({ a: 'x\ufffdy' })]);
});

test('a very long key is read back', () => {
  const key = 'k"'.repeat(2000);
  const object = objectWith({ a: { [key]: 1, [`${key}x`]: { b: [{ [key]: 'x' }] } } });
  expect(readBack([object])).toEqual([object]);
});

test('`__proto__` is written and read back', () => {
  const data = JSON.parse('{"__proto__":{"a":1}}');
  const [back] = readBack([objectWith({ data })]) as [{ data: object }];
  expect(JSON.stringify(back.data)).toBe('{"__proto__":{"a":1}}');
});

test('every text of the scalar table is read back as that string', () => {
  const texts = [...values, ...keys].map(([text]) => text);
  const object = objectWith({
    list: texts,
    map: Object.fromEntries(texts.map((t, i) => [`k${i}`, t])),
  });
  expect(readBack([object])).toEqual([object]);
});

const pieces = fc.constantFrom(
  ...[
    'y',
    'no',
    'null',
    '0',
    '1_0',
    '0x1',
    '.',
    ':',
    ': ',
    ' #',
    '- ',
    '? ',
    '---',
    '...',
    '<<',
    '!',
  ],
  ...[
    '&a',
    '*a',
    '%',
    '@',
    '`',
    '|',
    '>',
    '[',
    '{',
    ',',
    '"',
    "'",
    '\\',
    '\n',
    '\r',
    '\t',
    ' ',
    '  ',
  ],
  ...[
    '\0',
    '\x7f',
    '\x85',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\uffff',
    'é',
    '😀',
    '\n ',
    '\n\t',
    '\n---\n',
  ],
);
const tricky = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replace(/[\ud800-\udfff]/gu, '')),
);

test('every string is read back, as a value, in a list and as a key', () => {
  const survives = fc.property(fc.array(tricky, { minLength: 20, maxLength: 20 }), (texts) => {
    const map = Object.fromEntries(texts.map((text, index) => [text, [{ a: texts[index] ?? '' }]]));
    const object = objectWith({ list: texts, map, nested: [[...texts]] });
    expect(readBack([object])).toEqual([object]);
  });
  fc.assert(survives, { numRuns: 300 });
});

test('every number is read back', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.constantFrom(-0, 1e20, 1e21, 1e22, 5e-324, 1.7976931348623157e308, 0.1, 1e-7),
  );
  const survives = fc.property(fc.array(number, { maxLength: 20 }), (numbers) => {
    const [back] = readBack([objectWith({ numbers })]) as [{ numbers: (number | bigint)[] }];
    expect(back.numbers).toHaveLength(numbers.length);
    back.numbers.forEach((actual, index) => {
      expect(actual).toBe(numbers[index]);
    });
  });
  fc.assert(survives, { numRuns: 300 });
});
