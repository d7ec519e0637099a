// All forks of one sandbox, and what stands for what: the first of the steps of deriving, from
// which a sandbox's own routes and those of its route groups are made.
//
// Neighbours: one-fork.ts (one fork), ../owner-derivation.ts (the steps after it).

import type { Config } from '../../model/config';
import type { ForkAccount } from '../../model/derivation';
import { canonical } from '../../model/digest';
import { type Finding, finding } from '../../model/finding';
import { workloadText } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import type { KubeObject, Manifest } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import { extraResources } from '../extra/extra-resources';
import type { ForkedService } from '../reference/fork-references';
import { foreignForks } from './foreign';
import type { ForkIndexes } from './fork-indexes';
import { type ForkedWorkload, forkWorkload } from './one-fork';
import { forkedTwice } from './twice';

export interface SandboxForks {
  readonly sandbox: SandboxSpec;
  /** Workloads, Services and whatever else the forks need. */
  readonly objects: readonly KubeObject[];
  readonly workloads: readonly ForkedWorkload[];
  readonly services: readonly ForkedService[];
  readonly accounts: readonly Omit<ForkAccount, 'services'>[];
  readonly used: readonly Manifest[];
  readonly findings: readonly Finding[];
}

export interface ForksRequest {
  readonly sandbox: SandboxSpec;
  readonly inventory: Inventory;
  readonly indexes: ForkIndexes;
  readonly config: Config;
}

export function forksOf({ sandbox, inventory, indexes, config }: ForksRequest): SandboxForks {
  const objects: KubeObject[] = [];
  const workloads: ForkedWorkload[] = [];
  const services: ForkedService[] = [];
  const shared = new Map<Manifest, KubeObject>();
  const accounts: Omit<ForkAccount, 'services'>[] = [];
  const used: Manifest[] = [];
  const besides = new Set<string>();
  const governing = new Set<Manifest>();
  const findings: Finding[] = [...forkedTwice(sandbox, indexes), ...foreignForks(sandbox)];
  for (const fork of sandbox.forks) {
    const result = forkWorkload({ sandbox, fork, inventory, indexes, config });
    for (const one of result.findings) findings.push(one);
    if (result.forked === undefined) continue;
    for (const manifest of result.used) used.push(manifest);
    objects.push(result.forked.fork);
    for (const object of result.objects) {
      // Two forks that need one thing, such as a claim that both mount, have it together.
      const text = canonical(object);
      if (!besides.has(text)) objects.push(object);
      besides.add(text);
    }
    workloads.push(result.forked);
    const workload = workloadText(fork.workload);
    accounts.push({ of: workload, name: result.forked.fork.metadata?.name ?? '' });
    for (const service of result.services) {
      const { baseline, isGoverning } = service;
      if (isGoverning) governing.add(baseline);
      // A Service that an earlier fork shares is there already.
      const object = shared.get(baseline) ?? service.fork;
      if (!shared.has(baseline)) objects.push(object);
      shared.set(baseline, object);
      const isFirst = service === result.services[0];
      const name = object.metadata?.name ?? '';
      services.push({ baseline, object, fork: name, workload, isFirst, isGoverning });
    }
  }
  const extra = extraResources({ sandbox, inventory, selectors: indexes.selectors, config });
  objects.push(...extra.objects);
  findings.push(...extra.findings);
  if (asksForNothing(sandbox)) findings.push(withoutForks(sandbox));
  const named = services.map((one) => ({ ...one, isGoverning: governing.has(one.baseline) }));
  return { sandbox, objects, workloads, services: named, accounts, used, findings };
}

function asksForNothing({ forks, virtual, extraResources }: SandboxSpec): boolean {
  return forks.length + virtual.length + extraResources.length === 0;
}

function withoutForks(sandbox: SandboxSpec): Finding {
  return finding('sandbox-invalid', {
    message: `sandbox ${sandbox.name} forks nothing`,
    hint: 'name a workload under `forks`, or a Service under `virtual`',
    where: { origin: sandbox.origin, path: ['spec', 'forks'] },
  });
}
