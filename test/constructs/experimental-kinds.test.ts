// The kinds that only the experimental channel has.

import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import {
  HttpRoute,
  XBackend,
  type XBackendProps,
  XBackendTrafficPolicy,
  type XBackendTrafficPolicyProps,
  XMesh,
} from '../../lib/index';
import { rendered, specs } from './rendered';

const group = 'gateway.networking.x-k8s.io';
const chartFor = () => new Chart(new App(), 'shop', { namespace: 'shop' });
const external = {
  type: 'ExternalHostname',
  externalHostname: { hostname: 'api.payments.example' },
  port: { port: 443 },
} as const;
const target = { group: '', kind: 'Service', name: 'cart' };

test('a host outside of the cluster is a backend of a route', () => {
  const chart = chartFor();
  const payments = new XBackend(chart, 'payments', {
    metadata: { name: 'payments' },
    ...external,
    tls: {
      mode: 'ClientAndServer',
      clientCertificateRef: new kplus.Secret(chart, 'client', { metadata: { name: 'client' } }),
      validation: { hostname: 'api.payments.example', caCertificateRefs: ['payments-ca'] },
    },
  });
  new HttpRoute(chart, 'route', { rules: [{ backends: [payments] }] });
  expect(rendered(chart, 'XBackend')).toEqual([
    {
      apiVersion: `${group}/v1alpha1`,
      kind: 'XBackend',
      metadata: { name: 'payments', namespace: 'shop' },
      spec: {
        ...external,
        tls: {
          mode: 'ClientAndServer',
          clientCertificateRef: { group: '', kind: 'Secret', name: 'client' },
          validation: {
            hostname: 'api.payments.example',
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-ca' }],
          },
        },
      },
    },
  ]);
  expect(specs(chart, 'HTTPRoute')[0]).toMatchObject({
    rules: [{ backendRefs: [{ group, kind: 'XBackend', name: 'payments' }] }],
  });
});

test('retries and sessions of a Service', () => {
  const chart = chartFor();
  const cart = new kplus.Service(chart, 'cart', {
    metadata: { name: 'cart' },
    ports: [{ port: 80 }],
  });
  new XBackendTrafficPolicy(chart, 'retries', {
    targets: [cart],
    retryConstraint: { budget: { percent: 10 }, minRetryRate: { count: 5, interval: '1s' } },
    sessionPersistence: { sessionName: 'cart' },
  });
  expect(specs(chart, 'XBackendTrafficPolicy')).toEqual([
    {
      targetRefs: [target],
      retryConstraint: {
        budget: { percent: 10, interval: '10s' },
        minRetryRate: { count: 5, interval: '1s' },
      },
      sessionPersistence: { sessionName: 'cart', type: 'Cookie' },
    },
  ]);
});

test('an XMesh has no namespace, whatever its chart says', () => {
  const chart = chartFor();
  new XMesh(chart, 'mesh', {
    metadata: { name: 'mesh' },
    controllerName: 'example.com/mesh',
    parametersRef: new ApiObject(chart, 'settings', {
      apiVersion: 'example.com/v1',
      kind: 'Settings',
      metadata: { name: 'mesh' },
    }),
  });
  expect(rendered(chart, 'XMesh')).toEqual([
    {
      apiVersion: `${group}/v1alpha1`,
      kind: 'XMesh',
      metadata: { name: 'mesh' },
      spec: {
        controllerName: 'example.com/mesh',
        parametersRef: { group: 'example.com', kind: 'Settings', name: 'mesh', namespace: 'shop' },
      },
    },
  ]);
});

test.each<[string, Partial<XBackendProps>, string]>([
  [
    'no host',
    { externalHostname: undefined as unknown as { hostname: string } },
    '[shop/it] spec is of type ExternalHostname and lacks `externalHostname`',
  ],
  [
    'a host of the cluster',
    { externalHostname: { hostname: 'cart.shop.svc.cluster.local' } },
    '[shop/it] spec.externalHostname.hostname is `cart.shop.svc.cluster.local`, a host of the cluster',
  ],
  [
    'a client certificate that is not shown',
    { tls: { mode: 'ServerOnly', clientCertificateRef: 'client' } },
    '[shop/it] spec.tls is of mode ServerOnly and has `clientCertificateRef`',
  ],
  [
    'no client certificate to show',
    { tls: { mode: 'ClientAndServer' } },
    '[shop/it] spec.tls is of mode ClientAndServer and lacks `clientCertificateRef`',
  ],
  [
    'nothing to trust',
    { tls: { mode: 'ServerOnly', validation: { hostname: 'a.example' } } },
    '[shop/it] spec.tls.validation names no CA certificates to trust',
  ],
  [
    'no port, as plain JavaScript lets through',
    { port: undefined as unknown as { port: number } },
    '[shop/it] spec lacks `port`',
  ],
])('an XBackend with %s is refused at the call', (_, props, message) => {
  expect(() => new XBackend(chartFor(), 'it', { ...external, ...props })).toThrow(message);
});

test.each<[string, XBackendTrafficPolicyProps, string]>([
  [
    'a part of an object',
    { targetRefs: [{ ...target, sectionName: 'web' }] },
    '[shop/it] spec.targetRefs[0] names the section `web`',
  ],
  [
    'one object twice',
    { targets: [target, target] },
    '[shop/it] spec.targetRefs[1] is the second entry for ``, `Service`, `cart`',
  ],
  [
    'a budget of half a second',
    { retryConstraint: { budget: { interval: '500ms' } } },
    '[shop/it] spec.retryConstraint.budget.interval is `500ms`, not a time from 1s to 1h',
  ],
  [
    'no retries in no time',
    { retryConstraint: { minRetryRate: { interval: '0s' } } },
    '[shop/it] spec.retryConstraint.minRetryRate.interval is `0s`, not a time above 0s and at most 1h',
  ],
  [
    'a cookie for ever',
    { sessionPersistence: { cookieConfig: { lifetimeType: 'Permanent' } } },
    '[shop/it] spec.sessionPersistence has a permanent cookie and lacks `absoluteTimeout`',
  ],
  [
    'a cookie for sessions by header',
    { sessionPersistence: { type: 'Header', cookieConfig: {} } },
    '[shop/it] spec.sessionPersistence has `cookieConfig` and is of type Header',
  ],
])('an XBackendTrafficPolicy with %s is refused at the call', (_, props, message) => {
  expect(() => new XBackendTrafficPolicy(chartFor(), 'it', props)).toThrow(message);
});

test('rules of routes are held to the same sessions', () => {
  const rule = { sessionPersistence: { type: 'Header', cookieConfig: {} } } as const;
  expect(() => new HttpRoute(chartFor(), 'it', { rules: [rule] })).toThrow(
    '[shop/it] spec.rules[0].sessionPersistence has `cookieConfig` and is of type Header',
  );
});

test('a policy without a target is refused at synthesis', () => {
  const chart = chartFor();
  new XBackendTrafficPolicy(chart, 'it');
  expect(() => Testing.synth(chart)).toThrow(
    '[shop/it] spec.targetRefs has 0 entries, and 1 is the least',
  );
});
