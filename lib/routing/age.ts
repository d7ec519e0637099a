// Which of two objects of one kind goes first where nothing else tells them apart.
//
// The law is that of all conflicts in the Gateway API: the older by creation time, in whole
// seconds, then the first by "namespace/name". Files seldom hold creation times, and then the
// answer is `unknown`: a cluster always has them.

import { timeOf } from '../model/instant';
import type { NamespaceKey } from '../model/inventory';

export interface Dated {
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly created?: string;
}

/** `tie` only for objects of one and the same name. */
export type Seniority = 'before' | 'after' | 'tie' | 'unknown';

export function compareAge(left: Dated, right: Dated): Seniority {
  if (left.created !== undefined && right.created !== undefined) {
    const lead = second(left.created) - second(right.created);
    if (!Number.isNaN(lead) && lead !== 0) return lead < 0 ? 'before' : 'after';
    if (lead === 0) return compareNames(left, right);
  }
  return left.namespace === right.namespace && left.name === right.name ? 'tie' : 'unknown';
}

function second(time: string): number {
  return Math.floor((timeOf(time) ?? Number.NaN) / 1000);
}

function compareNames(left: Dated, right: Dated): Seniority {
  const [mine, other] = [`${left.namespace}/${left.name}`, `${right.namespace}/${right.name}`];
  if (mine === other) return 'tie';
  // What the current namespace is called, and so where it sorts, is not known.
  if ((left.namespace === '') !== (right.namespace === '')) return 'unknown';
  return mine < other ? 'before' : 'after';
}

/** Those that may be the first of all: one, unless ages are unknown. */
export function possiblyFirst<T>(items: readonly T[], datedOf: (item: T) => Dated): readonly T[] {
  return items.filter((item) =>
    items.every((other) => compareAge(datedOf(other), datedOf(item)) !== 'before'),
  );
}
