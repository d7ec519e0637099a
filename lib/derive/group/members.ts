// What there is to say of the sandboxes of a route group.
//
// A name that no sandbox of the input has falls back to the baseline: the sandbox may be of
// another repository, or not rendered yet. Neighbours: group-derivation.ts,
// ../../model/group-match.ts (which sandboxes those are).

import { type Finding, finding } from '../../model/finding';
import { namedMembers } from '../../model/group-match';
import type { RouteGroupSpec } from '../../model/sandbox';

/** Sandboxes that a group names and the input does not hold, each once, as they are named. */
export function missingMembers(
  group: RouteGroupSpec,
  known: { has(name: string): boolean },
): readonly Finding[] {
  const missing = namedMembers(group.match).filter((name) => !known.has(name));
  return missing.map((name) =>
    finding('route-group-member-missing', {
      message: `route group ${group.name} names sandbox \`${name}\`, which is not in the input: its requests stay with the baseline for what that sandbox would fork`,
      hint: 'name the file of that sandbox with `-s`, or take its name out of the group',
      where: { origin: group.origin, path: ['spec', 'match'] },
      sandbox: group.name,
    }),
  );
}

export function withoutMembers(group: RouteGroupSpec): Finding {
  return finding('route-group-empty', {
    message: `route group ${group.name} matches no sandbox, so nothing is written for it`,
    hint: 'compare its `match` with the names and labels of the sandboxes: `*` in a label stands for any characters but `/`',
    where: { origin: group.origin, path: ['spec', 'match'] },
    sandbox: group.name,
  });
}
