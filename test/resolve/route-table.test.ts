// Who competes with whom: listeners, hosts, sections, ports, namespaces, meshes.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { resolve } from '../../lib/resolve/route-table';
import {
  gateway,
  gatewayGroup,
  grpcRoute,
  manifests,
  type RouteProps,
  route,
  rule,
} from '../routes';

function tableOf(objects: readonly KubeObject[], currentNamespace?: string) {
  return resolve(inventoryOf(manifests(...objects), currentNamespace));
}

const scopesOf = (name: string, objects: readonly KubeObject[], currentNamespace?: string) => {
  const { table } = tableOf(objects, currentNamespace);
  const found = table.routes.find((one) => one.name === name);
  const names = found?.parents.flatMap((parent) =>
    table.scopesOf(parent).map((scope) => scope.name),
  );
  return [...new Set(names)].sort();
};

/** Whether matches of the two routes meet somewhere. */
function meet(left: RouteProps, right: RouteProps, ...others: readonly KubeObject[]): boolean {
  const objects = [
    ...others,
    route('l', [rule('/', 'a')], left),
    route('r', [rule('/', 'b')], right),
  ];
  const { table } = tableOf(objects);
  const [one, two] = ['l', 'r'].map((name) => table.routes.find((found) => found.name === name));
  if (one === undefined || two === undefined) throw new Error('two routes');
  const [mine] = one.rules.flatMap((each) => table.candidatesOf(each));
  if (mine === undefined) throw new Error('a match');
  return one.parents.some((parent) =>
    table
      .scopesOf(parent)
      .some((scope) => scope.meeting(mine.match).some((other) => other.route === two)),
  );
}

const listener = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  port: 80,
  protocol: 'HTTP',
  allowedRoutes: { namespaces: { from: 'All' } },
  ...more,
});

const toEdge = (more: JsonObject = {}) => ({ parents: [{ name: 'edge', ...more }] });

test('a route has a scope for each listener and host that it reaches', () => {
  const listeners = [
    listener('http'),
    listener('https', { hostname: '*.a.test', port: 443, protocol: 'HTTPS' }),
  ];
  const routed = route('r', [], { hostnames: ['x.a.test', 'b.test'] });
  expect(scopesOf('r', [gateway(listeners), routed])).toEqual([
    'Gateway shop/edge listener http, host b.test',
    'Gateway shop/edge listener http, host x.a.test',
    'Gateway shop/edge listener https, host x.a.test',
  ]);
});

test('without hostnames a route has those of the listener', () => {
  const listeners = [listener('http', { hostname: 'a.test' }), listener('any', { hostname: '' })];
  expect(scopesOf('r', [gateway(listeners), route('r', [])])).toEqual([
    'Gateway shop/edge listener any, host *',
    'Gateway shop/edge listener http, host a.test',
  ]);
});

test.each<readonly [string, JsonObject, JsonObject, boolean]>([
  ['the section of the listener', { sectionName: 'http' }, {}, true],
  ['another section', { sectionName: 'https' }, {}, false],
  ['the port of the listener', { port: 80 }, {}, true],
  ['another port', { port: 81 }, {}, false],
  ['a listener for TCP', {}, { protocol: 'TCP' }, false],
  ['a listener for TLS', {}, { protocol: 'TLS' }, false],
  ['a listener for HTTPS', {}, { protocol: 'HTTPS' }, true],
  ['a protocol of an implementation', {}, { protocol: 'example.com/http' }, true],
  [
    'a listener for GRPCRoute alone',
    {},
    { allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } },
    false,
  ],
  [
    'a listener for both kinds',
    {},
    { allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }, { kind: 'HTTPRoute' }] } },
    true,
  ],
  ['a listener for its own namespace, which is the default', {}, { allowedRoutes: {} }, true],
])('%s', (_, ref, more, isReached) => {
  const scopes = scopesOf('r', [gateway([listener('http', more)]), route('r', [], toEdge(ref))]);
  expect(scopes).toHaveLength(isReached ? 1 : 0);
});

