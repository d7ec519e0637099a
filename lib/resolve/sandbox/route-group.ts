// A document of kind RouteGroup: one routing key for several sandboxes, and which they are.
//
// Neighbours: owner.ts (what it shares with sandboxes).

import { type FieldPath, isObject, type Json, type Manifest } from '../../model/manifest';
import type { GroupMatch, RouteGroupSpec } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';
import { ownerFields, readOwner } from './owner';

/** Deeper than anybody thinks, and shallow enough to be walked. */
const deepest = 16;

const matchFields = ['any', 'all', 'label', 'sandboxes'] as const;

const isKnown = (name: string) => matchFields.some((known) => known === name);

export function readRouteGroup(
  manifest: Manifest,
  reader: DocumentReader,
): RouteGroupSpec | undefined {
  const spec = reader.fields(manifest.object.spec, ['spec'], [...ownerFields, 'match']);
  const { owner } = readOwner(manifest, spec, reader);
  const match = readMatch(spec.match, ['spec', 'match'], reader);
  if (owner === undefined || match === undefined) return undefined;
  return { kind: 'RouteGroup', ...owner, match };
}

function readMatch(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): GroupMatch | undefined {
  const hint = 'give one of `label`, `sandboxes`, `any` and `all`';
  if (value === undefined || value === null) {
    reader.report(path, 'is missing', hint);
    return undefined;
  }
  const raw = reader.fields(value, path, matchFields);
  const given = matchFields.filter((name) => raw[name] !== undefined && raw[name] !== null);
  const [field] = given;
  if (field === undefined || given.length > 1) {
    const fields = given.map((name) => `\`${name}\``).join(' and ');
    // A field that is misspelt is said to be so, and that is enough.
    const isSpelt = isObject(value) && Object.keys(value).every((name) => isKnown(name));
    if (isSpelt) reader.report(path, fields ? `has ${fields}` : 'names no sandboxes', hint);
    return undefined;
  }
  const place = [...path, field];
  switch (field) {
    case 'label':
      return readLabel(raw.label, place, reader);
    case 'sandboxes':
      refuseEmpty(raw.sandboxes, place, reader);
      return { sandboxes: reader.texts(raw.sandboxes, place) };
    case 'any':
      return { any: readMatches(raw.any, place, reader) };
    case 'all':
      return { all: readMatches(raw.all, place, reader) };
  }
}

function readLabel(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): GroupMatch | undefined {
  const raw = reader.fields(value, path, ['key', 'value']);
  const key = reader.filledText(raw.key, [...path, 'key']);
  const pattern = reader.text(raw.value, [...path, 'value']);
  return key === undefined || pattern === undefined
    ? undefined
    : { label: { key, value: pattern } };
}

function readMatches(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): readonly GroupMatch[] {
  if (path.length > deepest) {
    reader.report(path, 'stands too deep', 'write the match with fewer levels');
    return [];
  }
  refuseEmpty(value, path, reader);
  return reader.entries(value, path, (entry, place) => {
    const match = readMatch(entry, place, reader);
    return match === undefined ? [] : [match];
  });
}

/** All of none would be every sandbox, any of none no sandbox: neither is meant. */
function refuseEmpty(value: Json | undefined, path: FieldPath, reader: DocumentReader): void {
  if (Array.isArray(value) && value.length === 0) {
    reader.report(path, 'is empty', 'name at least one sandbox or match');
  }
}
