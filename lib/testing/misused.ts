// What a test is told whose question could never be right: it throws, so that no test passes by a
// slip of the pen.
//
// Neighbours: where-to.ts, prove.ts, to-route-to.ts (who ask).

import { type Finding, finding, isError, UsageError } from '../model/finding';
import { isObject } from '../model/manifest';
import { nearest } from '../model/spelling';
import { profileProblem } from '../pipeline';

export function misused(message: string, hint: string): UsageError {
  return new UsageError(finding('request-invalid', { message, hint }));
}

/** What TypeScript refuses, for whoever writes without it: a misspelt option is no option. */
export function refuseUnknownFields(question: unknown, known: readonly string[]): void {
  if (!isObject(question)) throw misused('the options are no object', 'leave them out');
  const unknown = Object.keys(question).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  const hint = near === undefined ? `known here: ${known.join(', ')}` : `did you mean \`${near}\`?`;
  throw misused(`\`${unknown}\` is not a known option`, hint);
}

export function refuse(findings: readonly Finding[]): void {
  const first = findings.find(isError);
  if (first !== undefined) throw new UsageError(first);
}

export function refuseUnknownProfile(profile: string): void {
  const found = profileProblem(profile, 'route');
  if (found === undefined) return;
  const { problem, hint } = found;
  throw misused(`the profile ${problem}`, hint);
}
