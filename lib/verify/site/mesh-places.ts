// The places in a mesh: each Service that routes act on or that a claim replaces, each of its ports,
// and each class of client namespaces.
//
// Clients are told apart by whether routes of their namespace act on the Service: the Service's own
// namespace, each that has consumer routes for it, and any other. Neighbours: place.ts,
// gateway-places.ts.

import type { Claim } from '../../model/claim';
import { at, type FieldPath, listOf } from '../../model/manifest';
import type { HttpRequest } from '../../model/request';
import { isService, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { isWithoutFrontend } from '../../routing/arena/mesh-arena';
import { httpPorts } from '../../routing/entry/http-port';
import type { Law } from '../../routing/law';
import { hostsOf } from './gateway-places';
import type { Place } from './place';

interface MeshService {
  readonly namespace: string;
  readonly name: string;
  readonly ports: Set<number>;
  /** Those of them that are read as HTTP, or that a route asks for. */
  readonly read: Set<number>;
  /** Whether calls go past every route: to pods, or elsewhere. */
  readonly isPassed: boolean;
  readonly clients: Set<string>;
  readonly hostnames: Set<string>;
}

export function meshPlaces(
  tables: readonly RouteTable[],
  claims: readonly Claim[],
  law: Law,
): readonly Place[] {
  const services = new Map<string, MeshService>();
  for (const { routes } of tables) {
    for (const route of routes) {
      for (const parent of route.parents.filter(isService)) {
        const service = serviceIn(services, parent.namespace, parent.name, tables);
        service.clients.add(route.namespace);
        if (parent.port !== undefined) {
          service.ports.add(parent.port);
          service.read.add(parent.port);
        }
        for (const hostname of route.hostnames) service.hostnames.add(hostname);
      }
    }
  }
  for (const key of claims.flatMap(({ replaced }) => [...replaced.keys()])) {
    const [namespace, name] = partsOf(key);
    serviceIn(services, namespace, name, tables);
  }
  const routed = [...services].filter(([key]) => whyUnrouted(key, tables) === undefined);
  return routed.flatMap(([, service]) => placesOf(service, law));
}

function partsOf(key: string): readonly [namespace: string, name: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

/** Why no HTTPRoute or GRPCRoute can act on requests to a Service; undefined where one can. */
export function whyUnrouted(key: string, tables: readonly RouteTable[]): string | undefined {
  const [namespace, name] = partsOf(key);
  // With sandboxes it may be another Service than without them.
  const isOnAll = (path: FieldPath, value: string) =>
    tables.every((table) => {
      const service = table.inventory.find('/Service', namespace, name)?.object;
      return at(service, path) === value;
    });
  if (isOnAll(['spec', 'clusterIP'], 'None')) return 'has no address of its own';
  if (isOnAll(['spec', 'type'], 'ExternalName')) return 'stands for a name elsewhere';
  const isRouted = tables.some((table) => table.meshRoutes(key).length > 0);
  const isConnected = tables.some((table) => table.otherRoutesOn(key).length > 0);
  return isConnected && !isRouted ? 'has routes for whole connections' : undefined;
}

function serviceIn(
  services: Map<string, MeshService>,
  namespace: string,
  name: string,
  tables: readonly RouteTable[],
): MeshService {
  const key = serviceKey(namespace, name);
  const known = services.get(key);
  if (known !== undefined) return known;
  const ports = new Set<number>();
  const read = new Set<number>();
  for (const { inventory } of tables) {
    const found = inventory.find('/Service', namespace, name)?.object;
    for (const one of listOf(at(found, ['spec', 'ports']))) {
      const port = at(one, ['port']);
      if (typeof port === 'number') ports.add(port);
    }
    for (const port of found === undefined ? [] : httpPorts(found)) read.add(port);
  }
  const clients = new Set<string>([namespace]);
  const isPassed = tables.every((table) => isWithoutFrontend({ namespace, name }, table));
  const service = { namespace, name, ports, read, isPassed, clients, hostnames: new Set<string>() };
  services.set(key, service);
  return service;
}

function placesOf(service: MeshService, law: Law): readonly Place[] {
  const { namespace, name } = service;
  const ports = service.ports.size === 0 ? [80] : [...service.ports].sort((a, b) => a - b);
  const clients = [...service.clients].sort();
  const hosts = law.meshHostnames === 'no' ? [''] : hostsOf(service.hostnames);
  return ports.flatMap((port) =>
    [...clients, otherThan(clients)].flatMap((from) =>
      hosts.map((host): Place => {
        const request: HttpRequest = {
          protocol: 'http',
          target: { to: 'service', namespace, name, port, from },
          method: 'GET',
          host: host === '' && law.meshByHost !== 'no' ? hostOf(service) : host,
          path: '/',
          headers: [],
        };
        const isOpaque = service.isPassed || (service.ports.size > 0 && !service.read.has(port));
        return { request, service: serviceKey(namespace, name), ...(isOpaque ? { isOpaque } : {}) };
      }),
    ),
  );
}

/** A namespace that has no route for the Service. */
function otherThan(clients: readonly string[]): string {
  let name = 'elsewhere';
  while (clients.includes(name)) name = `${name}-else`;
  return name;
}

function hostOf({ namespace, name }: MeshService): string {
  return namespace === '' ? '' : `${name}.${namespace}`;
}
