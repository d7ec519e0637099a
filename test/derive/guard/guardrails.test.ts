import { expect, test } from 'vitest';
import type { Config, Guardrails } from '../../../lib/model/config';
import { exitOf } from '../../../lib/model/finding';
import type { ForkSpec } from '../../../lib/model/fork';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

const baseline = [gateway(), ...workload('cart'), route('shop', [rule('/cart', 'cart')])];

interface Wish {
  readonly fork?: Partial<ForkSpec>;
  readonly sandbox?: Partial<Omit<SandboxSpec, 'kind'>>;
  readonly currentNamespace?: string;
  readonly objects?: readonly KubeObject[];
  readonly config?: Partial<Config>;
}

/** What the guard-rails say of a sandbox: the middle of each message, and the hint. */
function refusals(guardrails: Guardrails, wish: Wish = {}) {
  const spec = sandbox('pr-42', ['cart'], wish.sandbox);
  const forks = spec.forks.map((fork) => ({ ...fork, ...wish.fork }));
  const { findings, objects } = deriving(
    wish.objects ?? baseline,
    [{ ...spec, forks }],
    { guardrails, ...wish.config },
    wish.currentNamespace,
  );
  const refused = findings.filter(({ code }) => code === 'guardrail');
  if (refused.length > 0) {
    expect(objects).toEqual([]);
    expect(exitOf(refused)).toBe(1);
    expect(refused.every(({ sandbox: name, where }) => name === 'pr-42' && where)).toBe(true);
  }
  return refused.map(({ message }) => {
    const [, middle] =
      /^sandbox pr-42 (.*), which the guard-rails of gatefork\.yaml do not allow$/.exec(message) ??
      [];
    return middle ?? message;
  });
}

test('without guard-rails nothing is refused', () => {
  expect(refusals({}, { fork: { replicas: 50, images: [{ image: 'any:1' }] } })).toEqual([]);
});

test('images are held against patterns, whoever sets them', () => {
  const images = ['registry.example.com/shop/*'];
  const byPatch = (image: string, list = 'containers') => ({
    fork: {
      patches: [
        {
          type: 'strategic' as const,
          value: { spec: { template: { spec: { [list]: [{ name: 'x', image }] } } } },
        },
      ],
    },
  });
  const set = (image: string) => ({ fork: { images: [{ image }] } });
  expect(refusals({ images }, set('registry.example.com/shop/cart:pr-42'))).toEqual([]);
  expect(refusals({ images }, set('registry.example.com/shop/a/b:1'))).toEqual([
    'sets the image `registry.example.com/shop/a/b:1`',
  ]);
  expect(refusals({ images }, byPatch('evil:1'))).toEqual(['sets the image `evil:1`']);
  expect(refusals({ images }, byPatch('evil:1', 'initContainers'))).toEqual([
    'sets the image `evil:1`',
  ]);
  // The baseline's own image is nobody's wish.
  expect(refusals({ images }, set('cart:1'))).toEqual([]);
  expect(refusals({ images: [] }, set('cart:2'))).toEqual(['sets the image `cart:2`']);
});

test('an image that is mounted as a volume is an image too', () => {
  const volumes = [{ name: 'v', image: { reference: 'evil:1' } }];
  const patches = [
    { type: 'merge', value: { spec: { template: { spec: { volumes } } } } },
  ] as const;
  expect(refusals({ images: ['cart:*'] }, { fork: { patches } })).toEqual([
    'sets the image `evil:1`',
  ]);
});

test('a platform team lets patches clamp resources and nothing else', () => {
  const guardrails: Guardrails = { patches: ['/spec/template/spec/containers/*/resources'] };
  const patched = (container: JsonObject, type: 'strategic' | 'json' = 'strategic') => ({
    fork: {
      patches: [
        type === 'json'
          ? {
              type,
              value: [
                { op: 'add', path: '/spec/template/spec/containers/0/resources', value: container },
              ],
            }
          : {
              type,
              value: {
                spec: { template: { spec: { containers: [{ name: 'main', ...container }] } } },
              },
            },
      ],
    },
  });
  const limits = { limits: { cpu: '100m', memory: '64Mi' } };
  expect(refusals(guardrails, patched({ resources: limits }))).toEqual([]);
  expect(refusals(guardrails, patched(limits, 'json'))).toEqual([]);
  expect(refusals(guardrails, patched({ securityContext: { privileged: true } }))).toEqual([
    'changes `/spec/template/spec/containers/0/securityContext/privileged` of Deployment shop/cart by a patch',
  ]);
  expect(refusals({ patches: [] }, patched({ resources: limits }))).toEqual([
    'changes `/spec/template/spec/containers/0/resources/limits/cpu` and 1 more of Deployment shop/cart by a patch',
  ]);
});

test('a fork that no patch touches keeps what its baseline says of resources and placement', () => {
  const [deployment, service] = workload('cart');
  const podSpec = {
    priorityClassName: 'high',
    nodeSelector: { pool: 'a' },
    imagePullSecrets: [{ name: 'registry' }],
    containers: [
      {
        name: 'main',
        image: 'cart@sha256:0',
        resources: { limits: { cpu: '2' } },
        livenessProbe: { httpGet: { path: '/', port: 8080 } },
      },
    ],
  };
  const spec = {
    ...(deployment?.spec as JsonObject),
    template: { metadata: { labels: { app: 'cart' } }, spec: podSpec },
  };
  const { objects } = deriving(
    [
      gateway(),
      { ...deployment, spec } as KubeObject,
      service as KubeObject,
      route('shop', [rule('/cart', 'cart')]),
    ],
    ['cart'],
    { downward: false },
  );
  expect(objects.find(({ kind }) => kind === 'Deployment')).toMatchObject({
    spec: { template: { spec: podSpec } },
  });
});

