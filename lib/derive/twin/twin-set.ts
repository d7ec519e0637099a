// What finding twins is asked, and what it answers.
//
// Neighbours: twins.ts (all carriers), closure.ts (one of them).

import type { Carrier } from '../../model/config';
import type { Finding } from '../../model/finding';
import type { ParentRef, Route, Rule } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import type { KeyMatch } from '../../routing/carrier';
import type { Order } from '../../routing/rank/order';

export interface KeyCarrier {
  readonly carrier: Carrier;
  readonly key: KeyMatch;
}

export interface TwinRequest {
  readonly table: RouteTable;
  readonly orders: readonly Order[];
  /** Whether the age of routes settles their ties wherever the routes are to run. */
  readonly agesSettle: boolean;
  /** Whether header values may be cut at commas somewhere, and each part looked at alone. */
  readonly mayCut: boolean;
  readonly carriers: readonly Carrier[];
  readonly keyName: string;
  readonly routingKey: string;
  /** The parents through which a route may be derived; none for a route that may not be. */
  readonly parentsOf: (route: Route) => readonly ParentRef[];
  /** Rules that hold a forked backend, of routes that may be forked. */
  readonly forked: readonly { readonly route: Route; readonly rule: Rule }[];
}

/** Why a match has a twin: it holds a fork, or is a shield that these orders need, each alone. */
export type Reason = 'fork' | ReadonlySet<string>;

export interface CarrierTwins {
  readonly carrier: KeyCarrier;
  readonly twins: ReadonlyMap<Candidate, Reason>;
}

/**
 * Two routes whose twins tie: only their ages, and then their names, tell which of their rules
 * wins. `left` comes first by name, and so does its derived route.
 */
export interface Tie {
  readonly left: Candidate;
  readonly right: Candidate;
  /** The one that wins in the baseline; undefined where no file tells. */
  readonly first: 'left' | 'right' | undefined;
  /** Why the two cannot be derived as one route, where that alone would keep their order. */
  readonly apart?: string;
}

/** Routes that tie with one another in more pairs than are listed: one match of each. */
export interface Crowd {
  /** Sorted as the routes are. */
  readonly members: readonly Candidate[];
  /** Whether ages that are in the input say otherwise than names for some of them. */
  readonly isLost: boolean;
}

export interface TwinSet {
  /** In the order in which derived routes list them. */
  readonly carriers: readonly CarrierTwins[];
  /** One pair for each two routes that tie somewhere. */
  readonly ties: readonly Tie[];
  /** What ties beyond the pairs that are listed. */
  readonly crowds: readonly Crowd[];
  /** Routes whose rules were compared with twins: what they hold decided which shields there are. */
  readonly met: ReadonlySet<Route>;
  readonly findings: readonly Finding[];
}
