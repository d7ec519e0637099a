// Listeners with which no TLS handshake can succeed.

import { describe, expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import type { Connection } from '../../../lib/model/request';
import { statusOf } from '../../../lib/resolve/status';
import { decide, explain } from '../../../lib/routing/decide';
import { gateway, gatewayGroup, route, rule, workload } from '../../routes';
import { asking, requestOf, tableOf, textOf } from '../asking';

const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`;

function secret(name: string, stringData: JsonObject, namespace = 'shop'): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}

const whole = { 'tls.crt': pem('CERTIFICATE'), 'tls.key': pem('PRIVATE KEY') };
const broken = secret('broken', { 'tls.crt': 'none', 'tls.key': 'none' });
const grant: KubeObject = {
  apiVersion: `${gatewayGroup}/v1beta1`,
  kind: 'ReferenceGrant',
  metadata: { name: 'g', namespace: 'else' },
  spec: {
    from: [{ group: gatewayGroup, kind: 'Gateway', namespace: 'shop' }],
    to: [{ group: '', kind: 'Secret' }],
  },
};

const all = { namespaces: { from: 'All' } };
const [own, bad, away] = [
  { name: 'cert' },
  { name: 'broken' },
  { name: 'cert', namespace: 'else' },
];

function listener(
  name: string,
  certificateRefs: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject {
  const tls = { mode: 'Terminate', certificateRefs };
  return { name, port: 443, protocol: 'HTTPS', tls, allowedRoutes: all, ...more };
}

const services = [...workload('a'), ...workload('b')];
const tlsRoute = (name: string, service: string, hostnames: readonly string[]) =>
  route(name, [{ backendRefs: [{ name: service, port: 80 }] }], { hostnames }, 'TLSRoute');

/** Of a Gateway with these listeners and a route to `a` on each of them. */
function answer(listeners: readonly JsonObject[], more: readonly KubeObject[] = []): string {
  const objects = [gateway(listeners), ...services, route('r', [rule('/', 'a')]), broken, ...more];
  return asking(objects)('https://x.test/', { target: { ...edge } });
}

const edge = { to: 'gateway', namespace: 'shop', name: 'edge', port: 443 } as const;

describe('a request over TLS', () => {
  test.each<[string, readonly JsonObject[], readonly KubeObject[], string]>([
    ['a Secret that is not in the input', [own], [], 'shop/a:80'],
    ['one that is whole', [own], [secret('cert', whole)], 'shop/a:80'],
    ['one that is malformed', [bad], [], 'rejected'],
    ['one without a key', [own], [secret('cert', { 'tls.crt': pem('CERTIFICATE') })], 'rejected'],
    [
      'one that a template fills',
      [own],
      [secret('cert', { 'tls.crt': '{{ .crt }}', 'tls.key': '<path:kv#key>' })],
      'shop/a:80',
    ],
    ['one that is not granted', [away], [], 'rejected'],
    ['one that is granted', [away], [grant], 'shop/a:80'],
    ['one that is granted and malformed', [away], [grant, secret('cert', {}, 'else')], 'rejected'],
    ['a kind that is no Secret', [{ kind: 'ConfigMap', name: 'cert' }], [], 'rejected'],
    ['two that cannot be used', [bad, away], [], 'rejected'],
    ['one of two that can be used', [bad, own], [], 'shop/a:80'],
    ['none at all', [], [], 'shop/a:80'],
  ])('to a listener with %s', (_, refs, more, expected) => {
    expect(answer([listener('a', refs)], more)).toBe(expected);
  });

  test('is not kept from a listener by what another refers to', () => {
    const listeners = [listener('a', [bad], { hostname: 'y.test' }), listener('b', [own])];
    expect(answer(listeners)).toBe('shop/a:80');
    const plain = { name: 'p', port: 80, protocol: 'HTTP', allowedRoutes: all };
    const ask = asking([
      gateway([plain, listener('a', [bad])]),
      ...services,
      broken,
      route('r', [rule('/', 'a')]),
    ]);
    expect(ask('http://x.test/')).toBe('shop/a:80');
  });

  test('may fall to a wider listener, if one can be used', () => {
    const wide = (refs: readonly JsonObject[]) => listener('wide', refs, { hostname: '*.test' });
    const exact = listener('exact', [bad], { hostname: 'x.test' });
    expect(answer([exact, wide([bad])])).toBe('rejected');
    expect(answer([exact, listener('else', [own], { hostname: 'else.test' })])).toBe('rejected');
    expect(answer([exact, wide([own])])).toBe('? rejected | shop/a:80');
    const table = tableOf([
      gateway([exact, wide([own])]),
      ...services,
      broken,
      route('r', [rule('/', 'a')]),
    ]);
    expect(decide(table, requestOf('https://x.test/', { target: edge }))).toMatchObject({
      because: [
        'it is not known whether a wider listener takes the names of one with which no handshake succeeds',
      ],
    });
  });

  test('says what is wrong, in the trace as well', () => {
    const table = tableOf([
      gateway([listener('a', [bad])]),
      ...services,
      broken,
      route('r', [rule('/', 'a')]),
    ]);
    const { outcome, trace } = explain(table, requestOf('https://x.test/', { target: edge }));
    const problem =
      'has no certificate to show: Secret shop/broken has no PEM text under `tls.crt`';
    expect(outcome).toEqual({
      outcome: 'rejected',
      because: `Gateway shop/edge listener a ${problem}`,
    });
    expect(trace?.candidates).toEqual([]);
    expect(trace?.listeners).toMatchObject([
      { state: 'chosen', because: `most specific hostname for \`x.test\`, and ${problem}` },
    ]);
  });

  test('is rejected where nothing can check the client, by port or by default', () => {
    const by = (...names: readonly string[]) => ({
      validation: {
        caCertificateRefs: names.map((name) => ({ group: '', kind: 'ConfigMap', name })),
      },
    });
    const ca: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'ca', namespace: 'shop' },
      data: { 'ca.crt': pem('CERTIFICATE') },
    };
    const asked = (frontend: JsonObject) => {
      const plain = gateway([listener('a', [own])]);
      const checking = { ...plain, spec: { ...plain.spec, tls: { frontend } } };
      const ask = asking([checking, ca, ...services, route('r', [rule('/', 'a')])]);
      return ask('https://x.test/', { target: edge });
    };
    expect(asked({ default: by('ca') })).toBe('shop/a:80');
    expect(asked({ default: by('gone') })).toBe('rejected');
    expect(asked({ default: by('gone', 'ca') })).toBe('shop/a:80');
    expect(asked({ default: by('ca'), perPort: [{ port: 443, tls: by('gone') }] })).toBe(
      'rejected',
    );
    expect(asked({ default: by('gone'), perPort: [{ port: 443, tls: by('ca') }] })).toBe(
      'shop/a:80',
    );
    expect(asked({ default: by('ca'), perPort: [{ port: 8443, tls: by('gone') }] })).toBe(
      'shop/a:80',
    );
  });
});

