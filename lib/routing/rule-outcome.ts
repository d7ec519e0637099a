// The rule that won -> what becomes of the request: shares, what backends would see, a redirect.
//
// The law is `HTTPRouteRule`: filters of the rule first, in order, then those of the backend that
// is taken. Neighbours: filters.ts, external-auth.ts, shares.ts, decide.ts.

import type { DecidedBy, Forwarded, Outcome, ResponseChange } from '../model/decision';
import { isObject, type Json, type JsonObject, listOf } from '../model/manifest';
import type { Rule } from '../model/route';
import { backendsOf } from './backend-outcome';
import { combine } from './combine';
import type { Exchange } from './exchange';
import { unresolvedAuth } from './external-auth';
import { applyFilters } from './filters';
import { choices } from './law';
import { mirrorsOf } from './mirrors';
import type { RuleCase } from './rule-case';
import { type Shares, sharesOf } from './shares';

const policyFields = ['timeouts', 'retry', 'sessionPersistence'] as const;

export function ruleOutcome(ruleCase: RuleCase): Outcome {
  const { candidate, request, law } = ruleCase;
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
  const { mirrors, problem } = mirrorsOf(ruleCase, applied.mirrors);
  const shares = ruleShares(ruleCase);
  const failed = (because: string): Outcome => {
    const grpc = request.isGrpc && route.kind === 'GRPCRoute' ? { grpcStatus: 14 } : {};
    return { outcome: 'status', status: 500, ...grpc, by, because };
  };
  const fault = unresolvedAuth(ruleCase, filters)?.because ?? shares.problem;
  if (fault !== undefined) return failed(fault);
  const forwarded: Outcome = {
    outcome: 'backends',
    backends: backendsOf(ruleCase, shares, applied),
    by,
    filters,
    ...(applied.changed ? { forwarded: forwardedOf(applied.exchange) } : {}),
    ...changeOf(applied),
    mirrors,
    policies: policiesOf(rule.raw),
  };
  if (problem === undefined) return forwarded;
  const ways = choices(law.brokenMirrorBreaksRule).map((breaks) =>
    breaks ? failed(problem) : forwarded,
  );
  return combine(ways, ['it is not known whether a mirror that does not resolve breaks its rule']);
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
