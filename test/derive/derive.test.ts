// All sandboxes of a baseline: names, independence, order of input, digests.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../lib/model/digest';
import { type Json, type JsonObject, type KubeObject, nameOf } from '../../lib/model/manifest';
import { derive } from '../../lib/pipeline';
import { deriving, gateway, manifests, route, rule, sandbox, workload } from '../routes';

const baseline = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  route('r', [rule('/', 'a'), rule('/?debug=1', 'b')], { hostnames: ['a.test', 'b.test'] }),
  route('s', [rule('/s', 'b')], { hostnames: ['b.test'] }),
];

const textOf = (objects: readonly KubeObject[]) => JSON.stringify(objects);

function written(objects: readonly KubeObject[], ...sandboxes: ReturnType<typeof sandbox>[]) {
  const { derived, codes } = deriving(objects, sandboxes);
  expect(codes.filter((code) => code !== 'order-unknown')).toEqual([]);
  return new Map(
    derived.sandboxes.map((one) => [one.name, textOf(one.manifests.map(({ object }) => object))]),
  );
}

test('a sandbox is the same byte for byte, whatever others stand beside it', () => {
  const [one, two, three] = [
    sandbox('pr-1', ['a']),
    sandbox('pr-12', ['a', 'b']),
    sandbox('pr-2', ['b']),
  ];
  if (one === undefined || two === undefined || three === undefined) throw new Error('three');
  const all = written(baseline, one, two, three);
  expect([...all.keys()]).toEqual(['pr-1', 'pr-12', 'pr-2']);
  expect(written(baseline, three, one, two)).toEqual(all);
  for (const each of [one, two, three]) {
    expect(written(baseline, each).get(each.name)).toBe(all.get(each.name));
  }
});

test('what Gatefork wrote before is no part of the baseline', () => {
  const first = deriving(baseline, ['a']);
  const again = deriving([...baseline, ...first.objects], ['a']);
  expect(again.codes).toEqual(first.codes);
  expect(textOf(again.objects)).toBe(textOf(first.objects));
});

