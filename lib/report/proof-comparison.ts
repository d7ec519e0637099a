// How the outcome that a promise asks for and the one that there is differ.
//
// Neighbours: proof-text.ts, proof-markdown.ts, proof-findings.ts; outcome-text.ts (each alone).

import type { DecidedBy, Outcome } from '../model/decision';
import type { Violation } from '../model/proof';
import type { Request } from '../model/request';
import { detailsOf, goalText } from './outcome-text';

export interface Comparison {
  /** Where it goes, by which rule, then what the other outcome has not. */
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  /** What differs besides: `timeouts`, `response`. */
  readonly differing: readonly string[];
}

/** Two outcomes, each in lines, without what they have in common. */
export function compared({ request, expected, actual }: Violation): Comparison {
  const [left, right] = [expected, actual].map((outcome) => partsOf(outcome, request));
  const [ofExpected = [], ofActual = []] = [left, right];
  const only = (lines: readonly Part[], others: readonly Part[]) => {
    const known = new Set(others.map(({ text }) => text));
    return lines.filter(({ isKept, text }) => isKept || !known.has(text));
  };
  const [first, second] = [only(ofExpected, ofActual), only(ofActual, ofExpected)];
  const differing = [...first, ...second].filter(({ isKept }) => !isKept).map(({ label }) => label);
  return {
    expected: first.map(({ text }) => text),
    actual: second.map(({ text }) => text),
    differing: [...new Set(differing)],
  };
}

interface Part {
  readonly label: string;
  readonly text: string;
  /** Stands on both sides, differing or not. */
  readonly isKept: boolean;
}

/** Labels of lines that say what an outcome is, and not how it comes about. */
const keptLabels: ReadonlySet<string> = new Set(['by', 'either', 'or', 'because', 'broken']);

function partsOf(outcome: Outcome, request: Request): readonly Part[] {
  const parts: Part[] = [{ label: 'goal', text: goalText(outcome, request), isKept: true }];
  let label = '';
  for (const [own, text] of [...detailsOf(outcome, request), ...tlsLines(outcome)]) {
    label = own === '' ? label : own;
    parts.push({ label, text: `${label} ${text}`, isKept: keptLabels.has(label) });
  }
  return parts;
}

/** How backends are spoken to: nothing that a request's own answer tells of. */
function tlsLines(outcome: Outcome): readonly (readonly [string, string])[] {
  if (outcome.outcome !== 'backends') return [];
  return outcome.backends.flatMap((share) => {
    if (share.to !== 'backend' || share.tls === undefined) return [];
    const names = share.tls.map(({ policy, hostname }) => `${hostname} by ${policy}`);
    return [['TLS', `to ${share.name} as ${names.join(' or ')}`] as const];
  });
}

/** The rules that an outcome may come from; none where nothing answers, or a Service itself. */
export function rulesOf(outcome: Outcome): readonly DecidedBy[] {
  if (outcome.outcome === 'unspecified') return outcome.between.flatMap(rulesOf);
  return outcome.by === undefined ? [] : [outcome.by];
}
