// Derived routes: what they keep, what they change, and how they are split at the API's limits.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at, listOf } from '../../../lib/model/manifest';
import { withDefaults } from '../../../lib/routing/defaults';
import { deriving, gateway, isRoute, match, printed, route, rule, workload } from '../../routes';

const base = [gateway(), ...workload('a'), ...workload('b'), ...workload('m')];
const two: Config['carriers'] = [{ type: 'baggage' }, { type: 'header', name: 'x-routing-key' }];
const keyed = { type: 'RegularExpression', name: 'baggage' };

function derivedFrom(baseline: KubeObject, config: Partial<Config> = {}): readonly KubeObject[] {
  const { objects, codes } = deriving([...base, baseline], ['a'], config);
  expect(codes).toEqual([]);
  return objects.filter(isRoute);
}

function only(baseline: KubeObject, config: Partial<Config> = {}): KubeObject {
  const [first, ...rest] = derivedFrom(baseline, config);
  expect(rest).toEqual([]);
  if (first === undefined) throw new Error('no derived route');
  return first;
}

const rulesOf = (object: KubeObject) => listOf(at(object.spec, ['rules']));

test('every default that the API server fills in is written out', () => {
  const sparse = route('r', [{ backendRefs: [{ name: 'a', port: 80 }] }]);
  expect(only(sparse).spec).toEqual({
    parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
    rules: [
      {
        matches: [
          {
            path: { type: 'PathPrefix', value: '/' },
            headers: [expect.objectContaining(keyed)],
          },
        ],
        backendRefs: [{ group: '', kind: 'Service', name: 'a-pr-42', port: 80, weight: 1 }],
      },
    ],
  });
});

test.each([
  ['no matches', {}],
  ['an empty list of matches', { matches: [] }],
  ['matches that are null', { matches: null }],
  ['an empty match', { matches: [{}] }],
  ['an empty path', { matches: [{ path: {} }] }],
  ['a path without type', { matches: [{ path: { value: '/' } }] }],
])('a rule with %s is a prefix on everything', (_, matches) => {
  const object = only(route('r', [{ ...matches, backendRefs: [{ name: 'a', port: 80 }] }]));
  expect(at(object.spec, ['rules', 0, 'matches', 0, 'path'])).toEqual({
    type: 'PathPrefix',
    value: '/',
  });
});

test('nulls are absent fields, and none is written', () => {
  const nulls = {
    ...rule('/', 'a'),
    name: null,
    filters: null,
    timeouts: null,
    matches: [{ path: { value: '/x' }, method: null, headers: null, queryParams: null }],
  };
  const object = only(route('r', [nulls]));
  expect(JSON.stringify(object)).not.toContain('null');
  expect(rulesOf(object)).toHaveLength(1);
});

test('parentRefs, hostnames, filters, timeouts and retry are kept as they are', () => {
  const parents = [
    { name: 'edge', namespace: 'shop', sectionName: 'http', port: 80 },
    { group: '', kind: 'Service', name: 'b', port: 80 },
  ];
  const kept = {
    filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x-old'] } }],
    timeouts: { request: '10s', backendRequest: '2s' },
    retry: { attempts: 2, codes: [503] },
  };
  const object = only(
    route('r', [rule('/', 'a', {}, kept)], { parents, hostnames: ['a.test', '*.b.test'] }),
    { mesh: 'off' },
  );
  expect(at(object.spec, ['hostnames'])).toEqual(['a.test', '*.b.test']);
  expect(at(object.spec, ['parentRefs'])).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', ...parents[0] },
    parents[1],
  ]);
  expect(at(object.spec, ['rules', 0])).toMatchObject(kept);
});

const full = {
  name: 'all',
  filters: [
    { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'x', value: '1' }] } },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x'] } },
    { type: 'URLRewrite', urlRewrite: { hostname: 'x.test' } },
    { type: 'RequestMirror', requestMirror: { backendRef: { name: 'm', port: 80 }, percent: 5 } },
    { type: 'CORS', cors: { allowOrigins: ['https://x.test'], allowMethods: ['GET'] } },
    { type: 'ExtensionRef', extensionRef: { group: 'x.test', kind: 'Limit', name: 'l' } },
    {
      type: 'ExternalAuth',
      externalAuth: { protocol: 'GRPC', backendRef: { name: 'm', port: 80 }, grpc: {} },
    },
  ],
  timeouts: { request: '10s', backendRequest: '2s' },
  retry: { attempts: 2, codes: [503], backoff: '100ms' },
  sessionPersistence: { sessionName: 's', cookieConfig: {} },
};

