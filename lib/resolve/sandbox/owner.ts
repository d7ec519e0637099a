// What documents of both kinds hold: a name, labels, a routing key, and when they end.
//
// Neighbours: expiry.ts (the end), sandbox.ts, route-group.ts.

import type { JsonObject, Manifest } from '../../model/manifest';
import type { Owner } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';
import { expiryFields, readExpiry } from './expiry';

export const ownerFields = ['routingKey', ...expiryFields] as const;

export interface OwnerReading {
  /** Undefined where the document has no name. */
  readonly owner: Omit<Owner, 'kind'> | undefined;
  readonly labels: { readonly [key: string]: string };
}

export function readOwner(
  { object, origin }: Manifest,
  spec: JsonObject,
  reader: DocumentReader,
): OwnerReading {
  reader.onlyKnown(object, [], ['apiVersion', 'kind', 'metadata', 'spec']);
  const metadata = reader.object(object.metadata, ['metadata']) ?? {};
  const name = reader.filledText(metadata.name, ['metadata', 'name']);
  const labels = reader.textMap(metadata.labels, ['metadata', 'labels']);
  const routingKey = reader.optionalText(spec.routingKey, ['spec', 'routingKey']) ?? name;
  const times = readExpiry(spec, reader);
  if (name === undefined || routingKey === undefined) return { owner: undefined, labels };
  return { owner: { name, routingKey, ...times, origin }, labels };
}
