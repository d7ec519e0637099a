// A proof as a comment on a pull request: the verdict, each request that breaks a promise with
// both outcomes side by side, and what else there is to know folded away below.
//
// Neighbours: proof-words.ts (what all formats say), proof-text.ts, markdown.ts.

import type { Proof, Violation } from '../model/proof';
import { isConnection, type Request } from '../model/request';
import { ownerText } from '../model/sandbox';
import { count } from './list-text';
import { cell, code, prose } from './markdown';
import { compared } from './proof-comparison';
import { remedyOf } from './proof-remedy';
import { mostShown } from './proof-text';
import { alsoText, profilesText, toldOf } from './proof-told';
import { brokenText, promiseTexts, scopeText, verdictText } from './proof-words';
import { requestText, targetText } from './request-text';

export function proofMarkdown(proof: Proof): string {
  const { failing, assumptions, profiles } = proof;
  const { violations, alsoBroken, undecided, ambiguous } = toldOf(proof);
  const sections = [
    `### Gatefork: ${proof.result}`,
    `${capital(prose(verdictText(proof)))}.`,
    ...(profiles.length === 0
      ? []
      : [
          table(
            ['profile', 'result'],
            profiles.map(({ profile, result }) => [profile, result]),
          ),
        ]),
    ...shown(violations, violationText, '\n\n'),
    ...(alsoBroken.length === 0 ? [] : [`${capital(prose(alsoText(alsoBroken)))}.`]),
    ...list(
      'Undecided',
      undecided.map((one) => `${prose(one.where)}: ${prose(one.reason)}${underText(one.profiles)}`),
    ),
    ...list(
      'Keyed requests that fail for a time',
      failing.map(({ owner, state, because, mendedBy }) => {
        const when = `those of ${prose(ownerText(owner))} fail ${prose(state)}`;
        return `${when}: ${prose(because)}; sync wave ${mendedBy} mends it`;
      }),
    ),
    ...folded(
      count(ambiguous.length, 'ambiguity', 'ambiguities'),
      ambiguous.map(
        (one) => `${prose(one.reason)}: ${requestCode(one.request)}${underText(one.profiles)}`,
      ),
    ),
    ...folded(count(assumptions.length, 'assumption'), assumptions.map(prose)),
    `Looked at ${scopeText(proof.scope)}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function violationText(violation: Violation): string {
  const { promise, request, because, profile, state } = violation;
  const { expected, actual } = compared(violation);
  const meanwhile = state === undefined ? '' : `, ${prose(state)}`;
  const under = underText(profile === undefined ? [] : [profile]);
  const sides = [expected, actual].map((lines) => cell(lines.map(code)));
  return [
    `#### ${capital(prose(brokenText(violation)))}`,
    `${capital(promiseTexts[promise])}. This one does not${under}${meanwhile}:`,
    requestCode(request),
    table(['expected', 'actual'], [sides]),
    `${capital(prose(because))}.`,
    `**To do:** ${prose(remedyOf(violation))}.`,
  ].join('\n\n');
}

function requestCode(request: Request): string {
  const headers = isConnection(request) ? [] : request.headers;
  const lines = [requestText(request), ...headers.map(([name, value]) => `${name}: ${value}`)];
  return `${lines.map(code).join(' with ')} at ${prose(targetText(request.target))}`;
}

function underText(profiles: readonly string[]): string {
  return profiles.length === 0 ? '' : ` under ${prose(profilesText(profiles))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

function list(title: string, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return [];
  return [`#### ${title}`, ...shown(entries, (entry) => `- ${entry}`, '\n')];
}

function folded(title: string, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return [];
  const lines = shown(entries, (entry) => `- ${entry}`, '\n');
  return [`<details><summary>${title}</summary>`, ...lines, '</details>'];
}

/** The first of a list, and how many more there are: a comment has its limits. */
function shown<T>(
  entries: readonly T[],
  print: (entry: T) => string,
  between: string,
): readonly string[] {
  if (entries.length === 0) return [];
  const more = entries.length - mostShown;
  const printed = entries.slice(0, mostShown).map(print).join(between);
  return more > 0 ? [printed, `And ${more} more; \`-o json\` has all of them.`] : [printed];
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
