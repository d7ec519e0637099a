// Flagger's Canaries, by the workload that each delivers.
//
// Neighbour: workload-pods.ts (what a Canary means for a fork).

import type { Inventory } from '../../model/inventory';
import { at, type Manifest, textOf } from '../../model/manifest';
import { isOurs } from '../../model/marks';

/** Flagger's Canaries by the workload that each is about. */
export function canariesByTarget(inventory: Inventory): ReadonlyMap<string, Manifest> {
  const canaries = new Map<string, Manifest>();
  for (const manifest of inventory.ofKind('flagger.app/Canary')) {
    const { object } = manifest;
    const target = at(object, ['spec', 'targetRef']);
    const kind = textOf(at(target, ['kind']));
    const name = textOf(at(target, ['name']));
    if (kind === undefined || name === undefined || isOurs(object)) continue;
    const { namespace } = object.metadata ?? {};
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    const apiVersion = textOf(at(target, ['apiVersion'])) ?? 'apps/v1';
    canaries.set(inventory.idOf({ apiVersion, kind, metadata }), manifest);
  }
  return canaries;
}
