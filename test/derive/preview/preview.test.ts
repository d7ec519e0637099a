// Previews: hostnames at which a request without the key goes where one with it goes.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at, nameOf } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import type { OutcomeJson } from '../../../lib/pipeline';
import { whereTo } from '../../../lib/testing/where-to';
import {
  deriving,
  gateway,
  grpcRoute,
  match,
  printed,
  type RouteProps,
  route,
  rule,
  sandbox,
  workload,
} from '../../routes';

const all = { namespaces: { from: 'All' } };
const listener = (
  hostname: string | undefined,
  name = 'http',
  more: JsonObject = {},
): JsonObject => ({
  ...{ name, port: 80, protocol: 'HTTP', allowedRoutes: all },
  ...(hostname === undefined ? {} : { hostname }),
  ...more,
});
const edge = gateway([listener('*.shop.test'), listener('*.preview.test', 'preview')]);

type RouteKind = 'HTTPRoute' | 'GRPCRoute';

/** A sandbox `pr-42` with previews at hostnames, each of a route `shop/NAME`. */
function previewing(
  previews: readonly (readonly [hostname: string, route: string, kind?: RouteKind])[],
  forks: readonly string[] = ['a'],
): SandboxSpec {
  return sandbox('pr-42', forks, {
    previews: previews.map(([hostname, name, kind = 'HTTPRoute'], index) => ({
      hostname,
      route: { kind, namespace: 'shop', name },
      path: ['spec', 'previews', index],
    })),
  });
}

const host = 'pr-42.preview.test';
const plain = previewing([[host, 'r']]);
const rules = [
  rule('/a', 'a'),
  rule('/', 'b'),
  rule('/?debug=1', 'a'),
  rule('/', 'a', { 'x-env': 'prod' }),
];
const props: RouteProps = { hostnames: ['www.shop.test'] };
const baseline = [edge, ...workload('a'), ...workload('b'), route('r', rules, props)];

const preview = (objects: readonly KubeObject[]) =>
  printed(objects, 'HTTPRoute shop/pr-42--r--preview');
const addsKey = {
  type: 'RequestHeaderModifier',
  requestHeaderModifier: { add: [{ name: 'baggage', value: 'sd-routing-key=pr-42' }] },
};

test('the whole route answers at the hostname, forks in place, the key added to baggage', () => {
  const { objects, codes, derived } = deriving(baseline, [plain]);
  expect(codes).toEqual([]);
  const { metadata, spec } = preview(objects);
  expect(metadata?.labels).toMatchObject({ 'gatefork.dev/sandbox': 'pr-42' });
  expect(metadata?.annotations).toMatchObject({
    'gatefork.dev/derived-from': 'HTTPRoute/shop/r',
    'gatefork.dev/preview': 'pr-42.preview.test',
  });
  expect(at(spec, ['hostnames'])).toEqual([host]);
  const written = at(spec, ['rules']) as readonly JsonObject[];
  expect(written.map((one) => at(one, ['backendRefs', 0, 'name']))).toEqual([
    ...['a-pr-42', 'b', 'a-pr-42', 'a-pr-42'],
  ]);
  for (const one of written) expect(one.filters).toEqual([addsKey]);
  expect(written.map((one) => JSON.stringify(one.matches)).join()).not.toContain('routing-key');
  const account = derived.sandboxes[0]?.routes.at(-1);
  expect(account).toMatchObject({ name: 'HTTPRoute shop/pr-42--r--preview', hostnames: [host] });
  expect(account?.rules.map(({ role, to }) => `${role} ${to}`)).toEqual([
    ...['preview a-pr-42:80', 'preview b:80', 'preview a-pr-42:80', 'preview a-pr-42:80'],
  ]);
});

function sharesOf(outcome: OutcomeJson): readonly string[] {
  if (outcome.outcome !== 'backends') return [];
  return outcome.backends.map(
    (one) => `${'service' in one ? one.service : one.status} ${one.share}`,
  );
}