const limit = {
  apiVersion: 'x.test/v1',
  kind: 'Limit',
  metadata: { name: 'l', namespace: 'shop' },
};

test('all that a rule may hold is carried', () => {
  const objects = [...base, limit, route('r', [rule('/', 'a', {}, full)])];
  const derived = printed(deriving(objects, ['a']).objects, 'HTTPRoute shop/pr-42--r');
  const { name, filters, timeouts, retry } = full;
  expect(at(derived.spec, ['rules', 0])).toMatchObject({ name, filters, timeouts, retry });
  expect(derived.metadata?.namespace).toBe('shop');
});

const sparseGrpc = {
  backendRefs: [{ name: 'a', port: 80 }],
  filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'm', port: 80 } } }],
  sessionPersistence: {},
};

test.each<[string, KubeObject]>([
  ['a rule that holds everything', route('r', [rule('/?q=1', 'a', { x: '1' }, full)])],
  [
    'redirects',
    route('r', [
      rule('/', 'a'),
      {
        matches: [{ headers: [{ name: 'x', value: '1' }] }],
        filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
      },
    ]),
  ],
  [
    'parents of a Gateway and of a Service',
    route('r', [rule('/', 'a')], {
      parents: [{ name: 'edge' }, { group: '', kind: 'Service', name: 'b' }],
    }),
  ],
  ['gRPC without a method', route('r', [sparseGrpc], {}, 'GRPCRoute')],
  [
    'gRPC with one',
    route(
      'r',
      [{ ...sparseGrpc, matches: [{ method: { service: 's' } }, { method: {} }] }],
      {},
      'GRPCRoute',
    ),
  ],
])('%s: nothing is left for the API server to fill in', (_, baseline) => {
  const { objects } = deriving([...base, limit, baseline], ['a', 'b']);
  const written = objects.filter(isRoute);
  expect(written.length).toBeGreaterThan(0);
  for (const object of written) expect(withDefaults(object)).toBe(object);
});

test('paths that only a trailing slash tells apart are one path, and are written as they are', () => {
  const rules = [rule('/v1/', 'a'), rule('/v1?debug=1', 'b')];
  const object = only(route('r', rules));
  expect(rulesOf(object).map((one) => at(one, ['matches', 0, 'path', 'value']))).toEqual([
    '/v1/',
    '/v1',
  ]);
});

test('a match on the header Host is kept and counts as one header', () => {
  const rules = [rule('/', 'a', { Host: 'a.test' }), rule('/?debug=1', 'b', { Host: 'a.test' })];
  const object = only(route('r', rules, { hostnames: ['a.test'] }));
  expect(rulesOf(object).map((one) => at(one, ['matches', 0, 'headers', 0]))).toEqual(
    [0, 1].map(() => ({ type: 'Exact', name: 'Host', value: 'a.test' })),
  );
});

test('a path, method, query and header match is kept, the key stands behind', () => {
  const object = only(route('r', [rule('GET /x?q=1', 'a', { 'x-a': '~v.*' })]));
  expect(at(object.spec, ['rules', 0, 'matches'])).toEqual([
    {
      path: { type: 'PathPrefix', value: '/x' },
      method: 'GET',
      queryParams: [{ type: 'Exact', name: 'q', value: '1' }],
      headers: [
        { type: 'RegularExpression', name: 'x-a', value: 'v.*' },
        { ...keyed, value: expect.stringContaining('pr-42') },
      ],
    },
  ]);
});

