// One sandbox: its forks, and what is derived from them. What route groups need of it is kept
// beside its objects.
//
// Neighbours: owner-derivation.ts (the steps), group/group-derivation.ts (who asks for the forks).

import type { Config } from '../model/config';
import type { SandboxDerivation } from '../model/derivation';
import { type Finding, isError } from '../model/finding';
import type { RouteTable } from '../model/route-table';
import type { SandboxSpec } from '../model/sandbox';
import type { ForkIndexes } from './fork/fork-indexes';
import { forksOf, type SandboxForks } from './fork/forks';
import { deriveOwner } from './owner-derivation';
import type { TargetingPolicies } from './protect/policy-findings';
import { keyFindings } from './twin/carrier-findings';
import { endpointsOf, type SandboxEndpoint } from './virtual/endpoints';
import type { Digests } from './write/baseline-digest';

/** What all owners of a run share: the baseline, the settings, and indexes made of them once. */
export interface Shared {
  readonly table: RouteTable;
  readonly config: Config;
  readonly indexes: ForkIndexes;
  readonly digests: Digests;
  readonly policies: TargetingPolicies;
}

export interface DerivedSandboxParts {
  readonly sandbox: SandboxSpec;
  readonly findings: readonly Finding[];
  /** Undefined where an error kept the sandbox from being derived. */
  readonly made?: {
    readonly derivation: SandboxDerivation;
    /** The forks that are written. */
    readonly forks: SandboxForks;
    readonly virtual: readonly SandboxEndpoint[];
  };
}

export function deriveSandbox(sandbox: SandboxSpec, shared: Shared): DerivedSandboxParts {
  const { table, config, indexes } = shared;
  const keys = keyFindings(sandbox, config);
  const forks = forksOf({ sandbox, inventory: table.inventory, indexes, config });
  const { endpoints: virtual, findings: ofVirtual } = endpointsOf(forks, table);
  const early = [...keys, ...forks.findings, ...ofVirtual];
  if (early.some(isError)) return { sandbox, findings: early };
  const { derivation, findings, needless } = deriveOwner({
    ...shared,
    owner: sandbox,
    parts: [{ forks, virtual }],
  });
  const all = [...keys, ...ofVirtual, ...findings];
  if (all.some(isError)) return { sandbox, findings: all };
  const services = forks.services.filter(({ object }) => !needless.has(object));
  return { sandbox, findings: all, made: { derivation, forks: { ...forks, services }, virtual } };
}
