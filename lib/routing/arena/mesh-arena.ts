// An HTTP request to a Service in a mesh -> the matches that it meets, or the Service itself.
//
// The law is GAMMA (GEP-1294): the Service's name and port tell what is asked for, not the Host
// header; a Service without routes is its own backend, and one with routes of which none matches
// answers 404. Neighbours: mesh-group.ts, gateway-arena.ts.

import type { Outcome } from '../../model/decision';
import { at, listOf } from '../../model/manifest';
import type { ServiceTarget } from '../../model/request';
import { serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { PreparedRequest } from '../accept/prepared-request';
import type { Law } from '../law';
import type { Lookup } from '../lookup/lookup';
import type { Arena, Arenas } from './arena';
import { type MeshGroup, meshGroups } from './mesh-group';

export function meshArenas(
  prepared: PreparedRequest,
  target: ServiceTarget,
  law: Law,
  lookup: Lookup,
): Arenas {
  const { table } = lookup;
  const itself: Arena = { answer: serviceItself(target, table) };
  const settled = (note: string): Arenas => ({
    arenas: [itself],
    because: [],
    listeners: () => [],
    notes: () => [note],
  });
  const name = `Service ${serviceKey(target.namespace, target.name)}`;
  if (isWithoutFrontend(target, table)) {
    return settled(`${name} has no address of its own, so routes do not act on its requests`);
  }
  const groups = meshGroups(
    table.attachedToService(serviceKey(target.namespace, target.name)),
    target,
    law,
  );
  const arenas = groups.flatMap((group) => groupArenas(group, { prepared, target, law, lookup }));
  const foreignHost = law.meshByHost !== 'no' && !isNameOf(prepared.host, target);
  if (foreignHost && law.meshByHost === 'yes') {
    return settled(`the Host \`${prepared.host}\` does not name ${name}, so its routes do not act`);
  }
  return {
    arenas: foreignHost ? [...arenas, itself] : arenas,
    because: arenas.length > 1 || foreignHost ? [reasonOf(groups, foreignHost)] : [],
    listeners: () => [],
    notes: () => groups.map((group) => noteOf(group, target, name)),
  };
}

function groupArenas(
  group: MeshGroup,
  {
    prepared,
    target,
    law,
    lookup,
  }: {
    readonly prepared: PreparedRequest;
    readonly target: ServiceTarget;
    readonly law: Law;
    readonly lookup: Lookup;
  },
): readonly Arena[] {
  const routes = group.filter(({ route }) => 'rules' in route);
  if (routes.length === 0) return [{ answer: serviceItself(target, lookup.table) }];
  const place = { via: 'mesh', scheme: 'http', port: target.port } as const;
  const lists = (withHostnames: boolean): Arena => {
    const members = group.map(
      ({ route, parent }) => `${route.kind} ${route.namespace}/${route.name}:${parent.port ?? ''}`,
    );
    const id = `${serviceKey(target.namespace, target.name)} ${withHostnames} ${members.join(' ')}`;
    const index = lookup.meshList(id, routes, withHostnames);
    return { lists: index.covering(withHostnames ? prepared.host : ''), place };
  };
  if (law.meshHostnames === 'no') return [lists(false)];
  return law.meshHostnames === 'yes' ? [lists(true)] : [lists(false), lists(true)];
}

/** A Service that no route acts on is its own backend. */
export function serviceItself(target: ServiceTarget, table: RouteTable): Outcome {
  const { namespace, name, port } = target;
  const service = table.inventory.find('/Service', namespace, name);
  const ports = listOf(at(service?.object, ['spec', 'ports']));
  if (
    service !== undefined &&
    ports.length > 0 &&
    !ports.some((one) => at(one, ['port']) === port)
  ) {
    const because = `Service ${serviceKey(namespace, name)} has no port ${port}`;
    return { outcome: 'rejected', because };
  }
  return {
    outcome: 'backends',
    backends: [{ share: 1, to: 'backend', name: serviceKey(namespace, name), port }],
    filters: [],
    mirrors: [],
    policies: {},
  };
}

/** Headless and ExternalName Services: calls go to pods, or elsewhere, past every route. */
export function isWithoutFrontend(
  { namespace, name }: Pick<ServiceTarget, 'namespace' | 'name'>,
  { inventory }: RouteTable,
): boolean {
  const service = inventory.find('/Service', namespace, name)?.object;
  return (
    at(service, ['spec', 'clusterIP']) === 'None' ||
    at(service, ['spec', 'type']) === 'ExternalName'
  );
}

function isNameOf(host: string, { namespace, name, from }: ServiceTarget): boolean {
  const full = `${name}.${namespace}`;
  if (host === '' || host === full || host === `${full}.svc`) return true;
  if (host === `${full}.svc.cluster.local`) return true;
  return host === name && from === namespace;
}

function reasonOf(groups: readonly MeshGroup[], foreignHost: boolean): string {
  if (foreignHost) return 'it is not known whether the Host or the address tells the Service';
  return groups.length > 1
    ? 'routes with and without `port` may be two lists, and the older one is used'
    : 'it is not known whether hostnames of mesh routes count';
}

function noteOf(group: MeshGroup, { namespace, from }: ServiceTarget, name: string): string {
  const [first] = group;
  if (first === undefined) return `no route acts on ${name}: it is its own backend`;
  return first.route.namespace === namespace
    ? `producer routes of ${name} act`
    : `consumer routes of namespace \`${from}\` act in place of the producer's`;
}
