// How a sandbox or route group stands: what is known of it from its document and from the objects
// that were written for it. Neighbours: sandbox.ts, ../upkeep/sandbox-states.ts (works it out).

/**
 * `fresh`: writing it again gives what is there; `stale`: something else; `unwritten`: nothing is
 * there; `unknown`: not to be told from the input.
 */
export type Freshness = 'fresh' | 'stale' | 'unwritten' | 'unknown';

export interface SandboxState {
  readonly kind: 'Sandbox' | 'RouteGroup';
  readonly name: string;
  readonly routingKey: string;
  /** `Deployment shop/cart`, sorted; none for a route group. */
  readonly forks: readonly string[];
  /** Sandboxes of a route group, by name. */
  readonly members: readonly string[];
  /** How many of its objects are in the input. */
  readonly objects: number;
  /** RFC 3339. */
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly isExpired: boolean;
  /** Seconds since `createdAt`. */
  readonly age?: number;
  readonly freshness: Freshness;
  /** Why, where it is not fresh: a sentence without full stop. */
  readonly because?: string;
}
