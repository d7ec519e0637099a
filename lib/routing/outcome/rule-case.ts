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
