// Strict reading of Gatefork's own documents: unknown fields and later features are findings.

import { type FindingCode, finding } from '../model/finding';
import { type FieldPath, fieldName, type JsonObject, type Manifest } from '../model/manifest';
import { nearest } from '../model/spelling';
import { FieldReader } from './field-reader';

export class DocumentReader extends FieldReader {
  constructor(
    manifest: Manifest,
    readonly code: FindingCode,
  ) {
    super(manifest);
  }

  override report(path: FieldPath, problem: string, hint: string): void {
    const { object, origin } = this.manifest;
    const name = object.metadata?.name;
    const subject = `${object.kind}${name === undefined ? '' : ` ${name}`}`;
    const field = path.length === 0 ? '' : `: ${fieldName(path)}`;
    this.findings.push(
      finding(this.code, {
        message: `${subject}${field} ${problem}`,
        hint,
        where: { origin, path },
      }),
    );
  }

  unsupported(path: FieldPath, words: string): void {
    const { object, origin } = this.manifest;
    this.findings.push(
      finding('not-supported', {
        message: `${object.kind} ${object.metadata?.name ?? ''} asks for ${words}, which this version does not write`,
        hint: 'take it out, or use a version that does',
        where: { origin, path },
      }),
    );
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
}
