// One sandbox forks a workload once: two forks would have one name.

import { type Finding, finding } from '../../model/finding';
import { type ForkSpec, workloadText } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import type { SandboxSpec } from '../../model/sandbox';

/** A finding for each fork of a workload that an earlier fork of the sandbox names too. */
export function forkedTwice({ forks, name, origin }: SandboxSpec, inventory: Inventory): Finding[] {
  const known = new Map<string, ForkSpec>();
  return forks.flatMap((fork) => {
    const { kind, namespace, name: workload } = fork.workload;
    const id = `${kind}\n${inventory.namespaceKey(namespace)}\n${workload}`;
    const first = known.get(id);
    if (first === undefined) {
      known.set(id, fork);
      return [];
    }
    return finding('workload-forked-twice', {
      message: `sandbox \`${name}\` forks ${workloadText(fork.workload)} twice`,
      hint: 'put all changes into one fork, or give the other its own sandbox and routing key',
      where: { origin, path: first.path },
      also: [{ origin, path: fork.path }],
      sandbox: name,
    });
  });
}