const elsewhere = { parents: [{ name: 'edge', namespace: 'infra' }] };
const infraGateway = (namespaces: JsonObject) =>
  gateway([listener('http', { allowedRoutes: { namespaces } })], { namespace: 'infra' });

test('a listener takes routes of other namespaces only where it says so', () => {
  const reached = (namespaces: JsonObject) =>
    scopesOf('r', [infraGateway(namespaces), route('r', [], elsewhere)]).length;
  expect(reached({ from: 'Same' })).toBe(0);
  expect(reached({})).toBe(0);
  expect(reached({ from: 'All' })).toBe(1);
});

const namespace = (labels?: { [key: string]: string }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', ...(labels === undefined ? {} : { labels }) },
});

test.each<readonly [string, readonly KubeObject[], JsonObject | undefined, boolean]>([
  ['labels that fit', [namespace({ team: 'x' })], { matchLabels: { team: 'x' } }, true],
  ['labels that do not', [namespace({ team: 'y' })], { matchLabels: { team: 'x' } }, false],
  [
    'the label that every namespace has',
    [namespace()],
    { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
    true,
  ],
  [
    'the name of another namespace',
    [namespace()],
    { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
    false,
  ],
  [
    'an expression',
    [namespace({ team: 'x' })],
    { matchExpressions: [{ key: 'team', operator: 'In', values: ['x', 'z'] }] },
    true,
  ],
  ['an empty selector, which takes all', [namespace()], {}, true],
  ['no selector, which takes none', [namespace()], undefined, false],
  ['a namespace that is not in the input: it may fit', [], { matchLabels: { team: 'x' } }, true],
])('a listener that selects namespaces: %s', (_, objects, selector, isReached) => {
  const from = { from: 'Selector', ...(selector === undefined ? {} : { selector }) };
  const all = [...objects, infraGateway(from), route('r', [], elsewhere)];
  expect(scopesOf('r', all)).toHaveLength(isReached ? 1 : 0);
});

test('the current namespace is selected by the labels of the Namespace of its name', () => {
  const from = { from: 'Selector', selector: { matchLabels: { team: 'x' } } };
  const routed = route('r', [], { ...elsewhere, namespace: '' });
  const all = (labels: { [key: string]: string }) => [
    namespace(labels),
    infraGateway(from),
    routed,
  ];
  expect(scopesOf('r', all({ team: 'x' }), 'shop')).toHaveLength(1);
  expect(scopesOf('r', all({ team: 'y' }), 'shop')).toHaveLength(0);
});

const listenerSet = (gatewayName: string, port = 80): KubeObject => ({
  apiVersion: `${gatewayGroup}/v1`,
  kind: 'ListenerSet',
  metadata: { name: 'extra', namespace: 'shop' },
  spec: {
    parentRef: { name: gatewayName },
    listeners: [listener('http', { port, hostname: 'x.test' })],
  },
});

test('a ListenerSet adds listeners to its Gateway', () => {
  const toSet = { parents: [{ kind: 'ListenerSet', name: 'extra' }] };
  const both = [gateway(), listenerSet('edge')];
  expect(scopesOf('r', [...both, route('r', [], toSet)])).toEqual([
    'ListenerSet shop/extra listener http, host x.test',
  ]);
  // Not every implementation keeps the routes of one port's listeners apart.
  const toGateway = { ...toEdge(), hostnames: ['x.test'] };
  expect(meet(toGateway, toSet, ...both)).toBe(true);
  expect(meet(toGateway, toSet, gateway(), listenerSet('edge', 81))).toBe(false);
  expect(meet(toGateway, toSet, gateway(), listenerSet('inner'))).toBe(false);
});

test.each<readonly [string, RouteProps, RouteProps, boolean]>([
  ['one listener', toEdge(), toEdge(), true],
  ['two sections', toEdge({ sectionName: 'a' }), toEdge({ sectionName: 'b' }), false],
  ['one section, the other route has none', toEdge({ sectionName: 'a' }), toEdge(), true],
  ['two gateways', toEdge(), { parents: [{ name: 'inner' }] }, false],
  ['two hosts', { hostnames: ['a.test'] }, { hostnames: ['b.test'] }, false],
  [
    'one common host',
    { hostnames: ['a.test', 'c.test'] },
    { hostnames: ['b.test', 'c.test'] },
    true,
  ],
])('routes of a Gateway that is not in the input: %s', (_, left, right, isMet) => {
  expect(meet(left, right)).toBe(isMet);
  expect(meet(right, left)).toBe(isMet);
});

test('a host and the wildcard that covers it are ranked by the host alone', () => {
  expect(meet({ hostnames: ['a.test'] }, { hostnames: ['*.test'] }, gateway())).toBe(false);
  // A listener for that one host gives both routes the same one.
  const listeners = [listener('http', { hostname: 'a.test' })];
  expect(meet({ hostnames: ['a.test'] }, { hostnames: ['*.test'] }, gateway(listeners))).toBe(true);
  expect(meet({ hostnames: ['a.test'] }, {}, gateway(listeners))).toBe(true);
});

test('listeners of one port are not taken to keep their routes apart', () => {
  const listeners = (port: number) => [
    listener('wide', { hostname: '*.a.test' }),
    listener('one', { hostname: 'x.a.test', port }),
  ];
  const wide = { ...toEdge({ sectionName: 'wide' }), hostnames: ['x.a.test'] };
  expect(meet(wide, toEdge({ sectionName: 'one' }), gateway(listeners(80)))).toBe(true);
  expect(meet(wide, toEdge({ sectionName: 'one' }), gateway(listeners(81)))).toBe(false);
});

test('where the Gateway is not in the input its listener may have any hostname', () => {
  expect(meet({ hostnames: ['x.test'] }, {})).toBe(true);
  expect(meet({ hostnames: ['x.test'] }, { hostnames: ['*.test'] })).toBe(true);
  expect(meet({ hostnames: ['x.test'] }, { hostnames: ['y.test'] })).toBe(false);
});

test('a section of a Service is the port of that name', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a', namespace: 'shop' },
    spec: { ports: [{ name: 'http', port: 80 }] },
  };
  const parents = [{ group: '', kind: 'Service', name: 'a', sectionName: 'http' }];
  const { table } = tableOf([service, route('r', [], { parents })]);
  expect(table.meshRoutes('shop/a').map(({ parent }) => parent.port)).toEqual([80]);
});

