// Clusters to ask where requests go: a Gateway with listeners of several hostnames, protocols and
// ports, ListenerSets, a Gateway that is not there, a mesh; few names, so that routes meet.
// Neighbours: cluster-route.ts (its routes), aimed-request.ts (what is asked), universe.ts.

import type { Json, JsonObject, KubeObject } from '../../lib/model/manifest';
import type { Target } from '../../lib/model/request';
import { type Aim, clusterRoutes, home, type Parent } from './cluster-route';
import type { Dice } from './dice';
import { away, awayServices, homeServices, serviceObject, stranger } from './universe';

export interface Cluster {
  readonly objects: readonly KubeObject[];
  /** What requests may aim at: the matches of all routes, with where they are reached. */
  readonly aims: readonly Aim[];
}

const group = 'gateway.networking.k8s.io/v1';
const toAll = { allowedRoutes: { namespaces: { from: 'All' } } };
const http = { protocol: 'HTTP', port: 80, ...toAll };
const https = { protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'cert' }] } };

const gateways: readonly (readonly JsonObject[])[] = [
  [{ name: 'http', ...http }],
  [
    { name: 'http', ...http },
    { name: 'wide', ...http, hostname: '*.t' },
    { name: 'exact', ...http, hostname: 'a.t', allowedRoutes: {} },
  ],
  [
    { name: 'http', ...http },
    { name: 'https', ...https, ...toAll },
    { name: 'https-wide', ...https, ...toAll, hostname: '*.t' },
    { name: 'https-exact', ...https, ...toAll, hostname: 'a.t' },
  ],
  [
    { name: 'http', ...http, hostname: '*.t' },
    { name: 'alt', ...http, port: 8080 },
    { name: 'https', ...https, ...toAll, hostname: '*.t' },
    { name: 'tls', protocol: 'TLS', port: 443, tls: { mode: 'Passthrough' }, hostname: 'x.a.t' },
    { name: 'tcp', protocol: 'TCP', port: 9000, ...toAll },
  ],
];

/** ListenerSets on one port: two of them conflict, and their age decides. */
const sets: readonly (readonly [name: string, listener: JsonObject])[] = [
  ['more', { name: 'more', ...http, port: 8080, hostname: '*.t' }],
  ['rest', { name: 'rest', ...http, port: 8080, hostname: '*.t' }],
  ['rest', { name: 'own', ...http, port: 8080, hostname: 'y.t' }],
];

function object(kind: string, namespace: string, name: string, spec: Json): KubeObject {
  return { apiVersion: group, kind, metadata: { namespace, name }, spec };
}

function gatewayParents(
  listeners: readonly JsonObject[],
  added: readonly JsonObject[],
  gateway: string,
): Parent[] {
  const ref = { name: gateway, namespace: home };
  const at = (port: Json | undefined): Target => ({
    to: 'gateway',
    namespace: home,
    name: gateway,
    port: Number(port),
  });
  const ports = [...new Set([...listeners, ...added].map(({ port }) => port))];
  const kinds = ['HTTPRoute', 'GRPCRoute'];
  const all: Parent = { ref, targets: ports.map(at), kinds };
  const sections = listeners.map(({ name, port, protocol }): Parent => {
    const others = protocol === 'TCP' ? ['TCPRoute'] : ['TLSRoute'];
    const isHttp = protocol === 'HTTP' || protocol === 'HTTPS';
    const section = { ...ref, sectionName: name ?? '' };
    return { ref: section, targets: [at(port)], kinds: isHttp ? kinds : others };
  });
  const byPort = listeners.slice(0, 1).map(({ port }): Parent => {
    return { ref: { ...ref, port: port ?? 80 }, targets: [at(port)], kinds };
  });
  return [all, all, all, ...sections, ...byPort];
}

function serviceParents(): Parent[] {
  const services = [
    ...homeServices.slice(0, 2).map((name) => [home, name] as const),
    ...awayServices.slice(0, 1).map((name) => [away, name] as const),
  ];
  return services.flatMap(([namespace, name]) =>
    [undefined, 80, 9000].map((port): Parent => {
      const ref = { group: '', kind: 'Service', namespace, name };
      const targets = [home, away, stranger].map((from): Target => {
        return { to: 'service', namespace, name, port: port ?? 80, from };
      });
      const kinds = ['HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'TCPRoute'];
      return { ref: port === undefined ? ref : { ...ref, port }, targets, kinds };
    }),
  );
}

export function clusterOf(dice: Dice): Cluster {
  const listeners = dice.pick(gateways);
  const withSets = dice.chance(25) ? dice.shuffled(sets).slice(dice.below(3)) : [];
  const edge = object('Gateway', home, 'edge', {
    gatewayClassName: 'any',
    listeners,
    allowedListeners: { namespaces: { from: 'Same' } },
  });
  const setNames = [...new Set(withSets.map(([name]) => name))];
  const listenerSets = setNames.map((set) =>
    object('ListenerSet', home, set, {
      parentRef: { name: 'edge' },
      listeners: withSets.flatMap(([name, listener]) => (name === set ? [listener] : [])),
    }),
  );
  const atEdge = gatewayParents(
    listeners,
    withSets.map(([, listener]) => listener),
    'edge',
  );
  const atSets = setNames.map((name): Parent => {
    const ref = { kind: 'ListenerSet', name, namespace: home };
    const target = { to: 'gateway', namespace: home, name: 'edge', port: 8080 } as const;
    return { ref, targets: [target], kinds: ['HTTPRoute', 'GRPCRoute'] };
  });
  const ghosts = dice.chance(20)
    ? gatewayParents([{ name: 'web', port: 80, protocol: 'HTTP' }], [], 'ghost').slice(2)
    : [];
  const mesh = dice.chance(45) ? serviceParents() : [];
  const parents = [...atEdge, ...(atSets.length > 0 ? [...atSets, ...atSets] : []), ...ghosts];
  const { routes, aims } = clusterRoutes(dice, { gateway: parents, mesh });
  return { objects: [edge, ...listenerSets, ...services(), ...grants(dice), ...routes], aims };
}

function services(): KubeObject[] {
  const both: readonly (readonly [string, readonly string[]])[] = [
    [home, homeServices],
    [away, awayServices],
  ];
  return both.flatMap(([namespace, names]) =>
    names.map((name) => serviceObject({ namespace, name, workload: name, ports: [80, 9000] })),
  );
}

function grants(dice: Dice): KubeObject[] {
  if (dice.chance(30)) return [];
  const from = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: away };
  const to = { group: '', kind: 'Service' };
  return [object('ReferenceGrant', home, 'from-away', { from: [from], to: [to] })];
}
