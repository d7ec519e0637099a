// One sandbox forks a workload once: two forks would have one name.

import { type Finding, finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import { type SandboxSpec, workloadText } from '../model/sandbox';
import { isSameWorkload } from './fork-lookup';

/** A finding for each fork of a workload that an earlier fork of the sandbox names too. */
export function forkedTwice({ forks, name, origin }: SandboxSpec, inventory: Inventory): Finding[] {
  return forks.flatMap((fork, index) => {
    const first = forks
      .slice(0, index)
      .find(({ workload }) => isSameWorkload(workload, fork.workload, inventory));
    if (first === undefined) return [];
    return finding('workload-forked-twice', {
      message: `sandbox \`${name}\` forks ${workloadText(fork.workload)} twice`,
      hint: 'put all changes into one fork, or give the other its own sandbox and routing key',
      where: { origin, path: first.path },
      also: [{ origin, path: fork.path }],
      sandbox: name,
    });
  });
}
