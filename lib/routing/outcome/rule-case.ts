// A request that one rule has won, and how it came in.
//
// Neighbours: rule-outcome.ts, backend-outcome.ts, mirrors.ts.

import type { Candidate, RouteTable } from '../../model/route-table';
import type { PreparedRequest } from '../accept/prepared-request';
import type { Place } from '../arena/arena';
import type { Law } from '../law';

export interface RuleCase {
  readonly candidate: Candidate;
  readonly request: PreparedRequest;
  readonly place: Place;
  readonly table: RouteTable;
  readonly law: Law;
}

/** The same before anybody asks: what follows from the rule alone. */
export type StandingRule = Pick<RuleCase, 'candidate' | 'place' | 'table'>;
