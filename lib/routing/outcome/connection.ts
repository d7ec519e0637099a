// A connection -> where it goes: TLS by server name, TCP and UDP by port alone.
//
// The law is TLSRoute, TCPRoute and UDPRoute: of several routes on a listener the most specific
// hostname takes a TLS connection; what is left, and all of TCP and UDP, goes to the oldest
// route. A reference that does not resolve closes its share of the connections. In a mesh a
// Service without such a route is its own backend. Neighbours: ../arena/listener-choice.ts, shares.ts.

import type { Outcome } from '../../model/decision';
import type { Attachment, Listener } from '../../model/gateway';
import type { Connection, GatewayTarget, ServiceTarget } from '../../model/request';
import { type AnyRoute, type ConnectionRoute, isService, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { handshakes } from '../arena/handshake';
import {
  ageDecides,
  listenersFor,
  listenerText,
  mostSpecific,
  type Wanted,
} from '../arena/listener-choice';
import { serviceItself } from '../arena/mesh-arena';
import { meshGroups } from '../arena/mesh-group';
import { anyHost } from '../hostname';
import type { Law } from '../law';
import { HostMap } from '../lookup/host-map';
import { lookupOf } from '../lookup/lookup';
import { possiblyFirst } from '../rank/age';
import { combine } from './combine';
import { sharesOf } from './shares';

export function decideConnection(table: RouteTable, request: Connection, law: Law): Outcome {
  const { target } = request;
  return target.to === 'gateway'
    ? atGateway(table, request, target)
    : inMesh(table, request, target, law);
}

function atGateway(
  table: RouteTable,
  { protocol, sni = '' }: Connection,
  target: GatewayTarget,
): Outcome {
  const gateway = lookupOf(table).gateway(target.namespace, target.name);
  if (gateway === undefined) return rejected('no such Gateway');
  const name = sni.toLowerCase();
  const tls = protocol === 'tls' ? listenersFor(gateway, 'tls', target) : [];
  if (tls.length > 0) {
    const { possible, because } = handshakes(tls, name, gateway, table.inventory);
    const outcomes = possible.map(({ listener, failure }) => {
      if (failure !== undefined) return failure.outcome;
      return listener === undefined
        ? rejected(`no listener on port ${target.port} covers \`${name}\``)
        : decideTls(table, listener, name);
    });
    const isAged = mostSpecific(tls, name).length > 1;
    return combine(outcomes, isAged ? [...because, ageDecides] : because);
  }
  const wanted: Wanted = protocol === 'udp' ? 'udp' : 'tcp';
  const listeners = listenersFor(gateway, wanted, target);
  if (listeners.length === 0) return rejected(`no listener for ${protocol} on port ${target.port}`);
  const kind = wanted === 'udp' ? 'UDPRoute' : 'TCPRoute';
  const outcomes = listeners.map((listener) =>
    oldest(table, table.attachedTo(listener), kind, `no ${kind} on ${listenerText(listener)}`),
  );
  return combine(outcomes, ['several listeners may take the port']);
}

/** A TLS connection on the listener that was chosen for it. */
export function decideTls(table: RouteTable, listener: Listener, name: string): Outcome {
  if (listener.protocol === 'HTTPS') {
    return rejected(`${listenerText(listener)} speaks HTTPS: ask for a request, not a connection`);
  }
  const [first = []] = lookupOf(table).tlsRoutesOn(listener).covering(name);
  const because = `no TLSRoute on ${listenerText(listener)} covers \`${name}\``;
  if (first.length > 0 || listener.protocol === 'TLS') {
    return oldest(table, first, 'TLSRoute', because);
  }
  return oldest(table, table.attachedTo(listener), 'TCPRoute', because);
}

/** All routes are accepted, and the oldest takes every connection. */
function oldest(
  table: RouteTable,
  attachments: readonly Attachment[],
  kind: ConnectionRoute['kind'],
  because: string,
): Outcome {
  const routes = attachments.flatMap(({ route }) =>
    'backends' in route && route.kind === kind ? [route] : [],
  );
  if (routes.length === 0) return rejected(because);
  const isMesh = attachments.every(({ parent }) => isService(parent));
  const via = isMesh ? 'mesh' : 'gateway';
  const outcomes = possiblyFirst(routes, (route) => route).map((route) =>
    routeOutcome(table, route, via),
  );
  return combine(outcomes, [`only the age of ${kind}s decides, which no file tells`]);
}

function routeOutcome(table: RouteTable, route: ConnectionRoute, via: 'gateway' | 'mesh'): Outcome {
  const by = { route, rule: 0 };
  const shares = sharesOf(route.backends, route, via, table.inventory);
  if (shares.problem !== undefined) return { ...rejected(shares.problem), by };
  return {
    outcome: 'backends',
    backends: shares.backends,
    by,
    filters: [],
    mirrors: [],
    policies: {},
  };
}

function inMesh(
  table: RouteTable,
  { protocol, sni = '' }: Connection,
  target: ServiceTarget,
  law: Law,
): Outcome {
  const attached = table.attachedToService(serviceKey(target.namespace, target.name));
  const outcomes = meshGroups(attached, target, law).map((group) => {
    const tlsRoutes = new HostMap<Attachment[]>();
    for (const attachment of protocol === 'tls' ? group : []) {
      if (attachment.route.kind !== 'TLSRoute') continue;
      for (const host of namesOf(attachment.route)) {
        tlsRoutes.under(host, () => []).push(attachment);
      }
    }
    const [first] = tlsRoutes.covering(sni.toLowerCase());
    if (first !== undefined) return oldest(table, first, 'TLSRoute', '');
    const kind = protocol === 'udp' ? 'UDPRoute' : 'TCPRoute';
    const own = group.filter(({ route }) => route.kind === kind);
    if (own.length > 0) return oldest(table, own, kind, '');
    return serviceItself(target, table);
  });
  return combine(outcomes, ['it is not known which list of mesh routes is used']);
}

/** The server names that a route asks for; one of an old version may ask for none, and takes all. */
export function namesOf({ hostnames }: Pick<AnyRoute, 'hostnames'>): readonly string[] {
  return hostnames.length === 0 ? [anyHost] : hostnames.map((name) => name.toLowerCase());
}

function rejected(because: string): Outcome & { readonly outcome: 'rejected' } {
  return { outcome: 'rejected', because };
}
