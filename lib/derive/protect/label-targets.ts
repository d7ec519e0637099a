// Policies that select their targets by label (`targetSelectors`), decided for each: whether what
// stands in is selected as its baseline is.
//
// Labels of the baseline are copied, those that say which tool owns it are not; so mostly such a
// policy follows by itself. Neighbours: ../policy/policy-index.ts,
// ../policy-copy/targeted-copies.ts (copies for those that do not follow), protection-findings.ts
// (those that take the stand-in alone).

import { labelsOf, selects } from '../../model/selector';
import type { PolicyIndex, SelectingReference } from '../policy/policy-index';
import { isOfGroup } from '../policy/policy-reference';
import type { StandIn } from './stand-in';

export interface LabelTarget {
  readonly reference: SelectingReference;
  readonly standIn: StandIn;
  /**
   * `follows`: the stand-in is selected as its baseline is; `copied`: it is not, and a copy can name
   * it; `lost`: no copy can, since names reach no other namespace; `drawn`: it alone is selected.
   */
  readonly fate: 'follows' | 'copied' | 'lost' | 'drawn';
}

/** What becomes of each policy that selects the baseline or the stand-in by label. */
export function labelTargets(standIn: StandIn, index: PolicyIndex): readonly LabelTarget[] {
  const { baseline, object } = standIn;
  const before = labelsOf(baseline.object.metadata?.labels);
  const after = labelsOf(object.metadata?.labels);
  const namespace = index.inventory.namespaceOf(baseline.object);
  return index
    .selecting(baseline.object.kind, namespace, [before, after])
    .filter(({ ref }) => isOfGroup(ref, baseline.object))
    .flatMap((reference): LabelTarget[] => {
      const { selector, policy } = reference;
      const home = index.inventory.namespaceOf(policy.object);
      const isOnStandIn = selects(selector, after);
      if (selects(selector, before)) {
        const fate = isOnStandIn ? 'follows' : home === namespace ? 'copied' : 'lost';
        return [{ reference, standIn, fate }];
      }
      // Whoever selects by a mark of ours means Gatefork's objects.
      const isMeant = selector.some(({ key }) => key.includes('gatefork.dev/'));
      return isOnStandIn && !isMeant ? [{ reference, standIn, fate: 'drawn' }] : [];
    });
}
