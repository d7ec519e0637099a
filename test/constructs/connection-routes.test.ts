// TLSRoute, TCPRoute and UDPRoute: one rule without matches, whose backends may stand on the route.

import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import {
  Backend,
  type BackendProps,
  Gateway,
  HttpFilter,
  Listener,
  ListenerSet,
  Parent,
  TcpRoute,
  TlsRoute,
  UdpRoute,
} from '../../lib/index';
import { at } from '../../lib/model/manifest';
import { rendered, specs } from './rendered';

const chartFor = (namespace = 'shop') => new Chart(new App(), 'test', { namespace });
const gateway = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };
const service = { group: '', kind: 'Service', weight: 1 };

function databaseIn(chart: Chart): kplus.Service {
  return new kplus.Service(chart, 'db-service', {
    metadata: { name: 'db' },
    ports: [{ port: 5432 }],
  });
}

test('a TLSRoute attaches to a passthrough listener', () => {
  const chart = chartFor();
  const edge = new Gateway(chart, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'istio',
    listeners: [Listener.tlsPassthrough({ hostname: 'db.example.com' })],
  });
  new TlsRoute(chart, 'db', {
    metadata: { name: 'db' },
    parents: [edge.listener('tls')],
    hostnames: ['db.example.com'],
    backends: [databaseIn(chart)],
  });
  expect(specs(chart, 'Gateway')[0]).toMatchObject({
    listeners: [{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }],
  });
  expect(rendered(chart, 'TLSRoute')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'TLSRoute',
      metadata: { name: 'db', namespace: 'shop' },
      spec: {
        parentRefs: [{ ...gateway, name: 'edge', sectionName: 'tls' }],
        hostnames: ['db.example.com'],
        rules: [{ backendRefs: [{ ...service, name: 'db', port: 5432 }] }],
      },
    },
  ]);
});

test('TCP and UDP routes divide connections among backends by weight', () => {
  const chart = chartFor();
  const [old, next] = ['old', 'next'].map((name) => ({ name, port: 53 }));
  const backends = [
    Backend.of(old ?? { name: '' }, { weight: 9 }),
    Backend.of(next ?? { name: '' }, { weight: 1 }),
  ];
  new TcpRoute(chart, 'tcp', { parents: [{ name: 'edge' }], backends });
  new UdpRoute(chart, 'udp', { parents: [{ name: 'edge' }], rules: [{ name: 'dns', backends }] });
  const backendRefs = [
    { ...service, name: 'old', port: 53, weight: 9 },
    { ...service, name: 'next', port: 53, weight: 1 },
  ];
  expect(specs(chart, 'TCPRoute')[0]).toMatchObject({ rules: [{ backendRefs }] });
  expect(specs(chart, 'UDPRoute')[0]).toMatchObject({ rules: [{ name: 'dns', backendRefs }] });
});

test('a route grows after it was made', () => {
  const chart = chartFor();
  const route = new TlsRoute(chart, 'db')
    .addParent({ name: 'edge' })
    .addHostname('db.example.com')
    .addRule({ backends: [databaseIn(chart)] });
  expect(route.toSpec()).toEqual({
    parentRefs: [{ name: 'edge' }],
    hostnames: ['db.example.com'],
    rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'db', port: 5432 }] }],
  });
});

