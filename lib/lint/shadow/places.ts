// Where the matches of a route compete: hosts of listeners, and lists of mesh routes.
//
// Whatever stands in one place is ranked together for every request that reaches it there. Routes
// share a listener that the input does not hold only where nothing that it may hold could tell them
// apart: of one kind and namespace, with one and the same parentRef. Neighbours: across-routes.ts,
// ../../routing/arena/gateway-arena.ts and ../../routing/arena/mesh-group.ts (the law).

import type { Acceptance, Attachment, Listener } from '../../model/gateway';
import { isService, type ParentRef, type Route, serviceKey } from '../../model/route';
import { listenerText } from '../../routing/arena/listener-choice';
import { anyHost } from '../../routing/hostname';
import { ownHostname } from '../../routing/lookup/lookup';

export interface Place {
  readonly key: string;
  /** A further list that is ranked together with this one for all of its requests. */
  readonly within?: string;
  /** For messages: ``Gateway edge/public listener https, host `a.test` ``. */
  readonly name: string;
  readonly host: string;
  /** The hostname of the route itself that covers the host. */
  readonly own: string;
  /** Whether the route is there for whatever ages routes of other kinds have. */
  readonly isCertain: boolean;
}

/** The places that one parentRef gives a route; undefined: nobody knows which. */
export function placesOf(attachment: Attachment, route: Route): readonly Place[] | undefined {
  const { parent, reason } = attachment;
  if (isService(parent)) return meshPlaces(attachment, route);
  if (reason === 'NoParent') return undefined;
  return attachment.listeners
    .filter(({ listener }) => listener.state !== 'conflicted')
    .flatMap((acceptance) => listenerPlaces(acceptance, route, parent));
}

function listenerPlaces(
  { listener, hosts, certainty }: Acceptance,
  route: Route,
  parent: ParentRef,
): readonly Place[] {
  const id = listenerId(listener, route, parent);
  return hosts.map((host) => ({
    key: `${id}\n${host}`,
    name: `${listenerText(listener)}${host === anyHost ? '' : `, host \`${host}\``}`,
    host,
    own: ownHostname(host, route.hostnames),
    isCertain: certainty === 'certain',
  }));
}

function listenerId({ holder, index }: Listener, route: Route, parent: ParentRef): string {
  const { kind, namespace, name, manifest } = holder;
  const id = `${kind} ${namespace}/${name} ${index}`;
  if (manifest !== undefined) return id;
  const { sectionName = '', port = '' } = parent;
  return JSON.stringify([id, route.kind, route.namespace, sectionName, port]);
}

const acting: ReadonlySet<Attachment['reason']> = new Set(['Accepted', 'NoParent', 'Conflicted']);

function meshPlaces({ parent, reason }: Attachment, route: Route): readonly Place[] {
  if (!acting.has(reason)) return [];
  const { port, sectionName = '' } = parent;
  const service = serviceKey(parent.namespace, parent.name);
  const list = JSON.stringify([service, route.namespace, route.kind]);
  const host = { host: anyHost, own: anyHost, isCertain: true };
  const all = `${list}\nany`;
  const name = `Service ${service.replace(/^\//, '')}`;
  if (port === undefined && sectionName === '') return [{ key: all, name, ...host }];
  const key = `${list}\n${port ?? ''} ${sectionName}`;
  return [{ key, within: all, name: `${name} port ${port ?? sectionName}`, ...host }];
}
