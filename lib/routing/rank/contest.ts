// Of the matches that accept a request, those that may win it.
//
// A match that accepts for certain beats all that it ranks before. Matches that only may accept
// (the specification leaves the reading open) beat nobody, but may win where none beats them. So
// one winner that accepts for certain is the answer, and everything else is a list of possible
// answers. Neighbours: precedence.ts (who ranks before whom), ../accept/accepts.ts.

import { collect } from '../../model/groups';
import { type Route, routePlace, type ValueMatch } from '../../model/route';
import { accepts, type Truth } from '../accept/accepts';
import type { PreparedRequest } from '../accept/prepared-request';
import type { Law } from '../law';
import type { Entrant } from '../lookup/entrant';
import type { MatchIndex } from '../lookup/match-index';
import type { Comparison } from './criteria';
import { comparePrecedence } from './precedence';

export interface Standing {
  readonly entrant: Entrant;
  /** Whether its match accepts the request. */
  readonly accepts: Exclude<Truth, 'no'>;
  /** The same, but `maybe` where only the age of another route lets it take part. */
  readonly truth: Exclude<Truth, 'no'>;
}

/** What ranks are asked with: the law, and how long the request's path is, where that is plain. */
export interface Judging {
  readonly law: Law;
  readonly pathLength: number | undefined;
}

export function judging(request: PreparedRequest, law: Law): Judging {
  const [path, other] = request.paths;
  return { law, pathLength: other === undefined ? path?.length : undefined };
}

export function precedenceOf(
  left: Pick<Standing, 'entrant'>,
  right: Pick<Standing, 'entrant'>,
  { law, pathLength }: Judging,
): Comparison {
  return comparePrecedence(left.entrant, right.entrant, law, pathLength);
}

/** How the matches of a request are gathered: through the index, or one by one. */
export type Gathering = 'index' | 'scan';

export function standingsIn(
  lists: readonly MatchIndex[],
  request: PreparedRequest,
  law: Law,
  gathering: Gathering,
): readonly Standing[] {
  const found = new Map<Entrant['candidate'], Standing>();
  const visit = (entrant: Entrant) => {
    // A candidate meets a host under its most specific name; that list comes first.
    if (found.has(entrant.candidate)) return;
    const truth = accepts(entrant.candidate.match, request, law);
    if (truth === 'no') return;
    found.set(entrant.candidate, standingOf(entrant, truth));
  };
  for (const list of lists) {
    if (gathering === 'index') list.meet(request, law, visit);
    else list.all.forEach(visit);
  }
  return [...found.values()];
}

export function standingOf(entrant: Entrant, accepted: Standing['accepts']): Standing {
  const isSure = accepted === 'yes' && entrant.certainty === 'certain';
  return { entrant, accepts: accepted, truth: isSure ? 'yes' : 'maybe' };
}

/**
 * Those that no match which accepts for certain ranks before.
 *
 * Where one ranks before all others it is found in one walk. Else each is compared with one of
 * each kind of tie (`tieKey`) and with those of its own route, so that many routes that only
 * unknown ages tell apart cost no more than their number.
 */
export function winnersOf(standings: readonly Standing[], by: Judging): readonly Standing[] {
  if (standings.length < 2) return standings;
  const sure = standings.filter(({ truth }) => truth === 'yes');
  const first = sure.reduce<Standing | undefined>(
    (best, one) => (best === undefined || isBefore(one, best, by) ? one : best),
    undefined,
  );
  if (first === undefined) return standings;
  const rest = standings.filter((one) => one !== first && !isBefore(first, one, by));
  if (rest.length === 0) return [first];
  const ties = new Map<string, Standing>();
  const byRoute = new Map<Route, Standing[]>();
  for (const one of sure) {
    ties.set(tieKey(one, by.law), one);
    collect(byRoute, one.entrant.candidate.route, one);
  }
  const rivals = [...ties.values()];
  const isBeaten = (one: Standing) =>
    rivals.some((rival) => isBefore(rival, one, by)) ||
    (byRoute.get(one.entrant.candidate.route) ?? []).some((own) => isBefore(own, one, by));
  return [first, ...rest].filter((one) => !isBeaten(one));
}

/**
 * Matches of one key compare alike with those of all other routes: they agree in all that orders
 * look at, and the ages of their routes are not known. A route whose age is known has its own.
 */
function tieKey({ entrant: { candidate, host, own, hosts } }: Standing, { orders }: Law): string {
  const { match, route, rule } = candidate;
  const isExact = ({ type }: ValueMatch) => type === 'Exact';
  const age = route.created === undefined ? '' : routePlace(route);
  const what =
    match.protocol === 'http'
      ? [match.path.type, match.path.value, match.method ?? '', match.query.length]
      : [match.type, match.service ?? '', match.method ?? ''];
  const exact = [match.headers, match.protocol === 'http' ? match.query : []].map(
    (values) => values.filter(isExact).length,
  );
  // A sum holds the place of the rule too, and what the current namespace is called is not known.
  const place = orders.some(({ isSum }) => isSum) ? route.rules.length - rule.index : 0;
  const isUnnamed = route.namespace === '';
  return JSON.stringify([
    host,
    own,
    hosts,
    age,
    isUnnamed,
    place,
    match.headers.length,
    ...exact,
    ...what,
  ]);
}

function isBefore(left: Standing, right: Standing, by: Judging): boolean {
  return precedenceOf(left, right, by).ranking === 'before';
}
