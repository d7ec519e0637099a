import { expect, test } from 'vitest';
import { ForkIndexes } from '../../../lib/derive/fork/fork-indexes';
import { forkWorkload } from '../../../lib/derive/fork/one-fork';
import { defaultConfig } from '../../../lib/model/config';
import type { EnvChange } from '../../../lib/model/fork';
import { inventoryOf } from '../../../lib/model/inventory';
import { at, type JsonObject } from '../../../lib/model/manifest';
import {
  codesOf,
  deployment,
  forked,
  forkSpec,
  manifests,
  object,
  sandboxOf,
  service,
} from './fork-baseline';

const containersPath = ['spec', 'template', 'spec', 'containers'];
const podLabelsPath = ['spec', 'template', 'metadata', 'labels'];

const marked = {
  'gatefork.dev/sandbox': 'pr-42',
  'gatefork.dev/routing-key': 'pr-42',
};

test('a fork has a name, a selector and pod labels of its own', () => {
  const { workload, services, findings } = forked([deployment(), service()]);
  expect(findings).toEqual([]);
  expect(workload?.metadata).toEqual({
    name: 'cart-pr-42',
    namespace: 'shop',
    labels: { 'app.kubernetes.io/managed-by': 'gatefork', ...marked },
    annotations: { 'gatefork.dev/fork-of': 'Deployment/shop/cart' },
  });
  const own = { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'cart' };
  expect(at(workload, ['spec', 'selector'])).toEqual({ matchLabels: own });
  expect(at(workload, podLabelsPath)).toEqual({ app: 'cart-pr-42', ...own, ...marked });
  expect(at(workload, ['spec', 'replicas'])).toBe(1);
  expect(services.map(({ fork }) => fork.spec)).toEqual([
    { type: 'ClusterIP', selector: own, ports: [{ port: 80, targetPort: 'http' }] },
  ]);
});

test('without a namespace the fork has none either', () => {
  const bare = service();
  const { workload, services } = forked(
    [deployment({ namespace: '' }), { ...bare, metadata: { name: 'cart' } }],
    { workload: { kind: 'Deployment', name: 'cart' } },
  );
  for (const made of [workload, services[0]?.fork])
    expect(made?.metadata).not.toHaveProperty('namespace');
  expect(workload?.metadata?.annotations).toEqual({ 'gatefork.dev/fork-of': 'Deployment//cart' });
  expect(services[0]?.fork.metadata?.annotations).toEqual({
    'gatefork.dev/fork-of': 'Service//cart',
  });
});

test('what belongs to the baseline alone is not copied', () => {
  const { workload } = forked([
    {
      ...deployment({
        metadata: {
          uid: 'u',
          ownerReferences: [{ uid: 'x' }],
          annotations: { 'deployment.kubernetes.io/revision': '7', 'linkerd.io/inject': 'enabled' },
          labels: { 'app.kubernetes.io/instance': 'shop', team: 'a' },
        },
        labels: { app: 'cart', 'pod-template-hash': 'abc' },
        podMetadata: { creationTimestamp: null },
        spec: { paused: true, strategy: { type: 'Recreate' } },
      }),
      status: { replicas: 3 },
    },
    service(),
  ]);
  expect(workload).not.toHaveProperty('status');
  expect(Object.keys(workload?.metadata ?? {}).sort()).toEqual([
    'annotations',
    'labels',
    'name',
    'namespace',
  ]);
  expect(workload?.metadata?.annotations).toHaveProperty(['linkerd.io/inject'], 'enabled');
  expect(workload?.metadata?.annotations).not.toHaveProperty(['deployment.kubernetes.io/revision']);
  expect(workload?.metadata?.labels).toHaveProperty('team', 'a');
  expect(workload?.metadata?.labels).not.toHaveProperty(['app.kubernetes.io/instance']);
  expect(at(workload, podLabelsPath)).not.toHaveProperty('pod-template-hash');
  expect(workload?.spec).not.toHaveProperty('paused');
  expect(workload?.spec).toHaveProperty('strategy');
  expect(JSON.stringify(workload)).not.toContain('null');
});

