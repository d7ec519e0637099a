// The paths of one class: is a path one of them, which is a plain one, and rules that read them.
//
// Prefixes work element by element (coversPath in ../../routing/accept/path.ts). A class may leave
// out thousands of others, so it is asked by key. Neighbours: text-question.ts, carried-text.ts.

import { remembered } from '../../model/memo';
import { setOf } from './alphabet';
import type { Rules, Verdict } from './automaton';
import type { PathClass } from './text-question';
import { type Branch, eachOf, treeOf } from './word-rules';

type Below = PathClass & { readonly type: 'PathPrefix' };

const exceptions = remembered(({ exceptBelow, exceptExact }: Below) => ({
  below: new Set(exceptBelow),
  exact: new Set(exceptExact),
}));

export function isInClass(paths: PathClass, path: string): boolean {
  if (paths.type === 'Exact') return path === paths.value;
  const { below, exact } = exceptions(paths);
  if (!path.startsWith('/') || !isBelow(paths.key, path) || exact.has(path)) return false;
  return ![...prefixesOf(path)].some((prefix) => below.has(prefix));
}

function isBelow(key: string, path: string): boolean {
  return path.startsWith(key) && (path.length === key.length || path[key.length] === '/');
}

/** The prefixes that cover a path, without trailing slash. */
function* prefixesOf(path: string): Generator<string> {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    yield path.slice(0, at);
  }
  yield path;
}

/** Paths of the class that nobody names, the shortest first. */
export function* freshPaths({ key }: Below): Generator<string> {
  if (key !== '') yield key;
  else yield '/';
  yield `${key}/x`;
  for (let count = 1; count < mostFresh; count += 1) yield `${key}/x${count}`;
}

const mostFresh = 50;

type Says = 'key' | 'exceptBelow' | 'exceptExact';

interface Place {
  readonly branch: Branch<Says>;
  /** Whether the prefix, and the slash behind it, were read. */
  readonly isInside: boolean;
}

export const classRules = remembered((paths: Below): Rules<Place> => {
  const named = [paths.key, ...paths.exceptBelow, ...paths.exceptExact];
  const root = treeOf<Says>([
    [paths.key, 'key'],
    ...paths.exceptBelow.map((text) => [text, 'exceptBelow'] as const),
    ...paths.exceptExact.map((text) => [text, 'exceptExact'] as const),
  ]);
  return {
    sets: [...eachOf(named), setOf('/')],
    start: { branch: root, isInside: false },
    after: ({ branch, isInside }, { text }): Place | Verdict => {
      const isAtKey = !isInside && branch.ends.has('key');
      if (isAtKey && text !== '/') return 'none';
      if (branch.ends.has('exceptBelow') && text === '/') return 'none';
      const next = branch.next.get(text);
      if (next !== undefined) return { branch: next, isInside: isInside || isAtKey };
      return isInside || isAtKey ? 'all' : 'none';
    },
    accepts: ({ branch, isInside }) =>
      branch !== root &&
      (isInside || branch.ends.has('key')) &&
      !branch.ends.has('exceptBelow') &&
      !branch.ends.has('exceptExact'),
    keyOf: ({ branch }) => `${branch.number}`,
  };
});
