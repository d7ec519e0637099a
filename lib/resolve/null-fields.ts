// Nulls as the API server reads them: a field that is null is an absent field.
//
// Templates print `filters: null` for what they leave out; no field of a route may be null, so
// the API server prunes it before it fills in defaults. A null in a list stays, to be refused.

import { isObject, type Json, type JsonObject } from '../model/manifest';

/** The value without null fields at any depth; untouched parts are shared. */
export function withoutNullFields(value: Json): Json {
  return holdsNull(value) ? pruned(value) : value;
}

/** Asked first: few values hold one, and asking builds nothing. */
function holdsNull(value: Json | undefined): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).some(holdsNull);
}

function pruned(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const kept = items.map(pruned);
    return kept.every((item, index) => item === items[index]) ? items : kept;
  }
  return isObject(value) ? withoutNullsOf(value) : value;
}

function withoutNullsOf(object: JsonObject): JsonObject {
  let isSame = true;
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(object)) {
    const kept = value === null || value === undefined ? undefined : pruned(value);
    if (kept !== value) isSame = false;
    if (kept !== undefined) entries.push([key, kept]);
  }
  return isSame ? object : Object.fromEntries(entries);
}
