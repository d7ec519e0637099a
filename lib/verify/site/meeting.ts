// What requests meet at a place. Neighbours: place.ts (who asks the law), kind-worlds.ts.

import type { Outcome } from '../../model/decision';
import type { Lists } from '../../routing/arena/arena';

/** What requests meet at a place: lists from the most specific hostname, or an answer at once. */
export type Meeting = Lists | { readonly answer: Outcome };

/** What requests meet at a place, and whether ages decide which kind of route is there. */
export interface Meetings {
  readonly ways: readonly Meeting[];
  readonly isContested: boolean;
}
