// Where an HTTPRoute and a GRPCRoute share a host the older is accepted. Ages that files do not hold
// make two worlds of that, one for each kind, and each is judged by itself.
//
// In both the routes of a sandbox are taken to be younger than those of the baseline: they never
// decide which kind is accepted. That is an assumption, and told as one. Neighbours: place.ts,
// place-contests.ts, ../assumptions.ts.

import { remembered } from '../../model/memo';
import type { Match } from '../../model/route';
import type { Lists } from '../../routing/arena/arena';
import { MatchIndex } from '../../routing/lookup/match-index';
import type { Meeting, Meetings } from './meeting';

export type Kind = Match['protocol'];

const both = ['http', 'grpc'] as const;

/**
 * The kinds that may be accepted: each of them, or those that are there for certain. Where no route
 * was, those of sandboxes contest the host among themselves.
 */
export function kindsOf({ ways, isContested }: Meetings): readonly Kind[] {
  if (isContested) return both;
  const there = both.filter((kind) =>
    ways.some((way) => 'lists' in way && way.lists.some(({ kinds }) => kinds.has(kind))),
  );
  return there.length === 0 ? both : there;
}

/** The same where one kind is accepted and the other is not. */
export function inWorldOf(kind: Kind, { ways }: Meetings): readonly Meeting[] {
  let fullest: Lists | undefined;
  for (const way of ways) {
    if ('answer' in way) continue;
    const lists = way.lists.map((list) => ofKind(list)[kind]).filter(({ all }) => all.length > 0);
    // The ways differ in who is accepted alone, so the fullest holds what each does.
    if (fullest === undefined || countOf(lists) > countOf(fullest.lists)) {
      fullest = { ...way, lists };
    }
  }
  return [...(fullest === undefined ? [] : [fullest]), ...ways.filter((way) => 'answer' in way)];
}

function countOf(lists: readonly MatchIndex[]): number {
  return lists.reduce((sum, { all }) => sum + all.length, 0);
}

const ofKind = remembered((list: MatchIndex): { readonly [kind in Kind]: MatchIndex } => {
  const lists = { http: new MatchIndex(list.host), grpc: new MatchIndex(list.host) };
  for (const entrant of list.all) {
    lists[entrant.candidate.match.protocol].add({ ...entrant, certainty: 'certain' });
  }
  return lists;
});
