// One route group: routes for its own key that lead to the forks of its sandboxes.
//
// A group writes no fork: it reaches what its sandboxes write, so a sandbox that comes or goes
// changes the group's files and no other's. Where a sandbox of it could not be derived, neither
// is the group. Neighbours: members.ts (which sandboxes), rivals.ts (two of them fork one thing).

import { type Finding, isError } from '../../model/finding';
import { membersOf } from '../../model/group-match';
import type { RouteGroupSpec } from '../../model/sandbox';
import { type DerivedOwner, deriveOwner } from '../owner-derivation';
import type { Run } from '../run';
import type { DerivedSandboxParts } from '../sandbox-derivation';
import { keyFindings } from '../twin/carrier-findings';
import { missingMembers, withoutMembers } from './members';
import { rivals } from './rivals';

export interface DerivedGroupParts {
  readonly findings: readonly Finding[];
  readonly made?: Pick<DerivedOwner, 'derivation' | 'parents'>;
}

/** @param sandboxes what was made of every sandbox, by its name */
export function deriveGroup(
  group: RouteGroupSpec,
  sandboxes: ReadonlyMap<string, DerivedSandboxParts>,
  run: Run,
): DerivedGroupParts {
  const findings = [...keyFindings(group, run.config), ...missingMembers(group, sandboxes)];
  const all = [...sandboxes.values()].map(({ sandbox }) => sandbox);
  const members = membersOf(group, all).flatMap(({ name }) => sandboxes.get(name) ?? []);
  if (members.length === 0) return { findings: [...findings, withoutMembers(group)] };
  findings.push(...rivals(group, members, run.table.inventory));
  const made = members.flatMap((one) => one.made ?? []);
  if (findings.some(isError) || made.length < members.length) return { findings };
  const { findings: derived, ...one } = deriveOwner({
    ...run,
    owner: group,
    parts: made,
  });
  const said = [...findings, ...derived];
  return said.some(isError) ? { findings: said } : { findings: said, made: one };
}