test('a request without the key goes there as one with it goes on the route', () => {
  const { objects } = deriving(baseline, [plain]);
  const together = [...baseline, ...objects];
  const baggage = 'sd-routing-key=pr-42';
  const asked = ['/a', '/a/b', '/', '/?debug=1', '/a?debug=1'];
  for (const path of asked) {
    for (const headers of [{}, { 'x-env': 'prod' }, { 'x-env': 'other' }]) {
      const keyed = whereTo(together, `GET http://www.shop.test${path}`, {
        headers: { ...headers, baggage },
      });
      const there = whereTo(together, `GET http://${host}${path}`, { headers });
      expect(sharesOf(keyed)).toEqual(sharesOf(there));
      expect(sharesOf(keyed)).toHaveLength(1);
    }
  }
});

test('what is behind a preview sees the key, beside the baggage that there was', () => {
  const { objects } = deriving(baseline, [plain]);
  const outcome = whereTo([...baseline, ...objects], `GET http://${host}/`, {
    headers: { baggage: 'user=1' },
  });
  expect(JSON.stringify(outcome)).toContain('sd-routing-key=pr-42');
  expect(JSON.stringify(outcome)).toContain('user=1');
});

test('headers are set, tracestate never', () => {
  const carriers = [
    { type: 'tracestate' },
    { type: 'header', name: 'x-routing-key' },
    { type: 'baggage' },
  ] as const;
  const { objects } = deriving(baseline, [plain], { carriers });
  const modifier = at(preview(objects), [
    'spec',
    'rules',
    0,
    'filters',
    0,
    'requestHeaderModifier',
  ]);
  expect(modifier).toEqual({
    set: [{ name: 'x-routing-key', value: 'pr-42' }],
    add: [{ name: 'baggage', value: 'sd-routing-key=pr-42' }],
  });
});

test.each([
  ['a query parameter', [{ type: 'query', name: 'sandbox' }]],
  ['a cookie', [{ type: 'cookie', name: 'sandbox' }]],
  ['tracestate', [{ type: 'tracestate' }]],
] as const)('where the key travels in %s alone no route can set it', (_, carriers) => {
  const { findings } = deriving(baseline, [plain], { carriers });
  const refused = findings.filter(({ code }) => code === 'preview-refused');
  expect(refused).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('no route can set the routing key in'),
    }),
  ]);
});

/** The rule of a preview of one rule with filters. */
function ruleWith(filters: readonly JsonObject[], more: JsonObject = {}) {
  const { objects, codes, findings } = deriving(
    [edge, ...workload('a'), route('r', [rule('/', 'a', {}, { filters, ...more })], props)],
    [plain],
  );
  return { codes, findings, one: at(preview(objects), ['spec', 'rules', 0]) };
}

const change = (requestHeaderModifier: JsonObject): JsonObject => ({
  type: 'RequestHeaderModifier',
  requestHeaderModifier,
});

test('a rule that changes headers has the key in the same filter, where it stands', () => {
  const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'a', port: 80 } } };
  const { codes, one } = ruleWith([mirror, change({ set: [{ name: 'x-a', value: '1' }] })]);
  expect(codes).toEqual([]);
  expect(at(one, ['filters', 0, 'type'])).toBe('RequestMirror');
  expect(at(one, ['filters', 1])).toEqual(
    change({
      set: [{ name: 'x-a', value: '1' }],
      add: [{ name: 'baggage', value: 'sd-routing-key=pr-42' }],
    }),
  );
});

test('a rule that adds to baggage adds both members', () => {
  const { codes, one } = ruleWith([change({ add: [{ name: 'Baggage', value: 'tier=gold' }] })]);
  expect(codes).toEqual([]);
  expect(at(one, ['filters'])).toEqual([
    change({ add: [{ name: 'Baggage', value: 'tier=gold,sd-routing-key=pr-42' }] }),
  ]);
});

test.each<[what: string, filters: readonly JsonObject[], more: JsonObject]>([
  ['sets it', [change({ set: [{ name: 'Baggage', value: 'x=1' }] })], {}],
  ['removes it', [change({ remove: ['baggage'] })], {}],
])('a rule that %s keeps its filter, and the key is said to be lost', (_, filters, more) => {
  const { codes, findings, one } = ruleWith(filters, more);
  expect(codes.filter((code) => code === 'preview-key-lost')).toHaveLength(1);
  expect(at(one, ['filters'])).toEqual(filters);
  const said = findings.find(({ code }) => code === 'preview-key-lost');
  expect(said?.message).toBe(
    `at \`${host}\` the filters of HTTPRoute shop/r rule 0 set or remove the header \`baggage\`, so what the rule forwards to does not learn the key in it`,
  );
});

