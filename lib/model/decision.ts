// Where a request goes, and why.
//
// An outcome holds all that `docs/command.md#route` prints as JSON: backends with their shares,
// what they would see, a redirect, a status. What the specification leaves open, or only the
// cluster knows (age), is `unspecified` with the outcomes that are possible. Neighbours:
// request.ts (the question), ../routing/decide.ts (who answers).

import type { JsonObject } from './manifest';
import type { HeaderLine } from './request';
import type { AnyRoute } from './route';

/** The match that decided, by the route's own numbers, from 0; connections have no match. */
export interface DecidedBy {
  readonly route: AnyRoute;
  readonly rule: number;
  readonly match?: number;
}

/** The request as it leaves for a backend. Headers keep the order and the case they came in. */
export interface Forwarded {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: readonly HeaderLine[];
}

/** Changes of the response's headers: names keep their case; `set` replaces, `add` appends. */
export interface ResponseChange {
  readonly set: readonly HeaderLine[];
  readonly add: readonly HeaderLine[];
  readonly remove: readonly string[];
}

/** Something other than a core Service that a rule forwards to. */
export interface OtherBackend {
  readonly group: string;
  readonly kind: string;
}

/** Why a reference is not resolved: reasons of the condition `ResolvedRefs`. */
export type UnresolvedReason =
  | 'BackendNotFound'
  | 'RefNotPermitted'
  | 'InvalidKind'
  | 'UnsupportedProtocol';

export interface BackendTls {
  /** The policy, `namespace/name`. */
  readonly policy: string;
  /** The name asked for in the handshake with the backend. */
  readonly hostname: string;
}

export type BackendShare = {
  /** 0 to 1, of all requests that this rule decides. */
  readonly share: number;
} & (
  | {
      readonly to: 'backend';
      /** `namespace/name`, or `/name` in the unnamed namespace. */
      readonly name: string;
      /** Undefined: a core Service. */
      readonly other?: OtherBackend;
      readonly port?: number;
      /** What this backend sees, where its own filters change that. */
      readonly forwarded?: Forwarded;
      /** All changes of the response, the rule's included, where it has filters of its own. */
      readonly response?: ResponseChange;
      readonly filters?: readonly JsonObject[];
      /** Of its own filters, beside the rule's. */
      readonly mirrors?: readonly Mirror[];
      /** Spoken to over TLS: the BackendTLSPolicy that says so, or those of which age decides. */
      readonly tls?: readonly BackendTls[];
    }
  | {
      readonly to: 'redirect';
      readonly status: number;
      readonly location: string;
      readonly response?: ResponseChange;
    }
  /**
   * A reference that does not resolve, or a backend whose certificate nothing can check: HTTP 500,
   * gRPC 14, or a connection that is closed.
   */
  | {
      readonly to: 'error';
      readonly reason: UnresolvedReason | 'NoValidCACertificate';
      readonly because: string;
    }
);

export interface Mirror {
  readonly name: string;
  readonly other?: OtherBackend;
  readonly port?: number;
  /** 0 to 1. */
  readonly share: number;
}

export type Outcome =
  | {
      readonly outcome: 'backends';
      readonly backends: readonly BackendShare[];
      /** Undefined: a mesh request to a Service without routes. */
      readonly by?: DecidedBy;
      /** The rule's own filters, defaults written out, in order. */
      readonly filters: readonly JsonObject[];
      /** Undefined where the request arrives as it was sent. */
      readonly forwarded?: Forwarded;
      readonly response?: ResponseChange;
      readonly mirrors: readonly Mirror[];
      /** `timeouts`, `retry` and `sessionPersistence` of the rule, where it has them. */
      readonly policies: JsonObject;
    }
  | {
      readonly outcome: 'redirect';
      readonly status: number;
      readonly location: string;
      readonly by: DecidedBy;
      readonly response?: ResponseChange;
    }
  | {
      readonly outcome: 'status';
      readonly status: number;
      /** gRPC calls alone: what the client reads. */
      readonly grpcStatus?: number;
      readonly by?: DecidedBy;
      readonly response?: ResponseChange;
      readonly because: string;
    }
  /** A connection that is closed. */
  | { readonly outcome: 'rejected'; readonly by?: DecidedBy; readonly because: string }
  | {
      readonly outcome: 'unspecified';
      /** At least two, different, none of them `unspecified`; the likelier needs no guess, so sorted. */
      readonly between: readonly Outcome[];
      /** One sentence each, without full stop. */
      readonly because: readonly string[];
    };

/** How one listener stood to the request. */
export interface ListenerStep {
  /** `Gateway edge/public listener https`. */
  readonly listener: string;
  readonly hostname: string;
  readonly port: number;
  readonly protocol: string;
  readonly state: 'chosen' | 'covers' | 'other';
  readonly because: string;
}

/** How one match stood to the request. */
export interface CandidateStep {
  readonly by: DecidedBy;
  /** The hostname under which it competes. */
  readonly host: string;
  /** `won`; `open`: may have won; `lost`: matches, and another ranks before; `no`: does not match. */
  readonly state: 'won' | 'open' | 'lost' | 'no';
  /** The criterion, as `longer path than HTTPRoute shop/cart rule 1 match 0`. */
  readonly because: string;
}

export interface Trace {
  readonly listeners: readonly ListenerStep[];
  /** In order of rank; those that do not match come last. */
  readonly candidates: readonly CandidateStep[];
  /** What was settled on the way, in words: consumer routes, a gRPC route displacing others. */
  readonly notes: readonly string[];
}

export interface Decision {
  readonly outcome: Outcome;
  /** Undefined unless it was asked for. */
  readonly trace?: Trace;
}
