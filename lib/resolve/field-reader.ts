// Typed reading of untyped JSON: every wrong type becomes a finding that names its field.

import { type Finding, finding } from '../model/finding';
import {
  type FieldPath,
  fieldName,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  nameOf,
} from '../model/manifest';

/**
 * Collects findings while a reader walks one manifest. A field that is null is an absent one, as
 * in a cluster; a null in a list is refused.
 */
export class FieldReader {
  readonly findings: Finding[] = [];

  constructor(readonly manifest: Manifest) {}

  report(path: FieldPath, problem: string, hint: string): void {
    const { object, origin } = this.manifest;
    this.findings.push(
      finding('object-invalid', {
        message: `${nameOf(object)}: ${fieldName(path)} ${problem}`,
        hint,
        where: { origin, path },
      }),
    );
  }

  object(value: Json | undefined, path: FieldPath): JsonObject | undefined {
    const isEntry = typeof path.at(-1) === 'number';
    if (value === undefined || (value === null && !isEntry)) return undefined;
    if (isObject(value)) return value;
    this.wrongType(value, path, 'an object');
    return undefined;
  }

  /** An entry of a list: a null there is no absent field, it would shift those behind it. */
  entry(value: Json, path: FieldPath): JsonObject | undefined {
    if (isObject(value)) return value;
    this.wrongType(value, path, 'an object');
    return undefined;
  }

  list(value: Json | undefined, path: FieldPath): readonly Json[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value as readonly Json[];
    this.wrongType(value, path, 'a list');
    return [];
  }

  text(value: Json | undefined, path: FieldPath): string | undefined {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) this.report(path, 'is missing', 'add it');
    else this.wrongType(value, path, 'a string');
    return undefined;
  }

  optionalText(value: Json | undefined, path: FieldPath): string | undefined {
    return value === undefined || value === null ? undefined : this.text(value, path);
  }

  optionalNumber(value: Json | undefined, path: FieldPath): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number') return value;
    this.wrongType(value, path, 'a number');
    return undefined;
  }

  optionalBoolean(value: Json | undefined, path: FieldPath): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    this.wrongType(value, path, 'true or false');
    return undefined;
  }

  oneOf<T extends string>(
    value: Json | undefined,
    path: FieldPath,
    allowed: readonly T[],
    fallback: T,
  ): T {
    if (value === undefined || value === null) return fallback;
    const known = allowed.find((candidate) => candidate === value);
    if (known !== undefined) return known;
    const shown = typeof value === 'string' ? `\`${value}\`` : spell(value);
    this.report(path, `is ${shown}`, `use one of ${allowed.join(', ')}`);
    return fallback;
  }

  private wrongType(value: Json, path: FieldPath, wanted: string): void {
    const isNumberInQuotes =
      wanted === 'a number' && typeof value === 'string' && /^-?\d+$/.test(value);
    const hint =
      wanted === 'a string' && typeof value !== 'object'
        ? 'put the value in quotes'
        : isNumberInQuotes
          ? 'take the quotes away'
          : `make it ${wanted}`;
    this.report(path, `is ${spell(value)}, not ${wanted}`, hint);
  }
}

function spell(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return `the ${typeof value} \`${String(value)}\``;
}
