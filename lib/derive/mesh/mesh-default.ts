// Routes for Services that are forked, or sent elsewhere, and that no mesh route reaches.
//
// A Service without routes takes every request; with one route attached, a request that matches
// none is rejected (GEP-1294). So the route that sends keyed requests to the fork also sends all
// else to the Service itself, per HTTP port, with the port on the parentRef: Istio keeps routes
// with and without a port apart and would use only one of the two lists.
// Neighbours: ../route/route-derivation.ts (who asks), ../route/derived-route.ts (routes with a
// baseline).

import type { JsonObject, KubeObject } from '../../model/manifest';
import { gatewayGroup, isObject, type Manifest } from '../../model/manifest';
import { sourceName } from '../../model/marks';
import { isService, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import type { KeyMatch } from '../../routing/carrier';
import { httpPorts } from '../../routing/entry/http-port';
import { partName } from '../names/derived-name';
import type { Target } from '../reference/fork-references';
import { derivedMeta } from '../write/owner-meta';

export interface MeshDefaultRequest {
  readonly owner: Owner;
  readonly table: RouteTable;
  /** The baseline Service. */
  readonly service: Manifest;
  /** What stands in for it. */
  readonly target: Target;
  readonly keys: readonly KeyMatch[];
  readonly name: string;
}

/** Why a Service cannot be a parent in a mesh; undefined where it can. */
export function unsuitableParent(service: KubeObject): string | undefined {
  const spec = isObject(service.spec) ? service.spec : {};
  if (spec.type === 'ExternalName') return 'is of type ExternalName';
  if (spec.clusterIP === 'None') return 'is headless';
  return undefined;
}

/** One route for each HTTP port of the Service that no producer route covers. */
export function meshDefaults(request: MeshDefaultRequest): readonly KubeObject[] {
  const { inventory } = request.table;
  const { namespace, name = '' } = request.service.object.metadata ?? {};
  const home = inventory.namespaceKey(namespace);
  const producers = request.table
    .meshRoutes(serviceKey(home, name))
    .filter(({ route, parent }) => route.namespace === home && isService(parent));
  if (producers.some(({ parent }) => parent.port === undefined)) return [];
  const covered = new Set(producers.map(({ parent }) => parent.port));
  return httpPorts(request.service.object)
    .filter((port) => !covered.has(port))
    .map((port, index) => defaultRoute(request, port, partName(request.name, index)));
}

function defaultRoute(
  { owner, table, service, target, keys }: MeshDefaultRequest,
  port: number,
  name: string,
): KubeObject {
  const { namespace, name: serviceName = '' } = service.object.metadata ?? {};
  const path: JsonObject = { type: 'PathPrefix', value: '/' };
  const home = table.inventory.namespaceKey(namespace);
  const own = { group: '', kind: 'Service', name: serviceName, port, weight: 1 };
  const away = target.namespace || table.inventory.currentNamespace;
  const keyed = {
    ...own,
    name: target.name,
    port: target.port ?? port,
    ...(target.namespace === home || away === undefined ? {} : { namespace: away }),
  };
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'HTTPRoute',
    metadata: derivedMeta({
      owner,
      name,
      namespace,
      derivedFrom: sourceName(service.object),
      from: { annotations: trafficMarks(service.object) },
    }),
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name: serviceName, port }],
      rules: [
        {
          matches: keys.map(({ place, ...entry }) => ({ path, [place]: [entry] })),
          backendRefs: [keyed],
        },
        { matches: [{ path }], backendRefs: [own] },
      ],
    },
  };
}

/** Linkerd's retries and timeouts: it reads them from the route once a Service has one. */
const trafficPrefixes = ['retry.linkerd.io/', 'timeout.linkerd.io/'];

function trafficMarks({ metadata }: KubeObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata?.annotations ?? {}).filter(([key]) =>
      trafficPrefixes.some((prefix) => key.startsWith(prefix)),
    ),
  );
}
