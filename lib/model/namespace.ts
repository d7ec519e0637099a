// Namespaces as label selectors see them.
//
// Neighbours: inventory.ts (which object is a namespace's), selector.ts.

import type { Inventory, NamespaceKey } from './inventory';
import { type Labels, labelsOf } from './selector';

/** The label with its own name that the API server gives each namespace. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name';

/** A namespace's labels; undefined where it is not in the input, so that they are unknown. */
export function namespaceLabels(inventory: Inventory, key: NamespaceKey): Labels | undefined {
  const metadata = inventory.namespaceObject(key)?.object.metadata;
  if (metadata?.name === undefined) return undefined;
  return { ...labelsOf(metadata.labels), [namespaceNameLabel]: metadata.name };
}
