// ListenerSet: listeners that another namespace adds to a Gateway.

import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import { Gateway, HttpRoute, Listener, ListenerSet } from '../../lib/index';
import { rendered, specs } from './rendered';

function infraAndShop() {
  const app = new App();
  const infra = new Chart(app, 'infra', { namespace: 'infra' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const edge = new Gateway(infra, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'cilium',
    allowedListeners: { namespaces: { from: 'All' } },
    listeners: [Listener.http()],
  });
  return { edge, shop };
}

test('a team adds listeners to the Gateway of another namespace', () => {
  const { edge, shop } = infraAndShop();
  const certificate = new kplus.Secret(shop, 'tls', { metadata: { name: 'shop-tls' } });
  const set = new ListenerSet(shop, 'listeners', {
    metadata: { name: 'shop' },
    parentRef: edge,
    listeners: [Listener.https({ hostname: 'shop.example.com', certificates: [certificate] })],
  });
  set.addListener({ name: 'raw', port: 9000, protocol: 'TCP' });
  expect(set.listenerNames).toEqual(['https', 'raw']);
  const allowedRoutes = { namespaces: { from: 'Same' } };
  expect(rendered(shop, 'ListenerSet')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ListenerSet',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        parentRef: {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: 'edge',
          namespace: 'infra',
        },
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            hostname: 'shop.example.com',
            tls: {
              mode: 'Terminate',
              certificateRefs: [{ group: '', kind: 'Secret', name: 'shop-tls' }],
            },
            allowedRoutes,
          },
          { name: 'raw', port: 9000, protocol: 'TCP', allowedRoutes },
        ],
      },
    },
  ]);
});

test('a route names the ListenerSet, not its Gateway', () => {
  const { edge, shop } = infraAndShop();
  const listeners = [Listener.http({ port: 8080 })];
  const set = new ListenerSet(shop, 'set', { parentRef: edge, listeners });
  new HttpRoute(shop, 'cart', {
    parents: [set.listener('http-8080')],
    rules: [{ backends: [{ name: 'cart', port: 80 }] }],
  });
  expect(specs(shop, 'HTTPRoute')[0]).toMatchObject({
    parentRefs: [{ kind: 'ListenerSet', name: set.name, sectionName: 'http-8080' }],
  });
});

test.each<[string, readonly Listener[], string]>([
  [
    'two listeners of one name',
    [Listener.tcp({ port: 1, name: 'a' }), Listener.tcp({ port: 2, name: 'a' })],
    '[shop/set] spec.listeners[1] is the second entry for `a`',
  ],
  [
    'two listeners for the same requests',
    [Listener.http(), Listener.http({ name: 'b' })],
    '[shop/set] spec.listeners[1] takes what listener `http` takes',
  ],
  [
    'TLS without a certificate',
    [Listener.https()],
    '[shop/set] spec.listeners[0] terminates TLS and has neither certificates nor options',
  ],
])('%s is refused at the call', (_, listeners, message) => {
  const { edge, shop } = infraAndShop();
  expect(() => new ListenerSet(shop, 'set', { parentRef: edge, listeners })).toThrow(message);
});

test('a construct that is no Gateway is refused, and a set without listeners at synthesis', () => {
  const { edge, shop } = infraAndShop();
  const workload = new kplus.Deployment(shop, 'cart', { containers: [{ image: 'a' }] });
  const parentRef = workload as unknown as Gateway;
  expect(() => new ListenerSet(shop, 'set', { parentRef })).toThrow(
    '[shop/set] `shop/cart` is not a Gateway',
  );
  const { shop: other } = infraAndShop();
  new ListenerSet(other, 'set', { parentRef: edge });
  expect(() => Testing.synth(other)).toThrow(
    '[shop/set] spec.listeners has 0 entries, and 1 is the least',
  );
});
