// Errors of calls that can never be right, as the constructs throw them: at the call, with the
// path of the construct that was called.

import type { IConstruct } from 'constructs';
import { type FindingCode, finding, UsageError } from '../model/finding';
import { type FieldPath, fieldName } from '../model/manifest';

export interface Misuse {
  readonly message: string;
  /** An instruction: what to do about it. */
  readonly hint?: string;
  /** @default 'construct-invalid' */
  readonly code?: FindingCode;
  /** The field inside the object, from its root. */
  readonly path?: FieldPath;
}

/** Something wrong with one field of a spec; the path starts at the spec. */
export interface Problem {
  readonly path: FieldPath;
  /** What is wrong, to be read after the field's name. */
  readonly message: string;
  readonly hint?: string;
}

export type Problems = Iterable<Problem>;

export function misuse(construct: IConstruct, { message, hint, code, path }: Misuse): UsageError {
  const origin = { from: 'construct', path: construct.node.path } as const;
  const where = path === undefined ? { origin } : { origin, path };
  const text = { message, where, ...(hint === undefined ? {} : { hint }) };
  return new UsageError(finding(code ?? 'construct-invalid', text));
}

/** A prop that holds a list; TypeScript sees to it, plain JavaScript may give its only entry. */
export function listIn<T>(
  construct: IConstruct,
  name: string,
  value: readonly T[] | undefined,
  code?: FindingCode,
): readonly T[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  const problem = { message: `\`${name}\` is not a list`, hint: `write ${name}: [ ... ]` };
  throw misuse(construct, code === undefined ? problem : { ...problem, code });
}

/** Throws the first problem, if there is one. */
export function refuseProblems(construct: IConstruct, problems: Problems): void {
  for (const { path, message, ...rest } of problems) {
    const whole = ['spec', ...path];
    throw misuse(construct, { message: `${fieldName(whole)} ${message}`, path: whole, ...rest });
  }
}
