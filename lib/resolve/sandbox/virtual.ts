// One entry of `virtual`: keyed requests for a Service go elsewhere, without a fork.

import type { FieldPath, Json, JsonObject } from '../../model/manifest';
import { present } from '../../model/present';
import type { ServiceRef, VirtualSpec } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';

const port = { least: 1, most: 65_535, hint: 'use a port from 1 to 65535' } as const;

export function readVirtual(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): readonly VirtualSpec[] {
  const raw = reader.fields(value, path, ['service', 'to']);
  const [from, target] = [
    [...path, 'service'],
    [...path, 'to'],
  ];
  const service = readService(
    reader.fields(raw.service, from, ['namespace', 'name']),
    from,
    reader,
  );
  const to = reader.fields(raw.to, target, ['namespace', 'name', 'port']);
  const there = readService(to, target, reader);
  const number = reader.wholeNumber(to.port, [...target, 'port'], port);
  if (service === undefined || there === undefined) return [];
  return [{ service, to: { ...there, ...present<{ port?: number }>({ port: number }) }, path }];
}

function readService(
  raw: JsonObject,
  path: FieldPath,
  reader: DocumentReader,
): ServiceRef | undefined {
  const name = reader.objectName(raw.name, [...path, 'name']);
  const namespace = reader.optionalObjectName(raw.namespace, [...path, 'namespace']);
  return name === undefined ? undefined : present<ServiceRef>({ namespace, name });
}
