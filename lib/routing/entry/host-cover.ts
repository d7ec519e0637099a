// Which hosts the routes of one listener cover, asked many times.
//
// Neighbours: ../hostname.ts (one hostname), gateway-address.ts (which Gateway is meant).

import type { Listener } from '../../model/gateway';
import type { RouteTable } from '../../model/route-table';
import { anyHost } from '../hostname';

/** Exact names, wildcards as `*.example.com`, and `*`. */
export type HostCover = ReadonlySet<string>;

export function coverOf(table: RouteTable, listener: Listener): HostCover {
  const hosts = new Set<string>();
  for (const { listeners } of table.attachedTo(listener)) {
    for (const acceptance of listeners) {
      if (acceptance.listener !== listener) continue;
      for (const host of acceptance.hosts) hosts.add(host);
    }
  }
  return hosts;
}

/** @param host lower case, without port */
export function isCovered(cover: HostCover, host: string): boolean {
  if (cover.has(anyHost) || cover.has(host)) return true;
  for (let dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (cover.has(`*${host.slice(dot)}`)) return true;
  }
  return false;
}
