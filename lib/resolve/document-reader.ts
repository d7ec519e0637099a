// Strict reading of Gatefork's own documents: unknown fields are findings, and so is whatever is
// not of the type that the model says. Neighbours: field-reader.ts (the types of JSON).

import { type FindingCode, finding } from '../model/finding';
import {
  type FieldPath,
  fieldName,
  type Json,
  type JsonObject,
  type Manifest,
  textOf,
} from '../model/manifest';
import { nearest } from '../model/spelling';
import { FieldReader } from './field-reader';

/** A whole number's bounds, and what to say to one that breaks them. */
export interface Bounds {
  readonly least: number;
  /** @default - the largest whole number */
  readonly most?: number;
  readonly hint: string;
}

/** By depth: `spec.forks[0].customizations.env` is `forks[0].env` in props. */
const levelsOfFiles: ReadonlySet<string> = new Set(['0 spec', '0 metadata', '3 customizations']);

export class DocumentReader extends FieldReader {
  constructor(
    manifest: Manifest,
    readonly code: FindingCode,
  ) {
    super(manifest);
  }

  override report(path: FieldPath, problem: string, hint: string): void {
    if (this.isSaid(path)) return;
    const { object, origin } = this.manifest;
    const name = textOf(object.metadata?.name);
    const subject = `${object.kind}${name === undefined ? '' : ` ${name}`}`;
    const shown = this.shown(path);
    const field = shown.length === 0 ? '' : `: ${fieldName(shown)}`;
    this.findings.push(
      finding(this.code, {
        message: shortened(`${subject}${field} ${problem}`),
        hint,
        where: { origin, path },
      }),
    );
  }

  /** The field as its author wrote it: the props of a sandbox's construct have two levels less. */
  private shown(path: FieldPath): FieldPath {
    const { object, origin } = this.manifest;
    if (origin.from === 'file' || object.kind === 'Config') return path;
    return path.filter((step, depth) => !levelsOfFiles.has(`${depth} ${step}`));
  }

  onlyKnown(value: JsonObject, path: FieldPath, known: readonly string[]): void {
    for (const field of Object.keys(value).sort()) {
      if (known.includes(field)) continue;
      const near = nearest(field, known);
      const hint =
        near === undefined ? `known here: ${known.join(', ')}` : `did you mean \`${near}\`?`;
      this.report([...path, field], 'is not a known field', hint);
    }
  }

  /** An object with known fields alone; empty where there is none. */
  fields(value: Json | undefined, path: FieldPath, known: readonly string[]): JsonObject {
    const object = this.object(value, path) ?? {};
    this.onlyKnown(object, path, known);
    return object;
  }

  /** What a list's entries are read as, one after the other. */
  entries<T>(
    value: Json | undefined,
    path: FieldPath,
    read: (entry: Json, path: FieldPath, reader: DocumentReader) => readonly T[],
  ): readonly T[] {
    return this.list(value, path).flatMap((entry, index) => read(entry, [...path, index], this));
  }

  texts(value: Json | undefined, path: FieldPath): readonly string[] {
    return this.entries(value, path, (entry, place) => {
      const text = this.text(entry, place);
      return text === undefined ? [] : [text];
    });
  }

  /** A text that cannot be empty. */
  filledText(value: Json | undefined, path: FieldPath): string | undefined {
    const text = this.text(value, path);
    if (text !== '') return text;
    this.report(path, 'is empty', 'write what is meant');
    return undefined;
  }

  /** An object whose values are texts, as labels are. */
  textMap(value: Json | undefined, path: FieldPath): { readonly [key: string]: string } {
    const pairs = Object.entries(this.object(value, path) ?? {}).flatMap(([key, held]) => {
      const at = [...path, key];
      if (held === null) this.report(at, 'is null, not a string', 'give it a text, or take it out');
      const text = held === null ? undefined : this.text(held, at);
      return text === undefined ? [] : [[key, text] as const];
    });
    return Object.fromEntries(pairs);
  }

  /** One of the words, or undefined where none is given. */
  word<T extends string>(
    value: Json | undefined,
    path: FieldPath,
    allowed: readonly [T, ...T[]],
  ): T | undefined {
    if (value === undefined || value === null) return undefined;
    return this.oneOf(value, path, allowed, allowed[0]);
  }

  wholeNumber(value: Json | undefined, path: FieldPath, bounds: Bounds): number | undefined {
    const number = this.optionalNumber(value, path);
    if (number === undefined) return undefined;
    const { least, most = Number.MAX_SAFE_INTEGER, hint } = bounds;
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    this.report(path, `is ${number}`, hint);
    return undefined;
  }

  /** The name of an object, or of a namespace, that will stand in what is written. */
  objectName(value: Json | undefined, path: FieldPath): string | undefined {
    const name = this.text(value, path);
    if (name === undefined || isObjectName(name)) return name;
    const hint = 'use at most 253 of a-z, 0-9, `-` and `.`, a letter or digit at both ends';
    this.report(path, `is \`${name}\`, which no object can be called`, hint);
    return undefined;
  }

  optionalObjectName(value: Json | undefined, path: FieldPath): string | undefined {
    const isAbsent = value === undefined || value === null || value === '';
    return isAbsent ? undefined : this.objectName(value, path);
  }
}

/** A value of a thousand letters would hide what is said of it. */
function shortened(message: string): string {
  return message.replace(/[^\s`]{400,}|`[^`]{400,}`/g, (run) => {
    return `${run.slice(0, 80)}…${run.endsWith('`') ? '`' : ''}`;
  });
}

function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name);
}
