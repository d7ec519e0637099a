// Deciding stays linear in what is hostile: paths, headers, queries and hosts of any size, many
// rules on one path, and names that JavaScript keeps for itself.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { HttpRequest } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { keyMatch } from '../../lib/routing/carrier';
import { decide, explain } from '../../lib/routing/decide';
import { widest } from '../arbitrary/refinement';
import { gateway, grpcRoute, route, rule, workload } from '../routes';
import { edge, textOf } from '../routing/asking';
import { outcomeText } from './outcomes';
import { tableOf } from './question';

const ask: HttpRequest = {
  protocol: 'http',
  target: edge,
  method: 'GET',
  host: 'shop.test',
  path: '/',
  headers: [],
};
const services = ['a', 'b', 'c'].flatMap((name) => workload(name));
const day = { created: '2024-01-01T00:00:00Z' };

/** Rules in as many routes as they take, 16 to each. */
function routesOf(rules: readonly JsonObject[]): KubeObject[] {
  const routes: KubeObject[] = [];
  for (let start = 0; start < rules.length; start += 16) {
    routes.push(route(`r-${start}`, rules.slice(start, start + 16), day));
  }
  return routes;
}

function rulesBy(count: number, headersOf: (index: number) => { [name: string]: string }) {
  return Array.from({ length: count }, (_, index) => rule('/cart', 'a', headersOf(index)));
}

const keyOf = (index: number) => keyMatch({ type: 'baggage' }, 'sd-routing-key', `k${index}`).value;