test('a backend of another namespace gets its grant', () => {
  const app = new App();
  const data = new Chart(app, 'data', { namespace: 'data' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const backends = [Backend.of(databaseIn(data), { grant: true })];
  new TcpRoute(shop, 'db', { parents: [{ name: 'edge' }], backends });
  expect(specs(shop, 'TCPRoute')[0]).toMatchObject({
    rules: [{ backendRefs: [{ name: 'db', namespace: 'data', port: 5432 }] }],
  });
  expect(specs(data, 'ReferenceGrant')).toEqual([
    {
      from: [{ group: gateway.group, kind: 'TCPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service', name: 'db' }],
    },
  ]);
});

test('a route attaches to a ListenerSet, to one of its listeners, or to a Service of the mesh', () => {
  const chart = chartFor();
  const set = new ListenerSet(chart, 'more', {
    metadata: { name: 'more' },
    parentRef: { name: 'edge', namespace: 'infra' },
    listeners: [Listener.tcp({ name: 'sql', port: 5432 }), Listener.tcp({ port: 5433 })],
  });
  const db = databaseIn(chart);
  new TcpRoute(chart, 'whole', { parents: [set], backends: [db] });
  new TcpRoute(chart, 'parts', { parents: [set.listener('sql'), db], backends: [db] });
  const ref = { group: gateway.group, kind: 'ListenerSet', name: 'more' };
  expect(specs(chart, 'TCPRoute').map((spec) => at(spec, ['parentRefs']))).toEqual([
    [ref],
    [
      { ...ref, sectionName: 'sql' },
      { group: '', kind: 'Service', name: 'db' },
    ],
  ]);
});

test.each<[string, (chart: Chart) => unknown, string]>([
  [
    'a second rule',
    (chart) =>
      new TcpRoute(chart, 'route', {
        backends: [{ name: 'a', port: 1 }],
        rules: [{ backends: [{ name: 'b', port: 1 }] }],
      }),
    '[test/route] spec.rules has 2 entries, and 1 is the most',
  ],
  [
    'an IP address for a hostname',
    (chart) => new TlsRoute(chart, 'route', { hostnames: ['a.example.com', '192.0.2.1'] }),
    '[test/route] spec.hostnames[1] is `192.0.2.1`, an IP address',
  ],
  [
    'filters of a backend',
    (chart) =>
      new TcpRoute(chart, 'route', {
        backends: [{ name: 'a', port: 1, filters: [HttpFilter.rewrite({ fullPath: '/' })] }],
      }),
    '[test/route] spec.rules[0].backendRefs[0] has filters, which connections do not know',
  ],
  [
    'filters in a reference of the API',
    (chart) =>
      new TcpRoute(chart, 'route', {
        rules: [{ backendRefs: [{ name: 'a', port: 1, filters: [] } as BackendProps] }],
      }),
    '[test/route] spec.rules[0].backendRefs[0] has filters',
  ],
  [
    'one parent twice',
    (chart) => new UdpRoute(chart, 'route', { parents: [{ name: 'edge' }, { name: 'edge' }] }),
    '[test/route] spec.parentRefs[1] names Gateway `edge` a second time',
  ],
  [
    'backends that are no list',
    (chart) => new UdpRoute(chart, 'route', { backends: { name: 'a' } as unknown as [] }),
    '[test/route] `backends` is not a list',
  ],
])('%s is refused at the call', (_, make, message) => {
  expect(() => make(chartFor())).toThrow(message);
});

test.each<[string, (chart: Chart) => unknown, string]>([
  [
    'no hostname',
    (chart) => new TlsRoute(chart, 'route', { backends: [{ name: 'a', port: 1 }] }),
    '[test/route] spec lacks `hostnames`',
  ],
  ['no rule', (chart) => new TcpRoute(chart, 'route'), '[test/route] spec lacks `rules`'],
  [
    'no port',
    (chart) => new UdpRoute(chart, 'route', { backends: [{ name: 'dns' }] }),
    '[test/route] spec.rules[0].backendRefs[0] names Service `dns` without a port',
  ],
  [
    'a listener that a ListenerSet does not have',
    (chart) => {
      const listeners = [Listener.tcp({ port: 1 })];
      const set = new ListenerSet(chart, 'set', { parentRef: { name: 'edge' }, listeners });
      new TcpRoute(chart, 'route', {
        parents: [set.listener('tcp')],
        backends: [{ name: 'a', port: 1 }],
      });
    },
    'has no listener called `tcp`; its listeners are tcp-1',
  ],
  [
    'a port that a Service of the mesh does not have',
    (chart) => {
      const db = new ApiObject(chart, 'db', {
        ...{ apiVersion: 'v1', kind: 'Service' },
        spec: { ports: [{ name: 'sql', port: 5432 }] },
      });
      new TcpRoute(chart, 'route', {
        parents: [Parent.of(db, { sectionName: 'db' })],
        backends: [{ name: 'a', port: 1 }],
      });
    },
    'has no port called `db`; its ports are sql',
  ],
])('%s is refused at synthesis', (_, make, message) => {
  const chart = chartFor();
  make(chart);
  expect(() => Testing.synth(chart)).toThrow(message);
});
