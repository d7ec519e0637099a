import { expect, test } from 'vitest';
import { at, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, sandbox } from '../../routes';
import {
  asKind,
  codesOf,
  deployment,
  forked,
  forkSpec,
  service,
  workloadOf,
} from '../fork/fork-baseline';

const delivered: JsonObject = {
  paused: true,
  restartAt: '2026-01-01T00:00:00Z',
  analysis: { successfulRunHistoryLimit: 1 },
  rollbackWindow: { revisions: 3 },
  revisionHistoryLimit: 2,
  strategy: {
    canary: {
      stableService: 'cart-stable',
      canaryService: 'cart-canary',
      steps: [{ setWeight: 20 }, { pause: {} }],
      analysis: { templates: [{ templateName: 'errors' }] },
      trafficRouting: { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'cart' } } },
    },
  },
};

function named(name: string, selector: JsonObject = { app: 'cart' }): KubeObject {
  return { ...service(selector), metadata: { name, namespace: 'shop' } };
}

const pair = [named('cart-stable'), named('cart-canary')];

test('a Rollout is forked without the delivery of its baseline', () => {
  const { workload, services, findings } = forked(
    [asKind('Rollout', deployment(), delivered), ...pair],
    workloadOf('Rollout'),
  );
  expect(findings.map(({ code }) => code)).toEqual(['weights-managed']);
  const own = { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'cart_Rollout' };
  expect(workload?.apiVersion).toBe('argoproj.io/v1alpha1');
  expect(Object.keys(workload?.spec as JsonObject).sort()).toEqual([
    'replicas',
    'revisionHistoryLimit',
    'selector',
    'strategy',
    'template',
  ]);
  expect(workload?.spec).toMatchObject({
    replicas: 1,
    strategy: { canary: {} },
    selector: { matchLabels: own },
  });
  expect(services.map(({ fork }) => [fork.metadata?.name, at(fork, ['spec', 'selector'])])).toEqual(
    [
      ['cart-canary-pr-42', own],
      ['cart-stable-pr-42', own],
    ],
  );
});

test('a blue-green Rollout has one plain fork behind both of its Services', () => {
  const strategy = { blueGreen: { activeService: 'cart', previewService: 'cart-preview' } };
  const { workload, services, findings } = forked(
    [asKind('Rollout', deployment(), { strategy }), service(), named('cart-preview')],
    workloadOf('Rollout'),
  );
  expect(findings).toEqual([]);
  expect(workload?.spec).toMatchObject({ strategy: { canary: {} } });
  expect(services).toHaveLength(2);
});

test.each([
  ['canaryService', { canary: { canaryService: 'cart' } }],
  ['stableService', { canary: { stableService: 'cart' } }],
  ['pingPong', { canary: { pingPong: { pingService: 'a', pongService: 'b' } } }],
  ['trafficRouting', { canary: { trafficRouting: {} } }],
  ['blueGreen', { blueGreen: { activeService: 'cart' } }],
])('a patch may not let the fork take over objects of the baseline: %s', (_, strategy) => {
  const found = forked([asKind('Rollout', deployment(), delivered), service()], {
    ...workloadOf('Rollout'),
    patches: [{ type: 'merge', value: { spec: { strategy } } }],
  });
  expect(codesOf(found)).toContain('patch-invalid');
  expect(found.workload).toBeUndefined();
});

test('a patch may bring steps of the fork’s own', () => {
  const steps = [{ setWeight: 50 }];
  const { workload, findings } = forked([asKind('Rollout'), service()], {
    ...workloadOf('Rollout'),
    patches: [{ type: 'merge', value: { spec: { strategy: { canary: { steps } } } } }],
  });
  expect(findings).toEqual([]);
  expect(at(workload, ['spec', 'strategy'])).toEqual({ canary: { steps } });
});

const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart-base' };

function referring(workloadRef: JsonObject): KubeObject {
  const { spec, ...rest } = asKind('Rollout');
  const { template: _template, selector: _selector, ...own } = spec as JsonObject;
  return { ...rest, spec: { ...own, workloadRef } };
}

test('a template of another object is written into the fork', () => {
  const base = deployment({ name: 'cart-base' });
  const { workload, findings, used } = forked([referring(reference), base, service()], {
    ...workloadOf('Rollout'),
    images: [{ image: 'shop/cart:pr-42' }],
  });
  expect(findings).toEqual([]);
  expect(workload?.spec).not.toHaveProperty('workloadRef');
  expect(at(workload, ['spec', 'template', 'spec', 'containers', 0, 'image'])).toBe(
    'shop/cart:pr-42',
  );
  expect(used.map(({ object }) => object.metadata?.name)).toContain('cart-base');
});

