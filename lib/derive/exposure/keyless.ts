// Routes of whole connections that lead to a replaced Service: a TLSRoute, TCPRoute or UDPRoute
// sees no header, so nothing in it can carry a key, and its connections stay with the baseline.
//
// Neighbours: ../route/reach.ts (HTTPRoutes and GRPCRoutes that are left out).

import { type Finding, finding } from '../../model/finding';
import { collect } from '../../model/groups';
import { nameOf } from '../../model/manifest';
import { type ConnectionRoute, isService, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { type Owner, ownerText } from '../../model/sandbox';
import { listText } from '../../model/text-list';

const kinds = ['TLSRoute', 'TCPRoute', 'UDPRoute'].map(
  (kind) => `gateway.networking.k8s.io/${kind}`,
);

/** Connection routes by the Services that they lead to; read once, where there are any. */
export class KeylessRoutes {
  #byService: ReadonlyMap<string, readonly ConnectionRoute[]> | undefined;

  constructor(readonly table: RouteTable) {}

  /** One finding for an owner, that names every route which leads to something of its. */
  findings(owner: Owner, services: Iterable<string>): readonly Finding[] {
    this.#byService ??= read(this.table);
    const found = new Set([...services].flatMap((key) => this.#byService?.get(key) ?? []));
    const [first, ...more] = [...found].map(({ manifest }) => manifest);
    if (first === undefined) return [];
    const names = [first, ...more].map(({ object }) => nameOf(object)).sort();
    const one = names.length === 1;
    return [
      finding('route-without-key', {
        message: `${listText(names, namedRoutes)} ${one ? 'leads' : 'lead'} to what ${ownerText(owner)} replaces, and a connection carries no routing key: ${one ? 'its' : 'their'} requests stay with the baseline`,
        hint: 'nothing is to be done where that is wanted; else let an HTTPRoute or GRPCRoute lead there, or give the fork a hostname or port of its own',
        where: { origin: first.origin },
        also: more.map(({ origin }) => ({ origin })),
      }),
    ];
  }
}

const namedRoutes = 5;

function read(table: RouteTable): ReadonlyMap<string, readonly ConnectionRoute[]> {
  const found = new Map<string, ConnectionRoute[]>();
  // Without such routes nothing of attachment is worked out for them.
  if (kinds.every((kind) => table.inventory.ofKind(kind).length === 0)) return found;
  for (const route of table.connectionRoutes) {
    const services = route.backends.filter(isService);
    const keys = new Set(services.map(({ namespace, name }) => serviceKey(namespace, name)));
    for (const key of keys) collect(found, key, route);
  }
  return found;
}
