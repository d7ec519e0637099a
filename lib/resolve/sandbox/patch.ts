// `patch`: one change of the workload that nothing else can say, or a list of them.
//
// Whether a patch can be applied is found where it is applied: ../../derive/patch/.

import type { Patch } from '../../model/fork';
import type { FieldPath, Json } from '../../model/manifest';
import type { DocumentReader } from '../document-reader';

const patchTypes = ['strategic', 'merge', 'json'] as const;

export function readPatches(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): readonly Patch[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value)
    ? reader.entries(value, path, readPatch)
    : readPatch(value, path, reader);
}

function readPatch(value: Json, path: FieldPath, reader: DocumentReader): readonly Patch[] {
  const raw = reader.fields(value, path, ['type', 'value']);
  const type = reader.oneOf(raw.type, [...path, 'type'], patchTypes, 'strategic');
  if (raw.value !== undefined) return [{ type, value: raw.value }];
  reader.report([...path, 'value'], 'is missing', 'give the patch a value');
  return [];
}
