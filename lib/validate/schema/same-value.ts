// Values as the API server compares them: the order of fields is nothing, and `1` is `1.0`.
//
// Neighbours: walk.ts (what stands twice in a list), ../../model/same-json.ts.

import { isObject, type Json } from '../../model/manifest';

/** One text for one value. */
export function valueId(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(valueId).join()}]`;
  if (isObject(value)) {
    const fields = Object.keys(value).sort();
    return `{${fields.map((key) => `${JSON.stringify(key)}:${valueId(value[key] ?? null)}`).join()}}`;
  }
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
