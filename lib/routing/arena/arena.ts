// Where a request competes: the lists of matches that it meets, or an answer before any match.
//
// Where the specification, or an age that the input does not hold, leaves open which lists those
// are, there are several arenas, and a request has a specified outcome only where they agree.
// Neighbours: gateway-arena.ts, mesh-arena.ts, ../decide.ts.

import type { ListenerStep, Outcome } from '../../model/decision';
import type { MatchIndex } from '../lookup/match-index';

/** How the request comes in, for what filters compute from it. */
export interface Place {
  readonly via: 'gateway' | 'mesh';
  readonly scheme: 'http' | 'https';
  readonly port: number;
}

/** Lists from the most specific hostname. */
export interface Lists {
  readonly lists: readonly MatchIndex[];
  readonly place: Place;
}

/** Ages settle which of these it is, so that `because` is why they differ. */
export interface OneOf {
  readonly oneOf: readonly Lists[];
  readonly because: string;
  /** All that files tell, for the trace. */
  readonly told: readonly MatchIndex[];
}

export type Arena = Lists | OneOf | { readonly answer: Outcome };

export interface Arenas {
  /** At least one. */
  readonly arenas: readonly Arena[];
  /** Why there is more than one: sentences without full stop. */
  readonly because: readonly string[];
  /** Steps and notes of the trace; worked out by `explain` alone. */
  readonly listeners: () => readonly ListenerStep[];
  readonly notes: () => readonly string[];
}

/** Nothing answers: HTTP 404, gRPC UNIMPLEMENTED (12). */
export function notFound(because: string, isGrpc: boolean): Outcome {
  return { outcome: 'status', status: 404, ...(isGrpc ? { grpcStatus: 12 } : {}), because };
}
