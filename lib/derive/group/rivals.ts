// Two sandboxes of one route group that fork one workload, or replace one Service: the group's key
// would have to lead to both. Nobody can choose for the author, so it is an error with both names.
//
// A fork of a workload stands in for each of its Services, so two forks of two workloads behind one
// Service meet as well. Neighbour: group-derivation.ts.

import { type Finding, finding } from '../../model/finding';
import { type WorkloadRef, workloadText } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import { nameOf } from '../../model/manifest';
import type { RouteGroupSpec, SandboxSpec } from '../../model/sandbox';
import type { DerivedSandboxParts } from '../sandbox-derivation';
import { isSameEndpoint, type SandboxEndpoint } from '../virtual/sandbox-endpoint';

/** Something that one sandbox of the group replaces. */
interface Claim {
  /** What is replaced, as messages name it. */
  readonly what: string;
  /** The workload whose fork replaces it, or the endpoint that it is sent to. */
  readonly by: string | SandboxEndpoint;
  readonly sandbox: SandboxSpec;
}

export function rivals(
  group: RouteGroupSpec,
  members: readonly DerivedSandboxParts[],
  inventory: Inventory,
): readonly Finding[] {
  const first = new Map<string, Claim>();
  return members.flatMap((member) =>
    claimsOf(member, inventory).flatMap(([id, claim]): Finding[] => {
      const rival = first.get(id);
      if (rival === undefined) first.set(id, claim);
      if (rival === undefined || rival.sandbox === claim.sandbox) return [];
      return isOne(rival, claim) ? [] : [conflict(group, rival, claim)];
    }),
  );
}

/**
 * Whether two claims are no conflict of their own: the Services of a workload that both sandboxes
 * fork, which is said of the workload; or requests that both send to one and the same place.
 */
function isOne(first: Claim, second: Claim): boolean {
  if (typeof first.by === 'string' || typeof second.by === 'string') {
    return first.what !== first.by && first.by === second.by;
  }
  return isSameEndpoint(first.by, second.by);
}

/** What a sandbox replaces, workloads first. */
function claimsOf(
  { sandbox, made }: DerivedSandboxParts,
  inventory: Inventory,
): readonly (readonly [string, Claim])[] {
  const workloads = sandbox.forks.map(({ workload }) => {
    const what = workloadText(workload);
    return [workloadId(workload, inventory), { what, by: what, sandbox }] as const;
  });
  const services = (made?.forks.services ?? []).map(({ baseline, workload }) => {
    const what = nameOf(baseline.object);
    return [inventory.idOf(baseline.object), { what, by: workload, sandbox }] as const;
  });
  const virtual = (made?.virtual ?? []).map((by) => {
    const { object } = by.baseline;
    return [inventory.idOf(object), { what: nameOf(object), by, sandbox }] as const;
  });
  return [...workloads, ...services, ...virtual];
}

function workloadId({ kind, namespace, name }: WorkloadRef, inventory: Inventory): string {
  return `${kind}\n${inventory.namespaceKey(namespace)}\n${name}`;
}

function conflict(group: RouteGroupSpec, first: Claim, second: Claim): Finding {
  return finding('route-group-conflict', {
    message: `sandboxes ${first.sandbox.name} and ${second.sandbox.name} of route group ${group.name} both replace ${first.what}, so its key would lead to two places`,
    hint: 'take one of the two out of the group, or put both changes into one sandbox',
    where: { origin: group.origin, path: ['spec', 'match'] },
    also: [first, second].map(({ sandbox }) => ({ origin: sandbox.origin })),
    sandbox: group.name,
  });
}
