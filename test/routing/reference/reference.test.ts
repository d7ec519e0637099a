// Whether what a route refers to can be reached, and the specification's word for why not.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import type { BackendRef } from '../../../lib/model/route';
import { resolve } from '../../../lib/resolve/route-table';
import { resolveReference } from '../../../lib/routing/reference/reference';
import { gateway, gatewayGroup, manifests, route, workload } from '../../routes';

const ports: readonly JsonObject[] = [
  { name: 'http', port: 80 },
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'both', port: 5353, protocol: 'UDP' },
  { name: 'both-tcp', port: 5353, protocol: 'TCP' },
  { name: 'sctp', port: 36412, protocol: 'SCTP' },
  { name: 'ws', port: 81, appProtocol: 'kubernetes.io/ws' },
  { name: 'wss', port: 82, appProtocol: 'kubernetes.io/wss' },
  { name: 'h2c', port: 83, appProtocol: 'kubernetes.io/h2c' },
  { name: 'own', port: 84, appProtocol: 'example.com/own' },
];

const external = (name: string, more: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { type: 'ExternalName', externalName: 'example.com', ...more },
});

const grant: KubeObject = {
  apiVersion: `${gatewayGroup}/v1beta1`,
  kind: 'ReferenceGrant',
  metadata: { name: 'g', namespace: 'open' },
  spec: {
    from: [{ group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' }],
    to: [
      { group: '', kind: 'Service' },
      { group: 'example.com', kind: 'Backend' },
      { group: 'gateway.envoyproxy.io', kind: 'Backend' },
    ],
  },
};

const own = (name: string, namespace: string): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Backend',
  metadata: { name, namespace },
});

const objects: readonly KubeObject[] = [
  gateway(),
  ...workload('a', {}, ports),
  ...workload('a', { namespace: 'open' }),
  ...workload('a', { namespace: 'shut' }),
  external('out'),
  external('out-with-ports', { ports: [{ port: 443 }] }),
  own('x', 'shop'),
  own('x', 'open'),
  grant,
];

type Kind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute';

function outcome(ref: Partial<BackendRef>, kind: Kind = 'HTTPRoute', via?: 'mesh') {
  const inventory = inventoryOf(
    manifests(...objects, route('r', [{ backendRefs: [{ name: 'a', port: 80 }] }], {}, kind)),
  );
  const { table } = resolve(inventory);
  const [only] = [...table.routes, ...table.connectionRoutes];
  if (only === undefined) throw new Error('a route');
  const whole = {
    group: '',
    kind: 'Service',
    namespace: 'shop',
    name: 'a',
    weight: 1,
    raw: {},
    ...ref,
  };
  return resolveReference(whole, only, via ?? 'gateway', inventory);
}

test.each<[string, Partial<BackendRef>]>([
  ['a Service with the port', { port: 80 }],
  ['a granted Service of another namespace', { namespace: 'open', port: 80 }],
  [
    'an object of a kind that nobody knows, where it is there',
    { group: 'example.com', kind: 'Backend', name: 'x' },
  ],
  [
    'such an object of another namespace with a grant',
    { group: 'example.com', kind: 'Backend', name: 'x', namespace: 'open' },
  ],
  [
    'a ServiceImport',
    { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'x', port: 80 },
  ],
  ['a ServiceImport of GKE', { group: 'net.gke.io', kind: 'ServiceImport', name: 'x', port: 80 }],
  [
    'a hostname of Istio, which has no object',
    { group: 'networking.istio.io', kind: 'Hostname', name: 'example.com', port: 80 },
  ],
  [
    "a service of Traefik's own",
    { group: 'traefik.io', kind: 'TraefikService', name: 'api@internal' },
  ],
  ['a target group of AWS, though of the core group', { kind: 'TargetGroupName', name: 'x' }],
  ['the same in the old spelling', { group: 'core', kind: 'TargetGroupName', name: 'x' }],
  ['the old spelling of the core group', { group: 'core', port: 80 }],
  ['an ExternalName Service without ports', { name: 'out', port: 443 }],
  ['an ExternalName Service with the port', { name: 'out-with-ports', port: 443 }],
])('%s resolves', (_, ref) => {
  expect(outcome(ref).resolved).toBe(true);
});

