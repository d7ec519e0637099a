import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filled } from '../../../lib/derive/extra/placeholders';
import type { Json, JsonObject, KubeObject } from '../../../lib/model/manifest';
import { nameOf } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';
import { frozen } from '../fork/fork-baseline';

const baseline = [gateway(), ...workload('cart'), route('shop', [rule('/cart', 'cart')])];

/** `${sandbox.name}`, which a string literal had better not hold. */
function placeholder(word: string): string {
  return `\${sandbox.${word}}`;
}

function bringing(...objects: readonly Json[]) {
  const extraResources = objects.map((object, index) => ({
    object: frozen(object) as KubeObject,
    path: ['spec', 'extraResources', index],
  }));
  const result = deriving(baseline, [
    sandbox('pr-42', ['cart'], { routingKey: 'key-7', extraResources }),
  ]);
  const brought = result.objects.filter(
    ({ metadata }) => metadata?.name?.includes('mock') === true,
  );
  return { ...result, brought };
}

function object(kind: string, more: JsonObject = {}, apiVersion = 'v1'): JsonObject {
  return { apiVersion, kind, metadata: { name: 'mock', namespace: 'mocks' }, ...more };
}

const own = {
  'app.kubernetes.io/managed-by': 'gatefork',
  'gatefork.dev/sandbox': 'pr-42',
  'gatefork.dev/routing-key': 'key-7',
};

test('an object is written as it stands, with the labels of the sandbox', () => {
  const { brought, codes } = bringing(
    object('ConfigMap', {
      metadata: {
        name: 'mock',
        namespace: 'mocks',
        labels: { team: 'a' },
        annotations: { 'argocd.argoproj.io/sync-wave': '3' },
      },
      data: { a: '1' },
    }),
  );
  expect(codes).toEqual([]);
  expect(brought).toHaveLength(1);
  expect(brought[0]).toMatchObject({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'mock',
      namespace: 'mocks',
      labels: { team: 'a', ...own },
      annotations: { 'argocd.argoproj.io/sync-wave': '3' },
    },
    data: { a: '1' },
  });
  expect(brought[0]?.metadata?.annotations).toHaveProperty(['gatefork.dev/baseline-digest']);
});

test('placeholders are filled in wherever they stand, and those of others stay', () => {
  const { brought } = bringing(
    object('ConfigMap', {
      metadata: { name: `mock-${placeholder('name')}`, namespace: 'mocks' },
      data: {
        [`key.${placeholder('name')}`]: `a ${placeholder('name')} b ${placeholder(' routingKey ')}`,
        script: `echo \${HOME} $(date) \${sandboxes.name}`,
      },
      list: [placeholder('routingKey'), [{ deep: placeholder('name') }], 7, true],
    }),
  );
  expect(brought[0]?.metadata?.name).toBe('mock-pr-42');
  expect(brought[0]).toMatchObject({
    data: { 'key.pr-42': 'a pr-42 b key-7', script: `echo \${HOME} $(date) \${sandboxes.name}` },
    list: ['key-7', [{ deep: 'pr-42' }], 7, true],
  });
});

test('what nobody knows of the sandbox is no placeholder', () => {
  const { findings, objects } = bringing(object('ConfigMap', { data: { a: placeholder('key') } }));
  expect(objects).toEqual([]);
  expect(findings).toMatchObject([
    {
      code: 'extra-resource-invalid',
      severity: 'error',
      message: `ConfigMap mocks/mock, which sandbox pr-42 brings, speaks of \`${placeholder('key')}\`, which stands for nothing`,
      hint: `use \`${placeholder('name')}\` and \`${placeholder('routingKey')}\``,
      where: { path: ['spec', 'extraResources', 0] },
    },
  ]);
});

test.each([
  ['no object', 'a text', 'an object, which sandbox pr-42 brings, is no object'],
  ['no apiVersion', { kind: 'A', metadata: { name: 'mock' } }, 'has no `apiVersion`'],
  ['no kind', { apiVersion: 'v1', metadata: { name: 'mock' } }, 'has no `kind`'],
  [
    'no name',
    { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'mock-' } },
    'has no `metadata.name`',
  ],
  ['no metadata', { apiVersion: 'v1', kind: 'Pod', metadata: [] }, 'has no `metadata.name`'],
  ['a list', { ...object('List'), items: [] }, 'is a list'],
  ['a sandbox', object('Sandbox', {}, 'gatefork.dev/v1alpha1'), 'is a document of Gatefork'],
  [
    'a namespace that is a number',
    object('A', { metadata: { name: 'mock', namespace: 7 } }),
    'has a `metadata.namespace` that is no text',
  ],
  [
    'labels that are none',
    object('A', { metadata: { name: 'mock', labels: { a: 1 } } }),
    'has `metadata.labels` that are no texts',
  ],
  [
    'annotations that are a list',
    object('A', { metadata: { name: 'mock', annotations: ['a'] } }),
    'has `metadata.annotations` that are no texts',
  ],
  [
    'a mark of ours',
    object('Service', {
      metadata: { name: 'mock', annotations: { 'gatefork.dev/fork-of': 'Service/shop/cart' } },
    }),
    'carries the mark `gatefork.dev/fork-of`',
  ],
  [
    'one key twice',
    object('ConfigMap', { data: { [placeholder('name')]: '1', 'pr-42': '2' } }),
    'has the key `pr-42` twice once its placeholders are filled in',
  ],
] as const)('an object that cannot be written is refused: %s', (_, value, problem) => {
  const { findings, objects } = bringing(value as Json);
  expect(findings.map(({ code }) => code)).toEqual(['extra-resource-invalid']);
  expect(findings[0]?.message).toContain(problem);
  expect(objects).toEqual([]);
});

