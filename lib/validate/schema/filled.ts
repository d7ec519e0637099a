// An object as the API server would store it: null fields left out where they may not be null, then
// defaults filled in, by the algorithm of Kubernetes for structural schemas.
//
// Untouched parts are shared with what was given. Neighbours: schema.ts, walk.ts (what is looked at
// afterwards), ../../routing/defaults.ts (the law's own, for the Gateway API alone).

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import type { Schema } from './schema';

export function filled(schema: Schema, value: Json): Json {
  if (Array.isArray(value)) return filledList(schema, value as readonly Json[]);
  return isObject(value) ? filledObject(schema, value) : value;
}

function filledList({ items }: Schema, list: readonly Json[]): Json {
  if (items === undefined) return list;
  let copy: Json[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    if (typeof item !== 'object' || item === null) continue;
    const own = filled(items, item);
    if (own === item) continue;
    copy ??= [...list];
    copy[index] = own;
  }
  return copy ?? list;
}

type Fields = { [key: string]: Json | undefined };

/** A copy that takes any field name, `__proto__` too. */
function copyOf(object: JsonObject): Fields {
  return Object.assign(Object.create(null) as Fields, object);
}

function filledObject(schema: Schema, object: JsonObject): Json {
  let copy: Fields | undefined;
  const change = (key: string, value: Json | undefined) => {
    copy ??= copyOf(object);
    if (value === undefined) delete copy[key];
    else copy[key] = value;
  };
  const { fields, others } = schema;
  for (const key of Object.keys(object)) {
    const own = fields.get(key) ?? others;
    const value = object[key];
    if (own === undefined || value === undefined) continue;
    if (value === null) {
      if (!own.isNullable) change(key, undefined);
      continue;
    }
    if (typeof value !== 'object') continue;
    const inner = filled(own, value);
    if (inner !== value) change(key, inner);
  }
  if (!schema.fillsIn) return copy ?? object;
  for (const [key, own] of fields) {
    if (own.default === undefined) continue;
    const given = Object.hasOwn(copy ?? object, key) ? (copy ?? object)[key] : undefined;
    if (given === undefined) change(key, filled(own, own.default));
  }
  return copy ?? object;
}
