import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import {
  Backend,
  GrpcFilter,
  GrpcMatch,
  GrpcRoute,
  type GrpcRuleProps,
  HttpFilter,
} from '../../lib/index';
import { rendered, specs } from './rendered';

function ruleFrom(rule: GrpcRuleProps) {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new GrpcRoute(chart, 'route', { rules: [rule] });
  const [spec] = specs(chart, 'GRPCRoute') as readonly { readonly rules: readonly object[] }[];
  return spec?.rules[0];
}

test('a route with a parent, a match, a filter and weighted backends', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const cart = new kplus.Service(chart, 'cart', {
    metadata: { name: 'cart' },
    ports: [{ port: 90 }],
  });
  new GrpcRoute(chart, 'route', {
    metadata: { name: 'cart' },
    parents: [{ name: 'edge' }],
    hostnames: ['grpc.example.com'],
    rules: [
      {
        name: 'cart',
        matches: [GrpcMatch.method('shop.Cart', 'Get').header('x-a', '1')],
        filters: [GrpcFilter.mirror({ name: 'audit', port: 90 })],
        backends: [cart, Backend.of({ name: 'next', port: 90 }, { weight: 2 })],
      },
    ],
  });
  const service = { group: '', kind: 'Service', port: 90 };
  expect(rendered(chart, 'GRPCRoute')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GRPCRoute',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
        hostnames: ['grpc.example.com'],
        rules: [
          {
            name: 'cart',
            matches: [
              {
                method: { type: 'Exact', service: 'shop.Cart', method: 'Get' },
                headers: [{ type: 'Exact', name: 'x-a', value: '1' }],
              },
            ],
            filters: [
              {
                type: 'RequestMirror',
                requestMirror: { backendRef: { ...service, name: 'audit' } },
              },
            ],
            backendRefs: [
              { ...service, name: 'cart', weight: 1 },
              { ...service, name: 'next', weight: 2 },
            ],
          },
        ],
      },
    },
  ]);
});

test.each<[string, GrpcMatch, object]>([
  ['any', GrpcMatch.any(), {}],
  ['service', GrpcMatch.service('a.B'), { method: { type: 'Exact', service: 'a.B' } }],
  ['methodName', GrpcMatch.methodName('Get'), { method: { type: 'Exact', method: 'Get' } }],
  [
    'regex',
    GrpcMatch.regex({ service: 'a\\..*', method: 'Get.*' }),
    { method: { type: 'RegularExpression', service: 'a\\..*', method: 'Get.*' } },
  ],
  [
    'header',
    GrpcMatch.header('a', '1').headerRegex('b', '.*').headers({ c: '3' }),
    {
      headers: [
        { type: 'Exact', name: 'a', value: '1' },
        { type: 'RegularExpression', name: 'b', value: '.*' },
        { type: 'Exact', name: 'c', value: '3' },
      ],
    },
  ],
  ['of', GrpcMatch.of({ method: { method: 'Get' } }), { method: { type: 'Exact', method: 'Get' } }],
])('GrpcMatch.%s', (_, match, expected) => {
  expect(ruleFrom({ matches: [match] })).toEqual({ matches: [expected] });
});

test.each<[string, GrpcFilter, object]>([
  [
    'requestHeaders',
    GrpcFilter.requestHeaders({ set: { a: '1' }, add: { b: '2' }, remove: ['c'] }),
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: {
        set: [{ name: 'a', value: '1' }],
        add: [{ name: 'b', value: '2' }],
        remove: ['c'],
      },
    },
  ],
  [
    'responseHeaders',
    GrpcFilter.responseHeaders({ add: { b: '2' } }),
    {
      type: 'ResponseHeaderModifier',
      responseHeaderModifier: { add: [{ name: 'b', value: '2' }] },
    },
  ],
  [
    'mirror',
    GrpcFilter.mirror({ name: 'a', port: 1 }, { percent: 10 }),
    {
      type: 'RequestMirror',
      requestMirror: {
        backendRef: { group: '', kind: 'Service', name: 'a', port: 1 },
        percent: 10,
      },
    },
  ],
  [
    'extensionRef',
    GrpcFilter.extensionRef({ group: 'example.com', kind: 'Plugin', name: 'limit' }),
    { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Plugin', name: 'limit' } },
  ],
])('GrpcFilter.%s', (_, filter, expected) => {
  expect(ruleFrom({ filters: [filter] })).toEqual({ filters: [expected] });
  const backends = [{ name: 'a', port: 1, filters: [filter] }];
  expect(ruleFrom({ backends })).toMatchObject({ backendRefs: [{ filters: [expected] }] });
});

test('an imported Service class is a backend like any ApiObject', () => {
  class KubeService extends ApiObject {}
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const imported = new KubeService(chart, 'cart', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart' },
    spec: { ports: [{ port: 90 }] },
  });
  new GrpcRoute(chart, 'route').addRule({ backends: [imported] });
  expect(specs(chart, 'GRPCRoute')[0]).toEqual({
    rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'cart', port: 90, weight: 1 }] }],
  });
});

test.each<[string, GrpcRuleProps, string]>([
  [
    'an empty method',
    { matches: [{ method: {} }] },
    'matches[0].method names neither a service nor a method',
  ],
  [
    'a service with a slash',
    { matches: [GrpcMatch.service('a/b')] },
    "method.service is `a/b`, not a service's name",
  ],
  [
    'a method with a dot',
    { matches: [GrpcMatch.method('a', 'b.c')] },
    "method.method is `b.c`, not a method's name",
  ],
  [
    'a filter for HTTP alone',
    { filters: [HttpFilter.redirect({}) as unknown as GrpcFilter] },
    'filters[0].type is `RequestRedirect`, not one of',
  ],
  [
    'one header twice',
    { matches: [GrpcMatch.header('x', '1').header('X', '2')] },
    'is the second match for header `X`',
  ],
])('a GRPCRoute rule with %s is refused', (_, rule, message) => {
  const make = () => new GrpcRoute(new Chart(new App(), 'test'), 'route', { rules: [rule] });
  expect(make).toThrow('[test/route] spec.rules[0].');
  expect(make).toThrow(message);
});
