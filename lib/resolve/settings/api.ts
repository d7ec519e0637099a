// The setting `api`: which Gateway API a cluster has.
//
// Neighbours: ../../model/api.ts (how it is written), ../config-file.ts, ../validation-properties.ts.

import { type Api, readApi } from '../../model/api';
import type { FieldPath, Json } from '../../model/manifest';
import type { DocumentReader } from '../document-reader';

export function readApiSetting(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): Api | undefined {
  // YAML reads a bare version as a number.
  const text = typeof value === 'number' ? String(value) : reader.optionalText(value, path);
  if (text === undefined) return undefined;
  const api = readApi(text);
  if (!('problem' in api)) return api;
  reader.report(path, api.problem, api.hint);
  return undefined;
}
