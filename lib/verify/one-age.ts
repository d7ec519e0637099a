// Ages that files do not hold, as they are where the baseline was applied first and sandboxes after it.
//
// Where no route has an age, all of the baseline may be of one: namespaces and names settle what ties
// then. Where some have, routes of sandboxes are the youngest as far as two kinds of routes contest a
// host. Neighbour: verify.ts.

import { type Inventory, inventoryOf } from '../model/inventory';
import type { Manifest } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import type { VerifyRequest } from './verify-request';

const [first, later, last] = [
  '2000-01-01T00:00:00Z',
  '2000-01-02T00:00:00Z',
  '9999-12-31T23:59:59Z',
] as const;

/** Undefined where some route has an age. */
export function agedTogether(request: VerifyRequest): VerifyRequest | undefined {
  const { baseline, applied, tableOf } = request;
  const isDated = [baseline, applied].some(({ routes }) =>
    routes.some(({ created }) => created !== undefined),
  );
  if (isDated) return undefined;
  const isOld = oldIn(baseline);
  const aged = (table: RouteTable) =>
    tableOf(withDates(table, (one) => (isOld(table, one) ? first : later)));
  return { ...request, baseline: aged(baseline), applied: aged(applied) };
}

/** The same, but where ages of the baseline and two kinds of routes meet: sandboxes came last. */
export function withYoungSandboxes(request: VerifyRequest): VerifyRequest {
  const { baseline, applied, tableOf } = request;
  const isDated = baseline.routes.some(({ created }) => created !== undefined);
  const kinds = new Set(applied.routes.map(({ kind }) => kind));
  if (!isDated || kinds.size < 2) return request;
  const isOld = oldIn(baseline);
  const inventory = withDates(applied, (one) => (isOld(applied, one) ? undefined : last));
  return { ...request, applied: tableOf(inventory) };
}

function oldIn(baseline: RouteTable) {
  const { inventory } = baseline;
  const old = new Set(inventory.manifests.map(({ object }) => inventory.idOf(object)));
  return (table: RouteTable, { object }: Manifest) => old.has(table.inventory.idOf(object));
}

function withDates(
  { inventory }: RouteTable,
  dateOf: (manifest: Manifest) => string | undefined,
): Inventory {
  const manifests = inventory.manifests.map((one) => dated(one, dateOf(one)));
  return inventoryOf(manifests, inventory.currentNamespace);
}

/** Routes that have no age get one. */
function dated(manifest: Manifest, creationTimestamp: string | undefined): Manifest {
  const { object } = manifest;
  if (object.metadata === undefined || !object.kind.endsWith('Route')) return manifest;
  if (creationTimestamp === undefined || 'creationTimestamp' in object.metadata) return manifest;
  const metadata = { ...object.metadata, creationTimestamp };
  return { ...manifest, object: { ...object, metadata } };
}
