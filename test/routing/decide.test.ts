// Where requests go: one table for each part of the law.

import { expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import type { Target } from '../../lib/model/request';
import { decide } from '../../lib/routing/decide';
import { specification } from '../../lib/routing/law';
import { gateway, grpcRoute, match, route, rule, workload } from '../routes';
import { type Asked, asking, requestOf, tableOf } from './asking';

const services = ['a', 'b', 'c'].map((name) => workload(name)[1] as KubeObject);

type Row = readonly [line: string, answer: string, asked?: Asked];

function check(objects: readonly KubeObject[], rows: readonly Row[]) {
  const ask = asking([...services, ...objects]);
  expect(rows.map(([line, , asked]) => [line, ask(line, asked)])).toEqual(
    rows.map(([line, answer]) => [line, answer]),
  );
}

const a = 'shop/a:80';
const b = 'shop/b:80';
const c = 'shop/c:80';

test('Exact goes before the longest prefix, then method, headers, query', () => {
  const rules = [
    rule('/', 'a'),
    rule('/cart', 'b'),
    rule('=/cart', 'c'),
    rule('POST /cart', 'a'),
    rule('/cart?debug=1', 'c'),
    rule('/cart', 'a', { 'x-env': 'test' }),
  ];
  check(
    [gateway(), route('r', rules)],
    [
      ['http://shop.test/', a],
      ['http://shop.test/cart', c],
      ['http://shop.test/cart/', b],
      ['http://shop.test/cartoon', a],
      ['POST http://shop.test/cart/1', a],
      ['http://shop.test/cart/1?debug=1', c],
      ['http://shop.test/cart/1?debug=1', a, { headers: [['X-Env', 'test']] }],
      ['http://shop.test/cart/1', b, { headers: [['x-env', 'Test']] }],
    ],
  );
});

test('the most specific hostname goes first, and a wider one where no rule of it matches', () => {
  const hosts: readonly (readonly [string, string, string])[] = [
    ['exact', 'a', 'shop.test'],
    ['wild', 'b', '*.test'],
  ];
  const routes = hosts.map(([name, service, host]) =>
    route(name, [rule(name === 'exact' ? '/cart' : '/', service)], { hostnames: [host] }),
  );
  check(
    [gateway(), ...routes, route('any', [rule('/', 'c')])],
    [
      ['http://shop.test/cart', a],
      ['http://shop.test/x', b],
      ['http://SHOP.test:8080/cart', a],
      ['http://x.y.test/x', b],
      ['http://test/x', c],
      ['http://other/x', c],
    ],
  );
});

test('a tie between routes that only age decides is unspecified, unless both do the same', () => {
  const routes = (left: object, right: object) => [
    gateway(),
    route('one', [rule('/', 'a')], left),
    route('two', [rule('/', 'b')], right),
  ];
  check(routes({}, {}), [['http://x/', `? ${a} | ${b}`]]);
  const old = { created: '2024-01-01T00:00:00Z' };
  const young = { created: '2025-01-01T00:00:00Z' };
  check(routes(young, old), [['http://x/', b]]);
  check(routes(old, old), [['http://x/', a]]);
  check(routes(old, {}), [['http://x/', `? ${a} | ${b}`]]);
  check(
    [gateway(), route('one', [rule('/', 'a')]), route('two', [rule('/', 'a')])],
    [['http://x/', a]],
  );
});

test('what the specification leaves open is never guessed', () => {
  check(
    [
      gateway(),
      route('r', [
        rule('~/v[0-9]+', 'a'),
        rule('/v1', 'b'),
        rule('/x', 'c', { 'x-a': '1' }),
        rule('/x', 'b'),
      ]),
    ],
    [
      ['http://x/v1', `? ${a} | ${b}`],
      ['http://x/v2', a],
      ['http://x/v2/y', `? 404 | ${a}`],
      ['http://x/y', '404'],
      ['http://x/x', c, { headers: [['x-a', '1']] }],
      [
        'http://x/x',
        `? ${b} | ${c}`,
        {
          headers: [
            ['x-a', '1'],
            ['x-a', '2'],
          ],
        },
      ],
      ['http://x//x', `? 404 | ${b}`],
    ],
  );
});

test('shares follow weights, and a reference that does not resolve keeps its own', () => {
  const refs = (...list: readonly (readonly [string, number])[]) =>
    list.map(([name, weight]) => ({ name, port: 80, weight }));
  const to = (path: string, ...list: readonly (readonly [string, number])[]) => ({
    matches: [match(path)],
    backendRefs: refs(...list),
  });
  check(
    [
      gateway(),
      route('r', [
        to('/split', ['a', 9], ['b', 1]),
        to('/broken', ['a', 3], ['gone', 1]),
        to('/gone', ['gone', 1]),
        to('/zero', ['a', 0]),
        to('/twice', ['a', 1], ['a', 1], ['b', 2]),
        to('/off', ['a', 1], ['b', 0]),
        { matches: [match('/none')] },
      ]),
    ],
    [
      ['http://x/split', `${a}*0.9 ${b}*0.1`],
      ['http://x/broken', `${a}*0.75 500*0.25`],
      ['http://x/gone', '500'],
      ['http://x/zero', '500'],
      ['http://x/twice', `${a}*0.5 ${b}*0.5`],
      ['http://x/off', a],
      ['http://x/none', '500'],
    ],
  );
});

const all = { namespaces: { from: 'All' } };
const listener = (name: string, hostname: string | undefined, more: object = {}) => ({
  name,
  port: 80,
  protocol: 'HTTP',
  ...(hostname === undefined ? {} : { hostname }),
  allowedRoutes: all,
  ...more,
});

test('only routes of the most specific listener count', () => {
  const on = (section: string) => ({ parents: [{ name: 'edge', sectionName: section }] });
  check(
    [
      gateway([
        listener('any', undefined),
        listener('wild', '*.test'),
        listener('exact', 'shop.test'),
      ]),
      route('r-any', [rule('/', 'a')], on('any')),
      route('r-wild', [rule('/', 'b')], on('wild')),
      route('r-exact', [rule('/cart', 'c')], on('exact')),
    ],
    [
      ['http://shop.test/cart', c],
      ['http://shop.test/x', '404'],
      ['http://x.test/cart', b],
      ['http://other/cart', a],
      [
        'http://other/cart',
        '404',
        { target: { to: 'gateway', namespace: 'shop', name: 'edge', port: 81 } },
      ],
    ],
  );
});

test('over TLS the server name picks the listener, and a Host of another is misdirected', () => {
  const tls = { port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } };
  const target: Target = { to: 'gateway', namespace: 'shop', name: 'edge', port: 443 };
  check(
    [
      gateway([listener('wild', '*.test', tls), listener('exact', 'shop.test', tls)]),
      route('r', [rule('/', 'a')]),
    ],
    [
      ['https://shop.test/', a, { target }],
      ['https://shop.test/', '421', { target, sni: 'x.test' }],
      ['https://other/', '404', { target, sni: 'x.test' }],
      ['https://other/', '404', { target }],
    ],
  );
});

