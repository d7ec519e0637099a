// Hostnames of routes under which no request comes, though others of the route are served.
//
// The law is `HTTPRouteSpec.Hostnames` (what meets no listener is ignored, and no status says so) and
// `GatewaySpec.Listeners` (a request goes to the listener of the most specific hostname, and only to
// the routes on it). Neighbours: lint.ts, ../resolve/attachment.ts (where none meets: a status).

import { type Finding, finding } from '../model/finding';
import type { Acceptance, Attachment, Gateway, Listener } from '../model/gateway';
import { collect } from '../model/groups';
import { at, type FieldPath, gatewayGroup, listOf, nameOf, textOf } from '../model/manifest';
import { type AnyRoute, isService, routeText } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { listenerText } from '../routing/arena/listener-choice';
import { anyHost, intersectHostnames } from '../routing/hostname';
import { HostMap } from '../routing/lookup/host-map';
import { compareHosts } from '../routing/rank/precedence';

export function hostnameFindings(table: RouteTable): readonly Finding[] {
  const routes: readonly AnyRoute[] = [...table.routes, ...table.connectionRoutes];
  return [
    ...routes.flatMap((route) => outsideListeners(route, table)),
    ...elsewhere(table),
    ...routes.flatMap(addressesOf),
    ...listenerAddresses(table),
  ];
}

function outsideListeners(route: AnyRoute, table: RouteTable): readonly Finding[] {
  if (route.hostnames.length < 2 || route.parents.some(isService)) return [];
  const attached = route.parents.flatMap((parent) => table.attachmentOf(parent) ?? []);
  if (attached.some(({ reason }) => reason === 'NoParent')) return [];
  const listeners = attached.flatMap((one) => takersOf(one)).map(({ listener }) => listener);
  if (listeners.length === 0) return [];
  const isServed = (hostname: string) =>
    listeners.some((one) => intersectHostnames(one.hostname, hostname.toLowerCase()) !== undefined);
  const names = [...new Set(listeners.map(({ hostname }) => hostname))].slice(0, 3);
  return route.hostnames.flatMap((hostname, index) => {
    if (isServed(hostname)) return [];
    return finding('hostname-outside-listener', {
      message: `the hostname \`${hostname}\` of ${routeText(route)} meets no listener that takes the route: they are for ${names.map((name) => `\`${name}\``).join(', ')}`,
      hint: 'remove the hostname, or give a listener one that covers it',
      where: { origin: route.manifest.origin, path: ['spec', 'hostnames', index] },
      object: nameOf(route.manifest.object),
    });
  });
}

function takersOf({ listeners, displacedFrom }: Attachment): readonly Acceptance[] {
  return [...listeners, ...displacedFrom];
}

/** Hosts that a listener shares with a route and that a more specific listener takes from it. */
function elsewhere(table: RouteTable): readonly Finding[] {
  const rivals = new Map<Listener, HostMap<Listener>>();
  for (const gateway of table.gateways) fillRivals(gateway, rivals);
  const attached = new Map<AnyRoute, Attachment[]>();
  for (const one of table.attachments) collect(attached, one.route, one);
  return [...attached].flatMap(([route, own]) => {
    const taken = own.flatMap(({ listeners }) => listeners);
    const on = new Set(own.flatMap(takersOf).map(({ listener }) => listener));
    const told = new Set<Listener>();
    return taken.flatMap(({ listener, hosts }) => {
      if (told.has(listener)) return [];
      for (const host of hosts) {
        const [first] = rivals.get(listener)?.covering(host) ?? [];
        if (first === undefined || compareHosts(first.hostname, listener.hostname) <= 0) continue;
        if (on.has(first)) continue;
        told.add(listener);
        return [takenElsewhere(route, listener, first, host)];
      }
      return [];
    });
  });
}

/** Listeners that are there for certain, of one port and protocol of a Gateway, by hostname. */
function fillRivals({ listeners }: Gateway, rivals: Map<Listener, HostMap<Listener>>): void {
  const doors = new Map<string, HostMap<Listener>>();
  for (const listener of listeners) {
    if (listener.holder.manifest === undefined || listener.state !== 'valid') continue;
    const id = `${listener.port} ${listener.protocol}`;
    const door = doors.get(id) ?? new HostMap<Listener>();
    doors.set(id, door);
    door.under(listener.hostname, () => listener);
    rivals.set(listener, door);
  }
}

function takenElsewhere(
  route: AnyRoute,
  listener: Listener,
  first: Listener,
  host: string,
): Finding {
  const { manifest } = route;
  return finding('hostname-at-other-listener', {
    message: `${routeText(route)} gets no request for \`${host}\` by ${listenerText(listener)}: they go to ${listenerText(first)}, which is for \`${first.hostname}\` and does not take the route`,
    hint: 'attach the route to that listener too, or let the other one take it',
    where: { origin: manifest.origin, path: ['spec', 'parentRefs'] },
    object: nameOf(manifest.object),
  });
}

function isAddress(hostname: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname);
}

function addressesOf({ hostnames, manifest }: AnyRoute): readonly Finding[] {
  return hostnames.flatMap((hostname, index) =>
    isAddress(hostname) ? [addressFinding(hostname, ['spec', 'hostnames', index], manifest)] : [],
  );
}

function listenerAddresses({ inventory }: RouteTable): readonly Finding[] {
  return ['Gateway', 'ListenerSet'].flatMap((kind) =>
    inventory.ofKind(`${gatewayGroup}/${kind}`).flatMap((manifest) =>
      listOf(at(manifest.object, ['spec', 'listeners'])).flatMap((listener, index) => {
        const hostname = textOf(at(listener, ['hostname'])) ?? anyHost;
        const path = ['spec', 'listeners', index, 'hostname'];
        return isAddress(hostname) ? [addressFinding(hostname, path, manifest)] : [];
      }),
    ),
  );
}

function addressFinding(
  hostname: string,
  path: FieldPath,
  { object, origin }: AnyRoute['manifest'],
): Finding {
  return finding('hostname-is-address', {
    message: `the hostname \`${hostname}\` of ${nameOf(object)} is an IP address, which the specification does not allow for one`,
    hint: 'write a name, or no hostname for requests of every host',
    where: { origin, path },
    object: nameOf(object),
  });
}
