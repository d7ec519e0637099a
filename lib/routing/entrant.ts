// A contender, and whether its route is accepted for certain.
//
// Neighbours: precedence.ts, match-index.ts, contest.ts.

import type { Contender } from './precedence';

export interface Entrant extends Contender {
  /** `open`: the age of another route decides, which the input does not hold. */
  readonly certainty: 'certain' | 'open';
}
