// Routes of a given number on one Gateway, in three shapes, and requests for all of them.

import type { JsonObject, KubeObject } from '../lib/model/manifest';
import type { HeaderLine } from '../lib/model/request';
import { keyMatch } from '../lib/routing/carrier';

/**
 * `own hosts`: a host for each route; `own paths`: ten hosts, a path for each route; `keyed twins`:
 * twenty paths on one host, each with twins for as many routing keys as there are routes.
 */
export const shapes = ['own hosts', 'own paths', 'keyed twins'] as const;

export type Shape = (typeof shapes)[number];

const hosts = 10;
const paths = 20;

/** Where the route of a number is reached. */
function place(index: number, shape: Shape) {
  switch (shape) {
    case 'own hosts':
      return { host: `host-${index}.example.com`, path: '/shop' };
    case 'own paths':
      return { host: `host-${index % hosts}.example.com`, path: `/service-${index}` };
    case 'keyed twins':
      return { host: 'www.example.com', path: `/service-${index % paths}` };
  }
}

/** The routing key of a twin; the first routes of that shape are the baseline's. */
function keyOf(index: number, shape: Shape): string | undefined {
  return shape === 'keyed twins' && index >= paths ? `pr-${Math.floor(index / paths)}` : undefined;
}

export function routeObjects(count: number, shape: Shape): KubeObject[] {
  const routes = Array.from({ length: count }, (_, index) => routeObject(index, shape));
  return [gateway, ...new Set(routes.map(([, service]) => service)), ...routes.map(([one]) => one)];
}

export const gateway: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { namespace: 'edge', name: 'public' },
  spec: {
    gatewayClassName: 'any',
    listeners: [
      { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
    ],
  },
};

/** What a rule's match asks of a header. */
function keyEntry(key: string): JsonObject {
  const { place: _, ...entry } = keyMatch({ type: 'baggage' }, 'sd-routing-key', key);
  return entry;
}

function routeObject(index: number, shape: Shape): readonly [KubeObject, KubeObject] {
  const { host, path } = place(index, shape);
  const key = keyOf(index, shape);
  const twin = key === undefined ? [] : [keyEntry(key)];
  const metadata = { namespace: `team-${index % 20}`, name: `service-${index}` };
  const backendRefs = [{ name: metadata.name, port: 80 }];
  const rule = (value: string, headers: readonly JsonObject[]): JsonObject => ({
    matches: [{ path: { type: 'PathPrefix', value }, ...(headers.length > 0 ? { headers } : {}) }],
    backendRefs,
  });
  const keyed = twin.map((match): JsonObject => ({ ...match }));
  const rules = [
    rule(path, keyed),
    rule(`${path}/admin`, [{ type: 'Exact', name: 'x-role', value: 'admin' }, ...keyed]),
  ];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: { app: metadata.name }, ports: [{ port: 80 }] },
  };
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata,
    spec: {
      parentRefs: [{ namespace: 'edge', name: 'public' }],
      hostnames: [host],
      rules,
    },
  };
  return [route, service];
}

export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly headers: readonly HeaderLine[];
}

/** Requests spread over all routes: one in ten for a path that none has. */
export function askedOf(routes: number, shape: Shape, count: number): Asked[] {
  return Array.from({ length: count }, (_, nth) => {
    const index = Math.floor((nth * routes) / count);
    const { host, path } = place(index, shape);
    const key = keyOf(index, shape);
    const tail = ['/', '/items/7?sort=name', '/admin/users'][nth % 3] ?? '';
    const headers: HeaderLine[] = [
      ['accept', 'application/json'],
      ['baggage', `user=u-1,sd-routing-key=${key ?? 'none'}`],
    ];
    if (nth % 2 === 0) headers.push(['x-role', 'admin']);
    return { host, path: nth % 10 === 9 ? '/nowhere' : `${path}${tail}`, headers };
  });
}
