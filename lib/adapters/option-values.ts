// Values of options: what repeats, and what is checked as soon as it is read.
//
// Neighbours: cli.ts, route-options.ts.

import { InvalidArgumentError } from 'commander';
import { nearest } from '../model/spelling';
import { profileProblem } from '../pipeline';
import { profileNames } from '../routing/profile';

export const repeat = (value: string, before: readonly string[] = []) => [...before, value];

/** A profile that routes are derived for. */
export function readDerivingProfile(
  name: string,
  before: readonly string[] = [],
): readonly string[] {
  const problem = profileProblem(name);
  if (problem !== undefined) {
    throw new InvalidArgumentError(`It ${problem.problem}; ${problem.hint}`);
  }
  return repeat(name, before);
}

/** A profile that requests are answered under; `istio,linkerd` names two. */
export function readProfiles(names: string, before: readonly string[] = []): readonly string[] {
  let all = before;
  for (const name of names.split(',')) {
    if (!profileNames.includes(name)) {
      const near = nearest(name, profileNames);
      const hint =
        near === undefined ? `use one of ${profileNames.join(', ')}` : `did you mean \`${near}\`?`;
      throw new InvalidArgumentError(`It names \`${name}\`, which is not known here; ${hint}`);
    }
    if (!all.includes(name)) all = repeat(name, all);
  }
  return all;
}

export function readNamespace(name: string): string {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name;
  throw new InvalidArgumentError('Namespaces are 1 to 63 of `a-z`, `0-9` and inner `-`.');
}
