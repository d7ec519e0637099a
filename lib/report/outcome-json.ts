// An outcome as JSON: one shape for scripts, tests and counterexamples (docs/command.md#outcomes).
//
// What is empty is left out, except `filters`; why a request is answered with a status stands in
// a trace alone. Neighbours: outcome-text.ts (the same for a person), ../model/decision.ts.

import type {
  BackendShare,
  CandidateStep,
  DecidedBy,
  Forwarded,
  Mirror,
  OtherBackend,
  Outcome,
  ResponseChange,
  Trace,
} from '../model/decision';
import type { JsonObject } from '../model/manifest';
import type { Request } from '../model/request';
import { type HeadersJson, headersJson } from './request-json';
import { targetText } from './request-text';

export interface RouteJson {
  readonly kind: string;
  /** '' is the unnamed namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly rule: number;
  /** Not of routes whose rules have no matches. */
  readonly match?: number;
}

export interface ForwardedJson {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: HeadersJson;
}

export interface ResponseJson {
  readonly set?: HeadersJson;
  readonly add?: HeadersJson;
  readonly remove?: readonly string[];
}

/** A Service by `namespace/name`, or an object of another kind by its name, kind and group. */
export interface BackendNameJson {
  readonly service?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly group?: string;
  readonly port?: number;
}

/** A backend, or what answers in its place: a redirect, or a status where it does not resolve. */
export interface BackendJson extends BackendNameJson {
  readonly share: number;
  readonly forwarded?: ForwardedJson;
  readonly response?: ResponseJson;
  readonly filters?: readonly JsonObject[];
  readonly status?: number;
  readonly grpcStatus?: number;
  readonly location?: string;
  /** A connection that is closed. */
  readonly rejected?: true;
  readonly reason?: string;
  readonly because?: string;
}

export interface MirrorJson extends BackendNameJson {
  readonly share: number;
}

interface BackendsJson {
  readonly outcome: 'backends';
  readonly backends: readonly BackendJson[];
  /** Not of a Service of a mesh without routes. */
  readonly route?: RouteJson;
  readonly filters: readonly JsonObject[];
  readonly forwarded?: ForwardedJson;
  readonly response?: ResponseJson;
  readonly mirrors?: readonly MirrorJson[];
  /** `timeouts`, `retry` and `sessionPersistence` of the rule. */
  readonly policies?: JsonObject;
}

interface RedirectJson {
  readonly outcome: 'redirect';
  readonly status: number;
  readonly location: string;
  readonly route: RouteJson;
  readonly response?: ResponseJson;
}

interface StatusJson {
  readonly outcome: 'status';
  readonly status: number;
  readonly grpcStatus?: number;
  readonly route?: RouteJson;
  readonly response?: ResponseJson;
  readonly because?: string;
}

interface RejectedJson {
  readonly outcome: 'rejected';
  readonly route?: RouteJson;
  readonly because?: string;
}

interface UnspecifiedJson {
  readonly outcome: 'unspecified';
  readonly between: readonly OutcomeJson[];
  readonly because: readonly string[];
}

/** `outcome` tells which fields there are. */
export type OutcomeJson = BackendsJson | RedirectJson | StatusJson | RejectedJson | UnspecifiedJson;

export interface CandidateJson {
  readonly route: RouteJson;
  readonly host: string;
  readonly state: CandidateStep['state'];
  readonly because: string;
}

export interface TraceJson {
  /** `Gateway edge/public port 443`. */
  readonly target: string;
  readonly listeners: Trace['listeners'];
  readonly candidates: readonly CandidateJson[];
  readonly notes: readonly string[];
}

export interface OutcomeView {
  readonly request: Request;
  /** Says why where the sentence is no part of the outcome. */
  readonly explain: boolean;
}

