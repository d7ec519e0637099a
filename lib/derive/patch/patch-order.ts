// The order of a list after a strategic merge, as kubectl gives it.
//
// Entries that the patch names stand in the patch's order, the others in their old one; the
// two are woven so that an old entry comes first only where it stood before the patch's
// next entry. So what a patch adds comes before old entries that nothing holds in front.
// It matters: the first container is the one that `kubectl logs` and probes' defaults mean.

/** `fromPatch` and `original` hold entries of `merged` themselves, each in its own order. */
export function inOrder<T>(
  merged: readonly T[],
  fromPatch: readonly T[],
  original: readonly T[],
): readonly T[] {
  const isNamed = new Set(fromPatch);
  const oldPlace = new Map(original.map((entry, index) => [entry, index] as const));
  const isOld = (entry: T): boolean => !isNamed.has(entry) && oldPlace.has(entry);
  const others = [
    ...original.filter(isOld),
    ...merged.filter((entry) => !isNamed.has(entry) && !oldPlace.has(entry)),
  ];
  const woven: T[] = [];
  let next = 0;
  for (const entry of fromPatch) {
    const place = oldPlace.get(entry);
    for (; place !== undefined; next += 1) {
      const other = others[next];
      const otherPlace = other === undefined ? undefined : oldPlace.get(other);
      if (other === undefined || otherPlace === undefined || otherPlace >= place) break;
      woven.push(other);
    }
    woven.push(entry);
  }
  return [...woven, ...others.slice(next)];
}
