// The rule that won -> what becomes of the request: shares, what backends would see, a redirect.
//
// The law is `HTTPRouteRule`: filters of the rule first, in order, then those of the backend that
// is taken. Neighbours: filters.ts, shares.ts, decide.ts.

import type {
  BackendShare,
  DecidedBy,
  Forwarded,
  Mirror,
  Outcome,
  ResponseChange,
} from '../model/decision';
import { isObject, type Json, type JsonObject, listOf } from '../model/manifest';
import type { Rule } from '../model/route';
import type { Candidate, RouteTable } from '../model/route-table';
import type { Place } from './arena';
import type { Applied, Exchange } from './exchange';
import { applyFilters } from './filters';
import type { Law } from './law';
import type { PreparedRequest } from './prepared-request';
import { resolveReference } from './reference';
import { namesOf, type Shares, sharesOf } from './shares';

export interface RuleCase {
  readonly candidate: Candidate;
  readonly request: PreparedRequest;
  readonly place: Place;
  readonly table: RouteTable;
  readonly law: Law;
}

const policyFields = ['timeouts', 'retry', 'sessionPersistence'] as const;

export function ruleOutcome(ruleCase: RuleCase): Outcome {
  const { candidate, request } = ruleCase;
  const { route, rule, matchIndex } = candidate;
  const by: DecidedBy = { route, rule: rule.index, match: matchIndex };
  const filters = objectsOf(rule.raw.filters);
  const applied = applyFilters(filters, exchangeOf(ruleCase));
  switch (applied.to) {
    case 'redirect':
      return {
        outcome: 'redirect',
        status: applied.status,
        location: applied.location,
        by,
        ...changeOf(applied),
      };
    case 'answer':
      return {
        outcome: 'status',
        status: applied.status,
        by,
        ...changeOf(applied),
        because: applied.because,
      };
    case 'forward':
      break;
  }
  const mirrors = mirrorsOf(ruleCase, applied);
  const shares = ruleShares(ruleCase);
  const problem = shares.problem ?? mirrors.problem;
  if (problem !== undefined) {
    const grpc = request.isGrpc && route.kind === 'GRPCRoute' ? { grpcStatus: 14 } : {};
    return { outcome: 'status', status: 500, ...grpc, by, because: problem };
  }
  return {
    outcome: 'backends',
    backends: backendsOf(rule, shares, applied.exchange),
    by,
    filters,
    ...(applied.changed ? { forwarded: forwardedOf(applied.exchange) } : {}),
    ...changeOf(applied),
    mirrors: mirrors.mirrors,
    policies: policiesOf(rule.raw),
  };
}

function exchangeOf({ candidate, request: { request, method }, place }: RuleCase): Exchange {
  const { match } = candidate;
  const isPrefix = match.protocol === 'http' && match.path.type === 'PathPrefix';
  return {
    method,
    host: request.host,
    path: request.path,
    headers: request.headers,
    scheme: place.scheme,
    port: place.port,
    ...(isPrefix ? { prefix: match.path.value } : {}),
  };
}

function changeOf({ response }: { readonly response?: ResponseChange }) {
  return response === undefined ? {} : { response };
}

function forwardedOf({ method, host, path, headers }: Exchange): Forwarded {
  return { method, host, path, headers };
}

/** INVARIANT: a memo of pure functions of a rule and its table. */
const memo = { gateway: new WeakMap<Rule, Shares>(), mesh: new WeakMap<Rule, Shares>() };

function ruleShares({ candidate: { route, rule }, place: { via }, table }: RuleCase): Shares {
  const known = memo[via].get(rule);
  if (known !== undefined) return known;
  const shares = sharesOf(rule.backends, route, via, table.inventory);
  memo[via].set(rule, shares);
  return shares;
}

/** Backends with what their own filters change; what differs in nothing is told once. */
function backendsOf(rule: Rule, { backends, byRef }: Shares, exchange: Exchange) {
  const refs = listOf(rule.raw.backendRefs);
  const hasFilters = refs.some((ref) => isObject(ref) && listOf(ref.filters).length > 0);
  if (!hasFilters) return merged(backends);
  return byRef.flatMap((share, index): BackendShare[] => {
    if (share === undefined) return [];
    const ref = refs[index];
    const filters = isObject(ref) ? objectsOf(ref.filters) : [];
    return [filters.length === 0 ? share : withFilters(share, filters, exchange)];
  });
}

function withFilters(
  share: BackendShare,
  filters: readonly JsonObject[],
  exchange: Exchange,
): BackendShare {
  if (share.to !== 'backend') return share;
  const applied = applyFilters(filters, exchange);
  switch (applied.to) {
    case 'redirect':
      return {
        share: share.share,
        to: 'redirect',
        status: applied.status,
        location: applied.location,
      };
    // A preflight is answered before a backend is picked; a CORS filter of one comes too late.
    case 'answer':
      return { ...share, filters };
    case 'forward':
      return {
        ...share,
        ...(applied.changed ? { forwarded: forwardedOf(applied.exchange) } : {}),
        ...changeOf(applied),
        filters,
      };
  }
}

/** A backend that stands in the list twice gets both shares. */
function merged(backends: readonly BackendShare[]): readonly BackendShare[] {
  if (backends.length < 2) return backends;
  const byTarget = new Map<string, BackendShare>();
  for (const backend of backends) {
    const { share, ...rest } = backend;
    const key = JSON.stringify(rest);
    const known = byTarget.get(key);
    byTarget.set(key, known === undefined ? backend : { ...known, share: known.share + share });
  }
  return [...byTarget.values()];
}

/** A mirror that does not resolve is left out; some implementations then answer 500 instead. */
function mirrorsOf(
  { candidate: { route, rule }, place: { via }, table, law }: RuleCase,
  { mirrors }: Applied & { readonly to: 'forward' },
): { readonly mirrors: readonly Mirror[]; readonly problem?: string } {
  const kept: Mirror[] = [];
  for (const { backendRef, share } of mirrors) {
    const ref = rule.filterRefs.find(({ raw }) => raw === backendRef);
    if (ref === undefined) continue;
    const resolution = resolveReference(ref, route, via, table.inventory);
    if (resolution.resolved) kept.push({ ...namesOf(ref), share });
    else if (law.brokenMirrorBreaksRule === 'yes') {
      return { mirrors: [], problem: `of a mirror, ${resolution.because}` };
    }
  }
  return { mirrors: kept };
}

function policiesOf(raw: JsonObject): JsonObject {
  const entries = policyFields.flatMap((field): [string, Json][] => {
    const value = raw[field];
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(entries);
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}