test('the name that no listener covers is told: of the handshake, or the Host', () => {
  const tls = { port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } };
  const target: Target = { to: 'gateway', namespace: 'shop', name: 'edge', port: 443 };
  const table = tableOf([gateway([listener('exact', 'shop.test', tls)])]);
  const reason = (host: string, sni: string) =>
    decide(table, requestOf(`https://${host}/`, { target, sni }));
  const because = (name: string) => `no listener on port 443 covers \`${name}\``;
  expect(reason('shop.test', 'x.test')).toMatchObject({ because: because('x.test') });
  expect(reason('other', 'shop.test')).toMatchObject({ because: because('other') });
});

test('a gRPC call meets GRPCRoutes, and HTTPRoutes as the POST that it is', () => {
  const call = (service?: string, method?: string, headers?: object) => ({
    ...(service === undefined && method === undefined ? {} : { method: { service, method } }),
    ...headers,
  });
  const to = (name: string, ...matches: readonly object[]) => ({
    matches: matches as never,
    backendRefs: [{ name, port: 80 }],
  });
  const rules = [
    to('a', call('shop.Cart', 'Get')),
    to('b', call('shop.Cart')),
    to('c', call(undefined, 'Ping')),
  ];
  const grpc = { protocol: 'grpc' as const };
  check(
    [
      gateway(),
      grpcRoute('g', rules, { hostnames: ['grpc.test'] }),
      route('h', [rule('POST /', 'c')], { hostnames: ['http.test'] }),
    ],
    [
      ['POST http://grpc.test/shop.Cart/Get', a, grpc],
      ['POST http://grpc.test/shop.Cart/Put', b, grpc],
      ['POST http://grpc.test/other.X/Ping', c, grpc],
      ['POST http://grpc.test/other.X/Put', '404/12', grpc],
      ['POST http://grpc.test/shop.Cart/Get', '404'],
      ['POST http://http.test/shop.Cart/Get', c, grpc],
    ],
  );
});

