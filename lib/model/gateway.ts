// Gateways with all their listeners, and which routes each listener takes.
//
// ListenerSets are merged into their Gateway: its own listeners first, then those of the sets
// by age, namespace and name (GEP-1713). Neighbours: route.ts, route-table.ts,
// ../resolve/gateway-reader.ts, ../resolve/attachment.ts.

import type { NamespaceKey } from './inventory';
import type { JsonObject, Manifest } from './manifest';
import type { AnyRoute, ParentRef } from './route';

/** The protocol of a listener that is assumed; no listener of the input is read as one. */
export const assumedProtocol = 'assumed';

/** What holds listeners. */
export interface ListenerHolder {
  readonly kind: 'Gateway' | 'ListenerSet';
  readonly namespace: NamespaceKey;
  readonly name: string;
  /** Undefined: routes name it and the input does not hold it. */
  readonly manifest?: Manifest;
}

export interface Listener {
  readonly holder: ListenerHolder;
  /** Position in `spec.listeners`, from 0. */
  readonly index: number;
  readonly name: string;
  /** Undefined: assumed, of a Gateway that the input does not hold; takes every port. */
  readonly port?: number;
  /** HTTP, HTTPS, TLS, TCP or UDP, however it was spelt, or `domain/NAME`; `assumed` takes all. */
  readonly protocol: string;
  /** `*` where it has none. */
  readonly hostname: string;
  readonly tlsMode?: 'Terminate' | 'Passthrough';
  /**
   * Whether traffic reaches it; routes attach to it all the same. `conflicted`: it is not distinct
   * from another, its protocol is not supported, or the Gateway of its ListenerSet is not accepted;
   * `open`: the age of two ListenerSets decides, which the input does not hold.
   */
  readonly state: 'valid' | 'conflicted' | 'open';
  /** Why it is not `valid`: a reason of the condition `Conflicted` or `Accepted`. */
  readonly reason?: string;
  readonly raw: JsonObject;
}

export interface Gateway {
  readonly namespace: NamespaceKey;
  readonly name: string;
  /**
   * Undefined: routes or ListenerSets name it and the input does not hold it; its own listeners are
   * assumed. A ListenerSet that is not in the input has one of its own, called `(ListenerSet NAME)`.
   */
  readonly manifest?: Manifest;
  /** Its own, then those of its ListenerSets, in order of precedence. */
  readonly listeners: readonly Listener[];
}

/**
 * Reasons of a route's condition `Accepted`. `NoParent`: the parent is a Service that is not in the
 * input, or of a kind that the specification does not name, so nobody knows; a Gateway that is not
 * in the input has assumed listeners instead.
 */
export type AcceptedReason =
  | 'Accepted'
  | 'NotAllowedByListeners'
  | 'NoMatchingListenerHostname'
  | 'NoMatchingParent'
  | 'UnsupportedValue'
  | 'Conflicted'
  | 'NoParent';

/** One listener that takes a route. */
export interface Acceptance {
  readonly listener: Listener;
  /** The hosts that the listener and the route have in common, each once; `*` is any host. */
  readonly hosts: readonly string[];
  /** `open`: an older route of another kind on the same hosts displaces it; ages are not known. */
  readonly certainty: 'certain' | 'open';
}

/** What becomes of one parentRef of one route. */
export interface Attachment {
  readonly route: AnyRoute;
  readonly parent: ParentRef;
  readonly reason: AcceptedReason;
  /** Why, as a sentence without full stop; for `Accepted` empty. */
  readonly because: string;
  /** Empty unless the reason is `Accepted`; empty for Services as parents as well. */
  readonly listeners: readonly Acceptance[];
  /**
   * Those that would take it, but for an older route of the other kind on the same hosts: where
   * both kinds are ranked together (`Law.mixesKinds`) they take it.
   */
  readonly displacedFrom: readonly Acceptance[];
}
