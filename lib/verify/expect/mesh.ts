// Whether requests to Services are routed by a mesh, as the settings say or the input shows.
//
// The law is `mesh` of docs/settings.md. Neighbours: exclusion.ts (what else is set),
// ../../resolve/mesh.ts (what shows a mesh).

import type { Config } from '../../model/config';
import type { RouteTable } from '../../model/route-table';

/** @param table without sandboxes: what they bring shows no mesh */
export function isMeshed(
  table: Pick<RouteTable, 'showsMesh'>,
  { mesh }: Pick<Config, 'mesh'>,
): boolean {
  return mesh === 'auto' ? table.showsMesh : mesh === 'on';
}
