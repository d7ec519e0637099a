// Entries of `matches` -> what they ask for, defaults filled in.

import type { FieldPath, Json, JsonObject } from '../model/manifest';
import type { GrpcMatch, HttpMatch, PathMatch, ValueMatch } from '../model/route';
import type { FieldReader } from './field-reader';

const pathTypes = ['Exact', 'PathPrefix', 'RegularExpression'] as const;
const valueTypes = ['Exact', 'RegularExpression'] as const;

export function readHttpMatch(raw: JsonObject, path: FieldPath, reader: FieldReader): HttpMatch {
  const method = reader.optionalText(raw.method, [...path, 'method']);
  return {
    protocol: 'http',
    path: readPath(raw.path, [...path, 'path'], reader),
    ...(method === undefined ? {} : { method }),
    headers: readValues(raw.headers, [...path, 'headers'], reader),
    query: readValues(raw.queryParams, [...path, 'queryParams'], reader),
  };
}

export function readGrpcMatch(raw: JsonObject, path: FieldPath, reader: FieldReader): GrpcMatch {
  const call = reader.object(raw.method, [...path, 'method']) ?? {};
  const service = reader.optionalText(call.service, [...path, 'method', 'service']);
  const method = reader.optionalText(call.method, [...path, 'method', 'method']);
  return {
    protocol: 'grpc',
    type: reader.oneOf(call.type, [...path, 'method', 'type'], valueTypes, 'Exact'),
    ...(service ? { service } : {}),
    ...(method ? { method } : {}),
    headers: readValues(raw.headers, [...path, 'headers'], reader),
  };
}

function readPath(value: Json | undefined, path: FieldPath, reader: FieldReader): PathMatch {
  const raw = reader.object(value, path) ?? {};
  return {
    type: reader.oneOf(raw.type, [...path, 'type'], pathTypes, 'PathPrefix'),
    value: reader.optionalText(raw.value, [...path, 'value']) ?? '/',
  };
}

function readValues(
  value: Json | undefined,
  path: FieldPath,
  reader: FieldReader,
): readonly ValueMatch[] {
  return reader.list(value, path).flatMap((entry, index) => {
    const entryPath = [...path, index];
    const raw = reader.object(entry, entryPath) ?? {};
    const name = reader.text(raw.name, [...entryPath, 'name']);
    const held = reader.text(raw.value, [...entryPath, 'value']);
    if (name === undefined || held === undefined) return [];
    const type = reader.oneOf(raw.type, [...entryPath, 'type'], valueTypes, 'Exact');
    return [{ type, name, value: held }];
  });
}
