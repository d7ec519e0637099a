// Whether an object fits a CRD's structural schema, as the API server looks at it: unknown fields
// are refused (strict field validation), then defaults are filled in, then all else is checked.
//
// CEL rules are left out. Neighbours: keyword.ts (one check for each keyword), crds.ts (the files).

import { at, isObject, type Json, type JsonObject, listOf } from '../../lib/model/manifest';
import { keywords, sameJson, typeFault } from './keyword';

export type Schema = JsonObject;

/** What is wrong with a value, a sentence for each place: `spec.rules[0].name: is no string`. */
export function schemaFaults(schema: Schema, object: JsonObject): string[] {
  const rooted = { ...schema, properties: { ...propertiesOf(schema), ...rootProperties } };
  const unknown = unknownFields(rooted, object, '');
  return [...unknown, ...valueFaults(rooted, withDefaults(rooted, object), '')];
}

/** Where the API server would fill in a default, and what. */
export function missingDefaults(schema: Schema, object: JsonObject): string[] {
  return differences(object, withDefaults(schema, object), '');
}

/** Every object has them, whatever its schema says; object-meta.ts looks at the metadata. */
const anything: Schema = { 'x-kubernetes-preserve-unknown-fields': true };
const rootProperties: JsonObject = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', ...anything },
};

function propertiesOf(schema: Schema): JsonObject {
  return isObject(schema.properties) ? schema.properties : {};
}

/** The schema of a field; undefined where there is none, `anything` where it may be anything. */
function fieldSchema(schema: Schema, field: string): Schema | undefined {
  const properties = propertiesOf(schema);
  const own = Object.hasOwn(properties, field) ? properties[field] : undefined;
  if (isObject(own)) return own;
  const { additionalProperties: others } = schema;
  if (isObject(others)) return others;
  if (others === true || schema['x-kubernetes-preserve-unknown-fields'] === true) return anything;
  // An embedded object has what every object has, besides what its schema says.
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  return isEmbedded && Object.hasOwn(rootProperties, field) ? anything : undefined;
}

interface Child {
  readonly path: string;
  readonly value: Json;
  /** Undefined for a field that the schema does not know. */
  readonly schema: Schema | undefined;
}

function childrenOf(schema: Schema, value: Json | undefined, path: string): Child[] {
  if (Array.isArray(value)) {
    const items = isObject(schema.items) ? schema.items : anything;
    return listOf(value).map((item, index) => ({
      path: `${path}[${index}]`,
      value: item,
      schema: items,
    }));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    inner === undefined
      ? []
      : [
          {
            path: path === '' ? field : `${path}.${field}`,
            value: inner,
            schema: fieldSchema(schema, field),
          },
        ],
  );
}

function unknownFields(schema: Schema, value: Json, path: string): string[] {
  return childrenOf(schema, value, path).flatMap((child) =>
    child.schema === undefined
      ? [`${child.path}: unknown field`]
      : unknownFields(child.schema, child.value, child.path),
  );
}

function valueFaults(schema: Schema, value: Json, path: string): string[] {
  const type = typeFault(schema, value);
  if (type !== undefined) return [`${path}: ${type}`];
  if (value === null) return [];
  const own = keywords.flatMap(([keyword, check]) => {
    const asked = schema[keyword];
    const text = asked === undefined ? undefined : check(asked, value, schema);
    return text === undefined ? [] : [`${path}: ${text}`];
  });
  const inner = childrenOf(schema, value, path).flatMap((child) =>
    child.schema === undefined ? [] : valueFaults(child.schema, child.value, child.path),
  );
  return [...own, ...juncture(schema, value, path), ...inner];
}

/** `allOf`, `anyOf`, `oneOf` and `not` speak of values alone: fields are known from elsewhere. */
function juncture(schema: Schema, value: Json, path: string): string[] {
  const fits = (part: Json) => isObject(part) && valueFaults(part, value, path).length === 0;
  const any = listOf(schema.anyOf);
  const one = listOf(schema.oneOf);
  return [
    ...listOf(schema.allOf).flatMap((part) =>
      isObject(part) ? valueFaults(part, value, path) : [],
    ),
    ...(any.length > 0 && !any.some(fits) ? [`${path}: fits none of anyOf`] : []),
    ...(one.length > 0 && one.filter(fits).length !== 1 ? [`${path}: fits not one of oneOf`] : []),
    ...(schema.not !== undefined && fits(schema.not) ? [`${path}: fits what it must not`] : []),
  ];
}

/** An object as it would be stored. */
export function storedAs(schema: Schema, object: JsonObject): JsonObject {
  return withDefaults(schema, withoutNulls(schema, object));
}

/** The server drops null where it may not stand, before all else; what is written here holds none. */
export function withoutNulls<T extends Json>(schema: Schema, value: T): T;
export function withoutNulls(schema: Schema, value: Json): Json {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isObject(items) ? listOf(value).map((item) => withoutNulls(items, item)) : value;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, inner]): [string, Json][] => {
      const own = fieldSchema(schema, field);
      if (inner === undefined) return [];
      if (own === undefined || own === anything) return [[field, inner]];
      if (inner === null && typeFault(own, null) !== undefined) return [];
      return [[field, withoutNulls(own, inner)]];
    }),
  );
}

function withDefaults<T extends Json>(schema: Schema, value: T): T;
function withDefaults(schema: Schema, value: Json): Json {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isObject(items) ? listOf(value).map((item) => withDefaults(items, item)) : value;
  }
  if (!isObject(value)) return value;
  const filled: { [field: string]: Json | undefined } = { ...value };
  for (const [field, property] of Object.entries(propertiesOf(schema))) {
    const isAbsent = !Object.hasOwn(value, field) || value[field] === undefined;
    const given = isAbsent ? at(property, ['default']) : value[field];
    if (given !== undefined && isObject(property)) filled[field] = withDefaults(property, given);
  }
  const { additionalProperties: others } = schema;
  if (!isObject(others)) return filled;
  for (const [field, inner] of Object.entries(value)) {
    const isOther = !Object.hasOwn(propertiesOf(schema), field) && inner !== undefined;
    if (isOther) filled[field] = withDefaults(others, inner);
  }
  return filled;
}

function differences(before: Json, after: Json, path: string): string[] {
  if (Array.isArray(after)) {
    const old = listOf(before);
    return listOf(after).flatMap((item, index) =>
      differences(old[index] ?? null, item, `${path}[${index}]`),
    );
  }
  if (!isObject(after) || !isObject(before)) return [];
  return Object.entries(after).flatMap(([field, inner]) => {
    const place = path === '' ? field : `${path}.${field}`;
    if (inner === undefined) return [];
    const old = Object.hasOwn(before, field) ? before[field] : undefined;
    if (old === undefined) return [`${place}: ${JSON.stringify(inner)} is not written out`];
    return sameJson(old, inner) ? [] : differences(old, inner, place);
  });
}
