// The Service that a host means, as people write hosts in meshes, backends and variables.
//
// `cart`, `cart.shop`, `cart.shop.svc` and `cart.shop.svc.cluster.local`, clusters called otherwise
// too. Neighbours: ../route/other-backends.ts, mesh-signs.ts, mesh-callers.ts (who meet such hosts).

import type { Inventory, NamespaceKey } from '../../model/inventory';
import { serviceKey } from '../../model/route';

/** No name in DNS is longer. */
const longestHost = 254;

/** The key of a Service of the input; undefined for every other host. */
export function serviceOfHost(
  host: string,
  home: NamespaceKey,
  inventory: Inventory,
): string | undefined {
  if (host.length > longestHost) return undefined;
  const [name = '', written, kind] = host.toLowerCase().replace(/\.$/, '').split('.', 3);
  if (kind !== undefined && kind !== 'svc') return undefined;
  const namespace = written === undefined ? home : inventory.namespaceKey(written);
  const service = inventory.find('/Service', namespace, name);
  return service === undefined ? undefined : serviceKey(namespace, name);
}
