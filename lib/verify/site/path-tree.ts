// The matches of one list by the paths that they name, and the classes of paths that this makes.
//
// Two paths are of one class where every prefix and Exact path treats them alike. Matches that name
// no path (expressions, calls of any service) are open: they may meet every class.
// Neighbours: chain.ts (the matches of one class), ../search/condition.ts.

import { collect } from '../../model/groups';
import { remembered } from '../../model/memo';
import { pathKey } from '../../routing/accept/path';
import type { Entrant } from '../../routing/lookup/entrant';
import type { MatchIndex } from '../../routing/lookup/match-index';
import { namedPaths } from '../search/condition';
import type { PathClass } from '../text/text-question';

export interface PathTree {
  readonly exact: ReadonlyMap<string, readonly Entrant[]>;
  /** By prefix without its trailing slash. */
  readonly below: ReadonlyMap<string, readonly Entrant[]>;
  readonly open: readonly Entrant[];
  /** Exact paths that matches tell apart without being asked for outright. */
  readonly apart: ReadonlySet<string>;
  /** Whether hostnames that routes were written with rank some matches before longer paths. */
  readonly hasOwnHosts: boolean;
}

export const pathTreeOf = remembered(({ all }: MatchIndex): PathTree => {
  const exact = new Map<string, Entrant[]>();
  const below = new Map<string, Entrant[]>();
  const open: Entrant[] = [];
  const apart = new Set<string>();
  for (const entrant of all) {
    const named = namedPaths(entrant.candidate.match);
    if (named.below[0] !== undefined) {
      collect(below, named.below[0], entrant);
      for (const path of named.exact) apart.add(path);
    } else if (entrant.candidate.match.protocol === 'grpc' && isOpenCall(entrant)) {
      open.push(entrant);
      for (const path of named.exact) apart.add(path);
    } else if (named.exact[0] !== undefined) collect(exact, named.exact[0], entrant);
    else open.push(entrant);
  }
  const owns = new Set(all.map(({ own, host }) => own ?? host));
  // The path of a request about the server itself lies below no prefix, and an expression may take it.
  if (open.some(({ candidate: { match } }) => match.protocol === 'http')) apart.add('*');
  return { exact, below, open, apart, hasOwnHosts: owns.size > 1 };
});

function isOpenCall({ candidate: { match } }: Entrant): boolean {
  return match.protocol === 'grpc' && match.service === undefined;
}

/** The classes that some lists make together, in a stable order. */
export function pathClassesOf(trees: readonly PathTree[]): readonly PathClass[] {
  const exact = new Set<string>();
  const keys = new Set<string>(['']);
  for (const tree of trees) {
    for (const path of tree.exact.keys()) exact.add(path);
    for (const path of tree.apart) exact.add(path);
    for (const key of tree.below.keys()) keys.add(key);
  }
  const children = childrenOf(keys);
  const within = new Map<string, string[]>();
  for (const path of exact) collect(within, parentOf(path, keys), path);
  const classes: PathClass[] = [...exact].map((value) => ({ type: 'Exact', value }));
  for (const key of keys) {
    const exceptBelow = children.get(key) ?? [];
    classes.push({ type: 'PathPrefix', key, exceptBelow, exceptExact: within.get(key) ?? [] });
  }
  return classes;
}

/** The prefixes directly below each prefix. */
function childrenOf(keys: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const key of keys) if (key !== '') collect(children, parentOf(shorter(key), keys), key);
  return children;
}

function shorter(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}

/** The longest of the prefixes that covers a path. */
function parentOf(path: string, keys: ReadonlySet<string>): string {
  let key = pathKey(path);
  if (key !== path && keys.has(path)) return path;
  while (key !== '' && !keys.has(key)) key = shorter(key);
  return key;
}

/** The prefixes that cover a path, from the longest: `/a/b`, `/a`, and the empty one for `/`. */
export function keysAbove(path: string): readonly string[] {
  let key = pathKey(path);
  const keys = key === path ? [] : [path];
  while (key !== '') {
    keys.push(key);
    key = shorter(key);
  }
  keys.push('');
  return keys;
}
