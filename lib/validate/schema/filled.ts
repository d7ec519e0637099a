// An object as the API server would store it: null fields left out where they may not be null, then
// defaults filled in, by the algorithm of Kubernetes for structural schemas.
//
// Untouched parts are shared with what was given. Neighbours: schema.ts, walk.ts (what is looked at
// afterwards), ../../routing/defaults.ts (the law's own, for the Gateway API alone).

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import { remembered } from '../../model/memo';
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

/** Assigning to that name would change the prototype. */
function set(copy: Fields, key: string, value: Json): void {
  if (key !== '__proto__') copy[key] = value;
  else Object.defineProperty(copy, key, { value, enumerable: true, configurable: true });
}

function filledObject(schema: Schema, object: JsonObject): Json {
  let copy: Fields | undefined;
  const change = (key: string, value: Json | undefined) => {
    copy ??= { ...object };
    if (value === undefined) delete copy[key];
    else set(copy, key, value);
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
  for (const { key, value } of defaultsOf(schema)) {
    const given = copy ?? object;
    if (!Object.hasOwn(given, key) || given[key] === undefined) change(key, value);
  }
  return copy ?? object;
}

interface Default {
  readonly key: string;
  readonly value: Json;
}

const none: readonly Default[] = [];

/** What a schema fills in, values whole and frozen, so that every object may share them. */
function defaultsOf(schema: Schema): readonly Default[] {
  return schema.fillsIn ? wholeDefaults(schema) : none;
}

const wholeDefaults = remembered(({ fields }: Schema): readonly Default[] =>
  [...fields].flatMap(([key, own]) =>
    own.default === undefined ? [] : [{ key, value: frozen(filled(own, own.default)) }],
  ),
);

function frozen(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner as Json);
  return Object.freeze(value);
}
