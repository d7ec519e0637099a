// Rules of one host that all overlap, the worst that a proof can be asked about: whatever the path,
// a request may meet any number of them at once.

import type { JsonObject, KubeObject } from '../lib/model/manifest';
import { gateway } from './routes';

/**
 * By what the rules differ. `headers`: a header of its own for each, so that any two can meet; `values`:
 * values of a few headers, of which a request has one each; `mixed`: paths, methods, headers and
 * query parameters, several at once.
 */
export const overlaps = ['headers', 'values', 'mixed'] as const;

export type Overlap = (typeof overlaps)[number];

const rulesOfRoute = 8;
const services = 10;

/** A Gateway, Services with their workloads, and routes with so many rules in all. */
export function overlappingObjects(rules: number, overlap: Overlap): KubeObject[] {
  const routes = Array.from({ length: Math.ceil(rules / rulesOfRoute) }, (_, index) =>
    routeObject(index, rules, overlap),
  );
  return [
    gateway,
    ...Array.from({ length: services }, (_, index) => service(index)).flat(),
    ...routes,
  ];
}

/** The workload of which a fork meets every rule. */
export const forked = { kind: 'Deployment', namespace: 'edge', name: 'service-0' } as const;

function service(index: number): readonly KubeObject[] {
  const metadata = { namespace: 'edge', name: `service-${index}` };
  const labels = { app: metadata.name };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'main', image: 'main' }] },
  };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { selector: { matchLabels: labels }, template },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
  ];
}

/** Dated in the order of their names, so that no age is open. */
function routeObject(index: number, rules: number, overlap: Overlap): KubeObject {
  const first = index * rulesOfRoute;
  const count = Math.min(rulesOfRoute, rules - first);
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      namespace: 'edge',
      name: `route-${String(index).padStart(4, '0')}`,
      creationTimestamp: new Date(Date.UTC(2026, 0, 1, 0, index))
        .toISOString()
        .slice(0, 19)
        .concat('Z'),
    },
    spec: {
      parentRefs: [{ name: 'public' }],
      hostnames: ['www.example.com'],
      rules: Array.from({ length: count }, (_, nth) => ({
        matches: [matches[overlap](first + nth)],
        backendRefs: [{ name: `service-${(first + nth) % services}`, port: 80 }],
      })),
    },
  };
}

const header = (name: string, value: string) => ({ name, value });

const matches: { readonly [overlap in Overlap]: (index: number) => JsonObject } = {
  headers: (index) => ({ headers: [header(`x-${index}`, '1')] }),
  values: (index) => ({
    headers: [header(`x-${index % 7}`, `${index}`), header(`y-${index % 5}`, `${index % 3}`)],
  }),
  mixed: (index) => ({
    path: { type: 'PathPrefix', value: ['/', '/a', '/a/b', '/c'][index % 4] ?? '/' },
    ...(index % 3 === 0 ? { method: ['GET', 'POST'][index % 2] ?? 'GET' } : {}),
    headers: Array.from({ length: index % 3 }, (_, nth) =>
      header(`x-${(index + 5 * nth) % 20}`, '1'),
    ),
    ...(index % 2 === 0 ? { queryParams: [header(`q${index % 11}`, `${index % 4}`)] } : {}),
  }),
};
