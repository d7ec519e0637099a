// The Service that a host means, as people write hosts in meshes, backends and variables.
//
// `cart`, `cart.shop`, `cart.shop.svc` and `cart.shop.svc.cluster.local`, clusters called otherwise
// too. Neighbours: ../route/other-backends.ts, ../policy/service-hosts.ts, mesh-signs.ts,
// mesh-callers.ts (who meet such hosts).

import type { Inventory, NamespaceKey } from '../../model/inventory';
import { serviceKey } from '../../model/route';

/** No name in DNS is longer. */
const longestHost = 254;

/** The Service that a host means, in the input or not; undefined for every other host. */
function serviceIn(host: string, home: NamespaceKey, inventory: Inventory) {
  if (host.length > longestHost) return undefined;
  const [name = '', written, kind] = host.toLowerCase().replace(/\.$/, '').split('.', 3);
  if (name === '' || (kind !== undefined && kind !== 'svc')) return undefined;
  return { namespace: written === undefined ? home : inventory.namespaceKey(written), name };
}

/** The key of the Service that a host means, whether the input holds it or not. */
export function serviceNamed(
  host: string,
  home: NamespaceKey,
  inventory: Inventory,
): string | undefined {
  const service = serviceIn(host, home, inventory);
  return service === undefined ? undefined : serviceKey(service.namespace, service.name);
}

/** The key of a Service of the input; undefined for every other host. */
export function serviceOfHost(
  host: string,
  home: NamespaceKey,
  inventory: Inventory,
): string | undefined {
  const service = serviceIn(host, home, inventory);
  if (service === undefined) return undefined;
  const { namespace, name } = service;
  const isThere = inventory.find('/Service', namespace, name) !== undefined;
  return isThere ? serviceKey(namespace, name) : undefined;
}
