// One entry of `previews`: a hostname at which requests need no key, and the route behind it.
//
// Whether a listener and its certificate serve the hostname is found where it is derived.

import type { FieldPath, Json } from '../../model/manifest';
import { present } from '../../model/present';
import type { PreviewSpec } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';

const routeKinds = ['HTTPRoute', 'GRPCRoute'] as const;
const routeFields = ['apiVersion', 'kind', 'namespace', 'name'] as const;

export function readPreview(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): readonly PreviewSpec[] {
  const raw = reader.fields(value, path, ['hostname', 'route']);
  const hostname = reader.filledText(raw.hostname, [...path, 'hostname']);
  const route = readRoute(raw.route, [...path, 'route'], reader);
  return hostname === undefined || route === undefined ? [] : [{ hostname, route, path }];
}

function readRoute(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): PreviewSpec['route'] | undefined {
  const raw = reader.fields(value, path, routeFields);
  reader.optionalText(raw.apiVersion, [...path, 'apiVersion']);
  const kind = reader.oneOf(raw.kind, [...path, 'kind'], routeKinds, 'HTTPRoute');
  const namespace = reader.optionalText(raw.namespace, [...path, 'namespace']);
  const name = reader.filledText(raw.name, [...path, 'name']);
  if (name === undefined) return undefined;
  return present<PreviewSpec['route']>({ kind, namespace: namespace || undefined, name });
}
