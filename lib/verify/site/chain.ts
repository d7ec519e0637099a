// The matches that requests of one class of paths can meet on some lists, as far down as any of
// them can matter.
//
// Hostnames rank first and the length of paths next, so below a match that asks for nothing but
// its path no shorter path and no wider hostname is ever tried. An order that adds everything up knows
// no such floor. Neighbours: path-tree.ts, entries.ts.

import { pathKey } from '../../routing/accept/path';
import type { Law } from '../../routing/law';
import type { Entrant } from '../../routing/lookup/entrant';
import type { MatchIndex } from '../../routing/lookup/match-index';
import { type Condition, conditionsOf, onPaths } from '../search/condition';
import type { PathClass } from '../text/text-question';
import { keysAbove, pathTreeOf } from './path-tree';

/** A match that takes paths of the class, with what it asks of them where it is not all. */
export interface Link {
  readonly entrant: Entrant;
  readonly list: MatchIndex;
  readonly path?: Condition;
}

export function chainOf(lists: readonly MatchIndex[], paths: PathClass, law: Law): readonly Link[] {
  const links: Link[] = [];
  let isFloored = false;
  for (const [index, list] of lists.entries()) {
    // Several listeners may hold lists of one host, whose matches are ranked together.
    if (isFloored && lists[index - 1]?.host !== list.host) break;
    isFloored = addList(list, { paths, law, links }) || isFloored;
  }
  return law.pathFallback === 'no' ? onFirstPath(links) : links;
}

interface Gathering {
  readonly paths: PathClass;
  readonly law: Law;
  readonly links: Link[];
}

/** Adds the links of one list; whether it has a floor. */
function addList(list: MatchIndex, { paths, law, links }: Gathering): boolean {
  const { exact, below, open, hasOwnHosts } = pathTreeOf(list);
  const hasFloors =
    law.orders.every(({ isSum }) => isSum !== true) &&
    (law.countsOwnHostnames === 'no' || !hasOwnHosts) &&
    // How long the path of a gRPC call is among other paths is not always known.
    (law.mixesKinds === 'no' || list.kinds.size < 2);
  let isFloored = false;
  const add = (entrant: Entrant) => {
    const answer = onPaths(entrant.candidate.match, paths, law);
    if (answer === 'none') return;
    if (answer !== 'all') links.push({ entrant, list, path: answer });
    else {
      links.push({ entrant, list });
      isFloored ||= hasFloors && isFloor(entrant, law);
    }
  };
  if (paths.type === 'Exact') exact.get(paths.value)?.forEach(add);
  const path = paths.type === 'Exact' ? paths.value : paths.key;
  for (const key of keysAbove(path)) {
    // A prefix with a slash behind it is longer than the Exact path that it covers.
    if (isFloored && key.length < pathKey(path).length) break;
    below.get(key)?.forEach(add);
  }
  open.forEach(add);
  return isFloored;
}

function isFloor({ candidate: { match }, certainty }: Entrant, law: Law): boolean {
  if (certainty !== 'certain' || match.headers.length > 0) return false;
  return conditionsOf(match, law).length === 0;
}

/** NGINX picks a path first and never looks at another. */
function onFirstPath(links: readonly Link[]): readonly Link[] {
  const [first] = links.filter(({ path }) => path === undefined);
  if (first === undefined || links.some(({ path }) => path !== undefined)) return links;
  const place = placeOf(first);
  return links.filter((link) => link.list.host === first.list.host && placeOf(link) === place);
}

function placeOf({ entrant: { candidate } }: Link): string {
  const { match } = candidate;
  if (match.protocol === 'grpc') return `${match.service ?? ''}/${match.method ?? ''}`;
  const { type, value } = match.path;
  return `${type} ${value.length > 1 && value.endsWith('/') ? value.slice(0, -1) : value}`;
}
