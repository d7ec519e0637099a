// Values that stand together under a key, in the order in which they came.

/** Adds one value under a key. */
export function collect<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