test('a filter of a backend that removes the header is said as well, and stays', () => {
  const filters = [change({ remove: ['baggage'] })];
  const { codes, one } = ruleWith([], { backendRefs: [{ name: 'a', port: 80, filters }] });
  expect(codes).toContain('preview-key-lost');
  expect(at(one, ['filters'])).toEqual([addsKey]);
  expect(at(one, ['backendRefs', 0, 'filters'])).toEqual(filters);
});

test('a redirect is left as it is', () => {
  const redirect = {
    type: 'RequestRedirect',
    requestRedirect: { scheme: 'https', statusCode: 301 },
  };
  const { objects, codes } = deriving(
    [
      edge,
      ...workload('a'),
      route('r', [rule('/', 'a'), { matches: [match('/old')], filters: [redirect] }], props),
    ],
    [plain],
  );
  expect(codes).toEqual([]);
  expect(at(preview(objects), ['spec', 'rules', 1, 'filters'])).toEqual([redirect]);
});

test('a rule with sixteen filters, or sixteen headers in one, has no room for the key', () => {
  const mirrors = Array.from({ length: 16 }, () => ({
    type: 'RequestMirror',
    requestMirror: { backendRef: { name: 'a', port: 80 } },
  }));
  const headers = Array.from({ length: 16 }, (_, index) => ({ name: `x-${index}`, value: '1' }));
  for (const filters of [mirrors, [change({ add: headers })]]) {
    const { codes } = deriving(
      [edge, ...workload('a'), route('r', [rule('/', 'a', {}, { filters })], props)],
      [plain],
    );
    expect(codes.filter((code) => code === 'preview-refused')).toHaveLength(1);
  }
});

test('a match for another value of the key’s header meets no request with the key', () => {
  const carriers = [{ type: 'header', name: 'x-routing-key' }] as const;
  const objects = [
    edge,
    ...workload('a'),
    ...workload('b'),
    route('r', [rule('/', 'b', { 'X-Routing-Key': 'blue' }), rule('/', 'a')], props),
  ];
  const { objects: written } = deriving(objects, [plain], { carriers });
  const names = (at(preview(written), ['spec', 'rules']) as readonly JsonObject[]).map((one) =>
    at(one, ['backendRefs', 0, 'name']),
  );
  expect(names).toEqual(['a-pr-42']);
});

test('session names and rule names are those of the sandbox, and sorted rules stay in order', () => {
  const session = { sessionPersistence: { sessionName: 'cart', type: 'Cookie' } };
  const { one } = ruleWith([], { name: 'main', ...session });
  expect(at(one, ['sessionPersistence', 'sessionName'])).toBe('cart-pr-42');
  expect(at(one, ['name'])).toBe('main');
});

test('several hostnames of one route are one route, sorted; more than sixteen are two', () => {
  const names = Array.from({ length: 17 }, (_, index) => `p${String(index + 10)}.preview.test`);
  const { objects, codes } = deriving(baseline, [
    previewing([...names].reverse().map((name) => [name, 'r'] as const)),
  ]);
  expect(codes).toEqual([]);
  expect(at(preview(objects), ['spec', 'hostnames'])).toEqual(names.slice(0, 16));
  const second = printed(objects, 'HTTPRoute shop/pr-42--r--preview--02');
  expect(at(second, ['spec', 'hostnames'])).toEqual(names.slice(16));
  expect(at(second, ['spec', 'rules'])).toEqual(at(preview(objects), ['spec', 'rules']));
});

test('two routes may answer at one hostname; where only age tells them apart, it is said', () => {
  const two = previewing([
    [host, 'r'],
    [host, 's'],
  ]);
  const other = route('s', [rule('/s', 'b')], props);
  expect(deriving([...baseline, other], [two]).codes).toEqual([]);
  const tied = route('s', [rule('/a', 'b')], { hostnames: ['s.shop.test'] });
  const { codes } = deriving([...baseline, tied], [two]);
  expect(codes).toEqual(['order-unknown']);
});