test('marks are set, labels kept, marks of ownership and of the cluster left out', () => {
  const baseline = route('r', [rule('/', 'a')], {
    labels: {
      team: 'x',
      'app.kubernetes.io/managed-by': 'Helm',
      'app.kubernetes.io/instance': 'i',
    },
    annotations: {
      note: 'n',
      'argocd.argoproj.io/sync-wave': '1',
      'meta.helm.sh/release-name': 'r',
    },
    created: '2020-01-01T00:00:00Z',
  });
  expect(only({ ...baseline, status: { parents: [] } })).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name: 'pr-42--r',
      namespace: 'shop',
      labels: {
        team: 'x',
        'app.kubernetes.io/managed-by': 'gatefork',
        'gatefork.dev/sandbox': 'pr-42',
        'gatefork.dev/routing-key': 'pr-42',
      },
      annotations: {
        note: 'n',
        // Of Gatefork's own: routes come after their forks.
        'argocd.argoproj.io/sync-wave': expect.stringMatching(/^\d+$/),
        'gatefork.dev/derived-from': 'HTTPRoute/shop/r',
        'gatefork.dev/baseline-digest': expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    },
    spec: expect.anything(),
  });
});

test('the apiVersion of the baseline is kept', () => {
  const object = only({
    ...route('r', [rule('/', 'a')]),
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
  });
  expect(object.apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
  expect(at(object.spec, ['rules', 0, 'backendRefs', 0, 'weight'])).toBe(1);
});

test.each(['urlRewrite', 'requestRedirect'])('%s of a prefix: one match a rule', (filter) => {
  const type = filter === 'urlRewrite' ? 'URLRewrite' : 'RequestRedirect';
  const path = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' };
  const filters = [{ type, [filter]: { path } }];
  const rules = rulesOf(
    only(route('r', [{ ...rule('/x', 'a', {}, { filters }), name: 'cart' }]), { carriers: two }),
  );
  expect(rules.map((one) => listOf(at(one, ['matches'])).length)).toEqual([1, 1]);
  expect(rules.map((one) => at(one, ['name']))).toEqual(['cart', 'cart--02']);
  for (const one of rules) expect(at(one, ['filters'])).toMatchObject(filters);
});

test('ReplacePrefixMatch in a filter of a backend counts as well', () => {
  const path = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' };
  const filters = [{ type: 'URLRewrite', urlRewrite: { path } }];
  const backendRefs = [{ name: 'a', port: 80, filters }];
  const object = only(route('r', [{ matches: [match('/x')], backendRefs }]), { carriers: two });
  expect(rulesOf(object)).toHaveLength(2);
});

test('a rule name at the limit is cut with a hash where it must be told apart', () => {
  const filters = [
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
    },
  ];
  const long = 'n'.repeat(253);
  const object = only(route('r', [{ ...rule('/x', 'a', {}, { filters }), name: long }]), {
    carriers: two,
  });
  const [first, second] = rulesOf(object).map((one) => String(at(one, ['name'])));
  expect(first).toBe(long);
  expect(second).toMatch(/^n+-[0-9a-f]{10}$/);
  expect(second?.length).toBeLessThanOrEqual(253);
});

test('rule names are unique in a route, whatever names the baseline has', () => {
  const filters = [
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
    },
  ];
  const rules = [
    { ...rule('/x', 'a', {}, { filters }), name: 'n' },
    { ...rule('/y', 'a', {}, { filters }), name: 'n--02' },
  ];
  const names = rulesOf(only(route('r', rules), { carriers: two })).map((one) => at(one, ['name']));
  expect(new Set(names).size).toBe(4);
  expect(names).toEqual(['n', 'n--03', 'n--02', 'n--02--02']);
});

function manyRules(count: number, matches = 1): readonly JsonObject[] {
  return Array.from({ length: count }, (_, one) => ({
    matches: Array.from({ length: matches }, (_, two) => match(`/r${one}/m${two}`)),
    backendRefs: [{ name: 'a', port: 80 }],
  }));
}

