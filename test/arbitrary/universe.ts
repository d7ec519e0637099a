// The little world in which baselines are drawn: few names, hosts, paths and values, so that
// ties and overlaps are common. Neighbours: http-rule.ts, routes.ts, baseline.ts, request.ts.

import type { WorkloadRef } from '../../lib/model/fork';
import type { Json, KubeObject } from '../../lib/model/manifest';

export const hosts = ['a.t', 'b.t', 'x.a.t', 'y.t', 'g.t', 'x.g.t', 's.u', 'else.u'] as const;

export const hostSets: readonly (readonly string[])[] = [
  ['a.t'],
  ['a.t'],
  ['a.t', 'b.t'],
  ['*.t'],
  ['*.a.t', 'a.t'],
  ['x.a.t'],
  ['b.t', '*.t'],
  ['*.u'],
  [],
  [],
];

export const routeNames = ['a', 'a--b', 'r', 'r-a', 'r--02', 'z'] as const;

/** Services of the home namespace; each has a Deployment of its own name. */
export const homeServices = ['a', 'a-b', 'b', 'c'] as const;
/** Services of another namespace. */
export const awayServices = ['p', 'q'] as const;
/** Services that speak gRPC, one in each half of the mesh. */
export const rpcService = 'e';
/** A Service that is in no baseline. */
export const missingService = 'gone';
/** A Service that no route names, one in each namespace: sandboxes may send requests there. */
export const mockService = 'mock';

export const away = 'pay';
export const stranger = 'ext';

export const prefixes = ['/', '/', '/', '/a', '/a', '/a', '/a/', '/a/b', '/ab'] as const;
export const exacts = ['/', '/a', '/a/b', '/ab'] as const;
export const expressions = ['/a.*', '/a/[a-z]+', '/(a|ab)(/.*)?'] as const;
export const paths = ['/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/ab/c', '/z'] as const;

export const headerNames = ['x-a', 'x-b', 'X-C'] as const;
export const headerValues = ['1', '2'] as const;
export const queryNames = ['d', 'e'] as const;
export const methods = ['GET', 'POST', 'PUT'] as const;

export const rpcServices = ['s.A', 's.B'] as const;
export const rpcMethods = ['Get', 'Put'] as const;

/** Days on which routes may have been made, in days since 1970. */
export const firstDay = 20_454;
export const days = [0, 0, 1, 2, 3] as const;

/** Metadata; an unnamed namespace leaves the field away. */
export function metadata(namespace: string, name: string, more: { [key: string]: Json } = {}) {
  return { name, ...(namespace === '' ? {} : { namespace }), ...more };
}

export interface ServiceShape {
  readonly namespace: string;
  readonly name: string;
  /** The label of the pods that it selects. */
  readonly workload: string;
  readonly ports: readonly number[];
}

export function serviceObject({ namespace, name, workload, ports }: ServiceShape): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(namespace, name),
    spec: {
      selector: { app: workload },
      ports: ports.map((port) => ({ name: `http-${port}`, port, targetPort: 8080 })),
    },
  };
}

export function workloadObject({ kind, namespace, name }: WorkloadRef): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind,
    metadata: metadata(namespace ?? '', name),
    spec: {
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'main', image: `${name}:1`, ports: [{ containerPort: 8080 }] }],
        },
      },
    },
  };
}