function withKeysReversed(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => withKeysReversed(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as JsonObject;
  return Object.fromEntries(
    Object.keys(object)
      .reverse()
      .map((key) => [key, withKeysReversed(object[key])]),
  );
}

test('neither the order of the objects nor that of their keys changes what is written', () => {
  const expected = deriving(baseline, ['a']);
  const canonicalText = expected.objects.map((object) => canonical(object));
  const shuffled = fc.shuffledSubarray([...baseline], { minLength: baseline.length });
  fc.assert(
    fc.property(shuffled, fc.boolean(), (objects, isReversed) => {
      const input = objects.map((object) =>
        isReversed ? (withKeysReversed(object) as KubeObject) : object,
      );
      const { objects: actual, codes, lines } = deriving(input, ['a']);
      expect(actual.map((object) => canonical(object))).toEqual(canonicalText);
      expect(lines).toEqual(expected.lines);
      expect(codes).toEqual(expected.codes);
    }),
    { numRuns: 40 },
  );
});

test('objects come by kind, then namespace and name', () => {
  const { objects } = deriving(baseline, ['b', 'a']);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata?.name}`)).toEqual([
    'Deployment a-pr-42',
    'Deployment b-pr-42',
    'Service a-pr-42',
    'Service b-pr-42',
    'HTTPRoute pr-42--r',
    'HTTPRoute pr-42--s',
  ]);
});

test('every object carries the marks of its sandbox, and when it expires', () => {
  const expiresAt = '2026-12-01T00:00:00Z';
  const { objects } = deriving(baseline, [
    sandbox('pr-42', ['a'], { routingKey: 'checkout', expiresAt }),
  ]);
  expect(objects.length).toBeGreaterThan(2);
  for (const { metadata } of objects) {
    expect(metadata?.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'gatefork',
      'gatefork.dev/sandbox': 'pr-42',
      'gatefork.dev/routing-key': 'checkout',
    });
    expect(metadata?.annotations).toMatchObject({
      'gatefork.dev/baseline-digest': expect.stringMatching(/^[0-9a-f]{16}$/),
      'gatefork.dev/expires-at': expiresAt,
    });
  }
});

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const volumes = {
  template: {
    metadata: { labels: { app: 'a' } },
    spec: {
      containers: [{ name: 'main', image: 'a:1' }],
      volumes: [{ name: 'files', persistentVolumeClaim: { claimName: 'files' } }],
    },
  },
};

test('all that a sandbox writes, wherever it lies, is known as its own', () => {
  const back = { namespace: 'back' };
  const fromRoutes = {
    group: 'gateway.networking.k8s.io',
    kind: 'HTTPRoute',
    namespace: 'shop',
  };
  const [deployment, service] = workload('a', back);
  const grant: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'g', ...back },
    spec: { from: [fromRoutes], to: [{ group: '', kind: 'Service', name: 'a' }] },
  };
  const policy: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'db', namespace: 'data' },
    spec: {
      podSelector: {},
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } }, namespaceSelector: {} }] }],
    },
  };
  const objects = [
    gateway(),
    { ...deployment, spec: { ...(deployment?.spec as JsonObject), ...volumes } } as KubeObject,
    service as KubeObject,
    { ...claim, metadata: { name: 'files', ...back } },
    ...workload('b'),
    grant,
    policy,
    route('r', [{ backendRefs: [{ name: 'a', namespace: 'back', port: 80 }] }, rule('/b', 'b')]),
  ];
  const one = sandbox('pr-42', ['a'], {
    ...back,
    virtual: [
      {
        service: { namespace: 'shop', name: 'b' },
        to: { namespace: 'mocks', name: 'b' },
        path: ['spec', 'virtual', 0],
      },
    ],
  });
  const owner = {
    ...one,
    forks: one.forks.map((fork) => ({
      ...fork,
      storage: 'claim' as const,
      serviceAccount: 'dedicated' as const,
    })),
  };
  const { objects: written } = deriving(objects, [owner, sandbox('pr-7', ['b'])]);
  const own = written.filter((object) => JSON.stringify(object).includes('pr-42'));
  expect(own.map(nameOf)).toEqual([
    'ServiceAccount back/default-pr-42',
    'PersistentVolumeClaim back/files-pr-42',
    'NetworkPolicy data/pr-42--db--peers',
    'Deployment back/a-pr-42',
    'Service back/a-pr-42',
    'ReferenceGrant back/a-pr-42--httproute--shop',
    'ReferenceGrant mocks/pr-42--b--httproute--shop',
    'HTTPRoute shop/pr-42--r',
  ]);
  for (const { metadata } of own) {
    expect(metadata?.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'gatefork',
      'gatefork.dev/sandbox': 'pr-42',
    });
  }
});

test('two sandboxes of one name, or under one key, are refused', () => {
  const twice = deriving(baseline, [sandbox('pr-1', ['a']), sandbox('pr-1', ['b'])]);
  expect(twice.codes).toEqual(['sandbox-name-shared']);
  const oneKey = deriving(baseline, [
    sandbox('pr-1', ['a']),
    sandbox('pr-2', ['b'], { routingKey: 'pr-1' }),
  ]);
  expect(oneKey.codes).toEqual(['routing-key-shared']);
  expect(oneKey.findings[0]?.message).toContain('pr-1 and pr-2');
});

test('a sandbox that forks nothing is refused', () => {
  expect(deriving(baseline, [sandbox('pr-1', [])]).codes).toEqual(['sandbox-invalid']);
});

test.each([
  ['Pr-1'],
  ['p'],
  ['1pr'],
  ['pr-'],
  ['pr--1'],
  ['pr_1'],
  ['pr.1'],
  [`p${'r'.repeat(63)}`],
  ['pr-1\n'],
  [''],
])('the routing key %j is refused', (routingKey) => {
  const { codes } = deriving(baseline, [sandbox('pr-1', ['a'], { routingKey })]);
  expect(codes).toContain('routing-key-invalid');
});

test('the shortest and the longest key are taken', () => {
  for (const name of ['pr', `p${'r'.repeat(62)}`]) {
    expect(deriving(baseline, [sandbox(name, ['a'])]).codes).not.toContain('routing-key-invalid');
  }
});

test('a key whose expression outgrows the default program size is said to be', () => {
  const long = deriving(baseline, [sandbox(`p${'r'.repeat(40)}`, ['a'])]);
  expect(long.codes).toEqual(['carrier-not-portable']);
  expect(deriving(baseline, [sandbox(`p${'r'.repeat(39)}`, ['a'])]).codes).toEqual([]);
  const header = { carriers: [{ type: 'header', name: 'x-routing-key' }] } as const;
  expect(deriving(baseline, [sandbox(`p${'r'.repeat(40)}`, ['a'])], header).codes).toEqual([]);
});

test('a name that the baseline has is refused, and its place named', () => {
  const taken = route('pr-42--r', [rule('/x', 'b')]);
  const { codes, findings } = deriving([...baseline, taken], ['a']);
  expect(codes).toEqual(['name-taken']);
  expect(findings[0]?.message).toContain('HTTPRoute shop/pr-42--r');
  expect(findings[0]?.where?.origin).toMatchObject({ file: 'baseline.yaml' });
});

test('a name that two sandboxes would write is refused', () => {
  // `a` forked by `b-c` and `a-b` forked by `c`: both forks would be called `a-b-c`.
  const objects = [...baseline, ...workload('a-b')];
  const { codes } = deriving(objects, [sandbox('b-cc', ['a']), sandbox('cc', ['a-b'])], {
    mesh: 'on',
  });
  expect(codes).toContain('name-taken');
});

test('a route that an earlier part would take the name of is refused', () => {
  const rules = Array.from({ length: 16 }, (_, index) => ({
    ...rule(`/p${index}`, 'a'),
    filters: [
      {
        type: 'URLRewrite',
        urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
      },
    ],
  }));
  const objects = [
    gateway(),
    ...workload('a'),
    route('r', rules),
    route('r--02', [rule('/x', 'a')]),
  ];
  const carriers = [{ type: 'baggage' }, { type: 'header', name: 'x-routing-key' }] as const;
  expect(deriving(objects, ['a'], { carriers }).codes).toEqual(['name-taken']);
});

function digest(objects: readonly KubeObject[], config = {}): string {
  const found = new Set(
    deriving(objects, ['a'], config).objects.map(
      ({ metadata }) => metadata?.annotations?.['gatefork.dev/baseline-digest'],
    ),
  );
  const [only] = found;
  if (only === undefined || found.size > 1) throw new Error('one digest for a sandbox');
  return only;
}

const before = digest(baseline);

test.each<readonly [string, readonly KubeObject[]]>([
  ['the derived route', baseline.with(5, route('r', [rule('/', 'a'), rule('/?debug=2', 'b')]))],
  [
    'the forked workload',
    [...baseline.slice(0, 1), ...workload('a', { labels: { x: 'y' } }), ...baseline.slice(3)],
  ],
  ['the gateway', baseline.with(0, gateway([{ name: 'x', port: 80, protocol: 'HTTP' }]))],
  [
    'a new route that needs a shield',
    [...baseline, route('t', [rule('/?q=1', 'b')], { hostnames: ['a.test'] })],
  ],
  [
    'a sign of a mesh',
    [
      ...baseline,
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'web', labels: { 'istio-injection': 'enabled' } },
      },
    ],
  ],
])('the digest changes with %s', (_, objects) => {
  expect(digest(objects)).not.toBe(before);
});

test('the digest changes with an ignore annotation on a route that stays as a shield', () => {
  const [r, i] = [route('r', [rule('/', 'a')]), route('i', [rule('/?q=1', 'a')])];
  const ignored = route('i', [rule('/?q=1', 'a')], {
    annotations: { 'gatefork.dev/ignore': 'true' },
  });
  const rest = baseline.slice(0, 5);
  expect(digest([...rest, r, ignored])).not.toBe(digest([...rest, r, i]));
});

test('the digest changes with the settings', () => {
  expect(digest(baseline, { weights: 'keep' })).not.toBe(before);
});

test.each<readonly [string, readonly KubeObject[]]>([
  ['an unrelated workload', [...baseline, ...workload('z')]],
  [
    'a route that meets none of ours',
    [...baseline, route('t', [rule('/', 'b')], { hostnames: ['z.test'] })],
  ],
  [
    'status and marks of the cluster',
    baseline.map((object) => ({
      ...object,
      metadata: { ...object.metadata, uid: 'u', resourceVersion: '7', generation: 3 },
      status: { x: 1 },
    })),
  ],
  [
    'marks of ownership',
    baseline.map((object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'meta.helm.sh/release-name': 'x' } },
    })),
  ],
])('the digest does not change with %s', (_, objects) => {
  expect(digest(objects)).toBe(before);
});

test('a Gateway that is not in the input is named as an assumption', () => {
  const { codes, lines } = deriving(baseline.slice(1), ['a']);
  expect(codes).toEqual(['gateway-not-in-input']);
  expect(lines).toEqual(deriving(baseline, ['a']).lines);
});

test('duplicate objects are refused, both places named', () => {
  const { codes, findings } = deriving([...baseline, gateway()], ['a']);
  expect(codes).toEqual(['object-duplicate']);
  expect(findings[0]?.message).toContain('Gateway shop/edge');
});

test('an input with an error gives no sandbox at all', () => {
  const broken = route('t', [{ backendRefs: 'a' } as unknown as JsonObject]);
  const { derived, codes } = deriving([...baseline, broken], ['a']);
  expect(codes).toEqual(['object-invalid']);
  expect(derived.sandboxes).toEqual([]);
});

test('objects of our own kinds in the baseline are passed over', () => {
  const own = { apiVersion: 'gatefork.dev/v1alpha1', kind: 'Sandbox', metadata: { name: 'x' } };
  const { sandboxes } = derive({
    baseline: manifests(...baseline, own),
    sandboxes: [sandbox('pr-42', ['a'])],
  });
  expect(sandboxes).toHaveLength(1);
});

test('definitions of kinds and whatever else is in a rendered chart is passed over', () => {
  const definition: KubeObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'httproutes.gateway.networking.k8s.io' },
    spec: { group: 'gateway.networking.k8s.io', names: { kind: 'HTTPRoute' }, versions: [{}] },
  };
  const test: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'test', namespace: 'shop', annotations: { 'helm.sh/hook': 'test' } },
    spec: { containers: [{ name: 'test', image: 'curl' }] },
  };
  const expected = deriving(baseline, ['a']);
  const { objects, codes } = deriving([definition, test, ...baseline], ['a']);
  expect(codes).toEqual(expected.codes);
  expect(textOf(objects)).toBe(textOf(expected.objects));
});

test('tracestate alone earns a warning', () => {
  const { codes } = deriving(baseline, ['a'], { carriers: [{ type: 'tracestate' }] });
  expect(codes).toEqual(['carrier-not-portable']);
});

test('keys named __proto__ and constructor are keys like any other', () => {
  const annotations = JSON.parse('{"__proto__":"x","constructor":"y"}');
  const objects = baseline.with(
    5,
    route('r', [rule('/', 'a'), rule('/?debug=1', 'b')], { annotations }),
  );
  const { objects: actual } = deriving(objects, ['a']);
  const meta = actual.find(({ kind }) => kind === 'HTTPRoute')?.metadata?.annotations ?? {};
  expect(Object.keys(meta)).toContain('constructor');
  expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
});
