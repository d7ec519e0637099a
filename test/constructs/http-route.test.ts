import { ApiObject, App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import {
  Backend,
  GateforkConfig,
  Gateway,
  HttpFilter,
  HttpMatch,
  HttpRoute,
  Listener,
  Parent,
} from '../../lib/index';
import { rendered, specs } from './rendered';

const catchAll = [{ path: { type: 'PathPrefix', value: '/' } }];

function service(chart: Chart, name: string, ...ports: readonly object[]): ApiObject {
  return new ApiObject(chart, name, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports },
  });
}

test('a route of a Gateway and a Service of cdk8s-plus', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const cart = new kplus.Deployment(chart, 'cart', {
    containers: [{ image: 'shop/cart:1.4', portNumber: 8080 }],
  });
  const edge = new Gateway(chart, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'istio',
    listeners: [Listener.http({ port: 80 })],
  });
  new HttpRoute(chart, 'cart-route', {
    metadata: { name: 'cart' },
    parents: [edge],
    hostnames: ['shop.example.com'],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/cart')],
        backends: [
          cart.exposeViaService({ name: 'cart', ports: [{ port: 80, targetPort: 8080 }] }),
        ],
      },
    ],
  });
  expect(rendered(chart, 'HTTPRoute')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
        hostnames: ['shop.example.com'],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/cart' } }],
            backendRefs: [{ group: '', kind: 'Service', name: 'cart', port: 80, weight: 1 }],
          },
        ],
      },
    },
  ]);
});

test('parents may be listeners, Services of a mesh, references and any ApiObject', () => {
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const edges = new Chart(app, 'edges', { namespace: 'edges' });
  const edge = new Gateway(edges, 'edge', { gatewayClassName: 'c', metadata: { name: 'edge' } });
  const imported = new ApiObject(shop, 'other', {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'Gateway',
    metadata: { name: 'other' },
    spec: { gatewayClassName: 'c', listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] },
  });
  const cart = new kplus.Service(shop, 'cart', {
    metadata: { name: 'cart' },
    ports: [{ port: 80 }],
  });
  new HttpRoute(shop, 'route')
    .addParent(edge.listener('https'))
    .addParent(imported, Parent.of(cart, { port: 80 }))
    .addParent({ name: 'far', namespace: 'far', sectionName: 'a', port: 8080 });
  edge.addListener(Listener.https({ certificates: ['tls'] }));
  const group = 'gateway.networking.k8s.io';
  expect(specs(shop, 'HTTPRoute')[0]).toMatchObject({
    parentRefs: [
      { group, kind: 'Gateway', name: 'edge', namespace: 'edges', sectionName: 'https' },
      { group, kind: 'Gateway', name: 'other' },
      { group: '', kind: 'Service', name: 'cart', port: 80 },
      { group, kind: 'Gateway', name: 'far', namespace: 'far', sectionName: 'a', port: 8080 },
    ],
  });
});

test('backends may be Services of either kind, other objects and references', () => {
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const pay = new Chart(app, 'pay', { namespace: 'pay' });
  const own = new ApiObject(shop, 'own', {
    apiVersion: 'example.com/v1',
    kind: 'Bucket',
    metadata: { name: 'assets' },
  });
  const backends = [
    service(shop, 'cart', { port: 80 }),
    new kplus.Service(pay, 'pay', { metadata: { name: 'pay' }, ports: [{ port: 8443 }] }),
    Backend.of(service(shop, 'two', { port: 1, name: 'a' }, { port: 2, name: 'b' }), {
      port: 'b',
      weight: 0,
      filters: [HttpFilter.requestHeaders({ set: { a: '1' } })],
    }),
    own,
    { name: 'far', namespace: 'far', port: 1, weight: 9, filters: [HttpFilter.cors({})] },
  ];
  new HttpRoute(shop, 'route', { rules: [{ backends, backendRefs: [{ name: 'raw', port: 7 }] }] });
  const [spec] = specs(shop, 'HTTPRoute') as readonly {
    rules: readonly { backendRefs: object }[];
  }[];
  expect(spec?.rules[0]?.backendRefs).toEqual([
    { group: '', kind: 'Service', name: 'cart', port: 80, weight: 1 },
    { group: '', kind: 'Service', name: 'pay', namespace: 'pay', port: 8443, weight: 1 },
    {
      ...{ group: '', kind: 'Service', name: 'two', port: 2, weight: 0 },
      filters: [
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: { set: [{ name: 'a', value: '1' }] },
        },
      ],
    },
    { group: 'example.com', kind: 'Bucket', name: 'assets', weight: 1 },
    {
      ...{ group: '', kind: 'Service', name: 'far', namespace: 'far', port: 1, weight: 9 },
      filters: [{ type: 'CORS', cors: { maxAge: 5 } }],
    },
    { group: '', kind: 'Service', name: 'raw', port: 7, weight: 1 },
  ]);
});

