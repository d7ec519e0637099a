// Copies of untyped JSON: patches work on copies, since neither a baseline object nor a
// patch may change, and nothing that is written holds a null.
//
// Objects are built from entries, so a key `__proto__` is a key like any other.

import { isObject, type Json } from '../../model/manifest';

/** A deep copy of what a patch holds; throws where it is no JSON. */
export function copyOf(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isObject(value)) throw new TypeError(`a ${typeof value} is no JSON value`);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, copyOf(inner)]));
}

/** A deep copy without nulls: the API server reads a null as an absent field. */
export function withoutNulls<T extends Json>(value: T): T;
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[])
      .filter((inner) => inner !== null)
      .map((inner) => withoutNulls(inner));
  }
  if (!isObject(value)) return value;
  const entries: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null && inner !== undefined) entries.push([key, withoutNulls(inner)]);
  }
  return Object.fromEntries(entries);
}