test('only the parents that take the hostname are parents of the preview', () => {
  const inner = gateway([listener('*.shop.test')], {}, 'inner');
  const parents = [
    { name: 'inner' },
    { name: 'edge', sectionName: 'http' },
    { name: 'edge', sectionName: 'preview' },
    { group: '', kind: 'Service', name: 'a' },
  ];
  const objects = [
    edge,
    inner,
    ...workload('a'),
    route('r', [rule('/', 'a')], { ...props, parents }),
  ];
  const { objects: written, codes } = deriving(objects, [plain]);
  expect(codes).toEqual([]);
  expect(at(preview(written), ['spec', 'parentRefs'])).toEqual([
    expect.objectContaining({ name: 'edge', sectionName: 'preview' }),
  ]);
});

test('a preview needs the grants that the fork needs', () => {
  const fromShop = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' };
  const objects = [
    edge,
    ...workload('a', { namespace: 'back' }),
    {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'g', namespace: 'back' },
      spec: { from: [fromShop], to: [{ group: '', kind: 'Service', name: 'a' }] },
    },
    route(
      'r',
      [{ matches: [match('/')], backendRefs: [{ name: 'a', namespace: 'back', port: 80 }] }],
      props,
    ),
  ];
  const spec = { ...plain, forks: sandbox('pr-42', ['a'], { namespace: 'back' }).forks };
  const { objects: written } = deriving(objects, [spec]);
  expect(whereTo([...objects, ...written], `GET http://${host}/`)).toMatchObject({
    backends: [{ service: 'back/a-pr-42' }],
  });
  expect(written.filter(({ kind }) => kind === 'ReferenceGrant')).toHaveLength(1);
});

test('a GRPCRoute has a preview as well', () => {
  const grpc = previewing([[host, 'g', 'GRPCRoute']]);
  const objects = [
    edge,
    ...workload('a'),
    grpcRoute('g', [{ backendRefs: [{ name: 'a', port: 80 }] }], props),
  ];
  const { objects: written, codes } = deriving(objects, [grpc]);
  expect(codes).toEqual([]);
  const found = printed(written, 'GRPCRoute shop/pr-42--g--preview');
  expect(at(found, ['spec', 'rules', 0, 'filters'])).toEqual([addsKey]);
});

test('a preview of a route whose own rules are not forked sets the key for what follows', () => {
  const { objects, codes } = deriving(
    [...baseline, route('s', [rule('/', 'b')], { hostnames: ['s.shop.test'] })],
    [previewing([[host, 's']])],
  );
  expect(codes).toEqual([]);
  const found = printed(objects, 'HTTPRoute shop/pr-42--s--preview');
  expect(at(found, ['spec', 'rules', 0])).toMatchObject({
    filters: [addsKey],
    backendRefs: [{ name: 'b' }],
  });
});

test('without previews there are none, and a preview changes nothing else that is written', () => {
  const bare = deriving(baseline, [sandbox('pr-42', ['a'])]);
  const more = deriving(baseline, [plain]);
  const withDigest = ({ metadata, ...rest }: KubeObject) => ({
    ...rest,
    name: metadata?.name,
  });
  const others = more.objects.filter(
    (object) => nameOf(object) !== 'HTTPRoute shop/pr-42--r--preview',
  );
  expect(others.map(withDigest)).toEqual(bare.objects.map(withDigest));
});

test('a route with the same hostname that has no preview there is named', () => {
  const more = ['s', 't'].map((name) => route(name, [rule(`/${name}`, 'b')], props));
  const { codes, findings } = deriving([...baseline, ...more], [plain]);
  expect(codes).toEqual(['preview-partial']);
  expect(findings[0]?.message).toBe(
    `at \`${host}\` of sandbox pr-42 HTTPRoute shop/s and 1 more, which have a hostname of HTTPRoute shop/r in the baseline, do not answer`,
  );
  const every = previewing(['r', 's', 't'].map((name) => [host, name] as const));
  expect(deriving([...baseline, ...more], [every]).codes).toEqual([]);
  const elsewhere = route('s', [rule('/', 'b')], { hostnames: ['api.shop.test'] });
  expect(deriving([...baseline, elsewhere], [plain]).codes).toEqual([]);
});