test.each([
  'notifications.argoproj.io/subscribe.on-sync-failed.slack',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/sync-wave',
  'argocd.argoproj.io/hook',
  'kustomize.toolkit.fluxcd.io/prune',
  'helm.toolkit.fluxcd.io/name',
  'meta.helm.sh/release-name',
  'keel.sh/policy',
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/last-applied-configuration',
])('a tool’s mark does not come along: %s', (mark) => {
  const marks = { annotations: { [mark]: 'x', note: 'kept' }, labels: { [mark]: 'x' } };
  const baseline = service();
  const { workload, services } = forked([
    deployment({ metadata: marks }),
    { ...baseline, metadata: { ...baseline.metadata, ...marks } },
  ]);
  for (const made of [workload, services[0]?.fork]) {
    expect(made?.metadata?.annotations).toHaveProperty('note', 'kept');
    expect(made?.metadata?.annotations).not.toHaveProperty([mark]);
    expect(made?.metadata?.labels).not.toHaveProperty([mark]);
  }
});

test.each([
  'sidecar.istio.io/inject',
  'istio.io/rev',
  'linkerd.io/inject',
  'vault.hashicorp.com/role',
])('what injects or identifies pods stays: %s', (mark) => {
  const podMetadata = { annotations: { [mark]: 'x' } };
  const { workload } = forked([deployment({ podMetadata }), service()]);
  expect(at(workload, ['spec', 'template', 'metadata', 'annotations'])).toEqual({ [mark]: 'x' });
});

test('when the baseline’s pods were started again says nothing of the fork’s', () => {
  const restarted = { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' };
  const [fork, other] = [{ a: 'b', ...restarted }, { a: 'b' }].map(
    (annotations) => forked([deployment({ podMetadata: { annotations } }), service()]).workload,
  );
  expect(fork).toEqual(other);
});

test('a workload that is not there is said so, with names that are near', () => {
  const objects = [
    deployment({ namespace: 'other' }),
    deployment({ name: 'carts' }),
    { ...deployment(), kind: 'StatefulSet' },
    deployment({ name: 'payments' }),
  ];
  const { findings, workload } = forked(objects);
  expect(workload).toBeUndefined();
  expect(findings).toMatchObject([
    {
      code: 'workload-not-found',
      severity: 'error',
      sandbox: 'pr-42',
      where: { path: ['spec', 'forks', 0] },
      message: 'sandbox `pr-42` forks Deployment shop/cart, which is not in the input',
    },
  ]);
  expect(findings[0]?.hint).toContain(
    'StatefulSet shop/cart, Deployment other/cart, Deployment shop/carts;',
  );
  expect(findings[0]?.hint).not.toContain('payments');
});

test.each([
  ['no Service at all', []],
  ['one without a selector', [service({})]],
  ['one for other pods', [service({ app: 'cart', tier: 'web' })]],
  ['one of another namespace', [{ ...service(), metadata: { name: 'cart', namespace: 'b' } }]],
  ['an ExternalName', [service({ app: 'cart' }, { type: 'ExternalName', externalName: 'x.org' })]],
])('a workload needs a Service: %s', (_, services) => {
  const found = forked([deployment(), ...services]);
  expect(codesOf(found)).toEqual(['workload-without-service']);
  expect(found.workload).toBeUndefined();
});

test('a worker without a Service is forked where the sandbox says what else it does', () => {
  const { workload, services, findings } = forked([deployment()], {
    effects: { consumers: 'suffix' },
  });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(workload?.metadata?.name).toBe('cart-pr-42');
  expect(services).toEqual([]);
});

test.each([{ consumers: 'drop' }, { migrations: 'drop' }, {}] as const)(
  'a worker that would do nothing at all is none: %j',
  (effects) => {
    expect(codesOf(forked([deployment()], { effects }))).toEqual(['workload-without-service']);
  },
);

test('a Service that sends to several workloads is worth a warning', () => {
  const second = deployment({ name: 'cart-v2', labels: { app: 'cart', version: 'v2' } });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'cart-x',
      namespace: 'shop',
      labels: { app: 'cart' },
      ownerReferences: [{ uid: 'a' }],
    },
    spec: {},
  };
  const found = forked([deployment(), second, pod, service()]);
  expect(codesOf(found)).toEqual(['service-shared']);
  expect(found.findings[0]?.message).toBe(
    'Service shop/cart also sends to Deployment shop/cart-v2, which keyed requests no longer reach',
  );
  expect(found.workload).toBeDefined();
});

