// Which of the routes attached to a Service act on a client's requests: consumer routes or
// producer routes, on the port that is asked for.
//
// The law is GEP-1294: where the client's namespace has routes of its own for the Service, they
// alone act there. Routes with and without `port` are one set; an implementation that keeps them
// apart uses the list that holds the oldest route. Neighbours: mesh-arena.ts, connection.ts.

import type { Attachment } from '../model/gateway';
import type { ServiceTarget } from '../model/request';
import { compareAge } from './age';
import type { Law } from './law';

export type MeshGroup = readonly Attachment[];

/** The lists that may act, at least one; an empty list: no routes, the Service itself answers. */
export function meshGroups(
  attached: readonly Attachment[],
  target: ServiceTarget,
  law: Law,
): readonly MeshGroup[] {
  const open = attached.filter(
    ({ parent, reason, route }) =>
      isAccepted(reason, law) &&
      (parent.port === undefined || parent.port === target.port) &&
      (route.namespace === target.namespace || route.namespace === target.from),
  );
  const isForeign = target.from !== target.namespace;
  const consumer = isForeign ? open.filter(({ route }) => route.namespace === target.from) : [];
  const producer = open.filter(({ route }) => route.namespace === target.namespace);
  const group = consumer.length > 0 ? consumer : producer;
  if (law.meshPortsTogether === 'yes') return [group];
  const apart = byPort(group);
  return law.meshPortsTogether === 'no' ? apart : [group, ...apart];
}

/** A GRPCRoute displaces HTTPRoutes of the same Service, unless both are ranked together. */
function isAccepted(reason: Attachment['reason'], law: Law): boolean {
  return reason === 'Accepted' || (reason === 'Conflicted' && law.mixesKinds === 'yes');
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
