// Whether anybody is there to be asked if a request may pass.
//
// The law is `HTTPExternalAuthFilter`: a filter that cannot ask its service fails closed. What a
// service that is there says, no file tells. Neighbours: ../reference/reference.ts, ../outcome/rule-outcome.ts,
// ../outcome/backend-outcome.ts.

import type { UnresolvedReason } from '../../model/decision';
import { at, type JsonObject } from '../../model/manifest';
import type { StandingRule } from '../outcome/rule-case';
import { resolveReference } from '../reference/reference';

export interface UnresolvedAuth {
  readonly reason: UnresolvedReason;
  /** One sentence without full stop. */
  readonly because: string;
}

/** The first of the filters' references to such a service that does not resolve. */
export function unresolvedAuth(
  { candidate: { route, rule }, place: { via }, table }: StandingRule,
  filters: readonly JsonObject[],
): UnresolvedAuth | undefined {
  for (const filter of filters) {
    if (filter.type !== 'ExternalAuth') continue;
    const backendRef = at(filter, ['externalAuth', 'backendRef']);
    const ref = rule.filterRefs.find(({ raw }) => raw === backendRef);
    if (ref === undefined) continue;
    const resolution = resolveReference(ref, route, via, table.inventory);
    if (resolution.resolved) continue;
    return {
      reason: resolution.reason,
      because: `of an ExternalAuth filter, ${resolution.because}`,
    };
  }
  return undefined;
}
