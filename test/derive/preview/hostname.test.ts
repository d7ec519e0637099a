// Hostnames of previews: what a listener takes, who answers there by now, what a certificate covers.

import { expect, test } from 'vitest';
import { hostnameProblem } from '../../../lib/derive/preview/hostname-check';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at } from '../../../lib/model/manifest';
import {
  deriving,
  gateway,
  grpcRoute,
  printed,
  route,
  rule,
  sandbox,
  workload,
} from '../../routes';

const all = { namespaces: { from: 'All' } };
const http = (hostname?: string, name = 'http'): JsonObject => ({
  ...{ name, port: 80, protocol: 'HTTP', allowedRoutes: all },
  ...(hostname === undefined ? {} : { hostname }),
});
const https = (hostname?: string, name = 'https', secret = 'tls'): JsonObject => ({
  ...http(hostname, name),
  ...{ port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: secret }] } },
});

const previewOf = (hostname: string, more: JsonObject = {}, name = 'pr-42') =>
  sandbox(name, ['a'], {
    previews: [
      {
        hostname,
        route: { kind: 'HTTPRoute', namespace: 'shop', name: 'r', ...more },
        path: ['spec', 'previews', 0],
      },
    ],
  });

/** Previews at a hostname of the route `r`, under listeners. */
function asking(
  hostname: string,
  listeners: readonly JsonObject[],
  more: readonly KubeObject[] = [],
) {
  const objects = [
    gateway(listeners),
    ...workload('a'),
    route('r', [rule('/', 'a')], { hostnames: ['www.example.com'] }),
    ...more,
  ];
  return deriving(objects, [previewOf(hostname)]);
}

test.each<[hostname: string, problem: string | undefined]>([
  ['pr-42.example.com', undefined],
  ['pr-42', undefined],
  ['4.example.com', undefined],
  [`${'a'.repeat(63)}.example.com`, undefined],
  [`${'a'.repeat(64)}.example.com`, 'has a part of more than 63 characters between its dots'],
  [`${'a.'.repeat(127)}a`, 'is longer than 253 characters'],
  ['PR-42.example.com', 'has capital letters'],
  ['*.example.com', 'has a `*`: a preview is for one host'],
  ['pr_42.example.com', 'is not a DNS name'],
  ['-pr.example.com', 'is not a DNS name'],
  ['pr-.example.com', 'is not a DNS name'],
  ['pr..example.com', 'is not a DNS name'],
  ['pr.example.com.', 'is not a DNS name'],
  ['pr.example.com:80', 'is not a DNS name'],
  ['', 'is not a DNS name'],
  ['10.0.0.1', 'is an IP address'],
])('%s', (hostname, problem) => {
  expect(hostnameProblem(hostname)).toBe(problem);
});

test('a hostname that is none is an error', () => {
  const { codes, findings } = asking('pr_1.example.com', [http('*.example.com')]);
  expect(codes).toEqual(['preview-invalid']);
  expect(findings[0]?.message).toBe(
    'sandbox pr-42 asks for a preview at `pr_1.example.com`, which is not a DNS name',
  );
});

test.each<[what: string, listeners: readonly JsonObject[]]>([
  ['a listener for any hostname', [http()]],
  ['one for a wildcard above it', [http('*.example.com')]],
  ['one for several labels above it', [http('*.com')]],
  ['one for just that hostname', [http('www.example.com'), http('pr.preview.example.com', 'own')]],
])('%s takes it', (_, listeners) => {
  expect(asking('pr.preview.example.com', listeners).codes).toEqual([]);
});

test('a hostname that no listener takes is an error that lists the listeners', () => {
  const { codes, findings } = asking('pr.other.com', [
    http('*.example.com'),
    http('www.example.com', 'www'),
  ]);
  expect(codes).toEqual(['preview-refused']);
  expect(findings[0]?.message).toBe(
    'sandbox pr-42 asks for a preview at `pr.other.com`, and no listener of HTTPRoute shop/r takes that hostname: Gateway shop/edge has listener http for `*.example.com`, listener www for `www.example.com`',
  );
});

