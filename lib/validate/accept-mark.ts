// The annotation `gatefork.dev/accept`: findings about its object that somebody takes upon himself,
// `code: reason`, one a line.
//
// Neighbours: acceptance.ts (who asks), ../model/marks.ts.

import type { Acceptance } from '../model/config';
import { type Finding, finding, findingCodes, type Where } from '../model/finding';
import { at, type Manifest, nameOf, textOf } from '../model/manifest';
import { marks } from '../model/marks';
import { isOfObjects } from '../model/object-codes';
import { nearest } from '../model/spelling';

export interface MarkedAcceptance extends Acceptance {
  readonly where: Where;
}

export interface AcceptMarks {
  readonly entries: readonly MarkedAcceptance[];
  /** Lines that accept nothing. */
  readonly findings: readonly Finding[];
}

const path = ['metadata', 'annotations', marks.accept];

export function acceptedBy(manifests: readonly Manifest[]): AcceptMarks {
  const entries: MarkedAcceptance[] = [];
  const findings: Finding[] = [];
  for (const { object, origin } of manifests) {
    const text = textOf(at(object, path));
    if (text === undefined) continue;
    const where = { origin, path };
    for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
      const read = readLine(line);
      if ('problem' in read) findings.push(unreadable(nameOf(object), where, read));
      else entries.push({ ...read, object: nameOf(object), where });
    }
  }
  return { entries, findings };
}

interface Unread {
  readonly problem: string;
  readonly hint: string;
}

function readLine(line: string): Unread | Pick<Acceptance, 'code' | 'reason'> {
  const [, word = '', reason = ''] = /^\s*([^:]*?)\s*(?::(.*))?$/s.exec(line) ?? [];
  const code = findingCodes.find((known) => known === word);
  if (code === undefined) {
    const near = nearest(word, findingCodes.filter(isOfObjects));
    const problem = `\`${word}\`, which no message has`;
    const hint =
      near === undefined
        ? 'use the code that stands before the message'
        : `did you mean \`${near}\`?`;
    return { problem, hint };
  }
  if (!isOfObjects(code)) {
    const problem = `\`${code}\`, which says nothing of an object as it stands`;
    return { problem, hint: 'accept it in the settings, if it is one that can be accepted' };
  }
  if (reason.trim() !== '') return { code, reason: reason.trim() };
  return {
    problem: `\`${code}\` without a reason`,
    hint: `write \`${code}: \` and why it may stay as it is`,
  };
}

function unreadable(object: string, where: Where, { problem, hint }: Unread): Finding {
  const message = `the annotation \`${marks.accept}\` of ${object} accepts ${problem}`;
  return finding('acceptance-invalid', { message, hint, where, object });
}
