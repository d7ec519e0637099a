// Which of the routes attached to a Service act on a client's requests: consumer routes or
// producer routes, on the port that is asked for.
//
// The law is GEP-1294: where the client's namespace has routes of its own for the Service, they
// alone act there. Routes with and without `port` are one set; an implementation that keeps them
// apart uses the list that holds the oldest route. Neighbours: mesh-arena.ts, ../outcome/connection.ts.

import type { Attachment } from '../../model/gateway';
import type { ServiceTarget } from '../../model/request';
import type { AnyRoute } from '../../model/route';
import { choices, type Law } from '../law';
import { compareAge } from '../rank/age';

export type MeshGroup = readonly Attachment[];

/** The lists that may act, at least one; an empty list: no routes, the Service itself answers. */
export function meshGroups(
  attached: readonly Attachment[],
  target: ServiceTarget,
  law: Law,
): readonly MeshGroup[] {
  const open = attached.filter(
    ({ parent, route }) =>
      (parent.port === undefined || parent.port === target.port) &&
      (route.namespace === target.namespace || route.namespace === target.from),
  );
  const isForeign = target.from !== target.namespace;
  const consumer = isForeign ? open.filter(({ route }) => route.namespace === target.from) : [];
  const producer = open.filter(({ route }) => route.namespace === target.namespace);
  const acting = consumer.length > 0 ? consumer : producer;
  return choices(law.mixesKinds).flatMap((mixed) => {
    const group = ofHighestKind(acting, mixed);
    const together = choices(law.meshPortsTogether);
    return together.flatMap((one) => (one ? [group] : byPort(group)));
  });
}

/** From the highest: a kind displaces those below it on the port that is asked for. */
const kinds: readonly (readonly AnyRoute['kind'][])[] = [
  ['GRPCRoute'],
  ['HTTPRoute'],
  ['TLSRoute'],
  ['TCPRoute'],
];
/** Where both kinds are ranked together neither displaces the other. */
const mixedKinds: readonly (readonly AnyRoute['kind'][])[] = [
  ['GRPCRoute', 'HTTPRoute'],
  ['TLSRoute'],
  ['TCPRoute'],
];

/** UDPRoutes are apart: they stay beside every kind. */
function ofHighestKind(group: MeshGroup, mixed: boolean): MeshGroup {
  const ranks = mixed ? mixedKinds : kinds;
  const highest = ranks.find((rank) => group.some(({ route }) => rank.includes(route.kind)));
  return group.filter(
    ({ route: { kind } }) => kind === 'UDPRoute' || highest?.includes(kind) === true,
  );
}

/** The list that holds the oldest route, or both where that is not known. */
function byPort(group: MeshGroup): readonly MeshGroup[] {
  const withPort = group.filter(({ parent }) => parent.port !== undefined);
  const without = group.filter(({ parent }) => parent.port === undefined);
  if (withPort.length === 0 || without.length === 0) return [group];
  const isOlder = (left: MeshGroup, right: MeshGroup) =>
    left.some(({ route }) => right.every((other) => compareAge(route, other.route) === 'before'));
  if (isOlder(withPort, without)) return [withPort];
  return isOlder(without, withPort) ? [without] : [withPort, without];
}
