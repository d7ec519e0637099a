// One entry of `extraResources`: a whole object, passed through but for what its type promises.
//
// Which objects a sandbox may bring, and what is filled in, is decided where they are derived.

import type { FieldPath, Json, KubeObject } from '../../model/manifest';
import type { ExtraResource } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';

export function readExtraResource(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): readonly ExtraResource[] {
  const object = reader.entry(value, path);
  if (object === undefined) return [];
  const apiVersion = reader.text(object.apiVersion, [...path, 'apiVersion']);
  const kind = reader.text(object.kind, [...path, 'kind']);
  const place = [...path, 'metadata'];
  const metadata = reader.object(object.metadata, place) ?? {};
  reader.text(metadata.name, [...place, 'name']);
  reader.optionalText(metadata.namespace, [...place, 'namespace']);
  reader.textMap(metadata.labels, [...place, 'labels']);
  reader.textMap(metadata.annotations, [...place, 'annotations']);
  if (apiVersion === undefined || kind === undefined) return [];
  return [{ object: object as KubeObject, path }];
}
