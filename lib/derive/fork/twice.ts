// One sandbox forks a workload once: two forks would have one name, or stand for one another.
//
// A Rollout and the Deployment that it takes its pods from are one workload, and so are a
// Deployment and the primary that Flagger makes of it.

import { type Finding, finding } from '../../model/finding';
import { type ForkSpec, workloadText } from '../../model/fork';
import type { SandboxSpec } from '../../model/sandbox';
import { findWorkload } from '../workload/lookup';
import { podsOf } from '../workload/workload-pods';
import type { ForkIndexes } from './fork-indexes';

/** A finding for each fork of a workload that an earlier fork of the sandbox names too. */
export function forkedTwice({ forks, name, origin }: SandboxSpec, indexes: ForkIndexes): Finding[] {
  const known = new Map<string, ForkSpec>();
  return forks.flatMap((fork) => {
    const ids = idsOf(fork, indexes);
    const first = ids.map((id) => known.get(id)).find((other) => other !== undefined);
    for (const id of ids) if (!known.has(id)) known.set(id, fork);
    if (first === undefined) return [];
    const [one, other] = [workloadText(first.workload), workloadText(fork.workload)];
    return finding('workload-forked-twice', {
      message:
        one === other
          ? `sandbox \`${name}\` forks ${one} twice`
          : `sandbox \`${name}\` forks ${one} and ${other}, which are one workload`,
      hint: 'put all changes into one fork, or give the other its own sandbox and routing key',
      where: { origin, path: first.path },
      also: [{ origin, path: fork.path }],
      sandbox: name,
    });
  });
}

/** The workload that a fork names and all that are one with it; the name alone where none is there. */
function idsOf({ workload }: ForkSpec, indexes: ForkIndexes): readonly string[] {
  const { inventory } = indexes;
  const found = findWorkload(workload, inventory);
  if (found === undefined) {
    return [`${workload.kind}\n${inventory.namespaceKey(workload.namespace)}\n${workload.name}`];
  }
  return [found, ...podsOf(found, indexes).aliases].map(({ object }) => inventory.idOf(object));
}