test.each([
  ['16 rules, one match each', 16, 1, [16]],
  ['16 rules, 4 matches each: 128 with two carriers', 16, 4, [16]],
  ['13 rules, 5 matches each: 130 with two carriers', 13, 5, [13, 13]],
  ['1 rule, 32 matches: 64 with two carriers', 1, 32, [1]],
  ['1 rule, 33 matches: 66 with two carriers', 1, 33, [2]],
  ['3 rules, 33 matches each', 3, 33, [3, 3]],
  ['2 rules, 64 matches each', 2, 64, [2, 2]],
])('as many rules and matches as the API takes: %s', (_, rules, matches, expected) => {
  const parts = derivedFrom(route('r', manyRules(rules, matches)), { carriers: two });
  expect(parts.map((part) => rulesOf(part).length)).toEqual(expected);
  expect(parts.map(({ metadata }) => metadata?.name)).toEqual(
    ['pr-42--r', 'pr-42--r--02'].slice(0, expected.length),
  );
  for (const part of parts) {
    const counts = rulesOf(part).map((one) => listOf(at(one, ['matches'])).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(64);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(128);
  }
  if (expected.length > 1) {
    // Split by carrier: each part holds the whole order in one carrier.
    const carriers = parts.map(
      (part) =>
        new Set(
          rulesOf(part).flatMap((one) =>
            listOf(at(one, ['matches'])).map((entry) => at(entry, ['headers', 0, 'name'])),
          ),
        ),
    );
    expect(carriers).toEqual([new Set(['x-routing-key']), new Set(['baggage'])]);
  }
});

test('sixteen rules that rewrite a prefix are split by carrier', () => {
  const filters = [
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
    },
  ];
  const rules = manyRules(16).map((one) => ({ ...one, filters }));
  const parts = derivedFrom(route('r', rules), { carriers: two });
  expect(parts.map((part) => rulesOf(part).length)).toEqual([16, 16]);
});

test('a route with more rules than the API takes today is split', () => {
  const parts = derivedFrom(route('r', manyRules(20)));
  expect(parts.map((part) => rulesOf(part).length)).toEqual([16, 4]);
});

test('where only the order of the rules decides, a route is not split but refused', () => {
  const rules = Array.from({ length: 17 }, (_, index) => rule('/', 'a', { [`x-${index}`]: '1' }));
  expect(deriving([...base, route('r', rules)], ['a']).codes).toEqual(['route-limit']);
});

test('a rule of more than 64 matches goes on in the next one, under a name of its own', () => {
  const [one] = manyRules(1, 33);
  const object = only(route('r', [{ ...one, name: 'cart' }]), { carriers: two });
  expect(rulesOf(object).map((part) => at(part, ['name']))).toEqual(['cart', 'cart--02']);
  const paths = rulesOf(object).flatMap((part) =>
    listOf(at(part, ['matches'])).map((entry) => at(entry, ['path', 'value'])),
  );
  expect(paths).toEqual(Array.from({ length: 66 }, (_, at) => `/r0/m${Math.floor(at / 2)}`));
});