test('routes of other kinds on a Service are known', () => {
  const other = (kind: string, apiVersion: string, group: string): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name: 'o', namespace: 'shop' },
    spec: { parentRefs: [{ group, kind: 'Service', name: 'a' }] },
  });
  const found = (object: KubeObject) => tableOf([object]).table.otherRoutesOn('shop/a').length;
  expect(found(other('TCPRoute', `${gatewayGroup}/v1alpha2`, ''))).toBe(1);
  expect(found(other('HTTPRoute', 'policy.linkerd.io/v1beta3', 'core'))).toBe(0);
  expect(found(other('TCPRoute', `${gatewayGroup}/v1alpha2`, gatewayGroup))).toBe(0);
  expect(found(other('HTTPRoute', `${gatewayGroup}/v1`, ''))).toBe(0);
});

test('parents that are not in the input are listed once, sorted', () => {
  const objects = [
    gateway(),
    route('r', [], {
      parents: [{ name: 'z' }, { name: 'b', namespace: 'infra' }, { name: 'edge' }],
    }),
    route('s', [], { parents: [{ name: 'z', sectionName: 'x' }] }),
  ];
  expect(tableOf(objects).table.missingParents).toEqual(['Gateway infra/b', 'Gateway shop/z']);
});

test('rules are found by the Services that they forward or mirror to', () => {
  const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'm', port: 80 } } };
  const objects = [
    route('r', [rule('/', 'a', {}, { filters: [mirror] }), rule('/x', 'b')]),
    route('s', [
      {
        backendRefs: [
          { name: 'a', namespace: 'back', port: 80 },
          { kind: 'ServiceImport', group: 'x', name: 'a' },
        ],
      },
    ]),
  ];
  const { table } = tableOf(objects);
  const found = (service: string) =>
    table.rulesTo(service).map(({ route: one, rule: each }) => `${one.name} ${each.index}`);
  expect(found('shop/a')).toEqual(['r 0']);
  expect(found('shop/m')).toEqual(['r 0']);
  expect(found('shop/b')).toEqual(['r 1']);
  expect(found('back/a')).toEqual(['s 0']);
  expect(found('shop/none')).toEqual([]);
});

