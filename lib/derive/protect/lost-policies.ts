// What the forks of a sandbox lost when their labels changed, by policy: who is no longer acted on,
// and who is no longer let through.
//
// Neighbours: ../capture/capture.ts (what is lost), ../policy-copy/selected-copies.ts and
// ../policy-copy/peer-copies.ts (who make up for it).

import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import { byText } from '../../model/text-order';
import type { ForkedWorkload } from '../fork/one-fork';
import type { SelectorUse } from '../selectors/selectors';

/** A selector that took a fork's baseline and does not take the fork. */
export interface Lost {
  readonly fork: ForkedWorkload;
  readonly use: SelectorUse;
}

export interface LostPolicy {
  readonly policy: Manifest;
  /** Selectors by which the policy acts on pods. */
  readonly subjects: readonly Lost[];
  /** Selectors by which it names peers of those. */
  readonly peers: readonly Lost[];
}

/** Policies by kind, namespace and name, forks by theirs. */
export function lostPolicies(
  workloads: readonly ForkedWorkload[],
  inventory: Inventory,
  which: 'lost' | 'gained' = 'lost',
): readonly LostPolicy[] {
  const forks = [...workloads].sort(byText(({ baseline }) => inventory.idOf(baseline.object)));
  const byPolicy = new Map<Manifest, Lost[]>();
  for (const fork of forks) {
    for (const use of fork[which]) collect(byPolicy, use.owner, { fork, use });
  }
  return [...byPolicy]
    .sort(byText(([{ object }]) => inventory.idOf(object)))
    .map(([policy, all]) => ({
      policy,
      subjects: all.filter(({ use }) => use.peer === undefined),
      peers: all.filter(({ use }) => use.peer !== undefined),
    }));
}
