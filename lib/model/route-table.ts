// Which matches compete for a request: every match of every route, by scope.
//
// A scope is one hostname class of one listener, or one Service port as seen from one
// namespace's routes (producer routes, or the consumer routes of one namespace). Matches in
// different scopes never meet: either no request reaches both, or the hostname, which ranks
// first in every order, decides alone. Neighbours: route.ts, ../resolve/route-table.ts.

import type { Attachment, Gateway, Listener } from './gateway';
import type { Inventory } from './inventory';
import type { Manifest } from './manifest';
import type { ConnectionRoute, Match, ParentRef, Route, Rule } from './route';

/** One match of one rule of one route. */
export interface Candidate {
  readonly route: Route;
  readonly rule: Rule;
  readonly match: Match;
  /** Position in the rule's `matches`, from 0. */
  readonly matchIndex: number;
}

export interface Scope {
  /** For messages: `Gateway edge/public listener https, host shop.example.com`. */
  readonly name: string;
  /** Every match here that a request of the given match may meet without a longer path deciding. */
  meeting(match: Match): readonly Candidate[];
}

export interface RouteTable {
  readonly inventory: Inventory;
  readonly routes: readonly Route[];
  /** Scopes that a parentRef of a route reaches: where its matches compete. */
  scopesOf(parent: ParentRef): readonly Scope[];
  candidatesOf(rule: Rule): readonly Candidate[];
  /** Rules that forward or mirror to a Service, by the Service's key. */
  rulesTo(service: string): readonly { readonly route: Route; readonly rule: Rule }[];
  /** Routes attached to a Service in a mesh, by the Service's key. */
  meshRoutes(service: string): readonly { readonly route: Route; readonly parent: ParentRef }[];
  /** Routes of other kinds attached to a Service, by its key: an HTTPRoute would displace them. */
  otherRoutesOn(service: string): readonly Manifest[];
  /** Parents that routes name and the input does not hold, as messages name them, sorted. */
  readonly missingParents: readonly string[];
  /** Whether the input shows a service mesh. */
  readonly showsMesh: boolean;

  // What the law decides by (../routing/decide.ts); worked out when it is first asked for.

  /** Sorted by namespace and name; those that routes name and the input does not hold too. */
  readonly gateways: readonly Gateway[];
  /** TLSRoutes, TCPRoutes and UDPRoutes, sorted as `routes` are. */
  readonly connectionRoutes: readonly ConnectionRoute[];
  /** One for each parentRef of each route, in the order of routes and parentRefs. */
  readonly attachments: readonly Attachment[];
  /** What becomes of a parentRef of a route. */
  attachmentOf(parent: ParentRef): Attachment | undefined;
  /** The routes that a listener takes, each once. */
  attachedTo(listener: Listener): readonly Attachment[];
  /** The routes that a listener would take, but for an older one of the other kind. */
  displacedFrom(listener: Listener): readonly Attachment[];
  /** The listeners that would take a route through a parentRef, whatever its hostnames. */
  listenersFor(route: Route, parent: ParentRef): readonly Listener[];
  /**
   * The routes of a Service in a mesh, by its key, also where it is not in the input. Those that a
   * route of a higher kind displaces, on all of their ports or on some, are among them.
   */
  attachedToService(service: string): readonly Attachment[];
}
