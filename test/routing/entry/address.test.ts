import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../../lib/model/inventory';
import type { Request } from '../../../lib/model/request';
import { type RequestWords, readWords } from '../../../lib/resolve/request-words';
import { resolve } from '../../../lib/resolve/route-table';
import { Addresses } from '../../../lib/routing/entry/address';
import { readManifests } from '../../../lib/yaml/read';

interface ListenerText {
  readonly port: number;
  readonly protocol?: string;
  readonly hostname?: string;
  readonly name?: string;
}

function gateway(name: string, ...listeners: readonly ListenerText[]): string {
  const [namespace, own] = name.includes('/') ? name.split('/') : [undefined, name];
  return JSON.stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: own, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      gatewayClassName: 'any',
      listeners: listeners.map(({ protocol = 'HTTP', ...rest }, index) => ({
        name: `l${index}`,
        protocol,
        allowedRoutes: { namespaces: { from: 'All' } },
        ...(protocol === 'HTTPS' ? { tls: { certificateRefs: [{ name: 'c' }] } } : {}),
        ...(protocol === 'TLS' ? { tls: { mode: 'Passthrough' } } : {}),
        ...rest,
      })),
    },
  });
}

function route(name: string, parent: object, rest: object = {}): string {
  const [namespace, own] = name.split('/');
  return JSON.stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: own, namespace },
    spec: { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }], ...rest },
  });
}

function service(name: string, ...ports: readonly number[]): string {
  const [namespace, own] = name.split('/');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: own, namespace },
    spec: { ports: ports.map((port) => ({ name: `p${port}`, port })) },
  });
}

function bareService(name: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port: 80 }] },
  });
}

function place(manifests: readonly string[], url: string, words: Omit<RequestWords, 'url'> = {}) {
  const read = readManifests(manifests.join('\n---\n'), 'a.yaml');
  expect(read.findings).toEqual([]);
  const { table } = resolve(inventoryOf(read.manifests));
  const { request, findings } = readWords({ url, ...words });
  expect(findings).toEqual([]);
  if (request === undefined) throw new Error(url);
  return new Addresses(table).place(request);
}

/** `edge/a:80`, or `shop/cart:80 from web`; else the problem and the hint. */
function targetOf(...asked: Parameters<typeof place>): string {
  const found = place(...asked);
  if ('problem' in found) return `${found.problem}; ${found.hint}`;
  const { target } = found;
  const from = target.to === 'service' ? ` from ${target.from}` : '';
  return `${target.namespace}/${target.name}:${target.port}${from}`;
}

const web = gateway('edge/web', { port: 80 }, { port: 443, protocol: 'HTTPS' });
const odd = gateway('edge/odd', { port: 8080 }, { port: 8443, protocol: 'HTTPS' });
const many = gateway('edge/many', { port: 8080 }, { port: 8081 });

describe('the port at a Gateway', () => {
  test.each([
    [[web], 'http://a/', 'edge/web:80'],
    [[web], 'https://a/', 'edge/web:443'],
    [[web], 'https://a:80/', 'edge/web:80'],
    [[odd], 'http://a/', 'edge/odd:8080'],
    [[odd], 'https://a/', 'edge/odd:8443'],
    [[odd], 'grpcs://a/s.S/M', 'edge/odd:8443'],
    // Nothing listens there, which is the answer.
    [[web], 'http://a:81/', 'edge/web:81'],
    [[gateway('edge/tls', { port: 6443, protocol: 'TLS' })], 'tls://a', 'edge/tls:6443'],
    [[gateway('edge/db', { port: 5432, protocol: 'TCP' })], 'tcp://a', 'edge/db:5432'],
    [[gateway('edge/dns', { port: 53, protocol: 'UDP' })], 'udp://a', 'edge/dns:53'],
  ])('%#: %s', (manifests, url, expected) => {
    expect(targetOf(manifests, url)).toBe(expected);
  });

  test('several that could be meant are asked back', () => {
    expect(targetOf([many], 'http://a/', { gateway: 'edge/many' })).toBe(
      'Gateway edge/many listens on ports 8080, 8081; say which port is meant',
    );
    const db = ['a', 'b'].map((name) =>
      gateway(`edge/${name}`, { port: 1, protocol: 'TCP' }, { port: 2, protocol: 'TCP' }),
    );
    expect(targetOf(db, 'tcp://a')).toBe(
      'Gateway edge/a listens on ports 1, 2; say which port is meant',
    );
    expect(targetOf([web], 'tcp://a', { gateway: 'edge/web' })).toBe(
      'Gateway edge/web has no listener for tcp; say which port is meant',
    );
  });

  test('the port of the host counts where no other is given', () => {
    expect(targetOf([odd, many], 'http://x/', { headers: { host: 'a:8081' } })).toBe(
      'edge/many:8081',
    );
  });
});