test('every Service of the workload is copied, the one of its name first', () => {
  const admin = { ...service(), metadata: { name: 'admin', namespace: 'shop' } };
  const both = [deployment(), admin, service()];
  const names = forked(both).services.map(({ fork }) => fork.metadata?.name);
  expect(names).toEqual(['cart-pr-42', 'admin-pr-42']);
  expect(forked([...both].reverse()).services.map(({ fork }) => fork.metadata?.name)).toEqual(
    names,
  );
});

const two = {
  podSpec: {
    containers: [
      { name: 'a', image: 'a:1' },
      { name: 'b', image: 'b:1' },
    ],
    initContainers: [{ name: 'init', image: 'i:1' }],
  },
};
const numbered = service({ app: 'cart' }, { ports: [{ port: 80, targetPort: 8080 }] });

test('images are set by container, init containers too', () => {
  const { workload } = forked([deployment(two), numbered], {
    images: [
      { container: 'b', image: 'b:2' },
      { container: 'init', image: 'i:2' },
    ],
  });
  expect(at(workload, containersPath)).toEqual([
    { name: 'a', image: 'a:1' },
    { name: 'b', image: 'b:2' },
  ]);
  expect(at(workload, ['spec', 'template', 'spec', 'initContainers'])).toEqual([
    { name: 'init', image: 'i:2' },
  ]);
});

test('a container must be there, and be named where there are several', () => {
  const { findings } = forked([deployment(two), numbered], {
    images: [{ container: 'c', image: 'x' }, { image: 'y' }],
  });
  expect(findings).toMatchObject([
    {
      code: 'container-not-found',
      message: 'Deployment shop/cart has no container `c`',
      hint: 'name one of its containers: `a`, `b`, `init`',
      where: { path: ['spec', 'forks', 0, 'customizations', 'images', 0] },
    },
    { code: 'container-not-found', message: expect.stringContaining('several containers') },
  ]);
});

test('a workload without containers is said to have none', () => {
  const { findings } = forked([deployment({ podSpec: { containers: [] } }), numbered], {
    images: [{ image: 'y' }],
  });
  expect(findings).toMatchObject([
    { code: 'container-not-found', message: 'Deployment shop/cart has no container' },
  ]);
});

function envAfter(env: readonly JsonObject[], changes: readonly Partial<EnvChange>[]) {
  const containers = [{ name: 'cart', image: 'x', env }];
  const { workload, findings } = forked([deployment({ podSpec: { containers } }), numbered], {
    env: changes.map((change) => ({ name: 'A', operation: 'upsert', ...change })),
  });
  expect(findings).toEqual([]);
  return at(workload, [...containersPath, 0, 'env']);
}

test('a variable is replaced in its place, added at the end, or removed', () => {
  const old = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  expect(envAfter(old, [{ value: '9' }])).toEqual([
    { name: 'A', value: '9' },
    { name: 'B', value: '2' },
  ]);
  expect(envAfter(old, [{ name: 'C', value: '3' }])).toEqual([...old, { name: 'C', value: '3' }]);
  expect(envAfter(old, [{ operation: 'delete' }])).toEqual([{ name: 'B', value: '2' }]);
  expect(
    envAfter(old, [{ operation: 'delete' }, { name: 'B', operation: 'delete' }]),
  ).toBeUndefined();
  const valueFrom = { secretKeyRef: { name: 's', key: 'k' } };
  expect(envAfter(old, [{ valueFrom }])).toEqual([
    { name: 'A', valueFrom },
    { name: 'B', value: '2' },
  ]);
});

test('no variable stands twice: the last of the baseline counts, then the change', () => {
  const old = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
    { name: 'A', value: '3' },
  ];
  expect(envAfter(old, [])).toEqual([
    { name: 'B', value: '2' },
    { name: 'A', value: '3' },
  ]);
  expect(envAfter(old, [{ value: '9' }])).toEqual([
    { name: 'A', value: '9' },
    { name: 'B', value: '2' },
  ]);
});

