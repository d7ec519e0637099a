// Which sandboxes a route group reaches: its `match`, asked of their names and labels.
//
// Neighbours: sandbox.ts (the match), glob.ts (patterns of labels).

import { globMatches } from './glob';
import type { GroupMatch, RouteGroupSpec, SandboxSpec } from './sandbox';
import { byText } from './text-order';

type Matched = Pick<SandboxSpec, 'name' | 'labels'>;

/** The sandboxes of a group, by name. */
export function membersOf<T extends Matched>(
  { match }: Pick<RouteGroupSpec, 'match'>,
  sandboxes: readonly T[],
): readonly T[] {
  const holds = testOf(match);
  return sandboxes.filter(holds).sort(byText(({ name }) => name));
}

type Test = (sandbox: Matched) => boolean;

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

/** The sandboxes that a match names outright, each once. */
export function namedMembers(match: GroupMatch): readonly string[] {
  return [...new Set(namesIn(match))];
}

function namesIn(match: GroupMatch): readonly string[] {
  if ('label' in match) return [];
  if ('sandboxes' in match) return match.sandboxes;
  return ('any' in match ? match.any : match.all).flatMap(namesIn);
}