/** Milliseconds of CPU time. */
function costOnce(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What one answer takes, the least of some. */
function costOf(work: () => unknown): number {
  return Math.min(...Array.from({ length: 3 }, () => costOnce(work)));
}

/** Four times the input may take at most ten times as long: where each part is looked at with each other it is sixteen. */
function expectLinear(work: (size: number) => () => unknown, size: number): void {
  const [one, four] = [costOf(work(size)), costOf(work(4 * size))];
  expect(four, `${one.toFixed(1)} ms for ${size}, ${four.toFixed(1)} ms for 4 times`).toBeLessThan(
    Math.max(100, 10 * one),
  );
}

const small = tableOf([
  gateway(),
  ...services,
  route(
    'r',
    [
      rule('/', 'c'),
      rule('/a', 'a', { 'x-key': '1' }),
      rule('~/a.*/b', 'b'),
      rule('/a', 'b', { baggage: `~${keyOf(1)}` }),
      rule('/a?q=1', 'a'),
    ],
    { hostnames: ['shop.test', '*.wide.test'] },
  ),
  grpcRoute('calls', [{ matches: [{ method: { service: 'a' } }] }], { hostnames: ['g.test'] }),
]);

const laws = [undefined, widest] as const;

test.each<readonly [string, (size: number) => Partial<HttpRequest>]>([
  ['a path of many segments', (size) => ({ path: '/a'.repeat(size) })],
  ['a path of many slashes', (size) => ({ path: '/'.repeat(size) })],
  ['a path of dot segments', (size) => ({ path: `${'/a'.repeat(size)}${'/..'.repeat(size)}` })],
  ['a path of escapes', (size) => ({ path: `/${'%61'.repeat(size)}` })],
  [
    'a gRPC call of many segments',
    (size) => ({ host: 'g.test', path: '/a'.repeat(size), protocol: 'grpc' }),
  ],
  ['a host of many labels', (size) => ({ host: `${'a.'.repeat(size)}wide.test` })],
  ['one header value', (size) => ({ path: '/a', headers: [['x-key', '1'.repeat(10 * size)]] })],
  [
    'a header of many members',
    (size) => ({ path: '/a', headers: [['baggage', 'a=1,'.repeat(size)]] }),
  ],
  [
    'a header that is a key nearly',
    (size) => ({ path: '/a', headers: [['baggage', `${' sd-routing-key='.repeat(size)}`]] }),
  ],
  [
    'many header lines',
    (size) => ({
      path: '/a',
      headers: Array.from({ length: size }, () => ['baggage', 'x=1'] as const),
    }),
  ],
  [
    'many header names',
    (size) => ({
      path: '/a',
      headers: Array.from({ length: size }, (_, index) => [`x-${index}`, '1'] as const),
    }),
  ],
  ['many parameters', (size) => ({ path: `/a?${'q=2&'.repeat(size)}` })],
])('%s takes time in proportion', (_, hostile) => {
  for (const law of laws) {
    expectLinear((size) => {
      const request = { ...ask, ...hostile(size) };
      return () => decide(small, request, law);
    }, 6000);
  }
});

test('a prefix of many segments is looked up in proportion', () => {
  expectLinear((size) => {
    const path = '/a'.repeat(size);
    const table = tableOf([gateway(), ...services, route('deep', [rule(path, 'a')])]);
    const request = { ...ask, path: `${path}/x` };
    decide(table, request);
    return () => decide(table, request);
  }, 2000);
});

test('a path of 100,000 segments and a header of a megabyte are answered at once', () => {
  const path = { ...ask, path: '/a'.repeat(100_000) };
  const header = { ...ask, path: '/a', headers: [['baggage', 'a=1,'.repeat(250_000)]] as const };
  for (const request of [path, header]) {
    for (const law of laws) expect(costOf(() => decide(small, request, law))).toBeLessThan(3000);
  }
  expect(textOf(decide(small, header))).toBe('shop/c:80');
});

test.each<readonly [string, (index: number) => { [name: string]: string }]>([
  ['an exact header', (index) => ({ 'x-key': `k${index}` })],
  ['a key in a list', (index) => ({ baggage: `~${keyOf(index)}` })],
])('5000 rules on one path told apart by %s', (_, headersOf) => {
  const table = tableOf([
    gateway(),
    ...services,
    route('plain', [rule('/cart', 'b')], day),
    ...routesOf(rulesBy(5000, headersOf)),
  ]);
  const request = (index: number): HttpRequest => {
    const value = `k${index}`;
    return {
      ...ask,
      path: '/cart/1',
      headers: [
        ['x-key', value],
        ['baggage', `u=1, sd-routing-key=${value}`],
      ],
    };
  };
  expect(textOf(decide(table, request(4321)))).toBe('shop/a:80');
  expect(textOf(decide(table, request(5001)))).toBe('shop/b:80');
  expect(outcomeText(explain(table, request(4321)).outcome)).toBe(
    outcomeText(decide(table, request(4321))),
  );
  const thousand = costOf(() => {
    for (let index = 0; index < 1000; index += 1) decide(table, request(index));
  });
  expect(thousand).toBeLessThan(1000);
});

test('5000 rules on one path told apart by other expressions are all read, and no more', () => {
  expectLinear((size) => {
    const rules = rulesBy(size, (index) => ({ 'x-key': `~k${index}(-.*)?` }));
    const table = tableOf([gateway(), ...services, ...routesOf(rules)]);
    const request: HttpRequest = { ...ask, path: '/cart', headers: [['x-key', 'k7-x']] };
    return () => decide(table, request);
  }, 1250);
});

test('many routes that only age tells apart are all told', () => {
  const tied = (count: number): RouteTable =>
    tableOf([
      gateway(),
      ...services,
      ...Array.from({ length: count }, (_, index) => {
        const set = [{ name: 'x-route', value: String(index) }];
        const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set } }];
        return route(`r-${index}`, [rule('/', 'a', {}, { filters })]);
      }),
    ]);
  const outcome = decide(tied(300), ask);
  expect(outcome.outcome === 'unspecified' && outcome.between.length).toBe(300);
  // As many pairs are compared as there are, so this need not be linear, only bearable.
  const table = tied(1000);
  expect(costOnce(() => decide(table, ask))).toBeLessThan(5000);
});

