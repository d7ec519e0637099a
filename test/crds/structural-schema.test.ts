import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../lib/model/manifest';
import { objectMetaFaults, serverFaults } from './object-meta';
import { missingDefaults, schemaFaults } from './structural-schema';

/** The faults of `{ field: value }` where the schema knows that field alone. */
function faultsOf(field: JsonObject, value: Json): string[] {
  const schema = { type: 'object', properties: { field } };
  return schemaFaults(schema, { apiVersion: 'a/v1', kind: 'K', metadata: {}, field: value });
}

const names = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name', 'group'],
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, group: { type: 'string', default: '' } },
  },
};

const tables: readonly (readonly [string, JsonObject, Json, Json])[] = [
  ['type string', { type: 'string' }, 'a', 1],
  ['type integer', { type: 'integer' }, 1, 1.5],
  ['type number', { type: 'number' }, 1.5, '1.5'],
  ['type boolean', { type: 'boolean' }, true, 'true'],
  ['type array', { type: 'array', items: { type: 'string' } }, ['a'], 'a'],
  ['type object', { type: 'object', properties: {} }, {}, []],
  ['null where it may not be', { type: 'string' }, 'a', null],
  ['integer or string', { 'x-kubernetes-int-or-string': true }, '80%', true],
  ['items', { type: 'array', items: { type: 'string' } }, ['a'], ['a', 1]],
  [
    'values of a map',
    { type: 'object', additionalProperties: { type: 'string' } },
    { a: 'b' },
    { a: 1 },
  ],
  [
    'unknown field',
    { type: 'object', properties: { a: { type: 'string' } } },
    { a: 'b' },
    { b: 'b' },
  ],
  ['enum', { type: 'string', enum: ['a', 'b'] }, 'a', 'c'],
  ['pattern', { type: 'string', pattern: '^[a-z]+$' }, 'a', 'A'],
  ['minLength', { type: 'string', minLength: 1 }, 'a', ''],
  ['maxLength in code points', { type: 'string', maxLength: 2 }, '😀😀', 'aaa'],
  ['minimum', { type: 'integer', minimum: 1 }, 1, 0],
  ['maximum', { type: 'integer', maximum: 5 }, 5, 6],
  ['exclusive minimum', { type: 'integer', minimum: 1, exclusiveMinimum: true }, 2, 1],
  ['int32', { type: 'integer', format: 'int32' }, 2 ** 31 - 1, 2 ** 31],
  ['int64', { type: 'integer', format: 'int64' }, 2n ** 63n - 1n, 2n ** 63n],
  ['date-time', { type: 'string', format: 'date-time' }, '2026-12-01T00:00:00Z', 'tomorrow'],
  ['multipleOf', { type: 'integer', multipleOf: 5 }, 10, 11],
  ['minItems', { type: 'array', minItems: 1 }, [1], []],
  ['maxItems', { type: 'array', maxItems: 1 }, [1], [1, 2]],
  ['minProperties', { type: 'object', minProperties: 1, additionalProperties: true }, { a: 1 }, {}],
  [
    'maxProperties',
    { type: 'object', maxProperties: 1, additionalProperties: true },
    { a: 1 },
    { a: 1, b: 1 },
  ],
  ['required', { type: 'object', required: ['a'], additionalProperties: true }, { a: 1 }, { b: 1 }],
  ['set', { type: 'array', 'x-kubernetes-list-type': 'set' }, ['a', 'b'], ['a', 'a']],
  [
    'keys of a list, defaults included',
    names,
    [{ name: 'a' }, { name: 'a', group: 'b' }],
    [{ name: 'a' }, { name: 'a', group: '' }],
  ],
  ['allOf', { allOf: [{ minLength: 2 }, { maxLength: 3 }] }, 'aa', 'a'],
  ['anyOf', { anyOf: [{ type: 'integer' }, { pattern: '^a$', type: 'string' }] }, 'a', 'b'],
  ['oneOf', oneOfFields('a', 'b'), { a: 1 }, { a: 1, b: 1 }],
  ['not', { type: 'string', not: { enum: ['a'] } }, 'b', 'a'],
];

