// Which of two objects of one kind goes first where nothing else tells them apart.
//
// The law is that of all conflicts in the Gateway API: the older by creation time, in whole
// seconds, then the first by "namespace/name". Files seldom hold creation times, and then the
// answer is `unknown`: a cluster always has them.

import { timeOf } from '../../model/instant';
import type { NamespaceKey } from '../../model/inventory';

export interface Dated {
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly created?: string;
}

/** `tie` only for objects of one and the same name. */
export type Seniority = 'before' | 'after' | 'tie' | 'unknown';

export function compareAge(left: Dated, right: Dated): Seniority {
  const [mine, other] = [secondOf(left), secondOf(right)];
  if (mine !== undefined && other !== undefined) {
    if (mine !== other) return mine < other ? 'before' : 'after';
    return compareNames(left, right);
  }
  return left.namespace === right.namespace && left.name === right.name ? 'tie' : 'unknown';
}

/** When an object was made, to the second, as the API server keeps it; undefined: nobody knows. */
export function secondOf({ created }: Pick<Dated, 'created'>): number | undefined {
  const time = created === undefined ? undefined : timeOf(created);
  return time === undefined ? undefined : Math.floor(time / 1000);
}

function compareNames(left: Dated, right: Dated): Seniority {
  const [mine, other] = [`${left.namespace}/${left.name}`, `${right.namespace}/${right.name}`];
  if (mine === other) return 'tie';
  // What the current namespace is called, and so where it sorts, is not known.
  if ((left.namespace === '') !== (right.namespace === '')) return 'unknown';
  return mine < other ? 'before' : 'after';
}

/**
 * Those that may be the first of all: one, unless ages are unknown. An object of unknown age may
 * always be, and none is behind it for certain, so each of the others is compared with the few
 * first of known age alone.
 */
export function possiblyFirst<T>(items: readonly T[], datedOf: (item: T) => Dated): readonly T[] {
  const known = items.filter((item) => secondOf(datedOf(item)) !== undefined);
  const isBefore = (left: T, right: T) => compareAge(datedOf(left), datedOf(right)) === 'before';
  let first: readonly T[] = [];
  for (const item of known) {
    if (first.some((other) => isBefore(other, item))) continue;
    first = [...first.filter((other) => !isBefore(item, other)), item];
  }
  const late = new Set(known);
  for (const item of first) late.delete(item);
  return items.filter((item) => !late.has(item));
}
