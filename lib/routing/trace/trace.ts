// The steps that led to a decision: listeners, then every match in order of rank.
//
// Worked out afresh, match by match, so it is no part of deciding in bulk. Neighbours:
// ../decide.ts, ../rank/contest.ts, ../../report/trace-text.ts.

import type { CandidateStep, DecidedBy, Trace } from '../../model/decision';
import { nameOf } from '../../model/manifest';
import { type Route, ruleText } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { explainAcceptance } from '../accept/accepts';
import type { PreparedRequest } from '../accept/prepared-request';
import type { Arenas } from '../arena/arena';
import type { Law } from '../law';
import type { Entrant } from '../lookup/entrant';
import type { MatchIndex } from '../lookup/match-index';
import {
  type Judging,
  judging,
  precedenceOf,
  type Standing,
  standingOf,
  winnersOf,
} from '../rank/contest';

export function traceOf(request: PreparedRequest, arenas: Arenas, law: Law): Trace {
  const lists = new Set<MatchIndex>();
  for (const arena of arenas.arenas) {
    const own = 'oneOf' in arena ? arena.told : 'lists' in arena ? arena.lists : [];
    for (const list of own) lists.add(list);
  }
  return {
    listeners: arenas.listeners(),
    candidates: candidateSteps([...lists], request, law),
    notes: arenas.notes(),
  };
}

interface Judged extends Standing {
  readonly because: string;
}

function candidateSteps(
  lists: readonly MatchIndex[],
  request: PreparedRequest,
  law: Law,
): readonly CandidateStep[] {
  const standings: Judged[] = [];
  const refused: CandidateStep[] = [];
  const seen = new Set<Candidate>();
  for (const entrant of lists.flatMap(({ all }) => all)) {
    if (seen.has(entrant.candidate)) continue;
    seen.add(entrant.candidate);
    const { truth, because } = explainAcceptance(entrant.candidate.match, request, law);
    if (truth === 'no') {
      refused.push({ by: byOf(entrant), host: entrant.host, state: 'no', because });
    } else {
      const isOpen = entrant.certainty === 'open';
      standings.push({
        ...standingOf(entrant, truth),
        because: isOpen ? openRouteText(entrant.candidate.route) : because,
      });
    }
  }
  const by = judging(request, law);
  const winners = new Set(winnersOf(standings, by));
  const isAlone = standings.length === 1;
  const wonBy = isAlone ? 'the only one that matches' : 'ranks before all others that match';
  const ranked = [...standings].sort(
    (left, right) =>
      Number(winners.has(right)) - Number(winners.has(left)) || byRank(left, right, by),
  );
  return [...ranked.map((standing) => stepOf(standing, { winners, by, wonBy })), ...refused];
}

function byRank(left: Standing, right: Standing, by: Judging): number {
  const { ranking } = precedenceOf(left, right, by);
  return ranking === 'before' ? -1 : ranking === 'after' ? 1 : 0;
}

interface Verdict {
  readonly winners: ReadonlySet<Standing>;
  readonly by: Judging;
  /** Why one that alone may win does. */
  readonly wonBy: string;
}

function stepOf(standing: Judged, { winners, by: judged, wonBy }: Verdict): CandidateStep {
  const { entrant, truth, because } = standing;
  const step = { by: byOf(entrant), host: entrant.host };
  if (winners.has(standing)) {
    const others = [...winners].filter((other) => other !== standing);
    if (others.length === 0 && truth === 'yes') {
      return { ...step, state: 'won', because: wonBy };
    }
    if (truth === 'maybe') return { ...step, state: 'open', because };
    const tied = others.find(
      (other) => precedenceOf(standing, other, judged).ranking === 'unknown',
    );
    const doubt =
      tied === undefined
        ? 'another may match as well'
        : `before or after ${nameOfEntrant(tied.entrant)}: ${openText(precedenceOf(standing, tied, judged).by)}`;
    return { ...step, state: 'open', because: doubt };
  }
  for (const winner of winners) {
    if (winner.truth !== 'yes') continue;
    const { ranking, by } = precedenceOf(winner, standing, judged);
    if (ranking !== 'before') continue;
    return { ...step, state: 'lost', because: `${by}, against ${nameOfEntrant(winner.entrant)}` };
  }
  return { ...step, state: 'lost', because };
}

const openTexts: ReadonlyMap<string, string> = new Map([
  ['age', 'only the age of the routes tells'],
  ['name of the current namespace', 'only the name of the current namespace tells'],
  ['length of the longest hostname', 'only the longest of all their hostnames tells'],
  ['regular expression path', 'where a regular expression path ranks is left open'],
  ['regular expression method', 'where a regular expression method ranks is left open'],
  ['kinds of routes', 'how HTTPRoutes and GRPCRoutes rank together is not known'],
  ['order of GRPCRoutes', 'how matches of GRPCRoutes rank is not known'],
  ['order of matches', 'how matches rank is not known'],
  ['what settles ties', 'what settles ties is not known'],
]);

/** Why it is open which of two ranks first, by what a comparison calls it. */
export function openText(by: string): string {
  return openTexts.get(by) ?? `whether it goes by ${by} is not known`;
}

/** Why a route may not be accepted. */
export function openRouteText({ kind, manifest }: Route): string {
  const other = kind === 'HTTPRoute' ? 'GRPCRoute' : 'HTTPRoute';
  return `${nameOf(manifest.object)} and a ${other} overlap in their hosts: the older is accepted, and ages are not known`;
}

function byOf({ candidate: { route, rule, matchIndex } }: Entrant): DecidedBy {
  return { route, rule: rule.index, match: matchIndex };
}

function nameOfEntrant({ candidate: { route, rule, matchIndex } }: Entrant): string {
  return `${ruleText(route, rule)} match ${matchIndex}`;
}
