import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { expect, test } from 'vitest';
import { GateforkConfig, Gateway, GatewayClass, Listener } from '../../lib/index';
import { rendered, specs } from './rendered';

function gatewayWith(...listeners: readonly Listener[]) {
  const chart = Testing.chart();
  new Gateway(chart, 'edge', { gatewayClassName: 'istio', listeners });
  return specs(chart, 'Gateway')[0];
}

const everywhere = { allowedRoutes: { namespaces: { from: 'Same' } } };

test('a Gateway writes out what the API server would fill in', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new Gateway(chart, 'edge', { gatewayClassName: 'istio', listeners: [Listener.http()] });
  expect(rendered(chart)).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'shop-edge-c83db885', namespace: 'shop' },
      spec: {
        gatewayClassName: 'istio',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', ...everywhere }],
      },
    },
  ]);
});

test('every protocol has its listener', () => {
  const secret = { group: '', kind: 'Secret', name: 'shop-tls' };
  const spec = gatewayWith(
    Listener.http({ port: 8080, hostname: '*.example.com' }),
    Listener.https({ certificates: ['shop-tls'], options: { 'example.com/min': '1.3' } }),
    Listener.tls({ port: 8443, mode: 'Passthrough', hostname: 'db.example.com' }),
    Listener.tls({
      name: 'ending',
      port: 9443,
      certificates: [{ name: 'shop-tls', namespace: 'certs' }],
    }),
    Listener.tcp({ port: 5432 }),
    Listener.udp({ port: 53, name: 'dns' }),
    Listener.of({ name: 'own', port: 7000, protocol: 'example.com/OWN' }),
  );
  expect(spec).toEqual({
    gatewayClassName: 'istio',
    listeners: [
      { name: 'http-8080', port: 8080, protocol: 'HTTP', hostname: '*.example.com', ...everywhere },
      {
        name: 'https',
        port: 443,
        protocol: 'HTTPS',
        tls: {
          mode: 'Terminate',
          certificateRefs: [secret],
          options: { 'example.com/min': '1.3' },
        },
        ...everywhere,
      },
      {
        name: 'tls-8443',
        port: 8443,
        protocol: 'TLS',
        hostname: 'db.example.com',
        tls: { mode: 'Passthrough' },
        ...everywhere,
      },
      {
        name: 'ending',
        port: 9443,
        protocol: 'TLS',
        tls: { mode: 'Terminate', certificateRefs: [{ ...secret, namespace: 'certs' }] },
        ...everywhere,
      },
      { name: 'tcp-5432', port: 5432, protocol: 'TCP', ...everywhere },
      { name: 'dns', port: 53, protocol: 'UDP', ...everywhere },
      { name: 'own', port: 7000, protocol: 'example.com/OWN', ...everywhere },
    ],
  });
});

test('listeners say which routes may attach', () => {
  const group = 'gateway.networking.k8s.io';
  const spec = gatewayWith(
    Listener.http({ routesFrom: 'All', routeKinds: ['HTTPRoute', { group: 'x.io', kind: 'Own' }] }),
    Listener.http({ port: 81, routesFrom: { matchLabels: { team: 'shop' } } }),
    Listener.http({ port: 82, allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } }),
  );
  expect(spec).toMatchObject({
    listeners: [
      {
        allowedRoutes: {
          namespaces: { from: 'All' },
          kinds: [
            { group, kind: 'HTTPRoute' },
            { group: 'x.io', kind: 'Own' },
          ],
        },
      },
      {
        allowedRoutes: {
          namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } },
        },
      },
      { allowedRoutes: { namespaces: { from: 'Same' }, kinds: [{ group, kind: 'GRPCRoute' }] } },
    ],
  });
});

test('a certificate may be a Secret of the tree, in whichever namespace', () => {
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const certs = new Chart(app, 'certs', { namespace: 'certs' });
  const secrets = [shop, certs].map((chart) => {
    return new ApiObject(chart, 'tls', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'tls' },
    });
  });
  new Gateway(shop, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.https({ certificates: secrets })],
  });
  expect(specs(shop, 'Gateway')[0]).toMatchObject({
    listeners: [
      {
        tls: {
          certificateRefs: [
            { group: '', kind: 'Secret', name: 'tls' },
            { group: '', kind: 'Secret', name: 'tls', namespace: 'certs' },
          ],
        },
      },
    ],
  });
});

test('a Gateway grows after it was made', () => {
  const chart = Testing.chart();
  const gatewayClass = new GatewayClass(chart, 'class', {
    metadata: { name: 'edge' },
    controllerName: 'example.com/edge',
  });
  const gateway = new Gateway(chart, 'edge', { gatewayClassName: gatewayClass });
  gateway.addListener(Listener.http()).addAddress({ value: '192.0.2.1' });
  expect(gateway.listenerNames).toEqual(['http']);
  expect(specs(chart, 'Gateway')[0]).toMatchObject({
    gatewayClassName: 'edge',
    addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
    listeners: [{ name: 'http' }],
  });
});

