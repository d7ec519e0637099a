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
import type { Tie, TwinRequest, TwinSet } from './twin-set';

export type { CarrierTwins, KeyCarrier, Reason, Tie, TwinRequest, TwinSet } from './twin-set';

export function findTwins(request: TwinRequest): TwinSet {
  const gathered: Gathered = {
    ties: new Map<string, Tie>(),
    met: new Set<Route>(),
    refusals: [],
  };
  const seniority = new Seniority(request.agesSettle);
  const carriers = inPrecedence(request.carriers).map((carrier) => {
    const key = keyMatch(carrier, request.keyName, request.routingKey);
    return new Closure(request, { carrier, key }, seniority, gathered).close();
  });
  return {
    carriers,
    ties: [...gathered.ties.values()],
    met: gathered.met,
    findings: refusalFindings(gathered.refusals),
  };
}
