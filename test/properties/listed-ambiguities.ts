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
import { meaningText, possibleOf } from './meaning';

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
  readonly #listed: readonly ReadonlySet<string>[];

  constructor(table: RouteTable, ambiguous: readonly Ambiguity[], law: Law) {
    this.#listed = ambiguous.map(({ request }) => ruleTexts(decide(table, request, law)));
  }

  /** Whether rules between which a request's outcome is open are listed together. */
  covers(table: RouteTable, request: Request, law: Law): boolean {
    if (this.#listed.length >= crowd) return true;
    const own = ruleTexts(decide(table, request, law));
    return this.#listed.some((listed) => [...own].filter((text) => listed.has(text)).length > 1);
  }
}

/** The rules that may decide, of those that do something else. */
function ruleTexts(outcome: Outcome): ReadonlySet<string> {
  const all = possibleOf(outcome);
  const meanings = new Set(all.map(meaningText));
  if (meanings.size < 2) return new Set();
  return new Set(
    all.map((one) => {
      if (!('by' in one) || one.by === undefined) return 'no rule';
      const { route, rule } = one.by;
      return `${route.kind} ${route.namespace}/${route.name} rule ${rule}`;
    }),
  );
}