test('only listeners of the section that the route names count', () => {
  const objects = [
    gateway([http('www.example.com', 'www'), http('*.example.com', 'wide')]),
    ...workload('a'),
    route('r', [rule('/', 'a')], { parents: [{ name: 'edge', sectionName: 'www' }] }),
  ];
  const { codes, findings } = deriving(objects, [previewOf('pr.example.com')]);
  expect(codes).toEqual(['preview-refused']);
  expect(findings[0]?.message).toContain('Gateway shop/edge section www has listener www for');
});

test('listeners that let no routes of the namespace in do not count', () => {
  const closed = {
    ...http('*.example.com', 'closed'),
    allowedRoutes: { namespaces: { from: 'None' } },
  };
  const { codes } = asking('pr.example.com', [http('www.example.com'), closed]);
  expect(codes).toEqual(['preview-refused']);
});

test('a Gateway that is not in the input is taken to have a listener for it', () => {
  const objects = [...workload('a'), route('r', [rule('/', 'a')], { hostnames: ['www.a.test'] })];
  const { codes, objects: written } = deriving(objects, [previewOf('pr.a.test')]);
  expect(codes).toEqual(['gateway-not-in-input']);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r--preview'), ['spec', 'hostnames'])).toEqual([
    'pr.a.test',
  ]);
});

test.each<[what: string, more: JsonObject, words: RegExp, hint: RegExp]>([
  [
    'that is not there',
    { name: 'nope' },
    /of HTTPRoute shop\/nope, and the input has no/,
    /correct/,
  ],
  ['of another kind', { kind: 'GRPCRoute' }, /of GRPCRoute shop\/r, and/, /has HTTPRoute shop\/r/],
  ['of another namespace', { namespace: 'web' }, /of HTTPRoute web\/r, and/, /HTTPRoute shop\/r/],
])('a route %s is an error', (_, more, words, hint) => {
  const objects = [gateway(), ...workload('a'), route('r', [rule('/', 'a')])];
  const { findings } = deriving(objects, [previewOf('pr.a.test', more)]);
  expect(findings.map(({ code }) => code)).toEqual(['preview-invalid']);
  expect(findings[0]?.message).toMatch(words);
  expect(findings[0]?.hint).toMatch(hint);
});

test('a route that may not be forked has no preview', () => {
  const annotations = { 'gatefork.dev/ignore': 'true' };
  const ignored = [gateway(), ...workload('a'), route('r', [rule('/', 'a')], { annotations })];
  const { findings } = deriving(ignored, [previewOf('pr.a.test')]);
  const refused = findings.filter(({ code }) => code === 'preview-invalid');
  expect(refused.map(({ message }) => message)).toEqual([
    'sandbox pr-42 asks for a preview at `pr.a.test` of HTTPRoute shop/r, which is annotated to be ignored',
  ]);
  const open = [gateway(), ...workload('a'), route('r', [rule('/', 'a')])];
  const { codes } = deriving(open, [previewOf('pr.a.test')], {
    exposure: [{ gateway: 'shop/edge', action: 'ignore' }],
  });
  expect(codes).toContain('preview-invalid');
});

test('a hostname that a route of the Gateway has is taken', () => {
  const other = route('s', [rule('/', 'a')], { hostnames: ['pr.example.com'] });
  const { codes, findings } = asking('pr.example.com', [http('*.example.com')], [other]);
  expect(codes).toEqual(['hostname-taken']);
  expect(findings[0]?.message).toBe(
    'sandbox pr-42 asks for a preview at `pr.example.com`, where HTTPRoute shop/s answers by now: its requests would all go to the sandbox',
  );
});

test('so is the hostname of a listener whose routes name none', () => {
  const listeners = [http('*.example.com'), http('pr.example.com', 'own')];
  const parents = [{ name: 'edge', sectionName: 'own' }];
  const other = route('s', [rule('/', 'a')], { parents });
  expect(asking('pr.example.com', listeners, [other]).codes).toEqual(['hostname-taken']);
});

test('a wildcard above it, or the same name on another Gateway, takes nothing away', () => {
  const wide = route('s', [rule('/', 'a')], { hostnames: ['*.example.com'] });
  const inner = gateway([http()], {}, 'inner');
  const elsewhere = route('t', [rule('/', 'a')], {
    parents: [{ name: 'inner' }],
    hostnames: ['pr.example.com'],
  });
  const { codes } = asking('pr.example.com', [http('*.example.com')], [wide, inner, elsewhere]);
  expect(codes).toEqual([]);
});

