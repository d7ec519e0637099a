// What the formats of a proof say alike: its verdict, which promise is broken, what was looked at.
//
// Neighbours: proof-text.ts, proof-markdown.ts, proof-told.ts; ../model/proof.ts.

import type { Proof, Violation } from '../model/proof';
import { ownerText } from '../model/sandbox';
import { count, listText } from './list-text';
import { profilesText, toldOf } from './proof-told';

/** The verdict as the end of a sentence: what holds for every request, and what it leaves out. */
export function verdictText(proof: Proof): string {
  const { scope } = proof;
  const { violations, undecided, ambiguous } = toldOf(proof);
  switch (proof.result) {
    case 'violated': {
      const broken = [...new Set(violations.map(({ promise }) => promise))].sort().reverse();
      const shows = `${count(violations.length, 'request')} ${violations.length === 1 ? 'shows' : 'show'}`;
      const under = profilesText(violations.flatMap(({ profile }) => profile ?? []).slice(0, 1));
      const does = broken.length === 1 ? 'does' : 'do';
      return `${shows} that ${listText(broken)} ${does} not hold${under === '' ? '' : ` under ${under}`}`;
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

/** What to do about a question that stays open. */
export function openRemedy(reason: string): string {
  const plainer = reason.includes('expression')
    ? 'say it with Exact values and prefixes, or with a plainer expression; '
    : '';
  return `${plainer}\`gatefork route\` tells what becomes of single requests meanwhile`;
}