export function outcomeJson(outcome: Outcome, view: OutcomeView): OutcomeJson {
  switch (outcome.outcome) {
    case 'backends':
      return {
        outcome: 'backends',
        backends: outcome.backends.map((share) => shareJson(share, view)),
        ...routePart(outcome.by),
        filters: outcome.filters,
        ...forwardedPart(outcome.forwarded),
        ...responsePart(outcome.response),
        ...(outcome.mirrors.length === 0 ? {} : { mirrors: outcome.mirrors.map(mirrorJson) }),
        ...(Object.keys(outcome.policies).length === 0 ? {} : { policies: outcome.policies }),
      };
    case 'redirect': {
      const { status, location, by, response } = outcome;
      const head = { outcome: outcome.outcome, status, location };
      return { ...head, route: routeJson(by), ...responsePart(response) };
    }
    case 'status': {
      const { status, grpcStatus, by, response, because } = outcome;
      const head = { outcome: outcome.outcome, status };
      const grpc = grpcStatus === undefined ? {} : { grpcStatus };
      const why = view.explain ? { because } : {};
      return { ...head, ...grpc, ...routePart(by), ...responsePart(response), ...why };
    }
    case 'rejected': {
      const why = view.explain ? { because: outcome.because } : {};
      return { outcome: outcome.outcome, ...routePart(outcome.by), ...why };
    }
    case 'unspecified':
      return {
        outcome: outcome.outcome,
        between: outcome.between.map((one) => outcomeJson(one, view)),
        because: outcome.because,
      };
  }
}

export function traceJson(trace: Trace, request: Request): TraceJson {
  return {
    target: targetText(request.target),
    listeners: trace.listeners,
    candidates: trace.candidates.map(({ by, host, state, because }) => {
      return { route: routeJson(by), host, state, because };
    }),
    notes: trace.notes,
  };
}

function routePart(by: DecidedBy | undefined): { readonly route?: RouteJson } {
  return by === undefined ? {} : { route: routeJson(by) };
}

function routeJson({ route, rule, match }: DecidedBy): RouteJson {
  const { kind, namespace, name } = route;
  return { kind, namespace, name, rule, ...(match === undefined ? {} : { match }) };
}

function shareJson(backend: BackendShare, { request, explain }: OutcomeView): BackendJson {
  const { share } = backend;
  switch (backend.to) {
    case 'backend':
      return {
        ...nameJson(backend),
        share,
        ...(backend.filters === undefined ? {} : { filters: backend.filters }),
        ...forwardedPart(backend.forwarded),
        ...responsePart(backend.response),
      };
    case 'redirect':
      return { status: backend.status, location: backend.location, share };
    case 'error':
      return {
        ...failureOf(request),
        share,
        reason: backend.reason,
        ...(explain ? { because: backend.because } : {}),
      };
  }
}

/** What a client meets where a reference does not resolve. */
function failureOf({ protocol }: Request): Partial<BackendJson> {
  if (protocol === 'http') return { status: 500 };
  // gRPC: UNAVAILABLE.
  return protocol === 'grpc' ? { status: 500, grpcStatus: 14 } : { rejected: true };
}

interface NamedBackend {
  readonly name: string;
  readonly other?: OtherBackend;
  readonly port?: number;
}

function nameJson({ name, other, port }: NamedBackend): BackendNameJson {
  const at = port === undefined ? {} : { port };
  return other === undefined
    ? { service: name, ...at }
    : { kind: other.kind, group: other.group, name, ...at };
}

function mirrorJson(mirror: Mirror): MirrorJson {
  return { ...nameJson(mirror), share: mirror.share };
}

function forwardedPart(forwarded: Forwarded | undefined): { readonly forwarded?: ForwardedJson } {
  if (forwarded === undefined) return {};
  const { method, host, path, headers } = forwarded;
  return { forwarded: { method, host, path, headers: headersJson(headers) } };
}

function responsePart(change: ResponseChange | undefined): { readonly response?: ResponseJson } {
  if (change === undefined) return {};
  const { set, add, remove } = change;
  const response: ResponseJson = {
    ...(set.length === 0 ? {} : { set: headersJson(set) }),
    ...(add.length === 0 ? {} : { add: headersJson(add) }),
    ...(remove.length === 0 ? {} : { remove }),
  };
  return Object.keys(response).length === 0 ? {} : { response };
}
