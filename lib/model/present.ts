// Objects without the keys that have no value, for optional fields that may not be undefined.

/** The object without the keys that are undefined. */
export function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const entries = Object.entries(value);
  const kept = entries.filter(([, inner]) => inner !== undefined);
  // Object.fromEntries defines keys, so that one called `__proto__` stays a key.
  return (kept.length === entries.length ? value : Object.fromEntries(kept)) as T;
}