const inMesh = (from: string, port = 80): Asked => ({
  target: { to: 'service', namespace: 'shop', name: 'a', port, from },
});
const onService = (more: object = {}) => ({
  parents: [{ group: '', kind: 'Service', name: 'a', namespace: 'shop', ...more }],
});

test('in a mesh consumer routes replace the producer routes of their own clients', () => {
  check(
    [
      route('producer', [rule('/', 'b')], onService()),
      route(
        'consumer',
        [{ matches: [match('/x')], backendRefs: [{ name: 'c', namespace: 'shop', port: 80 }] }],
        {
          ...onService(),
          namespace: 'checkout',
        },
      ),
    ],
    [
      ['http://a/', b, inMesh('shop')],
      ['http://a/', b, inMesh('elsewhere')],
      ['http://a/x', c, inMesh('checkout')],
      ['http://a/', '404', inMesh('checkout')],
    ],
  );
});

test('in a mesh a Service without routes on a port is its own backend', () => {
  const two = workload('a', {}, [
    { name: 'http', port: 80 },
    { name: 'admin', port: 8080 },
  ])[1] as KubeObject;
  const ask = asking([
    two,
    ...services.slice(1),
    route('r', [rule('/x', 'b')], onService({ port: 80 })),
  ]);
  expect(ask('http://a/x', inMesh('shop'))).toBe(b);
  expect(ask('http://a/', inMesh('shop'))).toBe('404');
  expect(ask('http://a/', inMesh('shop', 8080))).toBe('shop/a:8080');
  expect(ask('http://a/', inMesh('shop', 9))).toBe('rejected');
});

test('an HTTPRoute and a GRPCRoute on one host: which is accepted, age decides', () => {
  const grpc = { protocol: 'grpc' as const };
  const routes = (left: object, right: object) => [
    gateway(),
    route('h', [rule('/', 'a')], left),
    grpcRoute('g', [{ backendRefs: [{ name: 'b', port: 80 }] }], right),
  ];
  check(routes({}, {}), [['POST http://x/s/m', `? ${a} | ${b}`, grpc]]);
  const [old, young] = [{ created: '2024-01-01T00:00:00Z' }, { created: '2025-01-01T00:00:00Z' }];
  check(routes(old, young), [['POST http://x/s/m', a, grpc]]);
  check(routes(young, old), [['POST http://x/s/m', b, grpc]]);
});

test('on a listener of one name the route that was written for it goes before a wildcard', () => {
  const only = [gateway([listener('one', 'shop.test')])];
  const rows: readonly Row[] = [['http://shop.test/cart/1', b]];
  const old = { created: '2024-01-01T00:00:00Z', hostnames: ['*.test'] };
  const young = { created: '2025-01-01T00:00:00Z', hostnames: ['shop.test'] };
  check(
    [...only, route('w', [rule('/cart', 'a')], old), route('x', [rule('/', 'b')], young)],
    rows,
  );
  const law = { ...specification, countsOwnHostnames: 'open' as const };
  const objects = [...services, ...only, route('w', [rule('/cart', 'a')], old)];
  const ask = asking([...objects, route('x', [rule('/', 'b')], young)], law);
  expect(ask('http://shop.test/cart/1')).toBe(`? ${a} | ${b}`);
});
