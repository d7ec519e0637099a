// Which matches of the baseline get a twin for one sandbox: the forked ones, and the least set
// of shields that keeps every other match where it ranked.
//
// A twin asks for one header, or one query parameter, more than its match, so it can overtake
// another rule that used to win. Each carrier has a closure of its own: what a parameter overtakes
// is other than what a header does. Neighbours: closure.ts (one carrier), shield-costs.ts,
// ../route/derived-route.ts (twins -> routes); why: docs/architecture.md#shields.

import type { Route } from '../../model/route';
import { inPrecedence, keyMatch } from '../../routing/carrier';
import { Closure, type Gathered } from './closure';
import { refusalFindings } from './refusals';
import { Seniority } from './seniority';
import { Ties } from './ties';
import type { TwinRequest, TwinSet } from './twin-set';

export type { Tie, TwinSet } from './twin-set';

export function findTwins(request: TwinRequest): TwinSet {
  const ties = new Ties(new Seniority(request.agesSettle));
  const gathered: Gathered = { ties, met: new Set<Route>(), refusals: [] };
  const carriers = inPrecedence(request.carriers).map((carrier) => {
    const key = keyMatch(carrier, request.keyName, request.routingKey);
    return new Closure(request, { carrier, key }, gathered).close();
  });
  return {
    carriers,
    ties: ties.pairs,
    crowds: ties.crowds,
    met: gathered.met,
    findings: refusalFindings(gathered.refusals),
  };
}