test('ports that a Service gets later count', () => {
  const chart = Testing.chart();
  const cart = new kplus.Service(chart, 'cart', { metadata: { name: 'cart' } });
  new HttpRoute(chart, 'route', { rules: [{ backends: [cart] }] });
  cart.bind(8080);
  expect(specs(chart, 'HTTPRoute')[0]).toMatchObject({
    rules: [{ backendRefs: [{ port: 8080 }] }],
  });
});

test('a rule may be what the API writes, with fields that only other versions know', () => {
  const rule = {
    name: 'all',
    timeouts: { request: '10s', backendRequest: '2s' },
    retry: { codes: [503], attempts: 2, backoff: '100ms' },
    sessionPersistence: { sessionName: 's', type: 'Header' },
    matches: [{ path: { type: 'Exact', value: '/a' }, futureMatch: 1 }],
    backendRefs: [{ group: '', kind: 'Service', name: 'a', port: 80, weight: 1, futureField: {} }],
    futureRule: ['x'],
  } as const;
  const chart = Testing.chart();
  GateforkConfig.of(chart).set({ validate: false });
  new HttpRoute(chart, 'route', { rules: [rule] });
  expect(specs(chart, 'HTTPRoute')).toEqual([{ rules: [rule] }]);
});

test('JSON patches see the defaults, and what they add gets its own', () => {
  const chart = Testing.chart();
  GateforkConfig.of(chart).set({ validate: false });
  const route = new HttpRoute(chart, 'route', { rules: [{ backends: [{ name: 'a', port: 1 }] }] });
  route.addJsonPatch(
    JsonPatch.replace('/spec/rules/0/backendRefs/0/weight', 7),
    JsonPatch.add('/spec/rules/-', { backendRefs: [{ name: 'b', port: 2 }], unknown: 1 }),
    JsonPatch.remove('/spec/rules/0/matches'),
  );
  const ref = { group: '', kind: 'Service' };
  expect(specs(chart, 'HTTPRoute')[0]).toEqual({
    rules: [
      { matches: catchAll, backendRefs: [{ ...ref, name: 'a', port: 1, weight: 7 }] },
      { matches: catchAll, backendRefs: [{ ...ref, name: 'b', port: 2, weight: 1 }], unknown: 1 },
    ],
  });
});

test('values that only cdk8s can resolve pass through', () => {
  const chart = Testing.chart();
  new HttpRoute(chart, 'route', {
    hostnames: [Lazy.any({ produce: () => 'late.example.com' })],
    rules: [{ backends: [{ name: Lazy.any({ produce: () => 'late' }), port: 80 }] }],
  });
  expect(specs(chart, 'HTTPRoute')[0]).toEqual({
    hostnames: ['late.example.com'],
    rules: [
      {
        matches: catchAll,
        backendRefs: [{ group: '', kind: 'Service', name: 'late', port: 80, weight: 1 }],
      },
    ],
  });
});

test('a route grows after it was made', () => {
  const chart = Testing.chart();
  new HttpRoute(chart, 'route', { useDefaultGateways: 'All' })
    .addHostname('a.example.com', 'b.example.com')
    .addParent({ name: 'edge' })
    .addRule({ matches: [HttpMatch.exact('/a')] }, { matches: [HttpMatch.exact('/b')] });
  expect(specs(chart, 'HTTPRoute')[0]).toMatchObject({
    useDefaultGateways: 'All',
    hostnames: ['a.example.com', 'b.example.com'],
    parentRefs: [{ name: 'edge' }],
    rules: [{ matches: [{ path: { value: '/a' } }] }, { matches: [{ path: { value: '/b' } }] }],
  });
});

test('a Service of another version of cdk8s-plus is known by its structure', () => {
  class Service extends Construct {
    readonly kind = 'Service';
    readonly name = 'cart';
    readonly metadata = { namespace: 'shop' };
    readonly ports = [{ port: 80, name: 'http' }];
  }
  const chart = new Chart(new App(), 'edge', { namespace: 'edge' });
  const cart = new Service(chart, 'cart');
  new HttpRoute(chart, 'route', { parents: [cart], rules: [{ backends: [cart] }] });
  const service = { group: '', kind: 'Service', name: 'cart', namespace: 'shop' };
  expect(specs(chart, 'HTTPRoute')[0]).toEqual({
    parentRefs: [service],
    rules: [{ matches: catchAll, backendRefs: [{ ...service, port: 80, weight: 1 }] }],
  });
});
