// A contender, and whether its route is accepted for certain.
//
// Neighbours: ../rank/precedence.ts, match-index.ts, ../rank/contest.ts.

import type { Contender } from '../rank/precedence';

export interface Entrant extends Contender {
  /** `open`: the age of another route decides, which the input does not hold. */
  readonly certainty: 'certain' | 'open';
}