test.each([
  ['a ReplicaSet', { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart-base' }],
  ['a PodTemplate', { apiVersion: 'v1', kind: 'PodTemplate', name: 'cart-base' }],
])('the template may be that of %s', (_, workloadRef) => {
  const { spec, ...rest } = deployment({ name: 'cart-base' });
  const { kind, apiVersion } = workloadRef;
  const template = at(spec, ['template']);
  const base: KubeObject =
    kind === 'PodTemplate'
      ? { ...rest, apiVersion, kind, template }
      : { ...rest, apiVersion, kind, spec };
  const { workload, findings } = forked(
    [referring(workloadRef), base, service()],
    workloadOf('Rollout'),
  );
  expect(findings).toEqual([]);
  expect(at(workload, ['spec', 'template', 'spec'])).toEqual(at(template, ['spec']));
});

test.each([
  ['is not in the input', reference],
  ['is of no kind that has one', { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'cart' }],
  ['has no name', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ['is named by nonsense', { apiVersion: 7, kind: [], name: {} }],
])('a template whose object %s is an error', (_, workloadRef) => {
  const found = forked([referring(workloadRef), service()], workloadOf('Rollout'));
  expect(codesOf(found)).toEqual(['workload-not-found']);
  expect(found.findings[0]?.message).toContain('`workloadRef`');
});

test('a Rollout and the Deployment of its template are one workload', () => {
  const objects = [referring(reference), deployment({ name: 'cart-base' }), service()];
  expect(forked(objects, workloadOf('Rollout')).findings).toEqual([]);
  const both = sandbox('pr-42', [], {
    forks: [
      forkSpec(workloadOf('Rollout')),
      forkSpec({ workload: { kind: 'Deployment', namespace: 'shop', name: 'cart-base' } }),
    ],
  });
  const { findings } = deriving(objects, [both]);
  const twice = findings.find(({ code }) => code === 'workload-forked-twice');
  expect(twice?.message).toContain('which are one workload');
});

test('Services of a cluster’s dump are the workload’s under every revision', () => {
  const dumped = [
    named('cart-stable', { app: 'cart', 'rollouts-pod-template-hash': '7bd5f8b8c' }),
    named('cart-canary', { app: 'cart', 'rollouts-pod-template-hash': '5f67c9f8d' }),
  ];
  const rollout = asKind('Rollout', deployment(), delivered);
  const ofDump = forked([rollout, ...dumped], workloadOf('Rollout'));
  const ofGit = forked([rollout, ...pair], workloadOf('Rollout'));
  expect(ofDump.services.map(({ fork }) => fork)).toEqual(ofGit.services.map(({ fork }) => fork));
  expect(ofDump.workload).toEqual(ofGit.workload);
  expect(JSON.stringify(ofDump.services.map(({ fork }) => fork))).not.toContain('hash');
  expect(ofDump.findings).toEqual(ofGit.findings);
});

test('Services that ask for the label of a role are the workload’s', () => {
  const strategy = {
    canary: {
      stableMetadata: { labels: { role: 'stable' } },
      canaryMetadata: { labels: { role: 'canary' } },
    },
  };
  const { services } = forked(
    [
      asKind('Rollout', deployment(), { strategy }),
      named('cart-stable', { app: 'cart', role: 'stable' }),
      named('cart-canary', { app: 'cart', role: 'canary' }),
      named('other', { app: 'cart', role: 'other' }),
    ],
    workloadOf('Rollout'),
  );
  expect(services.map(({ baseline }) => baseline.object.metadata?.name)).toEqual([
    'cart-canary',
    'cart-stable',
  ]);
});

const weights = (stable: number, canary: number) =>
  route('cart', [
    {
      backendRefs: [
        { name: 'cart-stable', port: 80, weight: stable },
        { name: 'cart-canary', port: 80, weight: canary },
      ],
    },
  ]);

test.each([
  [100, 0],
  [0, 100],
  [80, 20],
])('keyed requests reach the fork under weights of %i and %i', (stable, canary) => {
  const objects = [
    asKind('Rollout', deployment(), delivered),
    ...pair,
    gateway(),
    weights(stable, canary),
  ];
  const one = sandbox('pr-42', [], { forks: [forkSpec(workloadOf('Rollout'))] });
  const { objects: written, codes } = deriving(objects, [one]);
  const derived = written.find(({ kind }) => kind === 'HTTPRoute');
  const refs = at(derived, ['spec', 'rules', 0, 'backendRefs']) as readonly JsonObject[];
  const sent = refs.filter(({ weight }) => weight !== 0);
  expect(sent.length).toBeGreaterThan(0);
  const own = { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'cart_Rollout' };
  for (const { name } of sent) {
    const target = written.find(
      ({ kind, metadata }) => kind === 'Service' && metadata?.name === name,
    );
    expect(at(target, ['spec', 'selector'])).toEqual(own);
  }
  expect(codes).toContain('weights-managed');
  expect(codes).not.toContain('fork-unreachable');
});

const canary: KubeObject = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' } },
};
const primary = deployment({ name: 'cart-primary', labels: { app: 'cart-primary' } });
const ofFlagger = [
  named('cart', { app: 'cart-primary' }),
  named('cart-primary', { app: 'cart-primary' }),
  named('cart-canary', { app: 'cart' }),
];

test.each([
  ['with the primary in the input', [primary]],
  ['without it', []],
])('Services of Flagger’s primary are those of the workload, %s', (_, more) => {
  const found = forked([deployment(), canary, ...ofFlagger, ...more]);
  expect(codesOf(found)).toContain('weights-managed');
  expect(codesOf(found)).not.toContain('service-shared');
  expect(found.services.map(({ fork }) => fork.metadata?.name)).toEqual([
    'cart-pr-42',
    'cart-canary-pr-42',
    'cart-primary-pr-42',
  ]);
});

test('policies over Flagger’s primary protect the pods that the fork stands for', () => {
  const policy: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'cart-primary' } } },
  };
  const found = forked([deployment(), canary, primary, policy, ...ofFlagger]);
  expect(found.forked?.lost.map(({ owner }) => owner.object.kind)).toEqual(['NetworkPolicy']);
});

test('a Deployment that Flagger delivers and has no Services yet is told who makes them', () => {
  const found = forked([deployment(), canary]);
  expect(codesOf(found)).toEqual(['workload-without-service']);
  expect(found.findings[0]?.hint).toContain('Canary shop/cart');
});
