// The same tables with all routes of the baseline of one age, and those of sandboxes younger, where
// files hold no ages at all.
//
// It is what a cluster holds into which the baseline was applied within one second, and the sandboxes
// after it: namespaces and names settle what ties then. Neighbour: verify.ts.

import { inventoryOf } from '../model/inventory';
import type { Manifest } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import type { VerifyRequest } from './verify';

const [first, later] = ['2000-01-01T00:00:00Z', '2000-01-02T00:00:00Z'] as const;

/** Undefined where some route has an age. */
export function agedTogether(request: VerifyRequest): VerifyRequest | undefined {
  const { baseline, applied, tableOf } = request;
  const isDated = [baseline, applied].some(({ routes }) =>
    routes.some(({ created }) => created !== undefined),
  );
  if (isDated) return undefined;
  const old = new Set(baseline.inventory.manifests.map(({ object }) => idIn(baseline, object)));
  const aged = (table: RouteTable) => {
    const { inventory } = table;
    const manifests = inventory.manifests.map((manifest) =>
      dated(manifest, old.has(idIn(table, manifest.object)) ? first : later),
    );
    return tableOf(inventoryOf(manifests, inventory.currentNamespace));
  };
  return { ...request, baseline: aged(baseline), applied: aged(applied) };
}

function idIn({ inventory }: RouteTable, object: Manifest['object']): string {
  return inventory.idOf(object);
}

function dated(manifest: Manifest, creationTimestamp: string): Manifest {
  const { object } = manifest;
  if (object.metadata === undefined || !object.kind.endsWith('Route')) return manifest;
  const metadata = { ...object.metadata, creationTimestamp };
  return { ...manifest, object: { ...object, metadata } };
}
