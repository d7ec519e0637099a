// What holds for forks of every kind.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../lib/model/digest';
import type { ForkSpec } from '../../../lib/model/fork';
import {
  at,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox } from '../../routes';
import { asKind, deployment, forkSpec, service } from './fork-baseline';

const kinds = ['Deployment', 'StatefulSet', 'Rollout'] as const;

const claimTemplate: JsonObject = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

/** The same program under each kind, with volumes that last and an account. */
function baselineOf(kind: (typeof kinds)[number]): readonly KubeObject[] {
  const podSpec = {
    serviceAccountName: 'cart',
    volumes: [{ name: 'files', persistentVolumeClaim: { claimName: 'files' } }],
  };
  const plain = deployment({ podSpec });
  const more: JsonObject =
    kind === 'StatefulSet'
      ? { volumeClaimTemplates: [claimTemplate] }
      : { strategy: { canary: { stableService: 'cart', trafficRouting: {} } } };
  return [
    kind === 'Deployment' ? plain : asKind(kind, plain, more),
    service(),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cart', namespace: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'files', namespace: 'shop' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
    },
    gateway(),
    route('cart', [rule('/', 'cart')]),
  ];
}

function sandboxFor(name: string, kind: (typeof kinds)[number], more: Partial<ForkSpec> = {}) {
  const workload = { kind, namespace: 'shop', name: 'cart' };
  return sandbox(name, [], { forks: [forkSpec({ workload, ...more })] });
}

const all = { storage: 'claim', serviceAccount: 'dedicated' } as const;

test.each(kinds)('what was written for a %s is no part of the baseline', (kind) => {
  const baseline = baselineOf(kind);
  const one = sandboxFor('pr-42', kind, all);
  const first = deriving(baseline, [one]);
  expect(first.objects.map((object) => object.kind)).toContain('PersistentVolumeClaim');
  const again = deriving([...first.objects, ...baseline], [one]);
  expect(again.codes).toEqual(first.codes);
  expect(again.objects.map(canonical)).toEqual(first.objects.map(canonical));
});

test.each(kinds)('two sandboxes fork a %s from its baseline, each alone', (kind) => {
  const baseline = baselineOf(kind);
  const [one, other] = [sandboxFor('pr-1', kind, all), sandboxFor('pr-11', kind, all)];
  const both = deriving(baseline, [one, other]);
  const alone = [one, other].flatMap((each) => deriving(baseline, [each]).objects);
  expect(both.objects.map(canonical)).toEqual(alone.map(canonical));
  expect(both.codes).not.toContain('name-taken');
});

test.each(kinds)('a fork of a %s names nothing that the baseline alone may write to', (kind) => {
  for (const storage of ['claim', 'ephemeral'] as const) {
    const { objects } = deriving(baselineOf(kind), [
      sandboxFor('pr-42', kind, { storage, serviceAccount: 'dedicated' }),
    ]);
    const fork = objects.find((object) => object.kind === kind);
    const podSpec = at(fork, ['spec', 'template', 'spec']);
    for (const volume of listOf(at(podSpec, ['volumes']))) {
      expect(at(volume, ['persistentVolumeClaim', 'claimName'])).not.toBe('files');
    }
    expect(at(podSpec, ['serviceAccountName'])).toBe('cart-pr-42');
    expect(at(fork, ['spec', 'serviceName'])).toBe(
      kind === 'StatefulSet' ? 'cart-pr-42' : undefined,
    );
    expect(JSON.stringify(at(fork, ['spec', 'strategy']) ?? {})).not.toContain('stableService');
  }
});

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1e20, '', 'cart', '__proto__', 10n ** 20n),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(
      fc.constantFrom('name', 'spec', 'kind', '__proto__', 'constructor'),
      tie('value'),
      {
        maxKeys: 2,
      },
    ),
  ),
})).value as fc.Arbitrary<Json>;

const fields = fc.constantFrom(
  'template',
  'serviceName',
  'replicas',
  'strategy',
  'updateStrategy',
  'volumeClaimTemplates',
  'persistentVolumeClaimRetentionPolicy',
  'ordinals',
  'workloadRef',
  'selector',
);

const podFields = fc.constantFrom(
  'volumes',
  'containers',
  'initContainers',
  'serviceAccountName',
  'serviceAccount',
  'hostNetwork',
  'affinity',
);

test('whatever stands in a workload, there is a fork or a finding', () => {
  const law = fc.property(
    fc.constantFrom(...kinds),
    fc.dictionary(fields, json, { maxKeys: 2 }),
    fc.dictionary(podFields, json, { maxKeys: 2 }),
    fc.constantFrom('claim', 'ephemeral', 'deny' as const),
    (kind, spec, pod, storage) => {
      const base = deployment({ podSpec: pod as JsonObject });
      const workload =
        kind === 'Deployment'
          ? { ...base, spec: { ...(base.spec as JsonObject), ...spec } }
          : asKind(kind, base, spec);
      const rest = baselineOf(kind).slice(1);
      const one = sandboxFor('pr-42', kind, { storage, serviceAccount: 'dedicated' });
      const { objects, findings } = deriving([workload, ...rest], [one]);
      const isRefused = findings.some(({ severity }) => severity === 'error');
      expect(isRefused).toBe(!objects.some((object) => object.kind === kind));
    },
  );
  fc.assert(law, { numRuns: 300 });
});
