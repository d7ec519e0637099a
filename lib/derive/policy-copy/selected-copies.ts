// Policies that act on pods by labels which a fork had to change: a copy that acts on the fork.
//
// The copy selects by the fork's own labels and says all else as the policy does. What acts from
// Istio's root namespace becomes a policy of the fork's namespace, so that it takes no other pods.
// Neighbours: ../protect/lost-policies.ts, peer-copies.ts (who the rules of a copy let through),
// ../protect/protection-findings.ts.

import { collect } from '../../model/groups';
import { at, type Json, type KubeObject, listOf } from '../../model/manifest';
import type { Owner } from '../../model/sandbox';
import type { ForkedWorkload } from '../fork/one-fork';
import type { Lost, LostPolicy } from '../protect/lost-policies';
import type { Copied } from './copied';
import { forkSelector } from './fork-selector';
import { withNetworkDefaults } from './network-defaults';
import { withPeers } from './peer-copies';
import { policyCopy, withAt } from './policy-copy';

/** A copy for each fork that the policy acted on; none where no copy can make up for it. */
export function selectedCopies({ policy, subjects, peers }: LostPolicy, owner: Owner) {
  const full = withPeers(policy.object, peers);
  const byFork = new Map<ForkedWorkload, Lost[]>();
  for (const lost of subjects) {
    if (lost.use.row !== undefined && lost.use.row.loss === undefined)
      collect(byFork, lost.fork, lost);
  }
  return [...byFork].map(([fork, own], part): Copied => {
    const from = withNetworkDefaults(onlyDocuments(withForkSelectors(full, own), own));
    return { policy, object: policyCopy({ policy, owner, from, part, ...homeOf(fork, own) }) };
  });
}

function withForkSelectors(object: KubeObject, lost: readonly Lost[]): KubeObject {
  let full = object;
  for (const { fork, use } of lost) {
    const { path, row } = use;
    if (row === undefined) continue;
    const isClusterWide = row.scope === 'cluster' && object.metadata?.namespace === undefined;
    const selector = forkSelector(row.form, at(object, path), fork, isClusterWide);
    full = withAt(full, path, selector);
  }
  return full;
}

/** Of several documents in one Cilium policy those that acted on the fork's baseline. */
function onlyDocuments(object: KubeObject, lost: readonly Lost[]): KubeObject {
  if (object.specs === undefined) return object;
  const indexes = new Set(lost.map(({ use: { path } }) => path[0] === 'specs' && path[1]));
  const { spec, specs, ...rest } = object;
  const kept = listOf(specs).filter((_: Json, index) => indexes.has(index));
  return {
    ...rest,
    ...(spec !== undefined && indexes.has(false) ? { spec } : {}),
    ...(kept.length === 0 ? {} : { specs: kept }),
  } as KubeObject;
}

/** Where the copy lives, and what tells it from the copy of a policy that lives there. */
function homeOf({ fork }: ForkedWorkload, [first]: readonly Lost[]) {
  const { kind, metadata } = first?.use.owner.object ?? {};
  const isFromRoot =
    first?.use.row?.scope === 'mesh-root' && metadata?.namespace !== fork.metadata?.namespace;
  if (isFromRoot) {
    return { namespace: fork.metadata?.namespace, suffix: `--${String(metadata?.namespace)}` };
  }
  // A copy for the fork as the server that the rule is for has the plain name.
  return kind === 'DestinationRule' ? { suffix: '--client' } : {};
}
