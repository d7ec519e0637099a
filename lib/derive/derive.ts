// Route table, sandboxes and route groups -> what each of them adds to the cluster.
//
// Each sandbox is derived alone, from the baseline only, and each route group from the baseline and
// its own sandboxes: nothing is shared between them, so adding or removing a sandbox changes no
// byte of another's (docs/architecture.md#promises).
// Neighbours: sandbox-derivation.ts (one sandbox), group/group-derivation.ts (one route group).

import type { Config } from '../model/config';
import type { Derivation } from '../model/derivation';
import type { Finding } from '../model/finding';
import type { RouteTable } from '../model/route-table';
import type { Owner, RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import { byText } from '../model/text-order';
import { unusedAcceptances } from './acceptance';
import { assumptions } from './assumptions';
import { keyReach } from './exposure/key-reach';
import { unusedPatterns } from './exposure/unused-patterns';
import { deriveGroup } from './group/group-derivation';
import { sharedNames } from './names/shared-names';
import { takenNames } from './names/taken-names';
import type { DerivedOwner } from './owner-derivation';
import { sharedHostnames } from './preview/shared-hostnames';
import { runOf } from './run';
import { type DerivedSandboxParts, deriveSandbox } from './sandbox-derivation';
import { propagationFindings } from './tracing/propagation';
import { carrierFindings } from './twin/carrier-findings';
import { sizeFindings } from './write/object-size';

export interface DeriveRequest {
  readonly table: RouteTable;
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
  readonly config: Config;
}

/** Derives every owner; one that has an error adds findings and may lack objects. */
export function derive({ table, sandboxes, groups, config }: DeriveRequest): Derivation {
  const owners = [...sandboxes, ...groups];
  const clashes = sharedNames(owners);
  if (clashes.length > 0) return { sandboxes: [], findings: clashes };
  const findings: Finding[] = [...carrierFindings(config, owners, table)];
  const say = ({ name }: Owner, found: readonly Finding[]) => {
    for (const one of found) findings.push({ ...one, sandbox: name });
  };
  const run = runOf(table, config);
  const made: Made[] = [];
  const parts = new Map<string, DerivedSandboxParts>();
  for (const sandbox of [...sandboxes].sort(byName)) {
    const one = deriveSandbox(sandbox, run);
    say(sandbox, one.findings);
    parts.set(sandbox.name, one);
    if (one.made !== undefined) made.push(one.made);
  }
  for (const group of [...groups].sort(byName)) {
    const one = deriveGroup(group, parts, run);
    say(group, one.findings);
    if (one.made !== undefined) made.push(one.made);
  }
  const derived = made.map(({ derivation }) => derivation);
  derived.sort(byText(({ owner }) => owner.name));
  findings.push(
    ...takenNames(derived, table.inventory),
    ...sizeFindings(derived),
    ...sharedHostnames([...sandboxes].sort(byName)),
    ...keyReach(
      made.flatMap(({ parents }) => parents),
      run.exclusion,
      config,
    ),
    ...unusedPatterns(config, run.exclusion, table),
    ...assumptions(derived, table),
    ...propagationFindings({ ...run, forked: forkedServices(parts) }),
  );
  findings.push(...unusedAcceptances(findings, config));
  return { sandboxes: derived, findings };
}

type Made = Pick<DerivedOwner, 'derivation' | 'parents'>;

const byName = byText(({ name }: Owner) => name);

/** The baseline Services that each sandbox forks. */
function forkedServices(parts: ReadonlyMap<string, DerivedSandboxParts>) {
  return [...parts.values()].map(
    ({ made }) => new Set(made?.forks.services.map(({ baseline }) => baseline)),
  );
}
