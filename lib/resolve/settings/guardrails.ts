// The setting `guardrails`: what a platform team lets sandboxes do.
//
// Neighbours: ../../derive/guard/ (which holds sandboxes to it).

import type { Guardrails } from '../../model/config';
import type { FieldPath, Json } from '../../model/manifest';
import { present } from '../../model/present';
import type { DocumentReader } from '../document-reader';

const lists = ['namespaces', 'images', 'patches', 'extraResources'] as const;

export function readGuardrails(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): Guardrails {
  const raw = reader.fields(value, path, [...lists, 'replicas', 'expiry']);
  const texts = (field: (typeof lists)[number]) =>
    raw[field] === undefined || raw[field] === null
      ? undefined
      : reader.texts(raw[field], [...path, field]);
  const patches = texts('patches');
  for (const [index, pointer] of (patches ?? []).entries()) {
    if (pointer.startsWith('/')) continue;
    const hint = 'write a JSON pointer, such as /spec/template/spec/nodeSelector';
    reader.report([...path, 'patches', index], `is \`${pointer}\`, no JSON pointer`, hint);
  }
  const extraResources = texts('extraResources');
  for (const [index, kind] of (extraResources ?? []).entries()) {
    if (kind.split('/').length <= 2) continue;
    const hint = 'write `Kind` or `group/Kind`, without the version';
    reader.report([...path, 'extraResources', index], `is \`${kind}\`, no kind`, hint);
  }
  return present<Guardrails>({
    namespaces: texts('namespaces'),
    images: texts('images'),
    patches,
    extraResources,
    replicas: reader.wholeNumber(raw.replicas, [...path, 'replicas'], {
      least: 0,
      hint: 'use a whole number from 0',
    }),
    expiry: reader.optionalBoolean(raw.expiry, [...path, 'expiry']),
  });
}
