// What the formats of a proof say alike: its verdict, how two outcomes differ, what to do about it.
//
// Neighbours: proof-text.ts, proof-markdown.ts, proof-findings.ts; ../model/proof.ts.

import type { DecidedBy, Outcome } from '../model/decision';
import { isOurs } from '../model/marks';
import type { Proof, Violation } from '../model/proof';
import type { Request } from '../model/request';
import { routePlace } from '../model/route';
import { ownerText } from '../model/sandbox';
import { byText, detailsOf, goalText } from './outcome-text';

export function count(number: number, noun: string, several = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : several}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(parts: readonly string[]): string {
  const [last = '', ...before] = [...parts].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}

/** The verdict as the end of a sentence: what holds for every request, and what it leaves out. */
export function verdictText({ result, violations, undecided, ambiguous, scope }: Proof): string {
  switch (result) {
    case 'violated': {
      const broken = [...new Set(violations.map(({ promise }) => promise))].sort();
      const verb = violations.length === 1 ? 'shows' : 'show';
      return `${count(violations.length, 'request')} ${verb} that ${listText([...broken].reverse())} ${broken.length === 1 ? 'does' : 'do'} not hold`;
    }
    case 'undecided':
      return `no request was found that breaks a promise, and ${count(undecided.length, 'question stays', 'questions stay')} open`;
    case 'proved': {
      const held =
        scope.keys === 0
          ? 'every request goes where it went; no sandbox was found that has a key'
          : 'every request without a known key goes where it went, and with one where the baseline sends it, forks in place';
      const open = count(ambiguous.length, 'ambiguity', 'ambiguities');
      return ambiguous.length === 0 ? held : `${held}; but for ${open}, listed below`;
    }
  }
}

export function scopeText({ places, rules, keys }: Proof['scope']): string {
  const all = [
    count(places, 'place where requests enter', 'places where requests enter'),
    count(rules, 'rule'),
    keys === 0 ? 'no routing key' : count(keys, 'routing key'),
  ];
  return `${listText(all)}, for every path, method, header and parameter`;
}

/** `isolation is broken by sandbox pr-42`, `fidelity of sandbox pr-42 is broken`. */
export function brokenText({ promise, owner }: Violation): string {
  const whose = owner === undefined ? '' : ownerText(owner);
  if (whose === '') return `${promise} is broken`;
  return promise === 'isolation'
    ? `isolation is broken by ${whose}`
    : `fidelity of ${whose} is broken`;
}

/** What a promise says, for whoever never heard of it. */
export const promiseTexts: { readonly [promise in Violation['promise']]: string } = {
  isolation: 'a request without a known key must go where it goes without the sandboxes',
  fidelity:
    'a request with a key must go where the baseline sends it, forks in place of what they fork',
};

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

/** An instruction: what would make the promise hold. */
export function remedyOf(violation: Violation): string {
  const { promise, owner, request } = violation;
  const { before, after, isSame } = decidersOf(violation);
  if (promise === 'fidelity') return keyedRemedy(violation);
  if (after === undefined && before === undefined && request.target.to === 'service') {
    return 'give a route of that Service a rule that sends on to it what carries no key: once a Service has a route, what none of its rules takes is refused';
  }
  if (after === undefined) {
    const rule = before === undefined ? 'what answered it' : `\`${byText(before)}\``;
    return `put ${rule} back, with its Gateway and hostnames, as it is in the baseline`;
  }
  if (isSame) {
    return `leave \`${byText(after)}\`, and the Services and grants that it refers to, as in the baseline: a sandbox only adds objects`;
  }
  const isDerived = owner !== undefined && isOurs(after.route.manifest.object);
  const as = isDerived ? ' as `gatefork derive` wrote it' : '';
  return `let \`${byText(after)}\` ask for a routing key${as}, so that no other request meets it, or take it out`;
}

function keyedRemedy(violation: Violation): string {
  const { before, after, isSame } = decidersOf(violation);
  const { owner } = violation;
  const key = owner === undefined ? 'the key' : `the key \`${owner.routingKey}\``;
  if (before === undefined) {
    return after === undefined
      ? 'give the Service that is forked a rule that sends requests with the key to its fork'
      : `narrow \`${byText(after)}\` to what the baseline sends to the Service that is forked`;
  }
  const rule = `\`${byText(before)}\``;
  if (isSame || after === undefined) {
    return `add a rule with the match of ${rule} and ${key}, with the same filters and timeouts and the forks as backends; \`gatefork derive\` writes it`;
  }
  const own = `\`${byText(after)}\``;
  const missing = missingOf(violation.actual);
  if (missing !== undefined && missingOf(violation.expected) === undefined) {
    return `mend what ${own} refers to (${missing}): the Service has to be there, and one of another namespace needs a ReferenceGrant beside it`;
  }
  const { expected, actual, differing } = compared(violation);
  if (expected[0] === actual[0] && differing.length > 0) {
    return `give ${own} the ${listText(differing)} of ${rule}`;
  }
  return `let a rule with the match of ${rule} and ${key} go before ${own}; or, where that one stands for it, give it the same backends and shares, forks in place; \`gatefork derive\` writes both so`;
}

/** What is wrong with a reference, where some request fails for it. */
function missingOf(outcome: Outcome): string | undefined {
  if (outcome.outcome === 'unspecified') return outcome.between.map(missingOf).find(Boolean);
  if (outcome.outcome === 'status') return outcome.status === 500 ? outcome.because : undefined;
  if (outcome.outcome !== 'backends') return undefined;
  return outcome.backends.flatMap((share) => (share.to === 'error' ? [share.because] : []))[0];
}

/** The rule that should decide, and one that does, or may do, in its place. */
function decidersOf({ expected, actual }: Violation) {
  const [due, found] = [rulesOf(expected), rulesOf(actual)];
  const strange = found.filter((one) => !due.some((other) => isSameRule(one, other)));
  const isSame = found.length > 0 && strange.length === 0;
  return { before: due[0], after: strange[0] ?? found[0], isSame };
}

function isSameRule(one: DecidedBy, other: DecidedBy): boolean {
  return routePlace(one.route) === routePlace(other.route) && one.rule === other.rule;
}
