// Services as parents (GAMMA, GEP-1294): which mesh routes meet, and whether there is a mesh.
//
// Routes in the Service's namespace (producer) act on all clients; routes elsewhere (consumer)
// act on clients of their own namespace and replace the producer's there: two separate lists.
// Hostnames of mesh routes are ignored. Inside a list, `port` narrows a route to one port.

import { collect } from '../model/groups';
import type { Inventory } from '../model/inventory';
import { at, gatewayGroup, listOf, type Manifest, textOf } from '../model/manifest';
import { isService, type ParentRef, type Route, serviceKey } from '../model/route';
import { routeKindOf } from './route-kinds';

const anyPort = 'any';

export class MeshParents {
  /** Ports that routes of one list name, by list. */
  readonly #ports = new Map<string, Set<string>>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      for (const parent of route.parents) {
        if (!isService(parent)) continue;
        const list = listId(route, parent);
        const ports = this.#ports.get(list) ?? new Set([anyPort]);
        ports.add(parent.port === undefined ? anyPort : String(parent.port));
        this.#ports.set(list, ports);
      }
    }
  }

  /** A route without a port is in the list of every port that another route names. */
  scopes(route: Route, parent: ParentRef): readonly { id: string; name: string }[] {
    const list = listId(route, parent);
    const ports = parent.port === undefined ? (this.#ports.get(list) ?? []) : [String(parent.port)];
    return [...ports].map((port) => ({
      id: `${list}\n${port}`,
      name: `${list}${port === anyPort ? '' : ` port ${port}`}`,
    }));
  }
}

/** The list that a route on a Service is in: the producer's, or that of one client namespace. */
export function listId(route: Pick<Route, 'namespace'>, parent: ParentRef): string {
  const service = `Service ${serviceKey(parent.namespace, parent.name)}`;
  return route.namespace === parent.namespace
    ? service
    : `${service} for clients in ${route.namespace}`;
}

/** Routes of kinds that are not read here (TCPRoute, TLSRoute), by Service. */
export function otherMeshRoutes(inventory: Inventory): ReadonlyMap<string, readonly Manifest[]> {
  const byService = new Map<string, Manifest[]>();
  for (const manifest of inventory.manifests) {
    const { kind, metadata } = manifest.object;
    if (!kind.endsWith('Route')) continue;
    if (routeKindOf(manifest.object) !== undefined) continue;
    for (const ref of listOf(at(manifest.object, ['spec', 'parentRefs']))) {
      const name = textOf(at(ref, ['name']));
      const group = textOf(at(ref, ['group'])) ?? gatewayGroup;
      const parent = { group, kind: textOf(at(ref, ['kind'])) ?? '' };
      if (name === undefined || !isService(parent)) continue;
      const namespace = textOf(at(ref, ['namespace'])) ?? metadata?.namespace;
      const service = serviceKey(inventory.namespaceKey(namespace), name);
      collect(byService, service, manifest);
    }
  }
  return byService;
}

const injected: readonly { kind: string; path: readonly string[]; values?: readonly string[] }[] = [
  { kind: '/Namespace', path: ['metadata', 'labels', 'istio-injection'], values: ['enabled'] },
  { kind: '/Namespace', path: ['metadata', 'labels', 'istio.io/rev'] },
  { kind: '/Namespace', path: ['metadata', 'labels', 'istio.io/dataplane-mode'] },
  { kind: '/Namespace', path: ['metadata', 'labels', 'istio.io/use-waypoint'] },
  {
    kind: '/Namespace',
    path: ['metadata', 'annotations', 'linkerd.io/inject'],
    values: ['enabled', 'ingress'],
  },
  { kind: '/Service', path: ['metadata', 'labels', 'istio.io/use-waypoint'] },
  {
    kind: `${gatewayGroup}/Gateway`,
    path: ['spec', 'gatewayClassName'],
    values: ['istio-waypoint'],
  },
  ...['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => {
    const pod = ['spec', 'template', 'metadata'];
    return [
      {
        kind: `apps/${kind}`,
        path: [...pod, 'labels', 'sidecar.istio.io/inject'],
        values: ['true'],
      },
      {
        kind: `apps/${kind}`,
        path: [...pod, 'annotations', 'sidecar.istio.io/inject'],
        values: ['true'],
      },
      { kind: `apps/${kind}`, path: [...pod, 'labels', 'istio.io/rev'] },
      { kind: `apps/${kind}`, path: [...pod, 'labels', 'istio.io/dataplane-mode'] },
      {
        kind: `apps/${kind}`,
        path: [...pod, 'annotations', 'linkerd.io/inject'],
        values: ['enabled', 'ingress'],
      },
    ];
  }),
];

/** Whether the input shows a mesh: a route on a Service, a waypoint, or a sign of injection. */
export function showsMesh(inventory: Inventory, routes: readonly Route[]): boolean {
  if (routes.some(({ parents }) => parents.some(isService))) return true;
  return injected.some(({ kind, path, values }) =>
    inventory.ofKind(kind).some((manifest: Manifest) => {
      const held = at(manifest.object, path);
      if (held === undefined || held === null || held === 'none') return false;
      return values === undefined || values.includes(String(held));
    }),
  );
}