test('a route of the default Gateways is shielded there, and leaves one only by naming the others', () => {
  const open = (name: string): KubeObject => {
    const object = gateway(undefined, {}, name);
    return { ...object, spec: { ...object.spec, defaultScope: 'All' } };
  };
  const r = route('r', [rule('/', 'a')]);
  const objects = [
    ...base,
    open('one'),
    open('two'),
    { ...r, spec: { ...(r.spec as JsonObject), useDefaultGateways: 'All' } },
    route('s', [rule('/?debug=1', 'b')], { parents: [{ name: 'two' }] }),
  ];
  const { lines, objects: written } = deriving(objects, ['a']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42', 'pr-42--s: /?debug=1 +baggage -> b']);
  const attached = (all: readonly KubeObject[]) => {
    const { spec } = printed(all, 'HTTPRoute shop/pr-42--r');
    const names = listOf(at(spec, ['parentRefs'])).map((ref) => at(ref, ['name']));
    return [at(spec, ['useDefaultGateways']), ...names];
  };
  expect(attached(written)).toEqual(['All', 'edge']);
  const exclude = { routes: [], gateways: ['shop/two'] };
  expect(attached(deriving(objects, ['a'], { exclude }).objects)).toEqual([
    undefined,
    'edge',
    'one',
  ]);
});

test('where no default Gateway is in the input, routes that ask for one meet', () => {
  const asking = (one: KubeObject): KubeObject => ({
    ...one,
    spec: { rules: at(one, ['spec', 'rules']), useDefaultGateways: 'All' },
  });
  const objects = [
    ...base,
    asking(route('r', [rule('/', 'a')])),
    asking(route('s', [rule('/?debug=1', 'b')])),
  ];
  const { lines, codes, objects: written } = deriving(objects, ['a']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42', 'pr-42--s: /?debug=1 +baggage -> b']);
  expect(codes).toEqual(['gateway-not-in-input']);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r').spec, ['parentRefs'])).toBeUndefined();
});

test.each([
  ['r--01', ['order-lost', 'order-unknown']],
  ['r---x', ['order-lost', 'order-unknown']],
  ['r-a', ['order-unknown']],
  ['r--a', ['order-unknown']],
  ['q', ['order-unknown']],
])('parts of a split route keep their place beside the tied route %s', (name, expected) => {
  const objects = [...base, route('r', manyRules(3, 33)), route(name, [rule('/r0/m0', 'b')])];
  const { codes, objects: written } = deriving(objects, ['a'], { carriers: two });
  expect(codes).toEqual(expected);
  if (expected.length === 1) expect(written.filter(isRoute)).toHaveLength(3);
});

test('sessions get names of their own, one for each rule and side', () => {
  const session = (name?: string) => ({
    sessionPersistence: { type: 'Cookie', ...(name === undefined ? {} : { sessionName: name }) },
  });
  const long = 's'.repeat(128);
  const rules = [
    rule('/a', 'a', {}, session('cart')),
    rule('/b', 'a', {}, session()),
    rule('/c', 'a', {}, session()),
    rule('/d', 'a', {}, session(long)),
    rule('/e', 'a', {}, session(`${long.slice(0, -1)}t`)),
  ];
  const names = rulesOf(only(route('r', rules))).map((one) =>
    String(at(one, ['sessionPersistence', 'sessionName'])),
  );
  expect(names[0]).toBe('cart-pr-42');
  expect(new Set(names).size).toBe(5);
  for (const name of names) {
    expect(name.length).toBeLessThanOrEqual(128);
    expect(name).toMatch(/-pr-42$/);
  }
});

test('a session whose name stands in a block of its own is renamed there', () => {
  const session = (more: JsonObject) => ({ sessionPersistence: { type: 'Cookie', ...more } });
  const rules = [
    rule('/a', 'a', {}, session({ cookie: { name: 'cart', path: '/' } })),
    rule('/b', 'a', {}, session({ type: 'Header', header: { name: 'x-cart' } })),
  ];
  const sessions = rulesOf(only(route('r', rules))).map((one) => at(one, ['sessionPersistence']));
  expect(sessions).toEqual([
    { type: 'Cookie', cookie: { name: 'cart-pr-42', path: '/' } },
    { type: 'Header', header: { name: 'x-cart-pr-42' } },
  ]);
});

const longName = (length: number) => 'n'.repeat(length);

test('a name at the limit is kept, a longer one cut with a stable hash', () => {
  // `pr-42--` is 7 characters.
  const [atLimit] = derivedFrom(route(longName(246), [rule('/', 'a')]));
  expect(atLimit?.metadata?.name).toBe(`pr-42--${longName(246)}`);
  const [cut] = derivedFrom(route(longName(247), [rule('/', 'a')]));
  expect(cut?.metadata?.name).toMatch(/^pr-42--n+-[0-9a-f]{10}$/);
  expect(cut?.metadata?.name?.length).toBeLessThanOrEqual(249);
});

test('parts have names within the limit, too', () => {
  const parts = derivedFrom(route(longName(244), manyRules(2, 64)), { carriers: two });
  expect(parts).toHaveLength(2);
  for (const { metadata } of parts) expect(metadata?.name?.length).toBeLessThanOrEqual(253);
});

test('a name that must be cut is refused where its order decides a tie', () => {
  const objects = [...base, route(longName(250), [rule('/', 'a')]), route('s', [rule('/', 'b')])];
  expect(deriving(objects, ['a']).codes).toEqual(['name-too-long', 'order-unknown']);
});

test('objects without a namespace give derived objects without one', () => {
  const place = { namespace: '' };
  const objects = [
    gateway(undefined, place),
    ...workload('a', place),
    route('r', [rule('/', 'a')], place),
  ];
  const sandboxes = deriving(objects, []).derived;
  expect(sandboxes.sandboxes).toEqual([]);
});

test('the baseline is not changed', () => {
  const objects = [...base, route('r', [rule('/', 'a'), rule('/?q=1', 'b')])];
  const before = JSON.stringify(objects);
  deriving(objects, ['a']);
  expect(JSON.stringify(objects)).toBe(before);
  expect(printed(objects, 'HTTPRoute shop/r')).toBe(objects.at(-1));
});
