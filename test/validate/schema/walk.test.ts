// What is wrong with a value by its schema, told field by field as the API server looks at it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../lib/model/manifest';
import { fieldName } from '../../../lib/model/manifest';
import { filled } from '../../../lib/validate/schema/filled';
import { jsonSchema } from '../../../lib/validate/schema/json-schema';
import { walkUnknown, walkValue } from '../../../lib/validate/schema/walk';
import { schemaFaults } from '../../crds/structural-schema';

/** The faults of `{ field: value }` where the schema knows that field alone. */
function toldOf(field: JsonObject, value: Json): readonly string[] {
  const schema = jsonSchema({ type: 'object', properties: { field } });
  const told: string[] = [];
  const report = ({ code, path, text }: Parameters<Parameters<typeof walkValue>[3]>[0]) => {
    told.push(`${fieldName(path)} ${code}: ${text}`);
  };
  const object = { field: value };
  walkUnknown(schema, object, [], report);
  walkValue(schema, filled(schema, object), [], report);
  return told;
}

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
});
const text = { type: 'string' } as const;
const named = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name', 'group'],
  items: object({ name: text, group: { type: 'string', default: '' } }),
};

describe('a value that does not fit is told', () => {
  test.each<[JsonObject, Json, string]>([
    [text, 1, 'field type-invalid: is the number `1`, and must be a string'],
    [{ type: 'integer' }, 1.5, 'field type-invalid: is the number `1.5`, and must be an integer'],
    [
      { type: 'array', items: text },
      'a',
      'field type-invalid: is the text `a`, and must be a list',
    ],
    [
      { type: 'array', items: text },
      [null],
      'field[0] type-invalid: is `null`, and must be a string',
    ],
    [
      { 'x-kubernetes-int-or-string': true },
      true,
      'field type-invalid: is the boolean `true`, and must be an integer or a string',
    ],
    [object({ a: text }), { b: 'x' }, 'field.b field-unknown: is not a known field'],
    [
      object({ a: text }, { required: ['a'] }),
      {},
      'field.a field-required: is not there, and is required',
    ],
    [
      object({ a: text }, { required: ['a'] }),
      { a: null },
      'field.a field-required: is not there, and is required',
    ],
    [
      { type: 'string', enum: ['Exact', 'PathPrefix'] },
      'Prefix',
      'field value-not-allowed: is `Prefix`, which is none of `Exact`, `PathPrefix`',
    ],
    [
      { type: 'string', pattern: '^[a-z]+$' },
      'A',
      'field pattern-mismatch: is `A`, which does not match `^[a-z]+$`',
    ],
    [{ type: 'string', minLength: 1 }, '', 'field size-out-of-range: is empty'],
    [
      { type: 'string', maxLength: 2 },
      'abc',
      'field size-out-of-range: has 3 characters, of which 2 are the most',
    ],
    [{ type: 'integer', minimum: 1 }, 0, 'field number-out-of-range: is 0, and must be at least 1'],
    [
      { type: 'integer', maximum: 5, exclusiveMaximum: true },
      5,
      'field number-out-of-range: is 5, and must be less than 5',
    ],
    [
      { type: 'integer', format: 'int32' },
      2 ** 31,
      'field format-invalid: is `2147483648`, which is not a number of 32 bits',
    ],
    [
      { type: 'array', minItems: 1, items: text },
      [],
      'field size-out-of-range: is empty, and must have at least 1',
    ],
    [
      { type: 'array', maxItems: 1, items: text },
      ['a', 'b'],
      'field size-out-of-range: has 2 entries, of which 1 are the most',
    ],
    [
      { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
      ['a', 'b', 'a'],
      'field[2] item-duplicate: is `a`, which entry 0 is already',
    ],
    [
      named,
      [{ name: 'a' }, { name: 'a', group: '' }],
      'field[1] item-duplicate: has the `name` and `group` of entry 0, by which entries are told apart',
    ],
    [
      object({ a: text, b: text }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
      { a: 'x', b: 'x' },
      'field schema-mismatch: fits 2 of 2 forms, and must fit one: look at `a`, `b`',
    ],
    [
      { type: 'string', not: { enum: ['a'] } },
      'a',
      'field schema-mismatch: has a form that it must not have',
    ],
  ])('%j given %j', (schema, value, expected) => {
    expect(toldOf(schema, value)).toEqual([expected]);
  });
});

describe('a value that fits is not told', () => {
  test.each<[JsonObject, Json]>([
    [{ type: 'string', maxLength: 2 }, '😀😀'],
    [{ type: 'integer' }, 9_007_199_254_740_993n],
    [{ 'x-kubernetes-int-or-string': true }, '80%'],
    [{ type: 'string', nullable: true }, null],
    // A field that may not be null is pruned, and then it is absent.
    [text, null],
    [object({ a: { type: 'string', default: 'x' } }, { required: ['a'] }), {}],
    [{ type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, { b: { c: [1] } }],
    [{ type: 'object', additionalProperties: text }, JSON.parse('{"__proto__":"x"}') as Json],
    [named, [{ name: 'a' }, { name: 'a', group: 'g' }]],
    [
      {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        properties: { spec: object({}) },
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} },
    ],
    [{ anyOf: [{ type: 'string' }, { minimum: 3 }], 'x-kubernetes-int-or-string': true }, 4],
  ])('%j given a value that fits', (schema, value) => {
    expect(toldOf(schema, value)).toEqual([]);
  });
});

test('keys that every object seems to have are fields that nobody knows', () => {
  const value = JSON.parse('{"__proto__":1,"constructor":2,"hasOwnProperty":3}') as Json;
  expect(toldOf(object({ a: text }), value).map((one) => one.split(' ')[0])).toEqual([
    'field.__proto__',
    'field.constructor',
    'field.hasOwnProperty',
  ]);
});

test('a value goes on being what it was where nothing is filled in', () => {
  const schema = jsonSchema(object({ a: text, list: named }));
  const value = Object.freeze({ a: 'x', list: Object.freeze([]) });
  expect(filled(schema, value)).toBe(value);
});

test('defaults stand in for what is absent or null, inside of defaults too', () => {
  const inner = object({ b: { type: 'integer', default: 2 }, c: { type: 'integer' } });
  const schema = jsonSchema(
    object({ a: { ...inner, default: {} }, n: { type: 'string', nullable: true, default: 'x' } }),
  );
  expect(filled(schema, {})).toEqual({ a: { b: 2 }, n: 'x' });
  expect(filled(schema, { a: null, n: null })).toEqual({ a: { b: 2 }, n: null });
  expect(filled(schema, { a: { c: 1, b: null } })).toEqual({ a: { b: 2, c: 1 }, n: 'x' });
});

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constant(text),
  fc.record({ type: fc.constant('string'), enum: fc.constant(['a', 'b']) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ type: fc.constant('string'), pattern: fc.constant('^a*$') }),
  fc.record({ type: fc.constant('string'), maxLength: fc.constant(1), nullable: fc.boolean() }),
);
const { schema: anySchema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      type: fc.constant('array'),
      items: tie('schema'),
      maxItems: fc.constant(2),
    }),
    fc
      .record({
        a: fc.option(tie('schema'), { nil: undefined }),
        b: fc.option(tie('schema'), { nil: undefined }),
        isRequired: fc.boolean(),
        keeps: fc.boolean(),
      })
      .map(({ a, b, isRequired, keeps }) => ({
        type: 'object',
        properties: { ...(a && { a }), ...(b && { b }) },
        ...(isRequired ? { required: ['a'] } : {}),
        ...(keeps ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
      })),
  ),
}));
const anyValue = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>('a', 'b', 'aa', '', 0, 1, 5, 1.5, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('a second reading of the schema finds fault with the same values', () => {
  fc.assert(
    fc.property(anySchema, anyValue, (field, value) => {
      // A field that is null is pruned, of which the other reading knows nothing.
      fc.pre(!JSON.stringify({ value }).includes(':null'));
      const schema = { type: 'object', properties: { field } };
      const root = { apiVersion: 'a/v1', kind: 'K', metadata: {}, field: value };
      expect(toldOf(field, value).length > 0).toBe(schemaFaults(schema, root).length > 0);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test.each([
  ['Prefix', 'write `PathPrefix`'],
  ['exact', 'write `Exact`'],
  ['Regular', 'write `RegularExpression`'],
  ['E', 'write one of them'],
  ['toString', 'write one of them'],
])('in place of %s it is proposed to %s', (value, expected) => {
  const schema = jsonSchema({ type: 'string', enum: ['Exact', 'PathPrefix', 'RegularExpression'] });
  const hints: (string | undefined)[] = [];
  walkValue(schema, value, [], ({ hint }) => hints.push(hint));
  expect(hints).toEqual([expected]);
});
