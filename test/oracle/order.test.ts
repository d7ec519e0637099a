import { expect, test } from 'vitest';
import type { JsonObject } from '../../lib/model/manifest';
import { ask, exact, goes, header, prefix, query, regex, route, simple, to } from './small-cluster';

const rivals: readonly (readonly [
  string,
  JsonObject,
  JsonObject,
  { readonly [order: string]: 'a' | 'b' },
])[] = [
  ['exact path, longer prefix', exact('/a'), prefix('/a'), { specification: 'a', linkerd: 'a' }],
  [
    'prefix with a header, exact path',
    { ...prefix('/a'), ...header('x-a') },
    exact('/a'),
    { specification: 'b', linkerd: 'a' },
  ],
  [
    'method, header',
    { ...prefix('/a'), method: 'GET' },
    { ...prefix('/a'), ...header('x-a') },
    { specification: 'a', linkerd: 'b', 'envoy-gateway': 'a' },
  ],
  [
    'expression, header',
    { ...prefix('/a'), ...header('x-a', '.*', 'RegularExpression') },
    { ...prefix('/a'), ...header('x-b') },
    { specification: 'a', 'envoy-gateway': 'b' },
  ],
  [
    'header, query',
    { ...prefix('/a'), ...query('d') },
    { ...prefix('/a'), ...header('x-a') },
    { specification: 'b', linkerd: 'b', 'envoy-gateway': 'b', traefik: 'b' },
  ],
  [
    'expression path, prefix',
    regex('/a.*'),
    prefix('/a'),
    { specification: 'b', istio: 'b', kgateway: 'a', 'envoy-gateway': 'a', kuma: 'a' },
  ],
  [
    'header, longer path',
    { ...prefix('/'), ...header('x-a'), ...query('d') },
    prefix('/a'),
    { specification: 'b', linkerd: 'b', traefik: 'b' },
  ],
];

test.each(rivals)('%s', (_name, first, second, winners) => {
  const routes = [simple('r', [[first, 'a']]), simple('s', [[second, 'b']])];
  const request = {
    path: '/a',
    headers: [
      ['x-a', '1'],
      ['x-b', '1'],
    ],
    query: [['d', '1']],
  } as const;
  for (const [order, winner] of Object.entries(winners)) {
    expect([order, goes(routes, request, { order })]).toEqual([order, to(winner)]);
    expect([order, goes([...routes].reverse(), request, { order })]).toEqual([order, to(winner)]);
  }
});

test('equal matches go by age, then by name, and are ambiguous where the outcome differs', () => {
  const routes = [simple('r-a', [[prefix('/'), 'a']]), simple('r', [[prefix('/'), 'b']])];
  expect(goes(routes, {})).toBe(to('b'));
  expect(goes(routes, {}, { ages: { r: 2, 'r-a': 1 } })).toBe(to('a'));
  expect(ask(routes, {}).isAmbiguous).toBe(true);
  expect(
    ask([simple('r', [[prefix('/'), 'a']]), simple('s', [[prefix('/'), 'a']])], {}).isAmbiguous,
  ).toBe(false);
});

test('within a route the first rule wins, without ambiguity', () => {
  const answer = ask(
    [
      simple('r', [
        [prefix('/'), 'a'],
        [prefix('/'), 'b'],
      ]),
    ],
    {},
  );
  expect(answer.taken?.rule.index).toBe(0);
  expect(answer.isAmbiguous).toBe(false);
});

test('GRPCRoutes rank by service, method and headers', () => {
  const rpc = (name: string, match: JsonObject) =>
    route(
      name,
      { rules: [{ matches: [match], backendRefs: [{ name: 'a', port: 80 }] }] },
      'shop',
      'GRPCRoute',
    );
  const routes = [
    rpc('r', header('x-a')),
    rpc('s', { method: { service: 's.A' } }),
    rpc('t', { method: { method: 'Get' } }),
  ];
  const call = (path: string) =>
    ask(routes, { protocol: 'grpc', path, headers: [['x-a', '1']] }).taken?.route.name;
  expect([call('/s.A/Get'), call('/s.B/Get'), call('/s.B/Put')]).toEqual(['s', 't', 'r']);
});
