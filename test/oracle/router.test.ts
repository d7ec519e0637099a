import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { forkOutcome } from './outcome';
import { ask, exact, goes, header, prefix, query, route, simple, to } from './small-cluster';

test.each([
  ['/a', 'a'],
  ['/a/', 'a'],
  ['/a/x', 'a'],
  ['/ab', 'b'],
])('prefixes match whole elements: %s', (path, name) => {
  expect(
    goes(
      [
        simple('r', [
          [prefix('/a/'), 'a'],
          [prefix('/'), 'b'],
        ]),
      ],
      { path },
    ),
  ).toBe(to(name));
});

test('an exact path is compared byte by byte', () => {
  const routes = [simple('r', [[exact('/a'), 'a']])];
  expect(goes(routes, { path: '/a' })).toBe(to('a'));
  expect(goes(routes, { path: '/a/' })).toBe('404');
});

test('absent matches and fields mean what the API server fills in', () => {
  expect(goes([route('r', { rules: [{ backendRefs: [{ name: 'a', port: 80 }] }] })], {})).toBe(
    to('a'),
  );
  expect(goes([simple('r', [[{ path: { value: '/a' } }, 'a']])], { path: '/a/b' })).toBe(to('a'));
});

test('repeated header lines are read in three ways', () => {
  const routes = [
    simple('r', [[header('x-a', '1'), 'a']]),
    simple('s', [[header('X-A', '1,2'), 'b']]),
  ];
  const headers = [
    ['X-a', '1'],
    ['x-A', '2'],
  ] as const;
  expect([0, 1, 2].map((reading) => goes(routes, { headers }, { reading }))).toEqual([
    to('b'),
    to('a'),
    to('a'),
  ]);
});

test('a repeated query parameter counts once or any time', () => {
  const routes = [
    simple('r', [
      [query('d', '2'), 'a'],
      [prefix('/'), 'b'],
    ]),
  ];
  const request = {
    query: [
      ['d', '1'],
      ['d', '2'],
    ],
  } as const;
  expect([0, 1].map((reading) => goes(routes, request, { reading }))).toEqual([to('b'), to('a')]);
});

test('the most specific host goes before any path, and the most specific listener alone counts', () => {
  const rules = (name: string, path: string) => [
    { matches: [prefix(path)], backendRefs: [{ name, port: 80 }] },
  ];
  const hosts = [
    route('r', { hostnames: ['x.u', '*.u'], rules: rules('a', '/') }),
    route('s', { hostnames: ['*.u'], rules: rules('b', '/a') }),
  ];
  expect(goes(hosts, { host: 'x.u', path: '/a' })).toBe(to('a'));
  expect(goes(hosts, { host: 'y.u', path: '/a' })).toBe(to('b'));
  expect(goes(hosts, { host: 'u', path: '/a' })).toBe('404');
  expect(goes([route('r', { rules: rules('a', '/') })], { host: 'x.t' })).toBe('404');
  expect(goes([route('r', { rules: rules('a', '/') })], { host: 'x.t' }, { reading: 3 })).toBe(
    to('a'),
  );
});

test('Envoy-based implementations never fall back to a less specific host', () => {
  const rules = (path: string) => [
    { matches: [prefix(path)], backendRefs: [{ name: 'a', port: 80 }] },
  ];
  const routes = [
    route('r', { hostnames: ['x.u'], rules: rules('/a') }),
    route('s', { hostnames: ['*.u'], rules: rules('/') }),
  ];
  expect(goes(routes, { host: 'x.u' })).toBe(to('a'));
  expect(goes(routes, { host: 'x.u' }, { order: 'envoy-gateway' })).toBe('404');
});

test('routes of other namespaces attach where the listener allows it', () => {
  const spec = { rules: [{ backendRefs: [{ name: 'p', port: 80 }] }] };
  const parents = (port: number) => ({ parentRefs: [{ name: 'edge', namespace: 'shop', port }] });
  expect(goes([route('r', { ...spec, ...parents(80) }, 'pay')], {})).toBe('404');
  const at81 = { to: { gateway: 'shop/edge', port: 81 } };
  expect(goes([route('r', { ...spec, ...parents(81) }, 'pay')], at81)).toBe('pay/p:80*1');
});

test('backends: shares add up, missing ones and those without a grant are 500', () => {
  const ref = (name: string, weight: number, namespace = 'shop') => ({
    name,
    namespace,
    port: 80,
    weight,
  });
  const backed = (...backendRefs: JsonObject[]) => [route('r', { rules: [{ backendRefs }] })];
  expect(goes(backed(ref('a', 2), ref('b', 2), ref('a', 4)), {})).toBe('shop/a:80*3 shop/b:80*1');
  expect(goes(backed(ref('a', 9), ref('gone', 1)), {})).toBe('500*1 shop/a:80*9');
  expect(goes(backed(ref('a', 0)), {})).toBe('500');
  expect(goes(backed(ref('p', 1, 'pay')), {})).toBe('500');
  const grant: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'g', namespace: 'pay' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service', name: 'p' }],
    },
  };
  expect(goes([...backed(ref('p', 1, 'pay')), grant], {})).toBe('pay/p:80*1');
});

test('a fork takes the shares of its baseline, alone or as they are', () => {
  const backendRefs = [
    { name: 'a', port: 80, weight: 1 },
    { name: 'b', port: 80, weight: 3 },
  ];
  const filters = [
    { type: 'RequestMirror', requestMirror: { backendRef: { name: 'b', port: 80 } } },
  ];
  const { outcome } = ask([route('r', { rules: [{ backendRefs, filters }] })], {});
  const forks = new Map([['shop/b', { service: 'shop/b-pr' }]]);
  expect(forkOutcome(outcome, forks, 'keep')).toMatchObject({
    shares: [
      { target: 'shop/a:80', weight: 1 },
      { target: 'shop/b-pr:80', weight: 3 },
    ],
    filters: [{ mirror: 'shop/b-pr:80' }],
  });
  expect(forkOutcome(outcome, forks, 'fork-only')).toMatchObject({
    shares: [{ target: 'shop/b-pr:80', weight: 1 }],
  });
  expect(forkOutcome(outcome, new Map(), 'fork-only')).toEqual(outcome);
  const mocks = new Map([['shop/a', { service: 'mocks/a', port: 9000 }]]);
  expect(forkOutcome(outcome, mocks, 'fork-only')).toMatchObject({
    shares: [{ target: 'mocks/a:9000', weight: 1 }],
  });
});
