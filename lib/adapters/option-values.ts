// Values of options: what repeats, and what is checked as soon as it is read.
//
// Neighbours: cli.ts, route-options.ts, verify-options.ts.

import { InvalidArgumentError } from 'commander';
import { profileProblem } from '../pipeline';
import { profileNames } from '../routing/profile';

export const repeat = (value: string, before: readonly string[] = []) => [...before, value];

/** A profile that routes are derived for. */
export function readDerivingProfile(
  name: string,
  before: readonly string[] = [],
): readonly string[] {
  refuseUnknown(name, 'derive');
  return repeat(name, before);
}

function refuseUnknown(name: string, use: 'derive' | 'route'): void {
  const problem = profileProblem(name, use);
  if (problem === undefined) return;
  throw new InvalidArgumentError(`It ${problem.problem}; ${problem.hint}`);
}

/** A profile that requests are answered under; `istio,linkerd` names two. */
export function readProfiles(names: string, before: readonly string[] = []): readonly string[] {
  let all = before;
  for (const name of names.split(',')) {
    refuseUnknown(name, 'route');
    if (!all.includes(name)) all = repeat(name, all);
  }
  return all;
}

/** Every profile there is. */
const everyProfile = 'all';

/** A profile that is proved under; `all` are all of them. */
export function readProofProfiles(names: string, before: readonly string[] = []) {
  let all = before;
  for (const name of names.split(',')) {
    if (name !== everyProfile) refuseUnknown(name, 'route');
    const named = name === everyProfile ? profileNames : [name];
    all = [...all, ...named.filter((one) => !all.includes(one))];
  }
  return all;
}

export function readNamespace(name: string): string {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name;
  throw new InvalidArgumentError('Namespaces are 1 to 63 of `a-z`, `0-9` and inner `-`.');
}