test('two sandboxes may not ask for one hostname', () => {
  const objects = [
    gateway(),
    ...workload('a'),
    route('r', [rule('/', 'a')], { hostnames: ['www.example.com'] }),
  ];
  const two = [previewOf('pr.example.com', {}, 'pr-2'), previewOf('pr.example.com', {}, 'pr-1')];
  const { codes, findings } = deriving(objects, two);
  expect(codes).toEqual(['hostname-taken']);
  expect(findings[0]?.message).toBe(
    'sandboxes pr-1 and pr-2 both ask for a preview at `pr.example.com`',
  );
});

test('one preview that is asked for twice is an error', () => {
  const [preview] = previewOf('pr.a.test').previews;
  const twice = sandbox('pr-42', ['a'], {
    previews: preview === undefined ? [] : [preview, preview],
  });
  const objects = [
    gateway(),
    ...workload('a'),
    route('r', [rule('/', 'a')], { hostnames: ['www.a.test'] }),
  ];
  expect(deriving(objects, [twice]).codes).toEqual(['preview-invalid']);
});

test('an HTTPRoute and a GRPCRoute at one hostname are warned of', () => {
  const grpc = grpcRoute('g', [{ backendRefs: [{ name: 'a', port: 80 }] }], {
    hostnames: ['*.example.com'],
  });
  const { codes } = asking('pr.example.com', [http('*.example.com')], [grpc]);
  expect(codes).toContain('mixed-route-kinds');
});

test('a hostname that a listener without the route takes for itself is refused', () => {
  const at = (hostname: string, sections: readonly string[], profiles: readonly string[] = []) => {
    const parents = sections.map((sectionName) => ({ name: 'edge', sectionName }));
    const objects = [
      gateway([http('*.a.test', 'wide'), http('*.pr.a.test', 'narrow'), http()]),
      ...workload('a'),
      route('r', [rule('/', 'a')], { hostnames: ['www.a.test'], parents }),
    ];
    return deriving(objects, [previewOf(hostname)], { profiles });
  };
  const { codes, findings } = at('x.pr.a.test', ['wide']);
  expect(codes).toEqual(['preview-refused']);
  expect(findings[0]?.message).toBe(
    'sandbox pr-42 asks for a preview at `x.pr.a.test`, and listener narrow for `*.pr.a.test` takes its requests, to which HTTPRoute shop/r is not attached',
  );
  expect(at('pr.a.test', ['wide']).codes).toEqual([]);
  expect(at('x.pr.a.test', ['wide', 'narrow']).codes).toEqual([]);
  expect(at('x.pr.a.test', ['wide', 'http']).codes).toEqual(['preview-refused']);
  // Listeners are not kept apart there.
  expect(at('x.pr.a.test', ['wide'], ['aws']).codes).not.toContain('preview-refused');
});

test('a preview that would displace a route of the other kind, or be displaced, is refused', () => {
  const beside = (profiles: readonly string[], host = 'www.other.test') => {
    const objects = [
      gateway([http()]),
      ...workload('a'),
      route('r', [rule('/', 'a')], { hostnames: ['www.example.com', host] }),
      grpcRoute('g', [{ backendRefs: [{ name: 'a', port: 80 }] }], { hostnames: ['*.rpc.test'] }),
    ];
    return deriving(objects, [previewOf('pr.rpc.test')], { profiles });
  };
  const { codes, findings } = beside([]);
  expect(codes).toEqual(['preview-refused']);
  expect(findings[0]?.message).toBe(
    'sandbox pr-42 asks for a preview at `pr.rpc.test`, which GRPCRoute shop/g covers: of an HTTPRoute and a GRPCRoute on one listener the specification accepts the older alone, so the preview would not answer, or take all requests of the other',
  );
  // Both are accepted there, or the two routes are at odds in the baseline already.
  expect(beside(['istio']).codes).not.toContain('preview-refused');
  expect(beside([], 'www.rpc.test').codes).not.toContain('preview-refused');
});

const certificate = (dnsNames: readonly string[], secretName = 'tls'): KubeObject => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: secretName, namespace: 'shop' },
  spec: { secretName, dnsNames },
});

const certified = (
  hostname: string,
  listeners: readonly JsonObject[],
  more: readonly KubeObject[] = [],
) => {
  const { codes, findings } = asking(hostname, listeners, more);
  expect(codes.filter((code) => code !== 'certificate-not-covering')).toEqual([]);
  return findings;
};

