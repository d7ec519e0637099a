// What a rule does, as a text: two rules with one text have, at one place, one outcome for every
// request that both take, as far as a client and the backends can tell.
//
// That is what proofs rest on, so the text holds all that ../../routing/outcome/rule-outcome.ts
// looks at: the filters where an outcome is computed from the request, and the prefix that matched
// where one of them replaces it. Left out is who decided and why, which policy asks for a handshake,
// and names of sessions. Neighbours: rule-shape.ts and behaviour.ts (what is
// told), forked-outcome.ts (the same of one outcome).

import type { Outcome } from '../../model/decision';
import { canonical } from '../../model/digest';
import type { Rule } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import { pathKey } from '../../routing/accept/path';
import type { Place } from '../../routing/arena/arena';
import type { Law } from '../../routing/law';
import { behaviour, serviceBehaviour } from './behaviour';
import { forkedOutcome, possibilities } from './forked-outcome';
import { isTouched, type Replacing } from './replacing';
import { type RuleShape, referencesOf, ruleShape } from './rule-shape';

export type { Replacing } from './replacing';

export interface Standpoint {
  /** The one that the candidate is of. */
  readonly table: RouteTable;
  readonly law: Law;
  readonly place: Place;
}

/** What the rule of a candidate does: equal texts where client and backends could not tell. */
export function effectText(candidate: Candidate, at: Standpoint): string {
  return told(candidate, at, undefined);
}

/** The same with the claim's Services in place: what is expected with the key. */
export function forkedEffectText(
  candidate: Candidate,
  at: Standpoint,
  replacing: Replacing,
): string {
  const isSame = !isTouched(referencesOf(candidate.rule), replacing);
  return told(candidate, at, isSame ? undefined : replacing);
}

/** For answers without a rule: a Service itself, or that nothing matches. */
export function answerText(outcome: Outcome, replacing?: Replacing): string {
  if (outcome.outcome !== 'backends' || outcome.by !== undefined) {
    const expected = replacing === undefined ? outcome : forkedOutcome(outcome, replacing);
    return canonical([...possibilities(expected)].sort());
  }
  return canonical(serviceBehaviour(outcome.backends, replacing));
}

/** INVARIANT: memos of pure functions of a rule and its table. */
const shapes = { gateway: new WeakMap<Rule, RuleShape>(), mesh: new WeakMap<Rule, RuleShape>() };
const texts = new WeakMap<Rule, Map<string, string>>();

function told(candidate: Candidate, at: Standpoint, replacing: Replacing | undefined): string {
  const { place, law } = at;
  const shape = shapeOf(candidate, at);
  const prefix = prefixOf(candidate);
  if (replacing !== undefined) return canonical(behaviour({ shape, prefix, law, replacing }));
  const known = texts.get(candidate.rule) ?? new Map<string, string>();
  texts.set(candidate.rule, known);
  const key = `${place.via} ${law.brokenMirrorBreaksRule} ${shape.usesPrefix ? prefix : ''}`;
  const text = known.get(key) ?? canonical(behaviour({ shape, prefix, law }));
  known.set(key, text);
  return text;
}

/** Of the path that matched, without its trailing slash; null where no prefix did. */
export function prefixOf({ match }: Candidate): string | null {
  const isPrefix = match.protocol === 'http' && match.path.type === 'PathPrefix';
  return isPrefix ? pathKey(match.path.value) : null;
}

/** What the candidate's rule does at a place, before it is told as a text. */
export function shapeOf(candidate: Candidate, { place, table }: Standpoint): RuleShape {
  const known = shapes[place.via].get(candidate.rule);
  if (known !== undefined) return known;
  const shape = ruleShape({ candidate, place, table });
  shapes[place.via].set(candidate.rule, shape);
  return shape;
}
