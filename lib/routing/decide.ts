// Where a request goes, and why.
//
// One request against one route table under one law (the specification's unless a profile's is
// given). Every doubt is kept: which listener or list of routes is meant (arenas), which matches
// accept (`maybe`), which of two ranks first. A request has an answer where all that is possible
// comes to the same, and is `unspecified` otherwise. Neighbours: arena/arena.ts, rank/contest.ts,
// outcome/rule-outcome.ts, trace/trace.ts, outcome/connection.ts.

import type { Decision, Outcome } from '../model/decision';
import { type HttpRequest, isConnection, type Request } from '../model/request';
import { ruleText } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { byText } from '../model/text-order';
import { explainAcceptance, hasUnderscoreHeader } from './accept/accepts';
import { type PreparedRequest, prepare } from './accept/prepared-request';
import { type Arena, type Arenas, type Lists, notFound } from './arena/arena';
import { gatewayArenas } from './arena/gateway-arena';
import { meshArenas } from './arena/mesh-arena';
import { type Law, specification } from './law';
import { lookupOf } from './lookup/lookup';
import { combine, placeText } from './outcome/combine';
import { decideConnection } from './outcome/connection';
import { ruleOutcome } from './outcome/rule-outcome';
import {
  type Gathering,
  type Judging,
  judging,
  precedenceOf,
  type Standing,
  standingsIn,
  winnersOf,
} from './rank/contest';
import { onLongestPath } from './rank/longest-path';
import { connectionTrace } from './trace/connection-trace';
import { openRouteText, openText, traceOf } from './trace/trace';

/** What becomes of a request; the table's indexes are built once and kept. */
export function decide(table: RouteTable, request: Request, law: Law = specification): Outcome {
  if (isConnection(request)) return decideConnection(table, request, law);
  return decideHttp({ table, law, gathering: 'index' }, request).outcome;
}

/** The same, looked up match by match, with every step on the way. */
export function explain(table: RouteTable, request: Request, law: Law = specification): Decision {
  if (isConnection(request)) {
    const outcome = decideConnection(table, request, law);
    return { outcome, trace: connectionTrace(table, request, outcome) };
  }
  const { outcome, prepared, arenas } = decideHttp({ table, law, gathering: 'scan' }, request);
  return { outcome, trace: traceOf(prepared, arenas, law) };
}

interface Court {
  readonly table: RouteTable;
  readonly law: Law;
  readonly gathering: Gathering;
}

function decideHttp(court: Court, request: HttpRequest) {
  const { table, law } = court;
  const prepared = prepare(request, law);
  const lookup = lookupOf(table);
  const { target } = request;
  const arenas: Arenas =
    target.to === 'gateway'
      ? gatewayArenas(prepared, target, law, lookup)
      : meshArenas(prepared, target, law, lookup);
  const outcomes = arenas.arenas.map((arena) => arenaOutcome(arena, prepared, court));
  if (law.refusesUnderscores !== 'no' && hasUnderscoreHeader(prepared)) {
    const because = 'a header name holds `_`';
    const refused: Outcome = { outcome: 'status', status: 400, because };
    if (law.refusesUnderscores === 'yes') return { outcome: refused, prepared, arenas };
    outcomes.push(refused);
    const doubt = 'it is not known whether a `_` in a header name is refused';
    const doubts = [...arenas.because, doubt];
    return { outcome: combine(outcomes, doubts), prepared, arenas };
  }
  return { outcome: combine(outcomes, arenas.because), prepared, arenas };
}

function arenaOutcome(arena: Arena, request: PreparedRequest, court: Court): Outcome {
  if ('answer' in arena) return arena.answer;
  if ('oneOf' in arena) {
    const outcomes = arena.oneOf.map((one) => hostsOutcome(one, request, court));
    return combine(outcomes, [arena.because]);
  }
  return hostsOutcome(arena, request, court);
}

function hostsOutcome(arena: Lists, request: PreparedRequest, court: Court): Outcome {
  const { law } = court;
  const narrow = narrowest(arena);
  // Rules of a wider hostname may never be tried.
  if (law.hostnameFallback === 'yes' || narrow[0]?.lists.length === arena.lists.length) {
    return listsOutcome(arena, request, court);
  }
  const tried = law.hostnameFallback === 'no' ? narrow : [...narrow, arena];
  const outcomes = tried.map((one) => listsOutcome(one, request, court));
  return combine(outcomes, [
    law.hostnameFallback === 'no'
      ? 'only ages tell whether a route of the most specific hostname is accepted'
      : 'it is not known whether rules of a wider hostname are tried',
  ]);
}