test.each<[string, Partial<BackendRef>, string, string]>([
  [
    'a Service that is not there',
    { name: 'b', port: 80 },
    'BackendNotFound',
    'Service shop/b is not there',
  ],
  [
    'a port that the Service lacks',
    { port: 8080 },
    'BackendNotFound',
    'Service shop/a has no port 8080',
  ],
  ['no port', {}, 'BackendNotFound', 'the reference to Service shop/a names no port'],
  [
    'an ExternalName Service with other ports',
    { name: 'out-with-ports', port: 80 },
    'BackendNotFound',
    'Service shop/out-with-ports has no port 80',
  ],
  [
    'a granted Service that is not there',
    { namespace: 'open', name: 'b', port: 80 },
    'BackendNotFound',
    'Service open/b is not there',
  ],
  [
    'a Service that nobody granted',
    { namespace: 'shut', port: 80 },
    'RefNotPermitted',
    'no ReferenceGrant in namespace shut opens Service shut/a to HTTPRoutes of namespace shop',
  ],
  [
    'a Service that nobody granted and is not there',
    { namespace: 'shut', name: 'b', port: 1 },
    'RefNotPermitted',
    'no ReferenceGrant in namespace shut opens Service shut/b to HTTPRoutes of namespace shop',
  ],
  [
    'an ungranted kind of an implementation',
    { group: 'example.com', kind: 'Other', name: 'x', namespace: 'open' },
    'RefNotPermitted',
    'no ReferenceGrant in namespace open opens Other open/x to HTTPRoutes of namespace shop',
  ],
  [
    'an ungranted ServiceImport',
    { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'x', namespace: 'open' },
    'RefNotPermitted',
    'no ReferenceGrant in namespace open opens ServiceImport open/x to HTTPRoutes of namespace shop',
  ],
  [
    'a kind that nobody knows',
    { group: 'unknownkind.example.com', kind: 'NonExistent', port: 8080 },
    'InvalidKind',
    'no implementation is known to forward to the kind `NonExistent` of `unknownkind.example.com`',
  ],
  [
    'a known kind in another group',
    { group: 'envoyproxy.io', kind: 'Backend' },
    'InvalidKind',
    'no implementation is known to forward to the kind `Backend` of `envoyproxy.io`',
  ],
  [
    'a group that is no group',
    { group: '__proto__', kind: 'toString' },
    'InvalidKind',
    'no implementation is known to forward to the kind `toString` of `__proto__`',
  ],
  [
    'an object that is not there, of a kind that others are of',
    { group: 'example.com', kind: 'Backend', name: 'y' },
    'BackendNotFound',
    'Backend shop/y of `example.com` is not there',
  ],
  [
    'an object that is not there, of a kind that an implementation takes',
    { group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'y' },
    'BackendNotFound',
    'Backend shop/y of `gateway.envoyproxy.io` is not there',
  ],
  [
    'the same in another namespace with a grant',
    { group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'y', namespace: 'open' },
    'BackendNotFound',
    'Backend open/y of `gateway.envoyproxy.io` is not there',
  ],
  [
    "an object of Traefik's kind",
    { group: 'traefik.io', kind: 'TraefikService', name: 'y' },
    'BackendNotFound',
    'TraefikService shop/y of `traefik.io` is not there',
  ],
  [
    'another core kind',
    { kind: 'ConfigMap' },
    'InvalidKind',
    'a route cannot forward to the kind `ConfigMap` of the core group',
  ],
  [
    'a kind of the Gateway API',
    { group: gatewayGroup, kind: 'HTTPRoute' },
    'InvalidKind',
    `a route cannot forward to the kind \`HTTPRoute\` of ${gatewayGroup}`,
  ],
  [
    'a misspelt Service',
    { kind: 'service', port: 80 },
    'InvalidKind',
    'a route cannot forward to the kind `service` of the core group',
  ],
])('%s: not resolved', (_, ref, reason, because) => {
  expect(outcome(ref)).toEqual({ resolved: false, reason, because });
});

test('in a mesh nothing has to be granted, and all else counts', () => {
  expect(outcome({ namespace: 'shut', port: 80 }, 'HTTPRoute', 'mesh').resolved).toBe(true);
  expect(outcome({ namespace: 'shut', port: 81 }, 'HTTPRoute', 'mesh')).toMatchObject({
    reason: 'BackendNotFound',
  });
});

test('a grant for HTTPRoutes opens nothing to GRPCRoutes', () => {
  expect(outcome({ namespace: 'open', port: 80 }, 'GRPCRoute')).toMatchObject({
    reason: 'RefNotPermitted',
  });
});

test.each<[Kind, readonly number[]]>([
  ['HTTPRoute', [53, 36412]],
  ['GRPCRoute', [53, 36412, 81, 82]],
  ['TLSRoute', [53, 36412]],
  ['TCPRoute', [53, 36412]],
  ['UDPRoute', [80, 36412, 81, 82, 83, 84]],
])('ports that a %s cannot send to: %j', (kind, unsupported) => {
  const found = [...new Set(ports.map(({ port }) => Number(port)))].filter((port) => {
    const resolution = outcome({ port }, kind);
    return !resolution.resolved && resolution.reason === 'UnsupportedProtocol';
  });
  expect(found.sort()).toEqual([...unsupported].sort());
});

test('what a port takes is said in words', () => {
  expect(outcome({ port: 53 })).toMatchObject({
    because: 'port 53 of Service shop/a takes UDP, and an HTTPRoute sends TCP',
  });
  expect(outcome({ port: 81 }, 'GRPCRoute')).toMatchObject({
    because: 'port 81 of Service shop/a takes `kubernetes.io/ws`, and a GRPCRoute sends gRPC',
  });
});

test('what resolves names the Service', () => {
  const resolution = outcome({ port: 80 });
  expect(resolution.resolved && resolution.service?.object.metadata?.name).toBe('a');
});
