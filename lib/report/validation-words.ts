// What all formats say of a validation besides its findings: how much was looked at, and what not.
//
// Neighbours: validation-text.ts, validation-markdown.ts, validation-json.ts, list-text.ts.

import { type Finding, isError, type Severity } from '../model/finding';
import { byText } from '../model/text-order';
import { count } from './list-text';

/** What came of a validation, as its printers need it. */
export interface ValidationResult {
  readonly findings: readonly Finding[];
  /** Objects of the input. */
  readonly objects: number;
  /** Objects that were held against a schema. */
  readonly checked: number;
  /** Kinds that nothing is known of, as `group/version Kind`, with the number of their objects. */
  readonly unchecked: ReadonlyMap<string, number>;
  /** Whether warnings make it invalid as errors do. */
  readonly isStrict: boolean;
}

export function isInvalid({
  findings,
  isStrict,
}: Pick<ValidationResult, 'findings' | 'isStrict'>): boolean {
  return findings.some((one) => isError(one) || (isStrict && one.severity === 'warning'));
}

/** `invalid: 12 objects, 10 checked, 2 errors, 1 warning`. */
export function verdictLine(result: ValidationResult): string {
  const { findings, objects, checked } = result;
  const told = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  return [
    `${isInvalid(result) ? 'invalid' : 'valid'}: ${count(objects, 'object')}`,
    `${checked} checked`,
    count(told('error'), 'error'),
    count(told('warning'), 'warning'),
  ].join(', ');
}

export interface UncheckedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly objects: number;
}

/** In order of their names. */
export function uncheckedKinds({
  unchecked,
}: Pick<ValidationResult, 'unchecked'>): readonly UncheckedKind[] {
  return [...unchecked].sort(byText(([id]) => id)).map(([id, objects]) => {
    const cut = id.indexOf(' ');
    return { apiVersion: id.slice(0, cut), kind: id.slice(cut + 1), objects };
  });
}

/** `2 of example.com/v1 Widget`, each with the number of its objects; empty where all is known. */
export function uncheckedWords(result: Pick<ValidationResult, 'unchecked'>): readonly string[] {
  return uncheckedKinds(result).map(
    ({ apiVersion, kind, objects }) => `${objects} of ${apiVersion} ${kind}`,
  );
}
