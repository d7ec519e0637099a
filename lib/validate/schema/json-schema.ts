// An `openAPIV3Schema` of a CRD -> a schema to walk with.
//
// What a CRD writes may be anything: a keyword of a wrong type is left out, as a CRD that the API
// server took holds none. Neighbours: schema.ts, keywords.ts, ../crd/ (who reads CRDs).

import { isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';
import { formatChecks } from './formats';
import { checksOf, type Keywords } from './keywords';
import { anything, type JsonType, type Schema, type StatedRule } from './schema';

/** The schema of a whole value, fields and all. */
export function jsonSchema(schema: JsonObject): Schema {
  const own = bareSchema(schema);
  const fields = new Map(
    entriesOf(schema.properties).map(([name, inner]) => [name, jsonSchema(inner)]),
  );
  const { items: asked, additionalProperties, default: filledIn } = schema;
  const items = isObject(asked) ? jsonSchema(asked) : undefined;
  const others =
    additionalProperties === true
      ? anything
      : isObject(additionalProperties)
        ? jsonSchema(additionalProperties)
        : undefined;
  // Rules below a juncture count where all of its parts must fit.
  const below = [
    ...fields.values(),
    ...(items ? [items] : []),
    ...(others ? [others] : []),
    ...own.allOf,
  ];
  return {
    ...own,
    fields,
    keepsUnknown: schema['x-kubernetes-preserve-unknown-fields'] === true,
    isEmbedded: schema['x-kubernetes-embedded-resource'] === true,
    ...(items === undefined ? {} : { items }),
    ...(others === undefined ? {} : { others }),
    ...(filledIn === undefined ? {} : { default: filledIn }),
    fillsIn: filledIn !== undefined || below.some(({ fillsIn }) => fillsIn),
    hasRules: own.rules !== undefined || below.some(({ hasRules }) => hasRules),
  };
}

/** What a schema asks of values, for `allOf`, `anyOf`, `oneOf` and `not`: unknown fields pass. */
export function valueSchema(schema: JsonObject): Schema {
  const own = bareSchema(schema);
  const { items: asked } = schema;
  const items = isObject(asked) ? valueSchema(asked) : undefined;
  const fields = new Map(
    entriesOf(schema.properties).map(([name, inner]) => [name, valueSchema(inner)]),
  );
  const below = [...fields.values(), ...(items ? [items] : []), ...own.allOf];
  return {
    ...own,
    fields,
    ...(items === undefined ? {} : { items }),
    hasRules: own.rules !== undefined || below.some(({ hasRules }) => hasRules),
  };
}

/** What a schema asks of a value itself, without fields and items. */
function bareSchema(schema: JsonObject): Schema {
  const { not } = schema;
  const types = typesOf(schema);
  const rules = rulesOf(schema['x-kubernetes-validations']);
  const format = textOf(schema.format);
  return {
    ...anything,
    types,
    // Below a juncture a type is mostly left out, and with it whether null is meant.
    isNullable: schema.nullable === true || types.length === 0,
    required: listOf(schema.required).flatMap((name) => textOf(name) ?? []),
    checks: [...checksOf(keywordsOf(schema)), ...formatChecks(format)],
    ...(format === undefined ? {} : { format }),
    ...listTypeOf(schema),
    allOf: schemasOf(schema.allOf),
    anyOf: schemasOf(schema.anyOf),
    oneOf: schemasOf(schema.oneOf),
    ...(isObject(not) ? { not: valueSchema(not) } : {}),
    hasJunctures: junctures.some((name) => schema[name] !== undefined),
    ...(rules.length === 0 ? {} : { rules }),
  };
}

const junctures = ['allOf', 'anyOf', 'oneOf', 'not'] as const;

function schemasOf(value: Json | undefined): readonly Schema[] {
  return listOf(value).filter(isObject).map(valueSchema);
}

function entriesOf(value: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    isObject(inner) ? [[name, inner] as const] : [],
  );
}

const jsonTypes: readonly JsonType[] = [
  'object',
  'array',
  'string',
  'integer',
  'number',
  'boolean',
];

function typesOf(schema: JsonObject): readonly JsonType[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return jsonTypes.filter((type) => type === schema.type);
}

const texts = ['pattern'] as const;
const flags = ['exclusiveMinimum', 'exclusiveMaximum'] as const;
const numbers = [
  ...(['minLength', 'maxLength', 'minimum', 'maximum', 'multipleOf'] as const),
  ...(['minItems', 'maxItems', 'minProperties', 'maxProperties'] as const),
];

function keywordsOf(schema: JsonObject): Keywords {
  const own = (names: readonly (keyof Keywords)[], type: string) =>
    names.flatMap((name) => {
      const value = schema[name];
      const isOne = typeof value === type || (type === 'number' && typeof value === 'bigint');
      return isOne ? [[name, type === 'number' ? Number(value) : value]] : [];
    });
  const values = schema.enum;
  return {
    ...Object.fromEntries([...own(texts, 'string'), ...own(flags, 'boolean')]),
    ...Object.fromEntries(own(numbers, 'number')),
    ...(Array.isArray(values) ? { enum: values as readonly Json[] } : {}),
  };
}

function listTypeOf(schema: JsonObject): Pick<Schema, 'list'> {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return { list: { type } };
  if (type !== 'map') return {};
  const keys = listOf(schema['x-kubernetes-list-map-keys']).flatMap((key) => textOf(key) ?? []);
  return { list: { type, keys } };
}

function rulesOf(value: Json | undefined): readonly StatedRule[] {
  return listOf(value).flatMap((one) => {
    if (!isObject(one) || typeof one.rule !== 'string') return [];
    const optional = ['message', 'messageExpression', 'reason', 'fieldPath'].flatMap((name) =>
      typeof one[name] === 'string' ? [[name, one[name]]] : [],
    );
    const old = one.optionalOldSelf === true ? { optionalOldSelf: true } : {};
    return [{ rule: one.rule, ...Object.fromEntries(optional), ...old }];
  });
}