test('no port stands twice, and whatever asked for the lost name asks for the number', () => {
  const containers = [
    {
      name: 'cart',
      ports: [
        { name: 'http', containerPort: 8080 },
        { name: 'web', containerPort: 8080, protocol: 'TCP' },
        { name: 'dns', containerPort: 8080, protocol: 'UDP' },
      ],
      livenessProbe: { httpGet: { port: 'http', path: '/' } },
      readinessProbe: { tcpSocket: { port: 'web' } },
    },
  ];
  const { workload, services, findings } = forked([
    deployment({ podSpec: { containers } }),
    service(),
  ]);
  expect(findings).toEqual([]);
  expect(at(workload, [...containersPath, 0])).toEqual({
    name: 'cart',
    ports: [
      { name: 'web', containerPort: 8080, protocol: 'TCP' },
      { name: 'dns', containerPort: 8080, protocol: 'UDP' },
    ],
    livenessProbe: { httpGet: { port: 8080, path: '/' } },
    readinessProbe: { tcpSocket: { port: 'web' } },
  });
  expect(at(services[0]?.fork, ['spec', 'ports', 0, 'targetPort'])).toBe(8080);
});

const payments = deployment({ name: 'payments', labels: { app: 'payments' } });
const paymentsService = {
  ...service({ app: 'payments' }, { ports: [{ port: 8443, targetPort: 'http' }, { port: 9 }] }),
  metadata: { name: 'pay', namespace: 'shop' },
};
const paymentsRef = { kind: 'Deployment' as const, namespace: 'shop', name: 'payments' };

function readFrom(expression: string, forksPayments: boolean, services = [paymentsService]) {
  const fork = forkSpec({
    env: [{ name: 'URL', operation: 'upsert', fork: { workload: paymentsRef, expression } }],
  });
  const forks = forksPayments ? [fork, forkSpec({ workload: paymentsRef })] : [fork];
  const inventory = inventoryOf(manifests([deployment(), service(), payments, ...services]));
  const indexes = new ForkIndexes(inventory);
  return forkWorkload({
    sandbox: sandboxOf(forks),
    fork,
    inventory,
    indexes,
    config: { ...defaultConfig, downward: false },
  });
}

test('a value reads host and port of another fork of the sandbox', () => {
  const { workload, used } = readFrom('http://{{ .Host }}:{{.Port}}/{x}', true);
  expect(at(workload, [...containersPath, 0, 'env'])).toEqual([
    { name: 'URL', value: 'http://pay-pr-42.shop.svc:8443/{x}' },
  ]);
  expect(used.map(({ object: { metadata } }) => metadata?.name)).toContain('pay');
});

test.each([
  ['the workload has no fork', '{{ .Host }}', false, undefined, 'does not fork'],
  ['the workload has no Service', '{{ .Host }}', true, [], 'has no Service'],
  ['the word is unknown', '{{ .Name }}', true, undefined, '`{{ .Name }}` stands for nothing'],
])('a value that cannot be read is refused: %s', (_, expression, forks, services, text) => {
  const found = readFrom(expression, forks, services);
  expect(codesOf(found)).toEqual(['fork-value-invalid']);
  expect(found.findings[0]?.message).toContain(text);
});

test('patches come last, over image, environment and replicas', () => {
  const { workload } = forked([deployment(), service()], {
    replicas: 2,
    images: [{ image: 'shop/cart:2' }],
    patches: [
      {
        type: 'strategic',
        value: { spec: { replicas: 4, template: { spec: { nodeSelector: { pool: 'p' } } } } },
      },
      {
        type: 'merge',
        value: { spec: { strategy: null, template: { metadata: { annotations: { a: 'b' } } } } },
      },
      {
        type: 'json',
        value: [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'x' }],
      },
    ],
  });
  expect(at(workload, ['spec', 'replicas'])).toBe(4);
  expect(at(workload, ['spec', 'template', 'spec', 'nodeSelector'])).toEqual({ pool: 'p' });
  expect(at(workload, ['spec', 'template', 'metadata', 'annotations'])).toEqual({ a: 'b' });
  expect(at(workload, [...containersPath, 0, 'image'])).toBe('x');
});

