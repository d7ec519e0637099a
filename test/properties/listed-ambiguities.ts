// What a proof lists as ambiguous, held against the baseline alone: each listed request has several
// outcomes there, and whichever request of a grid has several is one of a listed kind.
//
// A listing excuses requests that the promises would speak of otherwise, so it must not be wider
// than the baseline's own doubts. Neighbours: verdicts.ts, grid-judge.ts.

import type { Outcome } from '../../lib/model/decision';
import type { Ambiguity } from '../../lib/model/proof';
import type { Request } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { decide } from '../../lib/routing/decide';
import type { Law } from '../../lib/routing/law';
import { meaningText, possibleOf, type Settled } from './meaning';

/** So many are listed at most: where there are more, the first of them tell enough. */
const crowd = 200;

/** Listed, though the baseline has one answer. */
export function needless(
  table: RouteTable,
  ambiguous: readonly Ambiguity[],
  law: Law,
): readonly string[] {
  return ambiguous
    .filter(({ request }) => decide(table, request, law).outcome !== 'unspecified')
    .map(
      ({ reason, request }) =>
        `listed as ambiguous, and it is not: ${JSON.stringify(request)} ${reason}`,
    );
}

/** The listed pairs, ready to be asked whether one of them is a request's. */
export class Listing {
  readonly #listed: readonly Doubt[];

  constructor(table: RouteTable, ambiguous: readonly Ambiguity[], law: Law) {
    this.#listed = ambiguous.map(({ request }) => doubtOf(decide(table, request, law)));
  }

  /** Whether what a request's outcome is open between is listed together. */
  covers(table: RouteTable, request: Request, law: Law): boolean {
    if (this.#listed.length >= crowd) return true;
    const own = doubtOf(decide(table, request, law));
    return this.#listed.some(
      (listed) => shared(own.rules, listed.rules) > 1 || shared(own.meanings, listed.meanings) > 1,
    );
  }
}

/** Of rules that do the same only one is told, so what they do counts as well. */
interface Doubt {
  readonly rules: ReadonlySet<string>;
  readonly meanings: ReadonlySet<string>;
}

function shared(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return [...left].filter((text) => right.has(text)).length;
}

function doubtOf(outcome: Outcome): Doubt {
  const all = possibleOf(outcome);
  return { rules: new Set(all.map(ruleText)), meanings: new Set(all.map(meaningText)) };
}

function ruleText(outcome: Settled): string {
  if (!('by' in outcome) || outcome.by === undefined) return 'no rule';
  const { route, rule } = outcome.by;
  return `${route.kind} ${route.namespace}/${route.name} rule ${rule}`;
}