describe('a TLS connection', () => {
  const tls = (name: string, refs: readonly JsonObject[], more: JsonObject = {}) =>
    listener(name, refs, { protocol: 'TLS', ...more });
  const connection: Connection = { protocol: 'tls', target: edge, sni: 'x.test' };
  const ends = (listeners: readonly JsonObject[]) => {
    const routes = [tlsRoute('r', 'a', ['x.test']), tlsRoute('w', 'b', ['*.test'])];
    const table = tableOf([gateway(listeners), ...services, broken, ...routes]);
    const { outcome, trace } = explain(table, connection);
    expect(outcome).toEqual(decide(table, connection));
    return { outcome, trace };
  };

  test('is closed by a listener that terminates it and has no certificate', () => {
    expect(textOf(ends([tls('a', [own])]).outcome)).toBe('shop/a:80');
    const { outcome, trace } = ends([tls('a', [bad])]);
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      because: expect.stringContaining('listener a has no certificate to show'),
    });
    expect(trace?.listeners[0]?.because).toContain('has no certificate to show');
    expect(trace?.candidates).toEqual([]);
  });

  test('needs no certificate where it passes through', () => {
    const through = tls('a', [], { tls: { mode: 'Passthrough', certificateRefs: [bad] } });
    expect(textOf(ends([through]).outcome)).toBe('shop/a:80');
  });

  test('may fall to a wider listener', () => {
    const exact = tls('exact', [bad], { hostname: 'x.test' });
    const { outcome, trace } = ends([exact, tls('wide', [own])]);
    expect(textOf(outcome)).toBe('? rejected | shop/a:80');
    expect(trace?.listeners.map(({ because }) => because)).toEqual([
      expect.stringContaining('and has no certificate to show'),
      'may have the names of a more specific listener that lets nobody through',
    ]);
    expect(trace?.candidates[0]).toMatchObject({
      state: 'open',
      because: expect.stringContaining('whether a wider listener takes the names'),
    });
  });

  test('over which a request comes is closed as well', () => {
    const table = tableOf([
      gateway([tls('a', [bad])]),
      ...services,
      broken,
      tlsRoute('r', 'a', ['x.test']),
    ]);
    expect(textOf(decide(table, requestOf('https://x.test/', { target: edge })))).toBe('rejected');
  });
});

test.each<[string, JsonObject, string]>([
  ['no certificate that can be used', listener('a', [bad]), 'False'],
  ['one that can be used', listener('a', [bad, own]), 'True'],
  [
    'no kind that it can carry',
    listener('a', [own], { allowedRoutes: { kinds: [{ kind: 'UDPRoute' }] } }),
    'False',
  ],
  [
    'one kind that it can carry',
    listener('a', [own], {
      allowedRoutes: { kinds: [{ kind: 'UDPRoute' }, { kind: 'HTTPRoute' }] },
    }),
    'True',
  ],
])('a Gateway whose only listener has %s: accepted %s', (_, one, expected) => {
  const [status] = statusOf(tableOf([gateway([one]), broken]));
  expect(status?.conditions[0]).toMatchObject({ type: 'Accepted', status: expected });
});
