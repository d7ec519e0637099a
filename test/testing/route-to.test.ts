import { App, Chart, Testing } from 'cdk8s';
import { Gateway, HttpMatch, HttpRoute, Listener } from 'gatefork';
import { readManifests, UsageError, whereTo } from 'gatefork/core';
import 'gatefork/vitest';
import { describe, expect, test } from 'vitest';
import { toRouteTo } from '../../lib/testing/to-route-to';

const yaml = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: any
  listeners:
    - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
    - { name: db, port: 5432, protocol: TCP, allowedRoutes: { namespaces: { from: All } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules:
    - matches: [{ path: { value: /cart } }]
      backendRefs: [{ name: cart, port: 80 }]
    - matches: [{ path: { value: /cart }, headers: [{ name: x-canary, value: "1" }] }]
      backendRefs: [{ name: cart, port: 80, weight: 9 }, { name: cart-v2, port: 80, weight: 1 }]
    - matches: [{ path: { value: /broken } }]
      backendRefs: [{ name: cart, port: 80 }, { name: gone, port: 80 }]
    - matches: [{ path: { value: /gone } }]
      backendRefs: [{ name: gone, port: 80 }]
    - matches: [{ path: { value: /old } }]
      filters: [{ type: RequestRedirect, requestRedirect: { hostname: new.example.com, statusCode: 301 } }]
    - matches: [{ path: { type: RegularExpression, value: "/r.*" } }, { path: { value: /r } }]
      backendRefs: [{ name: cart, port: 80 }]
    - matches: [{ path: { type: RegularExpression, value: "/open.*" } }]
      backendRefs: [{ name: cart, port: 80 }]
    - matches: [{ path: { value: /open } }]
      backendRefs: [{ name: cart-v2, port: 80 }]
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart-v2, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;

const { manifests } = readManifests(yaml, 'shop.yaml');
const host = 'http://shop.example.com';

describe('whereTo', () => {
  const expected = {
    outcome: 'backends',
    backends: [{ service: 'shop/cart', port: 80, share: 1 }],
    route: { kind: 'HTTPRoute', namespace: 'shop', name: 'cart', rule: 0, match: 0 },
    filters: [],
  };

  const expectedAlone = { outcome: 'backends', backends: expected.backends };

  test.each([
    ['text', yaml],
    ['manifests', manifests],
    ['objects', manifests.map(({ object }) => object)],
    ['a List', [{ apiVersion: 'v1', kind: 'List', items: manifests.map(({ object }) => object) }]],
  ])('reads %s', (_, source) => {
    expect(whereTo(source, `GET ${host}/cart`)).toEqual(expected);
  });

  test('reads what cdk8s synthesizes', () => {
    const app = new App();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const edge = new Gateway(chart, 'edge', {
      gatewayClassName: 'any',
      listeners: [Listener.http({ port: 80 })],
    });
    new HttpRoute(chart, 'cart', {
      parents: [edge],
      hostnames: ['shop.example.com'],
      rules: [
        {
          matches: [HttpMatch.pathPrefix('/cart')],
          backends: [{ name: 'cart', namespace: 'shop', port: 80 }],
        },
      ],
    });
    // The Service is not among the chart's objects.
    expect(Testing.synth(chart)).toRouteTo(`GET ${host}/cart`, { to: 500 });
    expect(Testing.synth(chart)).toRouteTo(`${host}/other`, { to: 404 });
  });

  test('takes a request as JSON, as counterexamples are written', () => {
    const request = { gateway: 'edge/public', port: 80, host: 'shop.example.com', path: '/cart' };
    expect(whereTo(yaml, request)).toEqual(expected);
  });

  test('a request as JSON takes from the options what it does not say itself', () => {
    const request = { host: 'shop.example.com', path: '/cart' };
    const canary = { headers: { 'x-canary': '1' }, gateway: 'edge/public' };
    expect(whereTo(yaml, request, canary)).toMatchObject({ route: { rule: 1 } });
    expect(whereTo(yaml, { path: '/x' }, { service: 'shop/cart' })).toMatchObject(expectedAlone);
    expect(whereTo(yaml, { host: 'cart' }, { from: 'shop' })).toMatchObject(expectedAlone);
    expect(whereTo(yaml, { ...request, path: '/a.B/C' }, { grpc: true })).toMatchObject({
      grpcStatus: 12,
    });
    expect(whereTo(yaml, request, { grpc: false, listener: 'http' })).toEqual(expected);
    expect(() => whereTo(yaml, request, { gateway: 'edge/none' })).toThrow(/is not in the input/);
    const both = { ...request, headers: {} };
    expect(() => whereTo(yaml, both, canary)).toThrow(/`headers` stands in the request and beside/);
    expect(() => whereTo(yaml, { ...request, protocol: 'http' }, { grpc: true })).toThrow(
      /`protocol` stands/,
    );
  });

  test('answers as a profile does', () => {
    expect(whereTo(yaml, `${host}/open`).outcome).toBe('unspecified');
    expect(whereTo(yaml, `${host}/open`, { profile: 'istio' })).toMatchObject({
      backends: [{ service: 'shop/cart-v2' }],
    });
  });

  test.each([
    ['a request that cannot be read', () => whereTo(yaml, 'GET ftp://a'), /begins with `ftp:/],
    [
      'a Gateway that is not there',
      () => whereTo(yaml, host, { gateway: 'a/b' }),
      /is not in the input/,
    ],
    [
      'a profile that is not known',
      () => whereTo(yaml, host, { profile: 'istoi' }),
      /did you mean `istio`/,
    ],
    ['text that is no YAML', () => whereTo('a: [', host), /not YAML/],
    ['the name of a file', () => whereTo('shop.yaml', host), /the text holds no objects/],
    ['no manifests', () => whereTo(null as unknown as string, host), /neither a text nor a list/],
    [
      'an option that is not known',
      () => whereTo(yaml, host, { gatway: 'edge/public' } as object),
      /did you mean `gateway`/,
    ],
    ['options that are none', () => whereTo(yaml, host, [] as object), /no object/],
    ['values that are no objects', () => whereTo([{ kind: 'A' }], host), /no Kubernetes object/],
    [
      'objects that are there twice',
      () => whereTo([...manifests, ...manifests], host),
      /stands in/,
    ],
    [
      'a header of another type',
      () => whereTo(yaml, host, { headers: { a: 1 as unknown as string } }),
      /not a string/,
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(UsageError);
    expect(call).toThrow(message);
  });

  test('what the namespace of objects without one is called', () => {
    const bare = yaml.replaceAll(/, namespace: (?:edge|shop)/g, '');
    expect(bare).toRouteTo(`${host}/cart`, { to: '/cart' });
    expect(bare).toRouteTo(`${host}/cart`, {
      to: '/cart',
      gateway: 'prod/public',
      namespace: 'prod',
    });
    expect(bare).toRouteTo(`${host}/cart`, { to: 'prod/cart', namespace: 'prod' });
    expect(bare).toRouteTo(`${host}/cart`, { to: { '/cart:80': 1 }, namespace: 'prod' });
    expect(bare).not.toRouteTo(`${host}/cart`, { to: 'shop/cart', namespace: 'prod' });
    expect(whereTo(bare, `${host}/cart`, { namespace: 'prod' })).toMatchObject({
      backends: [{ service: 'prod/cart' }],
      route: { namespace: 'prod', name: 'cart' },
    });
  });
});

test.each([undefined, {}, { to: {} }, { to: null }, { to: true }])(
  'toRouteTo without a goal is no question: %j',
  (expected) => {
    const call = () => toRouteTo(yaml, `${host}/cart`, expected as never);
    expect(call).toThrow(UsageError);
    expect(call).toThrow(/not told where/);
  },
);

describe('toRouteTo holds for', () => {
  test.each([
    ['/cart', { to: 'shop/cart' }],
    ['/cart', { to: 'shop/cart:80' }],
    ['/cart', { to: { 'shop/cart': 1 } }],
    ['/cart', { headers: { 'x-canary': '1' }, to: { 'shop/cart': 0.9, 'shop/cart-v2:80': 0.1 } }],
    ['/broken', { to: { 'shop/cart': 0.5, 500: 0.5 } }],
    ['/gone', { to: 500 }],
    ['/old/x', { to: { redirect: 'http://new.example.com/old/x' } }],
    ['/old/x', { to: { redirect: 'http://new.example.com/old/x', status: 301 } }],
    ['/old/x', { to: 301 }],
    ['/none', { to: 404 }],
    ['/open', { to: 'unspecified' }],
  ] as const)('%s %j', (path, expected) => {
    expect(yaml).toRouteTo(`GET ${host}${path}`, expected);
    expect(() => expect(yaml).not.toRouteTo(`GET ${host}${path}`, expected)).toThrow(/ not to /);
  });

  test('a connection that is closed', () => {
    expect(yaml).toRouteTo('tcp://any:5432', { to: 'rejected' });
  });
});

describe('toRouteTo does not hold for', () => {
  test.each([
    ['/cart', { to: 'shop/cart-v2' }],
    ['/cart', { to: 'shop/cart:81' }],
    ['/cart', { to: '/cart' }],
    ['/cart', { to: 200 }],
    ['/cart', { to: { redirect: 'http://a/' } }],
    ['/cart', { to: 'unspecified' }],
    ['/cart', { headers: { 'x-canary': '1' }, to: 'shop/cart' }],
    ['/cart', { headers: { 'x-canary': '1' }, to: { 'shop/cart': 0.9 } }],
    ['/cart', { headers: { 'x-canary': '1' }, to: { 'shop/cart': 0.8, 'shop/cart-v2': 0.2 } }],
    ['/broken', { to: 500 }],
    ['/broken', { to: 'shop/cart' }],
    ['/old/x', { to: { redirect: 'http://new.example.com/old/x', status: 302 } }],
    ['/none', { to: 'rejected' }],
  ] as const)('%s %j', (path, expected) => {
    expect(yaml).not.toRouteTo(`${host}${path}`, expected);
  });

  test('nor for a backend that is spelt like none', () => {
    expect(() => toRouteTo(yaml, host, { to: 'cart' })).toThrow(/`cart` names no backend/);
  });
});

test('a test that fails shows where the request goes, and why', () => {
  const call = () =>
    expect(yaml).toRouteTo(`GET ${host}/cart`, { headers: { 'X-Canary': '1' }, to: 'shop/cart' });
  const head = `expected the request to go to shop/cart

GET http://shop.example.com/cart -> 90% Service shop/cart port 80, 10% Service shop/cart-v2 port 80
  at        Gateway edge/public port 80
  by        HTTPRoute shop/cart rule 1 match 0
`;
  expect(call).toThrow(head);
  expect(call).toThrow('matches, first in rank first\n    won');
});
