// A proof as a person reads it in a terminal: the verdict, what breaks it and how to mend that,
// then what it leaves open and takes for granted, and last what was looked at.
//
// Neighbours: proof-words.ts (what all formats say), proof-markdown.ts, proof-json.ts.

import type { Proof, Violation } from '../model/proof';
import { isConnection, type Request } from '../model/request';
import { ownerText } from '../model/sandbox';
import { listText } from './list-text';
import { compared } from './proof-comparison';
import { remedyOf } from './proof-remedy';
import { alsoText, profilesText, type ToldProof, toldOf } from './proof-told';
import { brokenText, openRemedy, promiseTexts, scopeText, verdictText } from './proof-words';
import { requestText, targetText } from './request-text';
import { visible } from './visible';

/** As many of one kind as anybody reads before mending the first. */
export const mostShown = 20;

type Entry = readonly [label: string, texts: readonly string[]];

/** @param ask the command that answers a request that was found, where there is one */
export function proofText(
  proof: Proof,
  ask: (violation: Violation) => string | undefined = () => undefined,
): string {
  const { failing, assumptions } = proof;
  const { violations, alsoBroken, undecided, ambiguous } = toldOf(proof);
  const sections = [
    block(`${proof.result}: ${verdictText(proof)}`, profileEntries(proof)),
    ...shown(violations, (one) => violationBlock(one, ask(one))),
    ...(alsoBroken.length === 0 ? [] : [`${alsoText(alsoBroken)}: --profile shows how\n`]),
    ...shown(undecided, ({ where, reason, profiles }) =>
      block(`undecided: ${where}`, [
        ...underEntry(profiles),
        ['because', [reason]],
        ['to do', [openRemedy(reason)]],
      ]),
    ),
    ...shown(failing, ({ owner, state, because, mendedBy }) =>
      block(`keyed requests of ${ownerText(owner)} fail for a time`, [
        ['when', [state]],
        ['because', [because]],
        ['mended by', [`sync wave ${mendedBy}`]],
      ]),
    ),
    ...shown(ambiguous, ambiguityBlock),
    ...(assumptions.length === 0 ? [] : [listed('taken for granted', assumptions)]),
    `looked at ${scopeText(proof.scope)}\n`,
  ];
  return sections.join('\n');
}

function violationBlock(violation: Violation, ask: string | undefined): string {
  const { promise, request, because, profile, state } = violation;
  const { expected, actual } = compared(violation);
  return block(`${brokenText(violation)}: ${promiseTexts[promise]}`, [
    ...requestEntries(request),
    ...underEntry(profile === undefined ? [] : [profile]),
    ...(state === undefined ? [] : [['when', [state]] as const]),
    ['expected', expected],
    ['actual', actual],
    ['because', [because]],
    ['to do', [remedyOf(violation)]],
    ...(ask === undefined ? [] : [['see why', [ask]] as const]),
  ]);
}

function ambiguityBlock({ reason, request, profiles }: ToldProof['ambiguous'][number]): string {
  return block('ambiguous: which rule answers is open', [
    ...requestEntries(request),
    ...underEntry(profiles),
    ['because', [reason]],
  ]);
}

function requestEntries(request: Request): readonly Entry[] {
  const headers = isConnection(request) ? [] : request.headers;
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [
    ['request', [requestText(request), ...lines]],
    ['at', [targetText(request.target)]],
  ];
}

function underEntry(profiles: readonly string[]): readonly Entry[] {
  return profiles.length === 0 ? [] : [['under', [profilesText(profiles)]]];
}

/** For which profiles it holds; nothing where none was asked for. */
function profileEntries({ profiles }: Proof): readonly Entry[] {
  const labels = { proved: 'holds for', violated: 'broken for', undecided: 'open for' } as const;
  return (['proved', 'violated', 'undecided'] as const).flatMap((result): readonly Entry[] => {
    const names = profiles.filter((one) => one.result === result).map(({ profile }) => profile);
    return names.length === 0 ? [] : [[labels[result], [listText(names)]]];
  });
}

/** A line, and below it what belongs to it: labels on the left, further lines under the first. */
function block(head: string, entries: readonly Entry[]): string {
  const lines = entries.flatMap(([label, texts]) => {
    return texts.map((text, index) => `  ${(index === 0 ? label : '').padEnd(10)}  ${text}`);
  });
  return written([head, ...lines]);
}

function listed(head: string, texts: readonly string[]): string {
  return written([head, ...texts.map((text) => `  ${text}`)]);
}

function written(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line).trimEnd()}\n`).join('');
}

function shown<T>(list: readonly T[], print: (one: T) => string): readonly string[] {
  const more = list.length - mostShown;
  return [
    ...list.slice(0, mostShown).map(print),
    ...(more > 0
      ? [`and ${more} more like the ${mostShown} above; -o json has all of them\n`]
      : []),
  ];
}
