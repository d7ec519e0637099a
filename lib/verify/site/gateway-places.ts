// The places at Gateways: each port and scheme, and each class of hosts there.
//
// Two hosts are of one class where every hostname of listeners and routes covers both or neither:
// a name that is written out, or any other below a wildcard. Over TLS the name in the handshake is
// the host's; where the law lets a connection be used for another host, each pair of listeners that
// cover one host is a place too. Neighbours: place.ts, mesh-places.ts.

import { assumedProtocol, type Gateway, type Listener } from '../../model/gateway';
import type { HttpRequest } from '../../model/request';
import type { RouteTable } from '../../model/route-table';
import { anyHost, coversHost } from '../../routing/hostname';
import type { Law } from '../../routing/law';
import type { Place } from './place';

/** The ways in to a Gateway. */
interface Port {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
  /** Assumed listeners are asked one by one. */
  readonly listener?: string;
  readonly hostnames: Set<string>;
  readonly listeners: Set<string>;
}

export function gatewayPlaces(tables: readonly RouteTable[], law: Law): readonly Place[] {
  const ports = new Map<string, Port>();
  for (const table of tables) {
    for (const gateway of table.gateways) {
      for (const listener of gateway.listeners) addListener(ports, gateway, listener, table);
    }
  }
  return [...ports.values()].flatMap((port) => placesAt(port, law));
}

/** Where none is written. */
const usualPorts = { http: 80, https: 443 } as const;

function addListener(
  ports: Map<string, Port>,
  { namespace, name }: Gateway,
  listener: Listener,
  table: RouteTable,
): void {
  const scheme = schemeOf(listener);
  if (scheme === undefined) return;
  const isAssumed = listener.protocol === assumedProtocol;
  const at = {
    namespace,
    name,
    port: listener.port ?? usualPorts[scheme],
    scheme,
    ...(isAssumed ? { listener: listener.name } : {}),
  };
  const id = JSON.stringify(at);
  const port = ports.get(id) ?? {
    ...at,
    hostnames: new Set<string>(),
    listeners: new Set<string>(),
  };
  ports.set(id, port);
  port.hostnames.add(listener.hostname);
  port.listeners.add(listener.hostname);
  for (const one of [...table.attachedTo(listener), ...table.displacedFrom(listener)]) {
    for (const { listener: taker, hosts } of [...one.listeners, ...one.displacedFrom]) {
      if (taker === listener) for (const host of hosts) port.hostnames.add(host);
    }
    for (const hostname of one.route.hostnames) port.hostnames.add(hostname);
  }
}

function schemeOf({ protocol }: Listener): 'http' | 'https' | undefined {
  if (protocol === 'HTTPS') return 'https';
  return protocol === 'HTTP' || protocol === assumedProtocol || protocol.includes('/')
    ? 'http'
    : undefined;
}

function placesAt(port: Port, law: Law): readonly Place[] {
  return hostsOf(port.hostnames).flatMap((host) =>
    namesFor(host, port, law).map((sni) => ({ request: requestTo(port, host, sni) })),
  );
}

/** The name in the handshake: the host's own, or that of another listener that covers the host. */
function namesFor(
  host: string,
  { scheme, listeners }: Port,
  law: Law,
): readonly (string | undefined)[] {
  if (scheme === 'http' || law.detectsMisdirected === 'yes') return [undefined];
  const covering = [...listeners].filter((hostname) => coversHost(hostname, host));
  if (covering.length < 2) return [undefined];
  return [undefined, ...covering.map((hostname) => representative(hostname, listeners))];
}

function requestTo(
  { namespace, name, port, scheme, listener }: Port,
  host: string,
  sni: string | undefined,
): HttpRequest {
  return {
    protocol: 'http',
    target: {
      to: 'gateway',
      namespace,
      name,
      port,
      ...(listener === undefined ? {} : { listener }),
    },
    scheme,
    ...(sni === undefined || sni === host ? {} : { sni }),
    method: 'GET',
    host,
    path: '/',
    headers: [],
  };
}

/** One host of each class, in a stable order; no host at all is a class where any host is taken. */
export function hostsOf(hostnames: ReadonlySet<string>): readonly string[] {
  const found = [...hostnames].sort().map((hostname) => representative(hostname, hostnames));
  if (!hostnames.has(anyHost)) found.push(representative(anyHost, hostnames));
  return [...new Set(found), ''];
}

/** A host that a hostname covers and no more specific one does. */
function representative(hostname: string, others: ReadonlySet<string>): string {
  if (hostname !== anyHost && !hostname.startsWith('*.')) return hostname;
  const ending = hostname === anyHost ? '.example' : hostname.slice(1);
  for (let index = 0; ; index += 1) {
    const label = index === 0 ? 'any' : `any${index}`;
    const host = `${label}${ending}`;
    if (!others.has(host) && !isBelowLonger(host, hostname, others)) return host;
  }
}

function isBelowLonger(host: string, hostname: string, others: ReadonlySet<string>): boolean {
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const wild = `*${host.slice(dot)}`;
    if (wild.length > hostname.length && others.has(wild)) return true;
  }
  return false;
}
