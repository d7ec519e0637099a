// Gateways with their listeners, those of ListenerSets merged in: a set counts where the Gateway
// lets its namespace in, and of two listeners for one port and host the first stays, the
// Gateway's own before those of sets. Neighbour: world.ts.

import { at, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { namespaceOf, numberOf, placeOf } from './place';
import type { Listener, World } from './world';

export function gatewaysOf(objects: readonly KubeObject[]): Pick<World, 'gateways' | 'sets'> {
  const byPlace = objects
    .filter(({ kind }) => kind === 'ListenerSet')
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const gateways = new Map<string, readonly Listener[]>();
  const sets = new Map(byPlace.map((set) => [placeOf(set), gatewayOf(set)]));
  for (const gateway of objects.filter(({ kind }) => kind === 'Gateway')) {
    const own = byPlace.filter((set) => isLetIn(set, gateway));
    gateways.set(placeOf(gateway), merged([gateway, ...own].map(listenersOf)));
  }
  return { gateways, sets };
}

/** The place of the Gateway that a set belongs to. */
function gatewayOf(set: KubeObject): string {
  const parent = at(set, ['spec', 'parentRef']);
  return `${textOf(at(parent, ['namespace'])) ?? namespaceOf(set)}/${textOf(at(parent, ['name']))}`;
}

function isLetIn(set: KubeObject, gateway: KubeObject): boolean {
  if (gatewayOf(set) !== placeOf(gateway)) return false;
  const from = textOf(at(gateway, ['spec', 'allowedListeners', 'namespaces', 'from'])) ?? 'None';
  return from === 'All' || (from === 'Same' && namespaceOf(set) === namespaceOf(gateway));
}

function merged(lists: readonly (readonly Listener[])[]): Listener[] {
  const kept: Listener[] = [];
  for (const list of lists) {
    const free = list.filter(
      ({ port, hostname }) => !kept.some((one) => one.port === port && one.hostname === hostname),
    );
    kept.push(...free);
  }
  return kept;
}

function listenersOf(object: KubeObject): Listener[] {
  return listOf(at(object, ['spec', 'listeners'])).map((listener) => ({
    ...(object.kind === 'ListenerSet' ? { set: placeOf(object) } : {}),
    namespace: namespaceOf(object),
    name: textOf(at(listener, ['name'])) ?? '',
    port: numberOf(at(listener, ['port']), 0),
    hostname: textOf(at(listener, ['hostname'])),
    from: textOf(at(listener, ['allowedRoutes', 'namespaces', 'from'])) ?? 'Same',
    kinds: listOf(at(listener, ['allowedRoutes', 'kinds'])).map(
      (entry) => textOf(at(entry, ['kind'])) ?? '',
    ),
  }));
}
