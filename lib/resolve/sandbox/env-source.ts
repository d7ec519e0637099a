// `valueFrom` of a variable: one source that Kubernetes knows, whole enough to be taken by a cluster.
//
// A misspelt source would be dropped, and the fork would run with an empty variable. Neighbour: env.ts
// (which reads `fork`, the one source that is Gatefork's own).

import type { FieldPath, JsonObject } from '../../model/manifest';
import type { DocumentReader } from '../document-reader';

interface SourceFields {
  readonly needed: readonly string[];
  readonly other: readonly string[];
}

const sources = {
  fieldRef: { needed: ['fieldPath'], other: ['apiVersion'] },
  resourceFieldRef: { needed: ['resource'], other: ['containerName', 'divisor'] },
  configMapKeyRef: { needed: ['name', 'key'], other: ['optional'] },
  secretKeyRef: { needed: ['name', 'key'], other: ['optional'] },
  fileKeyRef: { needed: ['volumeName', 'path', 'key'], other: ['optional'] },
} as const satisfies { readonly [field: string]: SourceFields };

const names = [
  'fieldRef',
  'resourceFieldRef',
  'configMapKeyRef',
  'secretKeyRef',
  'fileKeyRef',
] as const;

/** Reports what a cluster would not take of a source. */
export function checkEnvSource(source: JsonObject, path: FieldPath, reader: DocumentReader): void {
  const known = [...names, 'fork'];
  reader.onlyKnown(source, path, known);
  const given = names.filter((name) => source[name] !== undefined && source[name] !== null);
  const [name, second] = given;
  if (name === undefined) {
    // A field that is misspelt is said to be so, and that is enough.
    if (Object.keys(source).every((field) => known.includes(field))) {
      reader.report(path, 'names no source', `give one of ${known.join(', ')}`);
    }
    return;
  }
  if (second !== undefined) {
    reader.report(path, `has \`${name}\` and \`${second}\``, 'keep one of them');
    return;
  }
  const { needed, other } = sources[name];
  const place = [...path, name];
  const raw = reader.object(source[name], place);
  if (raw === undefined) return;
  reader.onlyKnown(raw, place, [...needed, ...other]);
  for (const field of needed) reader.filledText(raw[field], [...place, field]);
}
