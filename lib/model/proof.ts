// What a proof comes to: proved, violated with a request that shows it, or undecided.
//
// Neighbours: claim.ts (what is held against), decision.ts (outcomes), ../verify/verify.ts (who
// proves), ../report/proof-json.ts (the shape that scripts read).

import type { ClaimOwner } from './claim';
import type { Outcome } from './decision';
import type { Request } from './request';

export interface Violation {
  readonly promise: 'isolation' | 'fidelity';
  /** Whose objects break it, or whose key; undefined where an object of nobody does. */
  readonly owner?: ClaimOwner;
  readonly request: Request;
  /** Where the request must go. */
  readonly expected: Outcome;
  readonly actual: Outcome;
  /** Names the rule that decides without the sandboxes, and the one that decides with them. */
  readonly because: string;
  /** An instruction, where it is not the rules that are to be changed. */
  readonly remedy?: string;
  /** The profile under which it is broken, where one was named. */
  readonly profile?: string;
  /** While objects are applied or pruned: `after wave 1, HTTPRoute shop/pr-42--cart`. */
  readonly state?: string;
}

/** What could not be decided: neither a proof nor a request that breaks it. */
export interface Undecided {
  /** A sentence without full stop, naming the expression. */
  readonly reason: string;
  /** The rule: `HTTPRoute shop/cart rule 2`. */
  readonly where: string;
  readonly profile?: string;
}

/** Rules that only ages, or what the specification leaves open, tell apart: the proof leaves these out. */
export interface Ambiguity {
  readonly reason: string;
  /** One for which it matters. */
  readonly request: Request;
  readonly profile?: string;
}

/** A time during which keyed requests fail, while objects are applied one by one. */
export interface FailingState {
  readonly owner: ClaimOwner;
  /**
   * `from wave 1, HTTPRoute shop/pr-42--cart, to wave 3, Service shop/cart-pr-42`, `…, until
   * Deployment shop/cart-pr-42 of wave 1 is ready`, or `while wave 1 is pruned`.
   */
  readonly state: string;
  readonly because: string;
  /** The first sync wave in which the route would come after all that it needs. */
  readonly mendedBy: number;
}

export interface Proof {
  readonly result: 'proved' | 'violated' | 'undecided';
  readonly violations: readonly Violation[];
  readonly undecided: readonly Undecided[];
  readonly ambiguous: readonly Ambiguity[];
  /** Sentences without full stop: what is not in the input, and what the proof takes for granted. */
  readonly assumptions: readonly string[];
  readonly failing: readonly FailingState[];
  /** One for each profile that was asked for; empty where none was. */
  readonly profiles: readonly { readonly profile: string; readonly result: Proof['result'] }[];
  /** What was looked at, for the summary. */
  readonly scope: { readonly places: number; readonly rules: number; readonly keys: number };
}
