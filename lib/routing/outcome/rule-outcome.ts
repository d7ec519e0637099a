// The rule that won -> what becomes of the request: shares, what backends would see, a redirect.
//
// The law is `HTTPRouteRule`: filters of the rule first, in order, then those of the backend that
// is taken. Neighbours: ../filter/filters.ts, ../filter/external-auth.ts, ../filter/extension.ts, shares.ts, ../decide.ts.

import type { DecidedBy, Outcome, ResponseChange } from '../../model/decision';
import { isObject, type Json, type JsonObject, listOf } from '../../model/manifest';
import type { Rule } from '../../model/route';
import { type Applied, type Exchange, forwardedOf } from '../filter/exchange';
import { firstMissing } from '../filter/extension';
import { unresolvedAuth } from '../filter/external-auth';
import { applyFilters } from '../filter/filters';
import { choices } from '../law';
import { backendsOf } from './backend-outcome';
import { combine } from './combine';
import { mirrorsOf } from './mirrors';
import type { RuleCase } from './rule-case';
import { problemOf, type Shares, sharesOf } from './shares';

const policyFields = ['timeouts', 'retry', 'sessionPersistence'] as const;

export function ruleOutcome(ruleCase: RuleCase): Outcome {
  const { candidate, request, table } = ruleCase;
  const { route, rule, matchIndex } = candidate;
  const by: DecidedBy = { route, rule: rule.index, match: matchIndex };
  const failed = (because: string): Outcome => {
    const grpc = request.isGrpc && route.kind === 'GRPCRoute' ? { grpcStatus: 14 } : {};
    return { outcome: 'status', status: 500, ...grpc, by, because };
  };
  const filters = objectsOf(rule.raw.filters);
  const applied = applyFilters(filters, exchangeOf(ruleCase));
  const missing = firstMissing(filters, route, table.inventory)?.because;
  if (applied.to !== 'forward') {
    const answer = answerOf(applied, by);
    return missing === undefined
      ? answer
      : combine([failed(missing), answer], [`${orderIsOpen}: ${missing}`]);
  }
  const shares = ruleShares(ruleCase);
  const fault = missing ?? unresolvedAuth(ruleCase, filters)?.because ?? shares.problem;
  if (fault !== undefined) return failed(fault);
  const backends = backendsOf(ruleCase, shares, applied);
  const broken = problemOf(backends);
  if (broken !== undefined) return failed(broken);
  const { mirrors, problem } = mirrorsOf(ruleCase, applied.mirrors);
  const forwarded: Outcome = {
    outcome: 'backends',
    backends,
    by,
    filters,
    ...(applied.changed ? { forwarded: forwardedOf(applied.exchange) } : {}),
    ...changeOf(applied),
    mirrors,
    policies: policiesOf(rule.raw),
  };
  return problem === undefined ? forwarded : withBrokenMirror(ruleCase, forwarded, failed(problem));
}

/** Filters should act in the order of the list, and need not. */
const orderIsOpen = 'it is not known whether the rule answers before all of its filters act';

function withBrokenMirror({ law }: RuleCase, forwarded: Outcome, failed: Outcome): Outcome {
  const ways = choices(law.brokenMirrorBreaksRule).map((breaks) => (breaks ? failed : forwarded));
  return combine(ways, ['it is not known whether a mirror that does not resolve breaks its rule']);
}

/** What the rule says itself, without a backend. */
function answerOf(applied: Exclude<Applied, { readonly to: 'forward' }>, by: DecidedBy): Outcome {
  const { status } = applied;
  const change = changeOf(applied);
  if (applied.to === 'redirect') {
    return { outcome: 'redirect', status, location: applied.location, by, ...change };
  }
  return { outcome: 'status', status, by, ...change, because: applied.because };
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

/** INVARIANT: a memo of pure functions of a rule and its table. */
const memo = { gateway: new WeakMap<Rule, Shares>(), mesh: new WeakMap<Rule, Shares>() };

function ruleShares({ candidate: { route, rule }, place: { via }, table }: RuleCase): Shares {
  const known = memo[via].get(rule);
  if (known !== undefined) return known;
  const shares = sharesOf(rule.backends, route, via, table.inventory);
  memo[via].set(rule, shares);
  return shares;
}

/** What the rule says of timeouts, retries and sessions. */
export function policiesOf(raw: JsonObject): JsonObject {
  const entries = policyFields.flatMap((field): [string, Json][] => {
    const value = raw[field];
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(entries);
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}
