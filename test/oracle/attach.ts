// Which routes count for a request at all: those of the Gateway's listener, or those of the
// Service in the mesh. Ranking comes later, in router.ts.

import type { OracleRequest, Reading } from './accept';
import { covers } from './hostname';
import { compareScores, hostScore } from './order';
import type { Listener, ParentRef, Route, World } from './world';

/** A route that counts for the request, through one of its parentRefs. */
export interface Attached {
  readonly route: Route;
  readonly parent: ParentRef;
  readonly hostname: string;
}

export function gatewayRoutes(world: World, request: OracleRequest, reading: Reading): Attached[] {
  if (!('gateway' in request.to)) return [];
  const { gateway, port } = request.to;
  const host = hostOf(request);
  const hit = listenersFor(world, gateway, port, host);
  const listeners = reading.isolated ? hit.slice(0, 1) : hit;
  const attached: Attached[] = [];
  for (const route of world.routes) {
    const ways = listeners.flatMap((listener) =>
      route.parents
        .filter((parent) => isAttached(route, parent, gateway, listener))
        .flatMap((parent) =>
          effectiveHostnames(route, listener)
            .filter((hostname) => isHost(hostname, host))
            .map((hostname) => ({ route, parent, hostname })),
        ),
    );
    const [best] = ways.sort((a, b) => compareScores(hostScore(b.hostname), hostScore(a.hostname)));
    if (best !== undefined) attached.push(best);
  }
  return attached;
}

export function hostOf({ host }: OracleRequest): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

/** The listeners that a host comes in through, the most specific first. */
export function listenersFor(world: World, gateway: string, port: number, host: string) {
  return (world.gateways.get(gateway) ?? [])
    .filter((listener) => listener.port === port && isHost(listener.hostname ?? '', host))
    .sort((a, b) => compareScores(hostScore(b.hostname ?? ''), hostScore(a.hostname ?? '')));
}

export function isAttached(
  route: Route,
  parent: ParentRef,
  gateway: string,
  { set, namespace, name, port, from, kinds }: Listener,
): boolean {
  // A reference to a Gateway means its own listeners, one to a ListenerSet the set's.
  const [kind, place] = set === undefined ? ['Gateway', gateway] : ['ListenerSet', set];
  return (
    parent.kind === kind &&
    `${parent.namespace}/${parent.name}` === place &&
    (parent.sectionName === undefined || parent.sectionName === name) &&
    (parent.port === undefined || parent.port === port) &&
    (kinds.length === 0 || kinds.includes(route.kind)) &&
    (from === 'All' || (from === 'Same' && route.namespace === namespace))
  );
}

export function effectiveHostnames(route: Route, { hostname = '' }: Listener): string[] {
  const own = route.hostnames.length === 0 ? [''] : route.hostnames;
  return own.flatMap((name) => {
    if (covers(hostname, name)) return [name];
    return covers(name, hostname) ? [hostname] : [];
  });
}

function isHost(pattern: string, host: string): boolean {
  return covers(pattern, host);
}

/** Consumer routes of the client's namespace, and only where there are none the producers'. */
export function meshRoutes(world: World, request: OracleRequest): Attached[] {
  if (!('service' in request.to)) return [];
  const { service, port, from } = request.to;
  const portName = world.services.get(service)?.get(port) ?? '';
  const home = service.slice(0, service.indexOf('/'));
  const attached = world.routes.flatMap((route) =>
    route.parents
      .filter(
        (parent) =>
          parent.kind === 'Service' &&
          parent.group === '' &&
          `${parent.namespace}/${parent.name}` === service &&
          (parent.port === undefined || parent.port === port) &&
          (parent.sectionName === undefined || parent.sectionName === portName),
      )
      .slice(0, 1)
      .map((parent) => ({ route, parent, hostname: '' })),
  );
  const consumers = attached.filter(({ route }) => route.namespace === from && from !== home);
  return consumers.length > 0
    ? consumers
    : attached.filter(({ route }) => route.namespace === home);
}
