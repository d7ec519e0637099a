// Errors that somebody takes upon himself: `accept` of the settings names a finding by its code and
// its object, and the error becomes a note that gives the reason.
//
// Only findings that name an `object` can be accepted: after them deriving goes on, so that
// what is written is whole. An acceptance that meets no finding is told of, since it would
// one day hide another gap. Neighbours: ../model/config.ts (Acceptance), ../model/finding.ts.

import { acceptanceUnused } from '../model/acceptance-unused';
import type { Config } from '../model/config';
import { type Finding, isError } from '../model/finding';
import { isOfObjects } from '../model/object-codes';

/** The findings, with accepted errors as notes; to do it twice is to do it once. */
export function accepted(
  findings: readonly Finding[],
  { accept }: Pick<Config, 'accept'>,
): readonly Finding[] {
  if (accept.length === 0) return findings;
  const reasons = new Map(accept.map((one) => [keyOf(one.code, one.object), one.reason]));
  return findings.map((one) => {
    const reason = one.object === undefined ? undefined : reasons.get(keyOf(one.code, one.object));
    return reason === undefined || !isError(one) ? one : asNote(one, reason);
  });
}

function asNote({ hint: _, ...rest }: Finding, reason: string): Finding {
  return { ...rest, severity: 'info', message: `${rest.message}: accepted, \`${reason}\`` };
}

/** What only a proof meets, after deriving (../verify/accepted-routes.ts). */
const ofProofs: ReadonlySet<string> = new Set(['isolation-violated', 'fidelity-violated']);

/** Acceptances that met nothing, each once. */
export function unusedAcceptances(
  findings: readonly Finding[],
  { accept }: Pick<Config, 'accept'>,
): readonly Finding[] {
  const met = new Set(findings.flatMap(({ code, object }) => object && keyOf(code, object)));
  const unused = accept.filter(
    ({ code, object }) =>
      !ofProofs.has(code) && !isOfObjects(code) && !met.has(keyOf(code, object)),
  );
  return unused.map(acceptanceUnused);
}

function keyOf(code: string, object: string): string {
  return `${code}\n${object}`;
}
