// What keeps a mesh from following the routes of a sandbox, as far as the input shows: objects of
// Linkerd and Istio that go before routes, a waypoint that is missing, hosts that clients cannot
// see, callers outside of the mesh.
//
// Each check is asked of each Service that our routes attach to, or of each that something stands
// in for; it is an error only under the profile whose mesh is known to drop the route.
// Neighbours: mesh-signs.ts and mesh-callers.ts (indexes, made once), ../route/route-notes.ts (who
// asks).

import type { Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import { at, type Manifest, nameOf, textOf } from '../../model/manifest';
import { serviceKey, serviceKeyOf } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { type Owner, ownerText } from '../../model/sandbox';
import type { Replaced } from '../reference/fork-references';
import { callersOutside } from './mesh-callers';
import { meshSigns } from './mesh-signs';
import { waypointFault } from './mesh-waypoint';

export interface MeshCheckRequest {
  readonly owner: Owner;
  readonly table: RouteTable;
  readonly config: Config;
  /** Services that routes of the owner attach to, and that lead to what stands in for one. */
  readonly parents: readonly Manifest[];
  /** What stands in for Services, and is reached by such routes. */
  readonly reached: readonly Replaced[];
}

export function meshFindings(request: MeshCheckRequest): readonly Finding[] {
  return [
    ...request.parents.flatMap((parent) => parentChecks.flatMap((check) => check(parent, request))),
    ...request.reached.flatMap((one) => hiddenBySidecars(one, request)),
  ];
}

type ParentCheck = (parent: Manifest, request: MeshCheckRequest) => readonly Finding[];

/** An error where the user named the profile under which the route is known to be dropped. */
function underProfile(found: Finding, profile: string, { config }: MeshCheckRequest): Finding {
  return config.profiles.includes(profile) ? { ...found, severity: 'error' } : found;
}

const serviceProfiles: ParentCheck = (parent, request) => {
  const { owner, table } = request;
  const profiles =
    meshSigns(table).profiles.get(serviceKeyOf(parent.object, table.inventory)) ?? [];
  return profiles.map((profile) => {
    const found = finding('service-profile-in-use', {
      message: `${nameOf(profile.object)} makes Linkerd ignore every HTTPRoute on ${nameOf(parent.object)}, so requests of ${ownerText(owner)} do not reach its forks`,
      hint: 'put its retries and timeouts into annotations of the route or the Service, and take the ServiceProfile away',
      where: { origin: profile.origin },
      also: [{ origin: parent.origin }],
      object: nameOf(profile.object),
    });
    return underProfile(found, 'linkerd', request);
  });
};

const virtualServices: ParentCheck = (parent, request) => {
  const { owner, table } = request;
  return virtualServicesFor(parent, table).map((rival) => {
    const found = finding('virtual-service-in-use', {
      message: `${nameOf(rival.object)} routes the host of ${nameOf(parent.object)} too, and Istio follows one of the two alone: either requests of ${ownerText(owner)} do not reach its forks, or no request is routed as it was`,
      hint: 'put its rules into an HTTPRoute on the Service, and take the VirtualService away',
      where: { origin: rival.origin, path: ['spec', 'hosts'] },
      also: [{ origin: parent.origin }],
      object: nameOf(rival.object),
    });
    return underProfile(found, 'istio', request);
  });
};

/** Those that name the Service's host, and those with a wildcard that covers it. */
function virtualServicesFor(parent: Manifest, table: RouteTable): readonly Manifest[] {
  const { virtualServices: byService, wildcards } = meshSigns(table);
  const { namespace = table.inventory.currentNamespace } = parent.object.metadata ?? {};
  const own = byService.get(serviceKeyOf(parent.object, table.inventory)) ?? [];
  const endings = ['', '.local', '.cluster.local', '.svc.cluster.local'];
  if (namespace !== undefined) endings.push(`.${namespace}.svc.cluster.local`);
  const wide = endings.flatMap((ending) => wildcards.get(ending) ?? []);
  return [...new Set([...own, ...wide])];
}

const waypoints: ParentCheck = (parent, { owner, table }) => {
  const fault = waypointFault(parent, table.inventory);
  if (fault === undefined) return [];
  const { words, hint, also } = fault;
  return [
    finding('waypoint-missing', {
      message: `${nameOf(parent.object)} ${words}, and without a waypoint no HTTPRoute on it is followed: requests of ${ownerText(owner)} do not reach its forks`,
      hint,
      where: { origin: parent.origin, path: ['metadata', 'labels'] },
      ...(also === undefined ? {} : { also: [{ origin: also.origin }] }),
      object: nameOf(parent.object),
    }),
  ];
};

const outsiders: ParentCheck = (parent, { table }) => {
  const callers = callersOutside(table).get(serviceKeyOf(parent.object, table.inventory)) ?? [];
  const [first, ...more] = callers;
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return [
    finding('caller-outside-mesh', {
      message: `${nameOf(first.object)}${others}, not in the mesh as far as the input shows, ${more.length === 0 ? 'calls' : 'call'} ${nameOf(parent.object)}: no route decides about such requests, so they reach the baseline with any key`,
      hint: 'take the callers into the mesh, or point them to the fork with an environment variable',
      where: { origin: first.origin },
      also: [...more, parent].map(({ origin }) => ({ origin })),
    }),
  ];
};

/** Types whose requests also come in at nodes and balancers, which no mesh route sees. */
const openTypes = new Set(['NodePort', 'LoadBalancer']);

const openServices: ParentCheck = (parent, { owner }) => {
  const type = textOf(at(parent.object, ['spec', 'type']));
  if (type === undefined || !openTypes.has(type)) return [];
  return [
    finding('caller-outside-mesh', {
      message: `${nameOf(parent.object)} is of type ${type}: what comes in from outside of the cluster passes by its routes, so requests of ${ownerText(owner)} that do reach the baseline`,
      hint: 'let such requests in through a Gateway with a route of its own',
      where: { origin: parent.origin, path: ['spec', 'type'] },
    }),
  ];
};

const parentChecks: readonly ParentCheck[] = [
  serviceProfiles,
  virtualServices,
  waypoints,
  outsiders,
  openServices,
];

function hiddenBySidecars(
  { baseline, key, target }: Replaced,
  { owner, table }: MeshCheckRequest,
): readonly Finding[] {
  const { sidecars } = meshSigns(table);
  const seeing = new Set(sidecars.get(serviceKey(target.namespace, target.name)) ?? []);
  const blind = (sidecars.get(key) ?? []).filter((one) => !seeing.has(one));
  return blind.map((sidecar) =>
    finding('fork-hidden', {
      message: `${nameOf(sidecar.object)} lets its clients see ${nameOf(baseline.object)} by name, and so not ${target.name}, which stands in for it in ${ownerText(owner)}`,
      hint: `write \`./*\` or the namespace with \`/*\` under its egress hosts`,
      where: { origin: sidecar.origin, path: ['spec', 'egress'] },
      also: [{ origin: baseline.origin }],
      object: nameOf(sidecar.object),
    }),
  );
}