test('a wildcard certificate is for one label: the name that fits is told', () => {
  const [found, ...rest] = certified('pr-12.app.example.com', [https('*.example.com')]);
  expect(rest).toEqual([]);
  expect(found?.message).toBe(
    '`pr-12.app.example.com` is taken by listener https of Gateway edge, but a certificate for `*.example.com` does not cover it: browsers refuse the connection',
  );
  expect(found?.hint).toBe(
    'use `pr-12--app.example.com`, which it covers: a wildcard in a certificate stands for one part between dots',
  );
  expect(certified('pr-12--app.example.com', [https('*.example.com')])).toEqual([]);
});

test.each<
  [
    what: string,
    hostname: string,
    listeners: readonly JsonObject[],
    certificates: readonly KubeObject[],
  ]
>([
  ['without TLS', 'a.b.example.com', [http('*.example.com')], []],
  [
    'of a listener for any hostname, whose certificate nobody knows',
    'a.b.example.com',
    [https()],
    [],
  ],
  [
    'of a listener for what is above it',
    'a.b.example.com',
    [http('www.example.com'), https('*.b.example.com')],
    [],
  ],
  [
    'that a Certificate names',
    'a.b.example.com',
    [https('*.example.com')],
    [certificate(['A.b.example.com'])],
  ],
  [
    'under a wildcard of a Certificate',
    'a.b.example.com',
    [https('*.example.com')],
    [certificate(['*.b.example.com'])],
  ],
  [
    'in one of two Certificates',
    'a.b.example.com',
    [https()],
    [
      certificate(['x.test']),
      { ...certificate(['a.b.example.com']), metadata: { name: 'two', namespace: 'shop' } },
    ],
  ],
])('a hostname %s is covered, as far as files tell', (_, hostname, listeners, certificates) => {
  expect(certified(hostname, listeners, certificates)).toEqual([]);
});

test('a Certificate that does not name it is named itself', () => {
  const found = certified(
    'a.b.example.com',
    [https('*.example.com')],
    [certificate(['*.example.com', 'example.com'])],
  );
  expect(found[0]?.message).toContain(
    'but Certificate shop/tls, for `*.example.com`, `example.com`, does not cover',
  );
  expect(found[0]?.hint).toContain('use `a--b.example.com`');
  const other = certified('a.example.com', [https('*.example.com')], [certificate(['x.test'])]);
  expect(other[0]?.hint).toBe('add the hostname to the certificate, or choose one that it covers');
});

test('a Certificate for another Secret says nothing', () => {
  const others = [certificate(['x.test'], 'other')];
  expect(certified('a.example.com', [https('*.example.com')], others)).toEqual([]);
});

test('beside a Secret that nobody knows a Certificate decides nothing', () => {
  const listener = {
    ...https('*.example.com'),
    tls: { certificateRefs: [{ name: 'tls' }, { name: 'unknown' }] },
  };
  expect(certified('a.b.example.com', [listener], [certificate(['x.test'])])).toEqual([]);
});

test('no name fits where the parts together are longer than one may be', () => {
  const hostname = `${'a'.repeat(40)}.${'b'.repeat(40)}.example.com`;
  const [found] = certified(hostname, [https('*.example.com')]);
  expect(found?.hint).toBe('add the hostname to the certificate, or choose one that it covers');
});

test('whatever a Certificate holds, nothing breaks', () => {
  const odd: readonly JsonObject[] = [
    { secretName: 'tls', dnsNames: 'x' },
    { secretName: 'tls', dnsNames: [1, null, { a: 1 }] },
    { secretName: 7 },
    { secretName: 'tls' },
  ];
  for (const spec of odd) {
    const object = { ...certificate([]), spec } as KubeObject;
    expect(() => certified('a.example.com', [https('*.example.com')], [object])).not.toThrow();
  }
});

test('a listener that conflicts with another one takes no traffic, and so no preview', () => {
  const twice = [http('*.example.org', 'x'), http('*.example.org', 'y')];
  const { codes, findings } = asking('pr.example.org', [http('www.example.com'), ...twice]);
  expect(codes).toEqual(['preview-refused']);
  expect(findings[0]?.message).toContain('has listener http for `www.example.com`');
});
