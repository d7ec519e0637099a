// Routes of whole connections that share a listener: all are accepted, and one has the connections.
//
// The law is that of TCPRoute and UDPRoute on one listener, and of TLSRoutes of one hostname: the
// older, then the first by namespace and name. Where ages are not known, nobody knows which.
// Neighbours: lint.ts, ../routing/outcome/connection.ts (the law), ../routing/rank/age.ts.

import { type Finding, finding } from '../model/finding';
import type { Attachment, Listener } from '../model/gateway';
import { collect } from '../model/groups';
import { nameOf } from '../model/manifest';
import { type AnyRoute, routeText } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { listenerText } from '../routing/arena/listener-choice';
import { anyHost } from '../routing/hostname';
import { compareAge } from '../routing/rank/age';

export function contestedFindings(table: RouteTable): readonly Finding[] {
  if (table.connectionRoutes.length < 2) return [];
  const told = new Map<AnyRoute, Finding>();
  for (const { listeners } of table.gateways) {
    for (const listener of listeners) {
      if (listener.holder.manifest === undefined) continue;
      for (const [host, routes] of rivalsOn(listener, table.attachedTo(listener))) {
        for (const [route, finding] of contest(routes, listener, host)) {
          if (!told.has(route)) told.set(route, finding);
        }
      }
    }
  }
  return table.connectionRoutes.flatMap((route) => told.get(route) ?? []);
}

function rivalsOn(listener: Listener, attached: readonly Attachment[]) {
  const found = new Map<string, AnyRoute[]>();
  for (const { route, listeners } of attached) {
    if ('rules' in route) continue;
    const own = listeners.filter((one) => one.listener === listener).flatMap(({ hosts }) => hosts);
    const hosts = route.kind === 'TLSRoute' ? new Set(own) : [anyHost];
    for (const host of hosts) collect(found, `${route.kind} ${host}`, route);
  }
  return [...found].map(([key, routes]) => [key.split(' ')[1] ?? anyHost, routes] as const);
}

/** Each route but the first, with what is said of it. */
function contest(
  routes: readonly AnyRoute[],
  listener: Listener,
  host: string,
): readonly (readonly [AnyRoute, Finding])[] {
  let [first] = routes;
  for (const route of routes) {
    if (first !== undefined && compareAge(route, first) === 'before') first = route;
  }
  const winner = first;
  if (winner === undefined) return [];
  const where = `${listenerText(listener)}${host === anyHost ? '' : `, host \`${host}\``}`;
  return routes.flatMap((route) => {
    if (route === winner) return [];
    const isKnown = compareAge(winner, route) === 'before';
    const text = isKnown
      ? `gets no connection on ${where}: ${routeText(winner)} is older, or first by name, and has all of them`
      : `shares ${where} with ${routeText(winner)}, and only the older of them gets connections`;
    const { object, origin } = route.manifest;
    const told = finding('connections-contested', {
      message: `${routeText(route)} ${text}`,
      hint: 'give each route a listener or a hostname of its own, or put the backends into one route, with weights',
      where: { origin, path: ['spec', 'parentRefs'] },
      also: [{ origin: winner.manifest.origin, path: ['spec', 'parentRefs'] }],
      object: nameOf(object),
    });
    return [[route, told] as const];
  });
}
