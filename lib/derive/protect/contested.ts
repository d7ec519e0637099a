// Policies of which one alone counts for a target: the oldest, where the input tells their ages.
//
// Their copies are of one age, so only the one that counts is copied; where ages are not known, all
// are, and somebody is told. Neighbours: ../policy/policy-kinds.ts (which kinds),
// ../policy-copy/targeted-copies.ts.

import { collect } from '../../model/groups';
import { groupKindOf } from '../../model/inventory';
import type { KubeObject } from '../../model/manifest';
import { byText } from '../../model/text-order';
import type { PolicyIndex } from '../policy/policy-index';
import { isOneOnly } from '../policy/policy-kinds';
import { isOfGroup, type PolicyReference } from '../policy/policy-reference';
import { targetKey } from '../policy/target-key';
import type { StandIn } from './stand-in';

export interface Contest {
  readonly target: KubeObject;
  /** By age where that is known, else by name. */
  readonly rivals: readonly PolicyReference[];
  readonly isDecided: boolean;
}

/** Every target of a stand-in that several policies of a kind claim, each once. */
export function contests(standIns: readonly StandIn[], index: PolicyIndex): readonly Contest[] {
  const targets = new Map(standIns.map(({ baseline }) => [baseline, baseline.object]));
  return [...targets.values()].flatMap((target) => {
    const claims = new Map<string, PolicyReference[]>();
    for (const reference of index.naming(targetKey(target, index.inventory))) {
      const { policy, ref } = reference;
      if (!isOneOnly(policy.object) || !isOfGroup(ref, target)) continue;
      collect(claims, `${groupKindOf(policy.object)}\n${String(ref.sectionName ?? '')}`, reference);
    }
    return [...claims.values()].flatMap((rivals) => contestOf(target, rivals, index) ?? []);
  });
}

function contestOf(
  target: KubeObject,
  rivals: readonly PolicyReference[],
  { inventory }: PolicyIndex,
): Contest | undefined {
  if (new Set(rivals.map(({ policy }) => policy)).size < 2) return undefined;
  const ages = rivals.map(({ policy }) => policy.object.metadata?.creationTimestamp);
  const isDecided = ages.every((age) => typeof age === 'string');
  const rank = ({ policy: { object } }: PolicyReference): string => {
    const age = isDecided ? String(object.metadata?.creationTimestamp) : '';
    return `${age}\n${inventory.idOf(object)}`;
  };
  return { target, rivals: [...rivals].sort(byText(rank)), isDecided };
}

/** The references that do not count. */
export function outranked(all: readonly Contest[]): ReadonlySet<PolicyReference> {
  return new Set(
    all.filter(({ isDecided }) => isDecided).flatMap(({ rivals: [, ...others] }) => others),
  );
}
