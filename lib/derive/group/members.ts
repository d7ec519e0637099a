// Which sandboxes a route group reaches: `match` asked of each sandbox's name and labels.
//
// A name that no sandbox of the input has falls back to the baseline: the sandbox may be of
// another repository, or not rendered yet. Neighbour: group-derivation.ts.

import { type Finding, finding } from '../../model/finding';
import { globMatches } from '../../model/glob';
import type { GroupMatch, RouteGroupSpec, SandboxSpec } from '../../model/sandbox';
import { byText } from '../../model/text-order';

const byName = byText(({ name }: SandboxSpec) => name);

/** The sandboxes of a group, by name. */
export function membersOf(
  { match }: RouteGroupSpec,
  sandboxes: readonly SandboxSpec[],
): readonly SandboxSpec[] {
  const holds = testOf(match);
  return sandboxes.filter(holds).sort(byName);
}

type Test = (sandbox: SandboxSpec) => boolean;

/** Read once for all sandboxes: a list of names is as long as there are sandboxes. */
function testOf(match: GroupMatch): Test {
  if ('label' in match) {
    const { key, value } = match.label;
    return ({ labels }) => Object.hasOwn(labels, key) && globMatches(value, labels[key] ?? '');
  }
  if ('sandboxes' in match) {
    const names = new Set(match.sandboxes);
    return ({ name }) => names.has(name);
  }
  if ('any' in match) {
    const tests = match.any.map(testOf);
    return (sandbox) => tests.some((test) => test(sandbox));
  }
  const tests = match.all.map(testOf);
  return (sandbox) => tests.every((test) => test(sandbox));
}

/** Sandboxes that a group names and the input does not hold, each once, as they are named. */
export function missingMembers(
  group: RouteGroupSpec,
  known: { has(name: string): boolean },
): readonly Finding[] {
  const missing = [...new Set(namesIn(group.match))].filter((name) => !known.has(name));
  return missing.map((name) =>
    finding('route-group-member-missing', {
      message: `route group ${group.name} names sandbox \`${name}\`, which is not in the input: its requests stay with the baseline for what that sandbox would fork`,
      hint: 'name the file of that sandbox with `-s`, or take its name out of the group',
      where: { origin: group.origin, path: ['spec', 'match'] },
      sandbox: group.name,
    }),
  );
}

function namesIn(match: GroupMatch): readonly string[] {
  if ('label' in match) return [];
  if ('sandboxes' in match) return match.sandboxes;
  return ('any' in match ? match.any : match.all).flatMap(namesIn);
}

export function withoutMembers(group: RouteGroupSpec): Finding {
  return finding('route-group-empty', {
    message: `route group ${group.name} matches no sandbox, so nothing is written for it`,
    hint: 'compare its `match` with the names and labels of the sandboxes: `*` in a label stands for any characters but `/`',
    where: { origin: group.origin, path: ['spec', 'match'] },
    sandbox: group.name,
  });
}
