// Both promises under one law: place by place, under each reading that the law leaves open.
//
// Neighbours: verify.ts, site/place-contests.ts, witness/counterexample.ts, ambiguity/.

import type { Ambiguity, Undecided, Violation } from '../model/proof';
import type { Law } from '../routing/law';
import { ambiguitiesOf } from './ambiguity/ambiguities';
import { isMeshed } from './expect/mesh';
import { podViolations } from './pods/pod-violations';
import { connectionViolations } from './site/connections';
import { Court } from './site/court';
import { gatewayPlaces } from './site/gateway-places';
import { meshPlaces } from './site/mesh-places';
import type { Place } from './site/place';
import { judgePlace, type PlaceFound } from './site/place-contests';
import { readingsOf, settledLaws } from './site/settled-laws';
import type { VerifyRequest } from './verify-request';
import { shown } from './witness/counterexample';

export interface Judged {
  readonly violations: readonly Violation[];
  readonly undecided: readonly Undecided[];
  readonly ambiguous: readonly Ambiguity[];
  readonly places: number;
  readonly rules: number;
  /** Whether ages decide somewhere which kind of route is accepted. */
  readonly isContested: boolean;
}

export function underLaw(request: VerifyRequest, asked: Law): Judged {
  const tables = [request.baseline, request.applied];
  const verdicts = new Verdicts();
  let [places, rules, isContested] = [0, 0, false];
  const settled = settledLaws(asked, tables);
  const entered = placesOf(request, asked);
  for (const law of settled) {
    const all = settled.length === 1 ? entered : placesOf(request, law);
    places = Math.max(places, all.length);
    const looked = judgeAll(request, law, all);
    rules = Math.max(rules, looked.rules);
    isContested ||= looked.isContested;
    if (looked.found.length === 0) continue;
    // What may be wrong is looked at again, each way of reading expressions by itself.
    for (const reading of readingsOf(law, tables)) {
      const { court, found } = judgeAll(request, reading, all);
      for (const one of found) verdicts.add(court, asked, one);
    }
  }
  return {
    violations: [
      ...verdicts.violations,
      ...connectionViolations(request, asked),
      ...podViolations(request, settled[0] ?? asked, entered),
    ],
    undecided: verdicts.undecided,
    ambiguous: ambiguitiesOf(request, asked, entered),
    places,
    rules,
    isContested,
  };
}

function judgeAll(request: VerifyRequest, law: Law, places: readonly Place[]) {
  const court = new Court({ ...request, law });
  const found: PlaceFound[] = [];
  let [rules, isContested] = [0, false];
  for (const place of places) {
    const looked = judgePlace(court, place, (one) => found.push(one));
    rules += looked.rules;
    isContested ||= looked.isContested;
  }
  return { court, found, rules, isContested };
}

function placesOf(
  { baseline, applied, claims, config }: VerifyRequest,
  law: Law,
): readonly Place[] {
  const tables = [baseline, applied];
  const claimed = isMeshed(baseline, config) ? claims : [];
  return [...gatewayPlaces(tables, law), ...meshPlaces(tables, claimed, law)];
}

/** Each pair of rules is told once for each owner and promise. */
class Verdicts {
  readonly #seen = new Set<string>();
  readonly #violations = new Map<string, Violation>();
  readonly #undecided = new Map<string, Undecided>();

  get violations(): readonly Violation[] {
    return [...this.#violations.values()];
  }

  get undecided(): readonly Undecided[] {
    return [...this.#undecided.values()];
  }

  add(court: Court, asked: Law, one: PlaceFound): void {
    const id = pairId(one);
    if (this.#seen.has(id)) return;
    const found = shown(court, asked, one);
    if ('undecided' in found) {
      this.#undecided.set(found.undecided.reason, found.undecided);
      return;
    }
    this.#seen.add(id);
    const { promise, owner, because } = found.violation;
    const key = JSON.stringify([promise, owner?.kind, owner?.name, because]);
    if (!this.#violations.has(key)) this.#violations.set(key, found.violation);
  }
}

function pairId({ breach, tooMany, state, kind }: PlaceFound): string {
  const pair = breach ?? tooMany;
  const text = (entrant: NonNullable<typeof pair>['before']['entrant']) => {
    if (entrant === undefined) return '';
    const { route, rule } = entrant.candidate;
    return `${route.kind} ${route.namespace}/${route.name} ${rule.index}`;
  };
  const key = state.carried?.claim.owner.routingKey ?? '';
  return [key, kind ?? '', text(pair?.before.entrant), text(pair?.after.entrant)].join('\n');
}