test.each([
  ['changes `kind`', { kind: 'DaemonSet' }],
  ['changes `apiVersion`', { apiVersion: 'apps/v2' }],
  ['changes `metadata.name`', { metadata: { name: 'other' } }],
  ['changes `metadata.namespace`', { metadata: { namespace: 'other' } }],
  ['changes `metadata.namespace`', { metadata: { namespace: null } }],
  ['removes `metadata`', { metadata: null }],
  ['leaves no container', { spec: { template: { spec: { containers: [] } } } }],
  ['leaves no container', { spec: { template: null } }],
  [
    'leaves two containers `a`',
    { spec: { template: { spec: { containers: [{ name: 'a' }, { name: 'a' }] } } } },
  ],
  [
    'sets `app` of `spec.template.metadata.labels`',
    { spec: { template: { metadata: { labels: { app: 1 } } } } },
  ],
  ['has the key `constructor`', { metadata: { constructor: 1 } }],
])('a patch that %s is refused', (text, value) => {
  const found = forked([deployment(), service()], { patches: [{ type: 'merge', value }] });
  expect(codesOf(found)).toContain('patch-invalid');
  expect(found.findings[0]?.message).toContain(
    `the patch for the fork of Deployment shop/cart ${text}`,
  );
  expect(found.findings[0]?.where?.path).toEqual(['spec', 'forks', 0, 'customizations', 'patch']);
  expect(found.workload).toBeUndefined();
});

test('a patch that repeats the baseline’s name, or speaks of selector and marks, does no harm', () => {
  const { workload, findings } = forked([deployment(), service()], {
    patches: [
      {
        type: 'strategic',
        value: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'cart', labels: { 'gatefork.dev/sandbox': 'x', a: 'b' } },
          spec: {
            selector: { matchLabels: { app: 'x' } },
            template: { metadata: { labels: { 'gatefork.dev/workload': 'x' } } },
          },
        },
      },
    ],
  });
  expect(findings).toEqual([]);
  expect(workload?.metadata?.name).toBe('cart-pr-42');
  expect(workload?.metadata?.labels).toMatchObject({ 'gatefork.dev/sandbox': 'pr-42', a: 'b' });
  const own = { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'cart' };
  expect(at(workload, ['spec', 'selector'])).toEqual({ matchLabels: own });
  expect(at(workload, podLabelsPath)).toMatchObject(own);
});

test('labels that a patch adds are checked for capture like any other', () => {
  const web = { ...service({ app: 'web' }), metadata: { name: 'web', namespace: 'shop' } };
  const { workload } = forked([deployment(), service(), web], {
    patches: [
      { type: 'merge', value: { spec: { template: { metadata: { labels: { app: 'web' } } } } } },
    ],
  });
  expect(at(workload, podLabelsPath)).toMatchObject({ app: 'web-pr-42' });
});

test('the fork keeps its own pods apart by its own labels', () => {
  const about = (app: string): JsonObject => ({
    topologyKey: 'zone',
    labelSelector: { matchLabels: { app } },
  });
  const expressed = {
    maxSkew: 1,
    topologyKey: 'host',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cart'] }] },
  };
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const podSpec = {
    containers: [{ name: 'cart', ports: [{ name: 'http', containerPort: 1 }] }],
    affinity: {
      podAntiAffinity: { [preferred]: [{ weight: 1, podAffinityTerm: about('cart') }] },
      podAffinity: { [required]: [about('redis')] },
    },
    topologySpreadConstraints: [expressed],
  };
  const { workload } = forked([deployment({ podSpec }), service()]);
  expect(at(workload, ['spec', 'template', 'spec'])).toMatchObject({
    affinity: {
      podAntiAffinity: { [preferred]: [{ weight: 1, podAffinityTerm: about('cart-pr-42') }] },
      podAffinity: { [required]: [about('redis')] },
    },
    topologySpreadConstraints: [
      {
        ...expressed,
        labelSelector: {
          matchExpressions: [{ key: 'app', operator: 'In', values: ['cart-pr-42'] }],
        },
      },
    ],
  });
});

test('the digest hears of every object that decided about the fork', () => {
  const budget = object('policy/v1', 'PodDisruptionBudget', {
    selector: { matchLabels: { app: 'cart' } },
  });
  const far = object('policy/v1', 'PodDisruptionBudget', {
    selector: { matchLabels: { app: 'web' } },
  });
  const { used } = forked([
    deployment(),
    service(),
    budget,
    { ...far, metadata: { name: 'two', namespace: 'shop' } },
  ]);
  expect(used.map(({ object: { metadata } }) => metadata?.name)).toEqual(['cart', 'cart', 'one']);
});