describe('the Gateway that is meant', () => {
  const a = gateway(
    'edge/a',
    { port: 80, hostname: '*.a.example' },
    { port: 80, hostname: 'both.example' },
  );
  const b = gateway(
    'edge/b',
    { port: 80, hostname: 'x.b.example' },
    { port: 80, hostname: 'both.example' },
  );

  test('is the one whose listener covers the host', () => {
    expect(targetOf([a, b], 'http://x.a.example/')).toBe('edge/a:80');
    expect(targetOf([a, b], 'http://X.B.example/')).toBe('edge/b:80');
    expect(targetOf([a, b], 'https://x.b.example:80/', { gateway: 'edge/a' })).toBe('edge/a:80');
  });

  test('is the one with a route for the host, where listeners of several cover it', () => {
    const own = route('shop/r', { name: 'b', namespace: 'edge' }, { hostnames: ['both.example'] });
    expect(targetOf([a, b, own], 'http://both.example/')).toBe('edge/b:80');
  });

  test('is never chosen from several', () => {
    expect(targetOf([a, b], 'http://both.example/')).toBe(
      'Gateway edge/a and Gateway edge/b could each answer for `both.example` on port 80; name one with `--gateway`, or as `gateway` in the request',
    );
    expect(targetOf([a, b], 'http://c.example/')).toBe(
      'Gateway edge/a and Gateway edge/b listen on port 80, and none of them for `c.example`; name one with `--gateway`, or as `gateway` in the request',
    );
  });

  test('is none where nothing listens on the port', () => {
    expect(targetOf([a, b], 'http://c.example:81/')).toBe(
      'no Gateway listens for http on port 81; there are Gateway edge/a (port 80); Gateway edge/b (port 80)',
    );
    expect(targetOf([], 'http://c.example/')).toBe(
      'there is no Gateway, and no route names one; give its manifest with `-f` or `--context`, or name a Service with `--service`',
    );
    expect(targetOf([a, b], 'tcp://both.example:80', { listener: 'l0' })).toBe(
      'no Gateway listens for tcp on port 80 as listener `l0`; there are Gateway edge/a (port 80); Gateway edge/b (port 80)',
    );
  });

  test('has the listener that is asked for', () => {
    const mixed = gateway(
      'edge/mixed',
      { port: 80, name: 'plain' },
      { port: 443, protocol: 'HTTPS', name: 'secure' },
    );
    const far = route('shop/r', { name: 'far', namespace: 'edge' });
    expect(targetOf([mixed], 'https://x/', { listener: 'secure' })).toBe('edge/mixed:443');
    // It is there and does not listen on the port, which is the answer.
    expect(targetOf([mixed], 'http://x/', { listener: 'secure' })).toBe('edge/mixed:80');
    expect(targetOf([mixed], 'http://x/', { listener: 'plian' })).toBe(
      'Gateway edge/mixed has no listener `plian`; did you mean `plain`?',
    );
    expect(targetOf([a, b, mixed], 'http://x/', { gateway: 'edge/a', listener: 'plain' })).toBe(
      'Gateway edge/a has no listener `plain`; its listeners are l0, l1',
    );
    expect(targetOf([a, b], 'http://both.example/', { listener: 'no' })).toBe(
      'no Gateway has a listener `no`; listeners are l0, l1',
    );
    expect(targetOf([far], 'http://x/', { gateway: 'far', listener: 'any' })).toBe('edge/far:80');
  });

  test('may be one that only a route names, on any port', () => {
    const far = route('shop/r', { name: 'far', namespace: 'edge' }, { hostnames: ['far.example'] });
    expect(targetOf([far], 'http://far.example:99/')).toBe('edge/far:99');
    expect(targetOf([far], 'https://far.example/')).toBe('edge/far:443');
    expect(targetOf([far], 'https://x/', { gateway: 'edge/far' })).toBe('edge/far:443');
  });

  test('is found by its name alone where that is enough', () => {
    const here = gateway('a', { port: 80 });
    expect(targetOf([a, b], 'http://x/', { gateway: 'b' })).toBe('edge/b:80');
    expect(targetOf([a, here], 'http://x/', { gateway: 'a' })).toBe('/a:80');
    expect(targetOf([a, here], 'http://x/', { gateway: 'edge/a' })).toBe('edge/a:80');
    expect(targetOf([a, gateway('other/a', { port: 80 })], 'http://x/', { gateway: 'a' })).toBe(
      'Gateway edge/a and Gateway other/a are all called `a`; name one as `namespace/name`',
    );
  });

  test('has to be known', () => {
    expect(targetOf([web], 'http://x/', { gateway: 'egde/web' })).toBe(
      'Gateway egde/web is not in the input, and no route names it; did you mean `edge/web`?',
    );
    expect(targetOf([web], 'http://x/', { gateway: 'some/thing' })).toBe(
      'Gateway some/thing is not in the input, and no route names it; there is Gateway edge/web (port 80, 443)',
    );
  });

  test('in the unnamed namespace, which may have to be named first', () => {
    const here = [gateway('a', { port: 80 }), bareService('cart')];
    expect(targetOf(here, 'http://x/', { gateway: 'prod/a' })).toBe(
      'Gateway prod/a is not in the input, and no route names it; did you mean `/a`? Say `-n prod` where objects without a namespace belong to prod',
    );
    expect(targetOf(here, 'http://cart/', { from: 'prod' })).toBe(
      'Service prod/cart is not in the input, and no route names it; did you mean `/cart`? Say `-n prod` where objects without a namespace belong to prod',
    );
  });

  test('many are named in part', () => {
    const all = Array.from({ length: 12 }, (_, index) => gateway(`edge/g${index}`, { port: 80 }));
    expect(targetOf(all, 'http://x/')).toContain('Gateway edge/g5 and 4 more could each answer');
  });
});