/** The lists of the most specific hostname; of each that may be it, where routes may not be there. */
function narrowest(arena: Lists): readonly Lists[] {
  const found: Lists[] = [];
  for (const host of new Set(arena.lists.map((list) => list.host))) {
    const lists = arena.lists.filter((list) => list.host === host);
    found.push({ ...arena, lists });
    if (lists.some(({ hasSure }) => hasSure)) return found;
  }
  return found.length === 0 ? [arena] : found;
}

function listsOutcome(arena: Lists, request: PreparedRequest, court: Court): Outcome {
  const { law, gathering } = court;
  const standings = standingsIn(arena.lists, request, law, gathering);
  if (law.pathFallback === 'yes') return winnersOutcome(standings, arena, request, court);
  const picked = onLongestPath(arena.lists, request, law, standings);
  if (picked !== undefined && law.pathFallback === 'no') {
    return winnersOutcome(picked, arena, request, court);
  }
  const onAnyPath = winnersOutcome(standings, arena, request, court);
  // Which path an expression picks is not known, so nothing more can be said.
  const onPicked =
    picked === undefined
      ? notFound('no rule of the path matches', request.isGrpc)
      : winnersOutcome(picked, arena, request, court);
  return combine(
    [onAnyPath, onPicked],
    ['it is not known which path is picked before the rest is looked at'],
  );
}

function winnersOutcome(
  standings: readonly Standing[],
  arena: Lists,
  request: PreparedRequest,
  { table, law }: Court,
): Outcome {
  const { place } = arena;
  const by = judging(request, law);
  const winners = inPlace(winnersOf(standings, by));
  const outcomes = winners.map(({ entrant: { candidate } }) =>
    ruleOutcome({ candidate, request, place, table, law }),
  );
  // Where no match accepts for certain, none may.
  if (!winners.some(({ truth }) => truth === 'yes')) {
    outcomes.push(notFound(whyNone(arena, request), request.isGrpc));
  }
  if (outcomes.length === 1 && outcomes[0] !== undefined) return outcomes[0];
  return combine(outcomes, doubtsOf(winners, request, law));
}

function whyNone({ lists }: Lists, { host }: PreparedRequest): string {
  if (lists.length > 0) return 'no rule matches';
  return host === '' ? 'no route for requests without a host' : `no route for the host \`${host}\``;
}

/** In an order that does not depend on how they were found. */
function inPlace(winners: readonly Standing[]): readonly Standing[] {
  return winners.length < 2 ? winners : [...winners].sort(byText(placeOf));
}

function placeOf({ entrant: { candidate } }: Standing): string {
  const { route, rule, matchIndex } = candidate;
  return placeText({ route, rule: rule.index, match: matchIndex });
}

/** Why more than one match may win. */
function doubtsOf(
  winners: readonly Standing[],
  request: PreparedRequest,
  law: Law,
): readonly string[] {
  const doubts = new Set<string>();
  for (const { entrant, truth, accepts } of winners) {
    if (truth === 'yes') continue;
    doubts.add(
      accepts === 'maybe'
        ? explainAcceptance(entrant.candidate.match, request, law).because
        : openRouteText(entrant.candidate.route),
    );
  }
  return [...doubts, ...rankDoubts(winners, judging(request, law))];
}

/** Whom nothing ranks, by what would tell: each once, and of many the first two. */
function rankDoubts(winners: readonly Standing[], by: Judging): readonly string[] {
  const tied = new Map<string, Set<Standing>>();
  const compared = winners.slice(0, mostCompared);
  for (const [index, left] of compared.entries()) {
    for (const right of winners.slice(index + 1)) {
      const { ranking, by: criterion } = precedenceOf(left, right, by);
      if (ranking !== 'unknown') continue;
      const all = tied.get(criterion) ?? new Set();
      tied.set(criterion, all.add(left).add(right));
    }
  }
  return [...tied].map(([criterion, all]) => {
    const rules = new Set([...all].map(standingText));
    // Of one rule, its matches: what a prefix leaves of a path differs.
    const [first, second, ...more] = rules.size > 1 ? rules : new Set([...all].map(matchText));
    const others =
      more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
    return `which of ${others} goes first: ${openText(criterion)}`;
  });
}

function standingText({ entrant: { candidate } }: Standing): string {
  return ruleText(candidate.route, candidate.rule);
}

function matchText(standing: Standing): string {
  return `${standingText(standing)} match ${standing.entrant.candidate.matchIndex}`;
}

/** So many of a long list of ties are each compared with all that follow. */
const mostCompared = 20;
