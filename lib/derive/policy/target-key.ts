// What a policy's reference names, as a key: kind, namespace and name. Groups are told apart later.
//
// Neighbours: policy-index.ts (filed under it), ../protect/stand-in.ts (what is asked for).

import type { Inventory } from '../../model/inventory';
import type { KubeObject } from '../../model/manifest';

export function targetKey(object: KubeObject, inventory: Inventory): string {
  return placeKey(object.kind, inventory.namespaceOf(object), object.metadata?.name ?? '');
}

export function placeKey(kind: string, namespace: string, name: string): string {
  return `${kind}\n${namespace}\n${name}`;
}
