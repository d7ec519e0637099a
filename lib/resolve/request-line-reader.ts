// Findings of one request: what is wrong with it, and at which line of its file.
//
// Neighbours: document-reader.ts (unknown fields), request-reader.ts (who reads the fields).

import { finding, type Where } from '../model/finding';
import { type FieldPath, fieldName } from '../model/manifest';
import { DocumentReader } from './document-reader';
import { ownVersion } from './sandbox-file';

/** A line of a file, or what was said in a call. */
export interface RequestSource {
  /** Undefined: on the command line, or in a call. */
  readonly line?: { readonly file: string; readonly number: number; readonly text: string };
}

/** Where a request stands, at one of its fields where that can be found. */
export function whereOf({ line }: RequestSource, field?: string): Where | undefined {
  if (line === undefined) return undefined;
  const found = field === undefined ? 0 : line.text.indexOf(`${JSON.stringify(field)}`);
  return {
    origin: { from: 'file', file: line.file, document: 0 },
    position: { line: line.number, column: Math.max(0, found) + 1 },
  };
}

export class RequestLineReader extends DocumentReader {
  constructor(readonly source: RequestSource) {
    // The file's one document, as far as readers of manifests are concerned.
    const file = source.line?.file ?? '';
    super(
      {
        object: { apiVersion: ownVersion, kind: 'Request' },
        origin: { from: 'file', file, document: 0 },
      },
      'request-invalid',
    );
  }

  override report(path: FieldPath, problem: string, hint: string): void {
    const [field] = path;
    const where = whereOf(this.source, typeof field === 'string' ? field : undefined);
    this.findings.push(
      finding('request-invalid', {
        message: `request: ${path.length === 0 ? 'it' : fieldName(path)} ${problem}`,
        hint,
        ...(where === undefined ? {} : { where }),
      }),
    );
  }
}