describe('a Service of a mesh', () => {
  const cart = service('shop/cart', 80);
  const single = service('shop/single', 8080);
  const double = service('shop/double', 8080, 9090);

  test.each([
    ['http://cart/', { from: 'shop' }, 'shop/cart:80 from shop'],
    ['http://cart.shop/', { from: 'web' }, 'shop/cart:80 from web'],
    ['http://cart.shop.svc/', { from: 'web' }, 'shop/cart:80 from web'],
    ['http://CART.shop.svc.cluster.local./', { from: 'web' }, 'shop/cart:80 from web'],
    ['http://cart.shop:81/', { from: 'web' }, 'shop/cart:81 from web'],
    ['tcp://cart.shop:81', { from: 'web' }, 'shop/cart:81 from web'],
    ['http://x/', { service: 'shop/cart' }, 'shop/cart:80 from shop'],
    ['http://x/', { service: 'cart', from: 'web' }, 'shop/cart:80 from web'],
    ['http://single.shop/', { from: 'web' }, 'shop/single:8080 from web'],
    [
      'http://double.shop/',
      { from: 'web' },
      'Service shop/double has the ports 8080, 9090; say which port is meant',
    ],
    [
      'http://cart/',
      { from: 'web' },
      'Service web/cart is not in the input, and no route names it; did you mean `shop/cart`?',
    ],
    [
      'http://cat.shop/',
      { from: 'web' },
      'Service shop/cat is not in the input, and no route names it; did you mean `shop/cart`?',
    ],
    [
      'http://something.elsewhere/',
      { from: 'web' },
      'Service elsewhere/something is not in the input, and no route names it; give its manifest with `-f` or `--context`',
    ],
    [
      'http://cart.shop.example.com/',
      { from: 'web' },
      '`cart.shop.example.com` names no Service; write the host as `name`, `name.namespace` or `name.namespace.svc`, or give `--service`',
    ],
  ])('%s %j', (url, words, expected) => {
    expect(targetOf([cart, single, double], url, words)).toBe(expected);
  });

  test('may be one that only a route names', () => {
    const mesh = route('shop/r', { group: '', kind: 'Service', name: 'front' });
    expect(targetOf([mesh], 'http://front.shop/', { from: 'web' })).toBe('shop/front:80 from web');
    expect(targetOf([mesh], 'http://cart.shop/', { from: 'web' })).toBe('shop/cart:80 from web');
  });
});

describe('what is sent', () => {
  const sent = (url: string, words: Omit<RequestWords, 'url'> = {}) =>
    place([web, service('shop/cart', 8080)], url, words) as Request;

  test.each([
    ['http://a/', {}, { protocol: 'http', scheme: 'http', method: 'GET', host: 'a', path: '/' }],
    ['grpc://a/s.S/M', {}, { protocol: 'grpc', method: 'POST', path: '/s.S/M' }],
    [
      'https://a/',
      { method: 'put', headers: { host: 'b' } },
      { method: 'PUT', host: 'b', sni: 'a' },
    ],
    ['http://cart.shop:8080/', { from: 'web' }, { host: 'cart.shop:8080' }],
    ['tls://A.example:443', { gateway: 'web' }, { protocol: 'tls', sni: 'A.example' }],
  ])('%s %j', (url, words, expected) => {
    expect(sent(url, words)).toMatchObject(expected);
  });

  test('a client of a Service sends its name where no host is given', () => {
    const { table } = resolve(
      inventoryOf(readManifests(service('shop/cart', 8080), 'a.yaml').manifests),
    );
    const spec = { id: '1', protocol: 'http', path: '/', headers: [] } as const;
    const addresses = new Addresses(table);
    expect(
      addresses.place({ ...spec, service: { namespace: 'shop', name: 'cart' } }),
    ).toMatchObject({
      host: 'cart.shop:8080',
    });
  });
});