test('routes stand by kind, namespace and name, whatever the input says', () => {
  const objects = [
    route('b', []),
    route('a', [], { namespace: 'web' }),
    grpcRoute('z', []),
    route('a', []),
  ];
  expect(tableOf(objects).table.routes.map((one) => `${one.namespace}/${one.name}`)).toEqual([
    'shop/z',
    'shop/a',
    'shop/b',
    'web/a',
  ]);
});

test('an HTTPRoute and a GRPCRoute on one host are reported once', () => {
  const objects = [gateway(), route('r', [rule('/', 'a')]), grpcRoute('g', [{}, {}])];
  const { findings } = tableOf(objects);
  expect(findings.map(({ code }) => code)).toEqual(['mixed-route-kinds']);
  expect(findings[0]?.message).toContain('GRPCRoute shop/g');
});

const service = (port?: number, more: JsonObject = {}) => ({
  parents: [
    { group: '', kind: 'Service', name: 'a', ...(port === undefined ? {} : { port }), ...more },
  ],
});

test.each<readonly [string, RouteProps, RouteProps, boolean]>([
  ['one port', service(80), service(80), true],
  ['two ports', service(80), service(81), false],
  ['a port and none', service(80), service(), true],
  ['none', service(), service(), true],
  [
    'other hostnames',
    { ...service(), hostnames: ['a.test'] },
    { ...service(), hostnames: ['b.test'] },
    true,
  ],
  [
    'producer and consumer',
    service(),
    { ...service(undefined, { namespace: 'shop' }), namespace: 'web' },
    false,
  ],
  [
    'consumers of one namespace',
    { ...service(undefined, { namespace: 'shop' }), namespace: 'web' },
    { ...service(80, { namespace: 'shop' }), namespace: 'web' },
    true,
  ],
  [
    'consumers of two namespaces',
    { ...service(undefined, { namespace: 'shop' }), namespace: 'web' },
    { ...service(80, { namespace: 'shop' }), namespace: 'app' },
    false,
  ],
  ['a Service and a Gateway', service(), toEdge(), false],
])('routes of a Service: %s', (_, left, right, isMet) => {
  expect(meet(left, right)).toBe(isMet);
  expect(meet(right, left)).toBe(isMet);
});

test('routes on another kind of parent may all meet', () => {
  const other = { parents: [{ group: 'example.com', kind: 'Edge', name: 'x' }] };
  expect(meet(other, { ...other, hostnames: ['a.test'] })).toBe(true);
});

test.each<readonly [string, KubeObject, boolean]>([
  ['a route on a Service', route('r', [], service()), true],
  ['a route on a Gateway', route('r', []), false],
  ['a namespace with sidecars', { ...namespace({ 'istio-injection': 'enabled' }) }, true],
  ['a namespace without', { ...namespace({ 'istio-injection': 'disabled' }) }, false],
  ['a revision', namespace({ 'istio.io/rev': 'canary' }), true],
  ['ambient', namespace({ 'istio.io/dataplane-mode': 'ambient' }), true],
  ['ambient left out', namespace({ 'istio.io/dataplane-mode': 'none' }), false],
  ['a waypoint', { ...gateway(), spec: { gatewayClassName: 'istio-waypoint' } }, true],
  [
    'a pod with a Linkerd proxy',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { template: { metadata: { annotations: { 'linkerd.io/inject': 'enabled' } } } },
    },
    true,
  ],
  [
    'a pod with a sidecar',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'd' },
      spec: { template: { metadata: { labels: { 'sidecar.istio.io/inject': 'true' } } } },
    },
    true,
  ],
  [
    'a pod without one',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { template: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } },
    },
    false,
  ],
])('whether the input shows a mesh: %s', (_, object, isMesh) => {
  expect(tableOf([object]).table.showsMesh).toBe(isMesh);
});
