// The same tables with every route of one age, where files hold no ages at all.
//
// It is what a cluster holds into which all was applied within one second: namespaces and names
// settle what ties then. Neighbour: verify.ts.

import { inventoryOf } from '../model/inventory';
import type { Manifest } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import type { VerifyRequest } from './verify';

const anySecond = '2000-01-01T00:00:00Z';

/** Undefined where some route has an age. */
export function agedTogether(request: VerifyRequest): VerifyRequest | undefined {
  const { baseline, applied, tableOf } = request;
  const isDated = [baseline, applied].some(({ routes }) =>
    routes.some(({ created }) => created !== undefined),
  );
  if (isDated) return undefined;
  const aged = ({ inventory }: RouteTable) =>
    tableOf(inventoryOf(inventory.manifests.map(dated), inventory.currentNamespace));
  return { ...request, baseline: aged(baseline), applied: aged(applied) };
}

function dated(manifest: Manifest): Manifest {
  const { object } = manifest;
  if (object.metadata === undefined || !object.kind.endsWith('Route')) return manifest;
  const metadata = { ...object.metadata, creationTimestamp: anySecond };
  return { ...manifest, object: { ...object, metadata } };
}