test('a GatewayClass has no namespace, whatever its chart says', () => {
  const chart = new Chart(new App(), 'infra', { namespace: 'infra', labels: { team: 'edge' } });
  new GatewayClass(chart, 'class', {
    controllerName: 'example.com/edge',
    description: 'the edge',
    parametersRef: new ApiObject(chart, 'settings', {
      apiVersion: 'example.com/v1',
      kind: 'Settings',
      metadata: { name: 'edge' },
    }),
  });
  expect(rendered(chart, 'GatewayClass')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'infra-class-c84b3763', labels: { team: 'edge' } },
      spec: {
        controllerName: 'example.com/edge',
        description: 'the edge',
        parametersRef: { group: 'example.com', kind: 'Settings', name: 'edge', namespace: 'infra' },
      },
    },
  ]);
});

test('JSON patches and fields of other versions survive, and what they add gets its defaults', () => {
  const chart = Testing.chart();
  GateforkConfig.of(chart).set({ validate: false });
  const unknown = { futureField: { deep: [1] } };
  const gateway = new Gateway(chart, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.http()],
    ...unknown,
  });
  gateway.addJsonPatch(
    JsonPatch.replace('/spec/listeners/0/allowedRoutes/namespaces/from', 'All'),
    JsonPatch.add('/spec/listeners/-', { name: 'more', port: 81, protocol: 'HTTP', other: true }),
  );
  expect(specs(chart, 'Gateway')[0]).toEqual({
    gatewayClassName: 'istio',
    ...unknown,
    listeners: [
      { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
      { name: 'more', port: 81, protocol: 'HTTP', other: true, ...everywhere },
    ],
  });
});

test.each<[string, readonly Listener[], string]>([
  [
    'two listeners of one name',
    [Listener.http(), Listener.http({ hostname: 'a.example.com' })],
    '[test/edge] spec.listeners[1] is the second entry for `http`',
  ],
  [
    'two listeners for the same requests',
    [Listener.http(), Listener.http({ name: 'b' })],
    '[test/edge] spec.listeners[1] takes what listener `http` takes',
  ],
  [
    'TLS without a certificate',
    [Listener.https()],
    '[test/edge] spec.listeners[0] terminates TLS and has neither certificates nor options',
  ],
  [
    'HTTPS that is passed through',
    [Listener.of({ name: 'a', port: 1, protocol: 'HTTPS', tls: { mode: 'Passthrough' } })],
    '[test/edge] spec.listeners[0] is HTTPS and passes TLS through',
  ],
  [
    'a hostname for TCP',
    [Listener.of({ name: 'a', port: 1, protocol: 'TCP', hostname: 'a.example.com' })],
    '[test/edge] spec.listeners[0] has a hostname, which its protocol does not know',
  ],
  [
    'tls on plain HTTP',
    [Listener.of({ name: 'a', port: 1, protocol: 'HTTP', tls: { options: { a: 'b' } } })],
    '[test/edge] spec.listeners[0] has `tls`, which its protocol does not know',
  ],
  [
    'TLS without settings',
    [Listener.of({ name: 'a', port: 1, protocol: 'TLS' })],
    '[test/edge] spec.listeners[0] is TLS and lacks `tls`',
  ],
  [
    'a port out of range',
    [Listener.http({ port: 70000 })],
    '[test/edge] spec.listeners[0].port is `70000`, and 65535 is the most',
  ],
  [
    'a hostname in capitals',
    [Listener.http({ hostname: 'Shop.example.com' })],
    '[test/edge] spec.listeners[0].hostname is `Shop.example.com`, which the pattern',
  ],
])('%s is refused at the call', (_, listeners, message) => {
  const chart = new Chart(new App(), 'test');
  const props = { gatewayClassName: 'istio', listeners };
  expect(() => new Gateway(chart, 'edge', props)).toThrow(message);
});

test('a Gateway without listeners is refused at synthesis', () => {
  const chart = new Chart(new App(), 'test');
  new Gateway(chart, 'edge', { gatewayClassName: 'istio' });
  expect(() => Testing.synth(chart)).toThrow(
    '[test/edge] spec.listeners has 0 entries, and 1 is the least',
  );
});

test.each([
  ['192.0.2.1', true],
  ['2001:db8::1', true],
  ['::ffff:192.0.2.1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['::', true],
  ['1:2:3:4:5:6:7::', true],
  ['192.0.2.256', false],
  ['192.0.2.01', false],
  ['192.0.2.1:80', false],
  ['1:2:3:4:5:6:7:8::', false],
  ['1::2::3', false],
  [':::', false],
  ['2001:db8:g::1', false],
  ['shop.example.com', false],
])('the address %s is an IP address: %s', (value, isAddress) => {
  const chart = new Chart(new App(), 'test');
  const make = () => new Gateway(chart, 'edge', { gatewayClassName: 'c', addresses: [{ value }] });
  if (isAddress) expect(make).not.toThrow();
  else
    expect(make).toThrow(`[test/edge] spec.addresses[0].value is \`${value}\`, not an IP address`);
});

test('listeners that are no list are refused, with the path', () => {
  const listeners = Listener.http() as unknown as [];
  expect(() => new Gateway(Testing.chart(), 'edge', { gatewayClassName: 'c', listeners })).toThrow(
    '[test/edge] `listeners` is not a list; write listeners: [ ... ]',
  );
});