test.each([
  [{ replicas: 3 }, ['gives the fork of Deployment shop/cart 3 replicas']],
  [{ replicas: 2 }, []],
  [
    { patches: [{ type: 'merge', value: { spec: { replicas: 9 } } }] },
    ['gives the fork of Deployment shop/cart 9 replicas'],
  ],
] as const)('replicas are counted as they are written: %j', (fork, refused) => {
  expect(refusals({ replicas: 2 }, { fork })).toEqual(refused);
});

test('a sandbox that must expire says when', () => {
  expect(refusals({ expiry: true })).toEqual(['does not say when it expires']);
  expect(refusals({ expiry: true }, { sandbox: { expiresAt: '2027-01-01T00:00:00Z' } })).toEqual(
    [],
  );
  expect(refusals({ expiry: false })).toEqual([]);
});

function extra(kind: string, more: JsonObject = {}, apiVersion = 'v1') {
  const object: KubeObject = {
    apiVersion,
    kind,
    metadata: { name: 'mock', namespace: 'shop', ...(more.metadata as JsonObject) },
    ...(more.spec === undefined ? {} : { spec: more.spec }),
  };
  return { object, path: ['spec', 'extraResources', 0] };
}

test('all that a sandbox does stays in the namespaces that it may act in', () => {
  const path = ['spec'];
  const wish = {
    sandbox: {
      virtual: [
        {
          service: { namespace: 'bank', name: 'pay' },
          to: { namespace: 'mocks', name: 'pay' },
          path,
        },
      ],
      previews: [
        {
          hostname: 'pr-42.example.com',
          route: { kind: 'HTTPRoute' as const, namespace: 'edge', name: 'front' },
          path,
        },
      ],
      extraResources: [
        extra('ConfigMap', { metadata: { name: 'mock', namespace: 'kube-system' } }),
      ],
    },
  };
  expect(refusals({ namespaces: ['shop', 'mock*'] }, wish)).toEqual([
    'takes requests for Service pay in namespace bank',
    'answers `pr-42.example.com` by HTTPRoute front in namespace edge',
    'brings ConfigMap mock in namespace kube-system',
  ]);
  expect(refusals({ namespaces: ['other'] })).toEqual(['forks Deployment cart in namespace shop']);
  expect(refusals({ namespaces: ['sh*'] })).toEqual([]);
});

test('a namespace without a name is in no list until somebody names it', () => {
  const objects = [
    gateway(undefined, { namespace: '' }),
    ...workload('cart', { namespace: '' }),
    route('shop', [rule('/cart', 'cart')], { namespace: '' }),
  ];
  const plain = {
    objects,
    sandbox: { forks: sandbox('pr-42', ['cart'], { namespace: '' }).forks },
  };
  expect(refusals({ namespaces: ['shop'] }, plain)).toEqual([
    'forks Deployment cart in a namespace that has no name here',
  ]);
  expect(refusals({ namespaces: ['shop'] }, { ...plain, currentNamespace: 'shop' })).toEqual([]);
});

test.each([
  [['ConfigMap'], 'v1', 'ConfigMap', true],
  [['core/ConfigMap'], 'v1', 'ConfigMap', true],
  [['apps/Deployment'], 'apps/v1', 'Deployment', true],
  [['apps/Deployment'], 'evil.example.com/v1', 'Deployment', false],
  [['ConfigMap'], 'v1', 'Secret', false],
  [[], 'v1', 'ConfigMap', false],
])('of kinds %j a sandbox brings %s %s: %s', (extraResources, apiVersion, kind, isAllowed) => {
  const wish = { sandbox: { extraResources: [extra(kind, {}, apiVersion)] } };
  expect(refusals({ extraResources }, wish)).toEqual(isAllowed ? [] : [`brings ${kind} shop/mock`]);
});

test('where namespaces are limited, what belongs to none has to be allowed by kind', () => {
  const role = extra(
    'ClusterRole',
    { metadata: { namespace: undefined } },
    'rbac.authorization.k8s.io/v1',
  );
  const wish = { sandbox: { extraResources: [role] } };
  expect(refusals({ namespaces: ['*'] }, wish)).toEqual([
    'brings ClusterRole mock, which belongs to no namespace',
  ]);
  expect(refusals({ namespaces: ['*'], extraResources: ['ClusterRole'] }, wish)).toEqual([]);
});

test('pods that a sandbox brings run allowed images, their placeholders filled in', () => {
  const pod = (image: string) => ({
    sandbox: {
      extraResources: [extra('Pod', { spec: { containers: [{ name: 'main', image }] } })],
    },
  });
  const images = ['mocks/*', 'pr-42/*'];
  expect(refusals({ images }, pod('mocks/pay:1'))).toEqual([]);
  expect(refusals({ images }, pod(`\${sandbox.name}/pay:1`))).toEqual([]);
  expect(refusals({ images }, pod('evil:1'))).toEqual(['sets the image `evil:1`']);
});

test('the message says who refuses, and the hint what would be allowed', () => {
  const { findings } = deriving(
    baseline,
    [
      {
        ...sandbox('pr-42', ['cart']),
        forks: sandbox('pr-42', ['cart']).forks.map((fork) => ({
          ...fork,
          images: [{ image: 'evil:1' }],
        })),
      },
    ],
    { guardrails: { images: ['a/*', 'b/*'] } },
  );
  expect(findings.filter(({ code }) => code === 'guardrail')).toMatchObject([
    {
      message:
        'sandbox pr-42 sets the image `evil:1`, which the guard-rails of gatefork.yaml do not allow',
      hint: 'use an image of `a/*` or `b/*`, or ask those who keep gatefork.yaml to allow it under `guardrails`',
    },
  ]);
});