test('thousands of TLSRoutes are told apart by name, and not looked at one by one', () => {
  const routes = Array.from({ length: 4000 }, (_, index) =>
    route(
      `r-${index}`,
      [{ backendRefs: [{ name: index % 2 === 0 ? 'a' : 'b', port: 80 }] }],
      { hostnames: [`h${index}.test`] },
      'TLSRoute',
    ),
  );
  const tls = { name: 'tls', port: 80, protocol: 'TLS', tls: { mode: 'Passthrough' } };
  const table = tableOf([gateway([tls]), ...services, ...routes]);
  const ends = (index: number) =>
    textOf(decide(table, { protocol: 'tls', target: edge, sni: `h${index}.test` }));
  expect([ends(3998), ends(3999), ends(4000)]).toEqual(['shop/a:80', 'shop/b:80', 'rejected']);
  expect(costOf(() => Array.from({ length: 1000 }, (_, index) => ends(index)))).toBeLessThan(500);
});

test('ListenerSets that contest many hostnames leave no more sets than can be asked', () => {
  const host = `${'a.'.repeat(40)}test`;
  const hostnames = Array.from({ length: 40 }, (_, index) => `*.${'a.'.repeat(39 - index)}test`);
  const all = { allowedRoutes: { namespaces: { from: 'All' } } };
  const sets = ['s', 't'].map((name): KubeObject => {
    const listeners = hostnames.map((hostname, index) => {
      return { name: `l${index}`, port: 80, protocol: 'HTTP', hostname, ...all };
    });
    return {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ListenerSet',
      metadata: { name, namespace: 'shop' },
      spec: { parentRef: { name: 'edge' }, listeners },
    };
  });
  const home = gateway();
  const spec = { ...home.spec, allowedListeners: { namespaces: { from: 'Same' } } };
  const table = tableOf([
    { ...home, spec },
    ...services,
    ...sets,
    ...['s', 't'].map((name, index) =>
      route(`r-${name}`, [rule('/', index === 0 ? 'a' : 'b')], {
        parents: [{ kind: 'ListenerSet', name }],
      }),
    ),
  ]);
  for (const law of laws) {
    const outcome = decide(table, { ...ask, host }, law);
    expect(textOf(outcome)).toMatch(/shop\/a:80 [|] shop\/b:80/);
  }
  expect(costOf(() => decide(table, { ...ask, host }, widest))).toBeLessThan(1000);
});

const reserved = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'] as const;

test.each(reserved)('%s is a name like any other', (name) => {
  const lower = name.toLowerCase();
  const mesh = { group: '', kind: 'Service', name: 'a', namespace: 'shop' };
  const table = tableOf([
    gateway(),
    ...services,
    ...workload(lower),
    route('host', [rule('/', 'a')], { hostnames: [lower] }),
    route('header', [rule('/', 'b', { [name]: name })], { hostnames: ['header.test'] }),
    route('path', [rule(`=/${name}`, 'c')], { hostnames: ['path.test'] }),
    route('query', [rule(`/?${name}=${name}`, 'b')], { hostnames: ['query.test'] }),
    route('service', [rule('/', lower)], { hostnames: ['service.test'] }),
    route('mesh', [rule(`/${name}`, 'c')], { parents: [mesh] }),
  ]);
  const answers = (more: Partial<HttpRequest>) => textOf(decide(table, { ...ask, ...more }));
  const to = { to: 'service', namespace: 'shop', port: 80, from: 'shop' } as const;
  expect(answers({ host: name })).toBe('shop/a:80');
  expect(answers({ host: 'other.test' })).toBe('404');
  expect(answers({ host: 'header.test', headers: [[name, name]] })).toBe('shop/b:80');
  expect(answers({ host: 'header.test' })).toBe('404');
  expect(answers({ host: 'path.test', path: `/${name}` })).toBe('shop/c:80');
  expect(answers({ host: 'query.test', path: `/?${name}=${name}` })).toBe('shop/b:80');
  expect(answers({ host: 'query.test', path: `/?${name}` })).toBe('404');
  expect(answers({ host: 'service.test' })).toBe(`shop/${lower}:80`);
  expect(answers({ target: { ...to, name: 'a' }, path: `/${name}` })).toBe('shop/c:80');
  expect(answers({ target: { ...to, name: lower } })).toBe(`shop/${lower}:80`);
  expect(answers({ target: { ...to, name, from: name, namespace: name } })).toBe(
    `${name}/${name}:80`,
  );
  expect(answers({ target: { ...edge, name, namespace: name } })).toBe('404');
});
