// Which hostnames the baseline serves, by Gateway and by kind of route; which certificates it asks
// a certificate manager for. Read once for all previews, and not at all where there are none.
//
// Neighbours: previews.ts (who asks), ../../model/route-table.ts (attachments).

import type { Gateway, Listener } from '../../model/gateway';
import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import { at, listOf, type Manifest, textOf } from '../../model/manifest';
import type { Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { anyHost } from '../../routing/hostname';

type RouteKind = Route['kind'];

/** A route by one of its hostnames. */
type ByHost = Map<string, Route>;

interface Served {
  readonly byGateway: ReadonlyMap<Gateway, ReadonlyMap<string, ReadonlySet<Route>>>;
  readonly byListener: ReadonlyMap<Listener, ReadonlyMap<RouteKind, ByHost>>;
}

export class PreviewHosts {
  #gateways: ReadonlyMap<Listener, Gateway> | undefined;
  #served: Served | undefined;
  #certificates: ReadonlyMap<string, readonly Manifest[]> | undefined;
  #routes: ReadonlyMap<string, readonly Route[]> | undefined;

  constructor(readonly table: RouteTable) {}

  /** The routes of a name, of whatever kind and namespace. */
  routesCalled(name: string): readonly Route[] {
    this.#routes ??= routesByName(this.table);
    return this.#routes.get(name) ?? [];
  }

  /** The Gateway that a listener is of; those of its ListenerSets count among its own. */
  gatewayOf(listener: Listener): Gateway | undefined {
    this.#gateways ??= new Map(
      this.table.gateways.flatMap((gateway) =>
        gateway.listeners.map((one) => [one, gateway] as const),
      ),
    );
    return this.#gateways.get(listener);
  }

  /** Routes of the baseline that have just this hostname on the listener's Gateway. */
  routesOn(listener: Listener, hostname: string): readonly Route[] {
    const gateway = this.gatewayOf(listener);
    if (gateway === undefined) return [];
    return [...(this.#read().byGateway.get(gateway)?.get(hostname) ?? [])];
  }

  /** A route of the other kind whose hosts on the listener hold the hostname. */
  otherKind(listener: Listener, hostname: string, kind: RouteKind): Route | undefined {
    const other = kind === 'HTTPRoute' ? 'GRPCRoute' : 'HTTPRoute';
    const hosts = this.#read().byListener.get(listener)?.get(other);
    const cover = coversOf(hostname).find((one) => hosts?.has(one));
    return cover === undefined ? undefined : hosts?.get(cover);
  }

  /** The Certificates of cert-manager that fill a Secret. */
  certificatesOf(namespace: string, secret: string): readonly Manifest[] {
    this.#certificates ??= readCertificates(this.table.inventory);
    return this.#certificates.get(`${namespace}/${secret}`) ?? [];
  }

  #read(): Served {
    if (this.#served !== undefined) return this.#served;
    const byGateway = new Map<Gateway, Map<string, Set<Route>>>();
    const byListener = new Map<Listener, Map<RouteKind, ByHost>>();
    for (const { route, listeners, displacedFrom } of this.table.attachments) {
      if (route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute') continue;
      for (const { listener, hosts } of [...listeners, ...displacedFrom]) {
        const gateway = this.gatewayOf(listener);
        const byKind = entry(byListener, listener, () => new Map<RouteKind, ByHost>());
        const ofKind = entry(byKind, route.kind, () => new Map<string, Route>());
        for (const host of hosts) entry(ofKind, host, () => route);
        if (gateway === undefined) continue;
        const byHost = entry(byGateway, gateway, () => new Map<string, Set<Route>>());
        for (const host of hosts) entry(byHost, host, () => new Set<Route>()).add(route);
      }
    }
    this.#served = { byGateway, byListener };
    return this.#served;
  }
}

/** What a key stands for, made when the key is met first. */
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function routesByName({ routes }: RouteTable): ReadonlyMap<string, readonly Route[]> {
  const found = new Map<string, Route[]>();
  for (const route of routes) collect(found, route.name, route);
  return found;
}

function readCertificates(inventory: Inventory): ReadonlyMap<string, readonly Manifest[]> {
  const found = new Map<string, Manifest[]>();
  for (const manifest of inventory.ofKind('cert-manager.io/Certificate')) {
    const secret = textOf(at(manifest.object, ['spec', 'secretName']));
    const namespace = inventory.namespaceOf(manifest.object);
    if (secret !== undefined) collect(found, `${namespace}/${secret}`, manifest);
  }
  return found;
}

/** The names that a Certificate is asked for, lower case. */
export function dnsNamesOf({ object }: Manifest): readonly string[] {
  return listOf(at(object, ['spec', 'dnsNames'])).flatMap(
    (name) => textOf(name)?.toLowerCase() ?? [],
  );
}

/** The hostnames that hold a host: itself, each wildcard above it, any. */
function coversOf(host: string): readonly string[] {
  const labels = host.split('.');
  const wildcards = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
  return [host, ...wildcards, anyHost];
}
