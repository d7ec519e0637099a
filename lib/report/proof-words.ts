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
      const keyed =
        scope.keys === 0 ? '' : ', and with one where the baseline sends it, forks in place';
      const open =
        ambiguous.length === 0
          ? ''
          : `, but for ${count(ambiguous.length, 'ambiguity', 'ambiguities')}, listed below`;
      return `every request without a known key goes where it went${keyed}${open}`;
    }
  }
}

export function scopeText({ places, rules, keys }: Proof['scope']): string {
  const all = [
    count(places, 'place', 'places'),
    count(rules, 'rule'),
    keys === 0 ? 'no routing key' : count(keys, 'routing key'),
  ];
  return `${listText(all)}, for every path, method, header and parameter`;
}

/** `isolation, broken by sandbox pr-42`, `fidelity of sandbox pr-42`. */
export function brokenText({ promise, owner }: Violation): string {
  if (promise === 'fidelity')
    return owner === undefined ? promise : `fidelity of ${ownerText(owner)}`;
  return owner === undefined ? promise : `isolation, broken by ${ownerText(owner)}`;
}

/** What a promise says, for whoever never heard of it. */
export const promiseTexts: { readonly [promise in Violation['promise']]: string } = {
  isolation: 'a request without a known key goes where it would go without the sandboxes',
  fidelity:
    'a request with a key goes where the baseline sends it, forks in place of what they fork',
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
  const { promise, owner, request, expected, actual } = violation;
  const [[before], [after]] = [rulesOf(expected), rulesOf(actual)];
  const isSame = before !== undefined && after !== undefined && isSameRule(before, after);
  if (promise === 'fidelity') return keyedRemedy(violation, isSame);
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
  const again =
    owner !== undefined && isOurs(after.route.manifest.object) ? ', or derive it again' : '';
  return `let \`${byText(after)}\` ask for a routing key, so that no other request meets it, or take it out${again}`;
}

function keyedRemedy({ owner, expected, actual }: Violation, isSame: boolean): string {
  const [[before], [after]] = [rulesOf(expected), rulesOf(actual)];
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
  return `where \`${byText(after)}\` stands for ${rule}, give it the same filters, timeouts and shares, with the forks in place; else let a rule with the match of ${rule} and ${key} go before it, as \`gatefork derive\` writes it`;
}

function isSameRule(one: DecidedBy, other: DecidedBy): boolean {
  return routePlace(one.route) === routePlace(other.route) && one.rule === other.rule;
}
