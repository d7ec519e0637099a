// Several possible outcomes -> one, where they agree, or `unspecified` between them.
//
// Outcomes agree where a client and the backends cannot tell them apart: which rule decided does
// not count. Neighbours: ../decide.ts, ../../model/decision.ts.

import type { DecidedBy, Outcome } from '../../model/decision';
import { isObject, type JsonObject } from '../../model/manifest';
import { routePlace } from '../../model/route';
import { byText } from '../../model/text-order';

/**
 * @param because why there may be several; sentences without full stop, told only where the
 * outcomes differ
 */
export function combine(outcomes: readonly Outcome[], because: readonly string[]): Outcome {
  const [only] = outcomes;
  if (only !== undefined && outcomes.length === 1) return only;
  const reasons = new Set<string>();
  const byBehaviour = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const parts = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
    if (outcome.outcome === 'unspecified') for (const one of outcome.because) reasons.add(one);
    for (const part of parts) {
      const key = behaviourOf(part);
      const known = byBehaviour.get(key);
      if (known === undefined || placeOf(part) < placeOf(known)) byBehaviour.set(key, part);
    }
  }
  const sorted = [...byBehaviour].sort(([left], [right]) => (left < right ? -1 : 1));
  const between = sorted.map(([, outcome]) => outcome);
  if (between.length === 1 && between[0] !== undefined) return between[0];
  for (const one of because) reasons.add(one);
  return { outcome: 'unspecified', between, because: [...reasons].sort() };
}

/** What can be told of an outcome from outside: all but who decided it and why. */
function behaviourOf(outcome: Outcome): string {
  if (outcome.outcome !== 'backends') return behaviourText(outcome);
  // Shares and copies have no order that anybody could see.
  const backends = outcome.backends.map(behaviourText).sort();
  const mirrors = outcome.mirrors.map(behaviourText).sort();
  return behaviourText({ ...outcome, backends, mirrors });
}

function behaviourText(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => {
    if (key === 'by' || key === 'because' || key === 'reason') return undefined;
    if (typeof value === 'bigint') return String(value);
    return isObject(value) ? inKeyOrder(value) : value;
  });
}

/** Filters are told as they were written, in whatever order their keys stand. */
function inKeyOrder(object: JsonObject): JsonObject {
  const entries = Object.entries(object).sort(byText(([key]) => key));
  return Object.fromEntries(entries);
}

/** Of rules that do the same the first by name is told. */
function placeOf(outcome: Outcome): string {
  return 'by' in outcome && outcome.by !== undefined ? placeText(outcome.by) : '';
}

/** Where a match stands among all: routes as `routePlace` has them, then by number. */
export function placeText({ route, rule, match = 0 }: DecidedBy): string {
  const pad = (index: number) => String(index).padStart(4, '0');
  return `${routePlace(route)}\n${pad(rule)}\n${pad(match)}`;
}
