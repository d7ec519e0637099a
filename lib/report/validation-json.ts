// A validation as JSON (docs/command.md#validate): for scripts.
//
// Neighbours: validation-words.ts, ../model/finding.ts.

import type { Finding, FindingCode, Severity, Where } from '../model/finding';
import { fieldName } from '../model/manifest';
import {
  isInvalid,
  type UncheckedKind,
  uncheckedKinds,
  type ValidationResult,
} from './validation-words';

/** Where something is, as far as it is known. */
export interface PlaceJson {
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The path of a construct, where there is no file. */
  readonly construct?: string;
  /** `spec.rules[0].matches`. */
  readonly field?: string;
}

export interface FindingJson extends PlaceJson {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** `HTTPRoute shop/cart`: with the code, what an acceptance names. */
  readonly object?: string;
  readonly also?: readonly PlaceJson[];
}

export interface ValidationJson {
  readonly result: 'valid' | 'invalid';
  readonly findings: readonly FindingJson[];
  readonly objects: number;
  readonly checked: number;
  readonly unchecked: readonly UncheckedKind[];
}

/** @param result with the positions of its findings */
export function validationJson(result: ValidationResult): ValidationJson {
  return {
    result: isInvalid(result) ? 'invalid' : 'valid',
    findings: result.findings.map(findingJson),
    objects: result.objects,
    checked: result.checked,
    unchecked: uncheckedKinds(result),
  };
}

function findingJson({
  code,
  severity,
  message,
  hint,
  where,
  object,
  also = [],
}: Finding): FindingJson {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(where === undefined ? {} : placeJson(where)),
    ...(object === undefined ? {} : { object }),
    ...(also.length === 0 ? {} : { also: also.map(placeJson) }),
  };
}

function placeJson({ origin, position, path = [] }: Where): PlaceJson {
  return {
    ...(origin.from === 'file' ? { file: origin.file } : { construct: origin.path }),
    ...position,
    ...(path.length === 0 ? {} : { field: fieldName(path) }),
  };
}
