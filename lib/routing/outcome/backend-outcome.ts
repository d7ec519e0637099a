// What each backend of a rule gets: its share, and what its own filters change beyond the rule's.
//
// The law is `HTTPBackendRef.filters`: they act after the rule's, on what goes to that backend
// alone. Neighbours: shares.ts, ../filter/filters.ts, ../filter/external-auth.ts, ../filter/extension.ts, rule-outcome.ts.

import type { BackendShare } from '../../model/decision';
import { isObject, type JsonObject, listOf } from '../../model/manifest';
import { type ForwardedOn, forwardedOf } from '../filter/exchange';
import { firstMissing } from '../filter/extension';
import { unresolvedAuth } from '../filter/external-auth';
import { applyFilters } from '../filter/filters';
import { followedBy, isNoChange, noChange } from '../filter/header-change';
import { mirrorsOf } from './mirrors';
import type { RuleCase } from './rule-case';
import type { Shares } from './shares';

/** @param sent what the rule's own filters made of the request */
export function backendsOf(
  ruleCase: RuleCase,
  { backends, byRef }: Shares,
  sent: ForwardedOn,
): readonly BackendShare[] {
  const refs = listOf(ruleCase.candidate.rule.raw.backendRefs);
  const filters = refs.map((ref) => (isObject(ref) ? listOf(ref.filters).filter(isObject) : []));
  if (filters.every(({ length }) => length === 0)) return merged(backends);
  return byRef.flatMap((share, index): BackendShare[] => {
    if (share === undefined) return [];
    const own = filters[index] ?? [];
    return [own.length === 0 ? share : filtered(share, own, sent, ruleCase)];
  });
}

function filtered(
  share: BackendShare,
  filters: readonly JsonObject[],
  sent: ForwardedOn,
  ruleCase: RuleCase,
): BackendShare {
  if (share.to !== 'backend') return share;
  const { candidate, table } = ruleCase;
  const missing = firstMissing(filters, candidate.route, table.inventory);
  if (missing !== undefined) return { share: share.share, to: 'error', ...missing };
  const applied = applyFilters(filters, sent.exchange);
  // A preflight is answered before a backend is picked; a CORS filter of one comes too late.
  if (applied.to === 'answer') return { ...share, filters };
  const change = followedBy(sent.response ?? noChange, applied.response ?? noChange);
  const response = isNoChange(change) ? {} : { response: change };
  if (applied.to === 'redirect') {
    const { status, location } = applied;
    return { share: share.share, to: 'redirect', status, location, ...response };
  }
  const auth = unresolvedAuth(ruleCase, filters);
  if (auth !== undefined) return { share: share.share, to: 'error', ...auth };
  const { mirrors } = mirrorsOf(ruleCase, applied.mirrors);
  return {
    ...share,
    ...(applied.changed ? { forwarded: forwardedOf(applied.exchange) } : {}),
    ...response,
    filters,
    ...(mirrors.length === 0 ? {} : { mirrors }),
  };
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
