// One sandbox: its forks, and what is derived from them. What route groups need of it is kept
// beside its objects.
//
// Neighbours: owner-derivation.ts (the steps), group/group-derivation.ts (who asks for the forks).

import { type Finding, isError } from '../model/finding';
import type { SandboxSpec } from '../model/sandbox';
import { forksOf, type SandboxForks } from './fork/forks';
import { type DerivedOwner, deriveOwner } from './owner-derivation';
import type { Run } from './run';
import { keyFindings } from './twin/carrier-findings';
import { endpointsOf } from './virtual/endpoints';
import type { SandboxEndpoint } from './virtual/sandbox-endpoint';

export interface DerivedSandboxParts {
  readonly sandbox: SandboxSpec;
  readonly findings: readonly Finding[];
  /** Undefined where an error kept the sandbox from being derived. */
  readonly made?: Pick<DerivedOwner, 'derivation' | 'parents'> & {
    /** The forks that are written. */
    readonly forks: SandboxForks;
    readonly virtual: readonly SandboxEndpoint[];
  };
}

export function deriveSandbox(sandbox: SandboxSpec, run: Run): DerivedSandboxParts {
  const { table, config, indexes } = run;
  const keys = keyFindings(sandbox, config);
  const forks = forksOf({ sandbox, inventory: table.inventory, indexes, config });
  const { endpoints: virtual, findings: ofVirtual } = endpointsOf(forks, table);
  const early = [...keys, ...forks.findings, ...ofVirtual];
  if (early.some(isError)) return { sandbox, findings: early };
  const { derivation, findings, needless, parents } = deriveOwner({
    ...run,
    owner: sandbox,
    parts: [{ forks, virtual }],
  });
  const all = [...keys, ...ofVirtual, ...findings];
  if (all.some(isError)) return { sandbox, findings: all };
  const services = forks.services.filter(({ object }) => !needless.has(object));
  const written = { ...forks, services };
  return { sandbox, findings: all, made: { derivation, parents, forks: written, virtual } };
}
