// A request on its way through filters, and what was done to it there.
//
// Neighbours: filters.ts (who applies them), ../../model/decision.ts (the outcome it ends in).

import type { Forwarded, ResponseChange } from '../../model/decision';
import type { JsonObject } from '../../model/manifest';
import type { HeaderLine } from '../../model/request';

export interface Exchange {
  readonly method: string;
  /** As sent, its port included; '' where there is none. */
  readonly host: string;
  /** From the first `/` on, the query included. */
  readonly path: string;
  readonly headers: readonly HeaderLine[];
  /** Of the request. */
  readonly scheme: 'http' | 'https';
  /** Of the listener, or of the Service in a mesh. */
  readonly port: number;
  /** Value of the PathPrefix that matched; undefined where another type of match did. */
  readonly prefix?: string;
}

/** A redirect. */
export interface Redirected {
  readonly to: 'redirect';
  readonly status: number;
  readonly location: string;
  readonly response?: ResponseChange;
}

/** An answer that no backend gives: to a CORS preflight request. */
export interface Answered {
  readonly to: 'answer';
  readonly status: number;
  readonly response?: ResponseChange;
  /** One sentence without full stop. */
  readonly because: string;
}

export interface MirrorShare {
  readonly backendRef: JsonObject;
  /** 0 to 1. */
  readonly share: number;
}

export interface ForwardedOn {
  readonly to: 'forward';
  readonly exchange: Exchange;
  /** Whether the request differs from the one that came. */
  readonly changed: boolean;
  readonly response?: ResponseChange;
  readonly mirrors: readonly MirrorShare[];
}

export type Applied = ForwardedOn | Redirected | Answered;

/** What leaves for a backend. */
export function forwardedOf({ method, host, path, headers }: Exchange): Forwarded {
  return { method, host, path, headers };
}
