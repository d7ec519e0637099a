// A small cluster for tables of routing facts: one Gateway, four Services, and words to write
// routes and requests in a line.

import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { type OracleRequest, readings, unisolated } from './accept';
import { orders, traefik } from './order';
import { routeRequest } from './router';
import { worldOf } from './world';

const gateway: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'shop' },
  spec: {
    listeners: [
      { name: 'http', port: 80, protocol: 'HTTP' },
      { name: 'wide', port: 80, protocol: 'HTTP', hostname: '*.t' },
      { name: 'open', port: 81, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
    ],
  },
};

function service(name: string, namespace = 'shop'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { ports: [{ port: 80 }] },
  };
}

const services = [service('a'), service('b'), service('c'), service('p', 'pay')];

export function route(
  name: string,
  spec: JsonObject,
  namespace = 'shop',
  kind = 'HTTPRoute',
): KubeObject {
  const parentRefs = [{ name: 'edge', namespace: 'shop', sectionName: 'http' }];
  const metadata = { name, namespace };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata,
    spec: { parentRefs, ...spec },
  };
}

/** A route whose rules send one match each to a Service. */
export function simple(
  name: string,
  rules: readonly (readonly [JsonObject, string])[],
): KubeObject {
  return route(name, {
    rules: rules.map(([match, to]) => ({
      matches: [match],
      backendRefs: [{ name: to, port: 80 }],
    })),
  });
}

export const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });
export const exact = (value: string) => ({ path: { type: 'Exact', value } });
export const regex = (value: string) => ({ path: { type: 'RegularExpression', value } });
export const header = (name: string, value = '1', type = 'Exact') => ({
  headers: [{ name, value, type }],
});
export const query = (name: string, value = '1') => ({ queryParams: [{ name, value }] });

const get: OracleRequest = {
  to: { gateway: 'shop/edge', port: 80 },
  protocol: 'http',
  method: 'GET',
  host: 'else.u',
  path: '/',
  query: [],
  headers: [],
};

export interface Asking {
  readonly order?: string;
  readonly reading?: number;
  readonly ages?: { readonly [route: string]: number };
}

export function ask(
  objects: readonly KubeObject[],
  request: Partial<OracleRequest>,
  how: Asking = {},
) {
  const order = [...orders, traefik].find(({ name }) => name === (how.order ?? 'specification'));
  const reading = [...readings, unisolated][how.reading ?? 0];
  if (order === undefined || reading === undefined) throw new Error('no such order or reading');
  const world = worldOf([gateway, ...services, ...objects]);
  const ages = (one: { name: string }) => how.ages?.[one.name] ?? 0;
  return routeRequest(world, { ...get, ...request }, { order, reading, ages });
}

/** The targets of an outcome with their weights, or its status. */
export function goes(
  objects: readonly KubeObject[],
  request: Partial<OracleRequest>,
  how?: Asking,
): string {
  const { outcome } = ask(objects, request, how);
  if (outcome.kind === 'status') return String(outcome.status);
  if (outcome.kind === 'redirect') return 'redirect';
  return outcome.shares.map(({ target, weight }) => `${target}*${weight}`).join(' ');
}

export const to = (name: string) => `shop/${name}:80*1`;
