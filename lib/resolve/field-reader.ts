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
import { nearest } from '../model/spelling';

/**
 * Collects findings while a reader walks one manifest. A field that is null is an absent one, as
 * in a cluster; a null in a list is refused.
 */
export class FieldReader {
  readonly findings: Finding[] = [];

  /** Places that hold a value of another type: that fields below them are missing is no news. */
  readonly #wrong = new Set<string>();

  constructor(readonly manifest: Manifest) {}

  report(path: FieldPath, problem: string, hint: string): void {
    if (this.isSaid(path)) return;
    const { object, origin } = this.manifest;
    this.findings.push(
      finding('object-invalid', {
        message: `${nameOf(object)}: ${fieldName(path)} ${problem}`,
        hint,
        where: { origin, path },
      }),
    );
  }

  /** Whether something is said already of this place, or of one above it, that explains all the rest. */
  protected isSaid(path: FieldPath): boolean {
    if (this.#wrong.size === 0) return false;
    return path.some((_, depth) => this.#wrong.has(placeOf(path.slice(0, depth + 1))));
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
    const isEntry = typeof path.at(-1) === 'number';
    if (value === undefined || (value === null && !isEntry)) {
      this.report(path, 'is missing', 'add it');
    } else this.wrongType(value, path, 'a string');
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
    const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
    this.report(
      path,
      `is ${shown}, which is not known here`,
      near === undefined ? `use one of ${allowed.join(', ')}` : `did you mean \`${near}\`?`,
    );
    return fallback;
  }

  private wrongType(value: Json, path: FieldPath, wanted: string): void {
    const isNumberInQuotes =
      wanted === 'a number' && typeof value === 'string' && /^-?\d+$/.test(value);
    const hint =
      wanted === 'a string' && value !== null && typeof value !== 'object'
        ? 'put the value in quotes'
        : isNumberInQuotes
          ? 'take the quotes away'
          : `make it ${wanted}`;
    this.report(path, `is ${spell(value)}, not ${wanted}`, hint);
    this.#wrong.add(placeOf(path));
  }
}

function placeOf(path: FieldPath): string {
  return JSON.stringify(path);
}

function spell(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return `the ${typeof value} \`${String(value)}\``;
}