test('names that collide with the baseline or another output are refused', () => {
  const cart = { ...object('Service'), metadata: { name: 'cart', namespace: 'shop' } };
  expect(bringing(cart).codes).toEqual(['name-taken']);
  const fork = { ...object('Service'), metadata: { name: 'cart-pr-42', namespace: 'shop' } };
  expect(bringing(fork).codes).toEqual(['name-taken']);
  expect(bringing(object('Service'), object('Service')).codes).toEqual(['name-taken']);
});

function pods(labels: JsonObject, namespace = 'shop'): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'mock', namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'a:1' }] } },
    },
  };
}

test('pods that a Service of the baseline would draw are refused', () => {
  const { findings, objects } = bringing(pods({ app: 'cart' }));
  expect(findings.map(({ code }) => code)).toEqual(['fork-captured', 'fork-captured']);
  expect(findings.map(({ message }) => message).sort()).toEqual([
    'Deployment shop/cart selects the pods of Deployment shop/mock, which sandbox pr-42 brings, by `app=cart`',
    'Service shop/cart selects the pods of Deployment shop/mock, which sandbox pr-42 brings, by `app=cart`',
  ]);
  expect(objects).toEqual([]);
  expect(bringing(pods({ app: 'mock' })).codes).toEqual([]);
  expect(bringing(pods({ app: 'cart' }, 'mocks')).codes).toEqual([]);
});

test('pods that would pass for those of a fork are refused', () => {
  const marked = pods({ 'gatefork.dev/sandbox': 'pr-43', 'gatefork.dev/workload': 'cart' });
  const { findings } = bringing(marked);
  expect(findings.map(({ code }) => code)).toEqual(['extra-resource-invalid']);
  expect(findings[0]?.message).toContain('gives its pods the mark `gatefork.dev/sandbox`');
});

test.each([
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'takes requests of the baseline'],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'takes requests of the baseline'],
  ['networking.istio.io/v1', 'VirtualService', 'takes requests of the baseline'],
  ['networking.k8s.io/v1', 'Ingress', 'takes requests of the baseline'],
  ['gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'applies to the baseline'],
])('%s %s is written and not judged', (apiVersion, kind, does) => {
  const spec = { targetRefs: [{ kind: 'HTTPRoute', name: 'shop' }], rules: [] };
  const { codes, findings, brought } = bringing(object(kind, { spec }, apiVersion));
  expect(codes).toEqual(['extra-resource-not-judged']);
  expect(findings[0]).toMatchObject({
    severity: 'warning',
    message: `${kind} mocks/mock of sandbox pr-42 is written as it stands, and whether it ${does} is not looked at`,
  });
  expect(brought.map(nameOf)).toEqual([`${kind} mocks/mock`]);
});

test('a grant or a Service routes nothing by itself', () => {
  const spec = { from: [], to: [] };
  const grant = object('ReferenceGrant', { spec }, 'gateway.networking.k8s.io/v1beta1');
  expect(bringing(grant, object('Service')).codes).toEqual([]);
});

test('what a sandbox brings changes no byte of another', () => {
  const other = sandbox('pr-43', ['cart']);
  const extraResources = [{ object: object('ConfigMap') as KubeObject, path: ['spec'] }];
  const of = (spec: typeof other) =>
    deriving(baseline, [other, spec]).derived.sandboxes.find(({ name }) => name === 'pr-43');
  expect(of(sandbox('pr-42', ['cart'], { extraResources }))).toEqual(
    of(sandbox('pr-42', ['cart'])),
  );
});

test('texts without a placeholder are the same as before, whatever they are', () => {
  const spec = sandbox('pr-42', []);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes('sandbox.'));
      expect(filled(value as Json, spec)).toEqual({ value, unknown: [], repeated: [] });
    }),
  );
});

test('however often a placeholder begins, filling in takes no time', () => {
  const start = performance.now();
  filled('${sandbox.'.repeat(100_000), sandbox('pr-42', []));
  expect(performance.now() - start).toBeLessThan(5000);
});

test.each<readonly [string, JsonObject, string]>([
  ['values of a Secret', object('Secret', { stringData: { token: 'x' } }), 'has values, which'],
  [
    'encoded values of a Secret',
    object('Secret', { data: { token: 'eA==' } }),
    'has values, which',
  ],
  [
    'a namespace of the baseline',
    object('Namespace', { metadata: { name: 'shop' } }),
    'Namespace shop, which sandbox pr-42 brings, holds objects of the baseline',
  ],
  ...['../mock', 'a%2fmock', '..'].map(
    (name) =>
      [
        `the name ${name}`,
        object('ConfigMap', { metadata: { name, namespace: 'mocks' } }),
        'which no object can have',
      ] as const,
  ),
])('%s are refused', (_, brought, message) => {
  const { findings } = bringing(brought);
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'extra-resource-invalid',
      message: expect.stringContaining(message),
    }),
  ]);
});

test('a Secret without values and a namespace of its own may be brought', () => {
  const account = { 'kubernetes.io/service-account.name': 'mock' };
  const metadata = { name: 'mock', namespace: 'mocks', annotations: account };
  const { codes, brought } = bringing(
    object('Secret', { metadata, type: 'kubernetes.io/service-account-token' }),
    object('Namespace', { metadata: { name: 'mocks' } }),
  );
  expect(codes).toEqual([]);
  expect(brought.map(nameOf)).toEqual(['Namespace mocks', 'Secret mocks/mock']);
});
