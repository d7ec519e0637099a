// A mapping under construction: keys are own properties whatever they are called.
//
// Neighbours: construct.ts.

import { isObject, type Json } from '../model/manifest';

export type Mapping = { [key: string]: Json };

/** Sets a key; `__proto__` becomes an own property and reaches no prototype. */
export function set(mapping: Mapping, key: string, value: Json): void {
  if (key === '__proto__') {
    const property = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(mapping, key, property);
  } else mapping[key] = value;
}

/**
 * Writes what a merge key brings over what stands in a mapping, as the cluster does, and
 * adds the keys to `merged`; false where the value is none that can be merged.
 */
export function mergeInto(mapping: Mapping, value: Json, merged: Set<string>): boolean {
  // Of several, the earlier take precedence, so they are written last.
  const sources = Array.isArray(value) ? (value as readonly Json[]).toReversed() : [value];
  for (const source of sources) {
    if (!isObject(source)) return false;
    for (const [key, inherited] of Object.entries(source)) {
      set(mapping, key, inherited ?? null);
      merged.add(key);
    }
  }
  return true;
}