function oneOfFields(...fields: readonly string[]): JsonObject {
  const oneOf = fields.map((field) => ({ required: [field] }));
  return { type: 'object', additionalProperties: true, oneOf };
}

test.each(tables)('%s: one value passes, another does not', (_name, schema, good, bad) => {
  expect(faultsOf(schema, good)).toEqual([]);
  expect(faultsOf(schema, bad)).toHaveLength(1);
});

test('a place is told as a path', () => {
  const schema = {
    type: 'array',
    items: { type: 'object', properties: { a: { type: 'string' } } },
  };
  expect(faultsOf(schema, [{}, { a: 1 }])).toEqual(['field[1].a: is no string']);
});

test('fields of a map are fields, whatever they are called', () => {
  const schema = { type: 'object', properties: {} };
  expect(faultsOf(schema, JSON.parse('{"__proto__": 1, "constructor": 2}'))).toEqual([
    'field.__proto__: unknown field',
    'field.constructor: unknown field',
  ]);
});

describe('defaults', () => {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          weight: { type: 'integer', default: 1 },
          path: { type: 'object', properties: { type: { type: 'string', default: 'Prefix' } } },
          list: {
            type: 'array',
            items: { type: 'object', properties: { kind: { default: 'S' } } },
          },
          rules: {
            type: 'array',
            default: [{}],
            items: { type: 'object', properties: { a: { default: 2 } } },
          },
        },
      },
    },
  };

  test('are told where they are not written out, and only below what is there', () => {
    const object = { apiVersion: 'a/v1', kind: 'K', metadata: {}, spec: { path: {}, list: [{}] } };
    expect(missingDefaults(schema, object)).toEqual(
      [
        'spec.weight: 1 is not written out',
        'spec.path.type: "Prefix" is not written out',
        'spec.list[0].kind: "S" is not written out',
        'spec.rules: [{"a":2}] is not written out',
      ].sort((a, b) => placeOf(a) - placeOf(b)),
    );
  });

  const placeOf = (text: string) =>
    ['spec.path', 'spec.list', 'spec.weight', 'spec.rules'].findIndex((place) =>
      text.startsWith(place),
    );

  test('that are written out are not told, also where they are written otherwise', () => {
    const spec = { weight: 7, path: { type: 'Exact' }, list: [], rules: [] };
    expect(missingDefaults(schema, { apiVersion: 'a/v1', kind: 'K', spec })).toEqual([]);
  });
});

describe('metadata', () => {
  const object = (metadata: JsonObject, kind = 'ConfigMap') => ({
    apiVersion: 'v1',
    kind,
    metadata,
  });

  test.each([
    ['no name', object({})],
    ['a name with capitals', object({ name: 'Cart' })],
    ['a Service that begins with a digit', object({ name: '1-cart' }, 'Service')],
    ['a Service of 64 letters', object({ name: 'a'.repeat(64) }, 'Service')],
    ['a namespace with a dot', object({ name: 'a', namespace: 'a.b' })],
    ['a label value of 64 letters', object({ name: 'a', labels: { a: 'b'.repeat(64) } })],
    ['a label key with two slashes', object({ name: 'a', labels: { 'a/b/c': '' } })],
    ['an annotation that is no text', object({ name: 'a', annotations: { a: 1 } as never })],
    [
      'annotations of more than 256 KiB',
      object({ name: 'a', annotations: { a: 'b'.repeat(2 ** 18) } }),
    ],
  ])('%s is refused', (_name, bad) => {
    expect(objectMetaFaults(bad)).toHaveLength(1);
  });

  test('what the server sets is told where it is written', () => {
    const written = { ...object({ name: 'a', uid: 'x', ownerReferences: [] }), status: {} };
    expect(serverFaults(written)).toHaveLength(3);
    expect(serverFaults(object({ name: 'a' }))).toEqual([]);
  });

  test('what is well formed passes', () => {
    const labels = { 'app.kubernetes.io/name': 'cart_1.x', plain: '' };
    const good = object({
      name: 'cart.v1',
      namespace: 'shop',
      labels,
      annotations: { 'a.b/c': 'd e' },
    });
    expect(objectMetaFaults(good)).toEqual([]);
  });
});
