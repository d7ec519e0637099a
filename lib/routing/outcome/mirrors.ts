// The backends that get a copy of a request.
//
// The law is `HTTPRequestMirrorFilter`: a mirror whose reference does not resolve is left out, and
// the request itself goes on; some implementations answer 500 instead. Neighbours: ../filter/mirror.ts (the
// filter's share), ../reference/reference.ts, rule-outcome.ts.

import type { Mirror } from '../../model/decision';
import type { MirrorShare } from '../filter/exchange';
import { resolveReference } from '../reference/reference';
import type { StandingRule } from './rule-case';
import { namesOf } from './shares';

export interface Mirrors {
  readonly mirrors: readonly Mirror[];
  /** Why one of them does not resolve; undefined where all do. */
  readonly problem?: string;
}

export function mirrorsOf(
  { candidate: { route, rule }, place: { via }, table }: StandingRule,
  shares: readonly MirrorShare[],
): Mirrors {
  const kept: Mirror[] = [];
  let problem: string | undefined;
  for (const { backendRef, share } of shares) {
    const ref = rule.filterRefs.find(({ raw }) => raw === backendRef);
    if (ref === undefined) continue;
    const resolution = resolveReference(ref, route, via, table.inventory);
    if (resolution.resolved) kept.push({ ...namesOf(ref), share });
    else problem ??= `of a mirror, ${resolution.because}`;
  }
  return { mirrors: kept, ...(problem === undefined ? {} : { problem }) };
}
