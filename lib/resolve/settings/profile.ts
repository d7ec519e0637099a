// The setting `profile`: the implementations that the routes must run on.
//
// Neighbours: ../../routing/profile.ts (what is known of each).

import type { FieldPath, Json } from '../../model/manifest';
import { nearest } from '../../model/spelling';
import { derivingObstacle, derivingProfileNames, profileNames } from '../../routing/profile';
import type { DocumentReader } from '../document-reader';

/** One name, or a list of them. */
export function readProfiles(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): readonly string[] {
  const isOne = value !== undefined && value !== null && typeof value !== 'object';
  const list = isOne ? [value] : reader.list(value, path);
  return list.flatMap((entry) => {
    const name = reader.text(entry, path);
    if (name === undefined) return [];
    const problem = profileProblem(name);
    if (problem === undefined) return [name];
    reader.report(path, problem.problem, problem.hint);
    return [];
  });
}

/**
 * What is wrong with a profile's name; undefined where it is known. Deriving takes fewer than
 * asking where a request goes: its proof does not hold in every order.
 */
export function profileProblem(
  name: string,
  use: 'derive' | 'route' = 'derive',
): { problem: string; hint: string } | undefined {
  const names = use === 'derive' ? derivingProfileNames : profileNames;
  if (names.includes(name)) return undefined;
  const none = use === 'derive' ? ', or none to honour every known order' : '';
  const list = `use one of ${names.join(', ')}${none}`;
  if (profileNames.includes(name)) {
    const problem = `names \`${name}\`, under which derived routes cannot be kept apart from others: ${derivingObstacle(name)}`;
    return { problem, hint: list };
  }
  const near = names.find((known) => known.startsWith(`${name}-`)) ?? nearest(name, names);
  return {
    problem: `names \`${name}\`, whose order of matches is not known here`,
    hint: near === undefined ? list : `did you mean \`${near}\`?`,
  };
}
