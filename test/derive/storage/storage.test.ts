import { expect, test } from 'vitest';
import type { Storage } from '../../../lib/model/fork';
import { at, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { deriving, printed, sandbox } from '../../routes';
import {
  asKind,
  codesOf,
  deployment,
  forked,
  forkSpec,
  frozen,
  service,
  workloadOf,
} from '../fork/fork-baseline';

const template: JsonObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {
    name: 'data',
    creationTimestamp: null,
    labels: { 'app.kubernetes.io/instance': 'shop', app: 'cart' },
  },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    resources: { requests: { storage: '10Gi' } },
    dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'prod' },
  },
  status: { phase: 'Pending' },
};

const keeping = (...templates: readonly JsonObject[]) =>
  asKind('StatefulSet', deployment(), {
    volumeClaimTemplates: templates,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  });

function keepingFork(storage: Storage | undefined, ...templates: readonly JsonObject[]) {
  return forked([keeping(...templates), service()], {
    ...workloadOf('StatefulSet'),
    ...(storage === undefined ? {} : { storage }),
  });
}

test.each([
  [undefined, 'its fork does not say what becomes of them'],
  ['deny', 'its fork refuses them'],
] as const)(
  'claim templates without a choice (%s) are an error that names them',
  (storage, end) => {
    const found = keepingFork(storage, template);
    expect(codesOf(found)).toEqual(['storage-undecided']);
    expect(found.findings[0]?.message).toBe(
      `StatefulSet shop/cart keeps data in volume claim template \`data\` (10Gi), and ${end}`,
    );
    expect(found.findings[0]?.hint).toContain('`storage: ephemeral`');
    expect(found.findings[0]?.hint).toContain('`storage: claim`');
    expect(found.workload).toBeUndefined();
  },
);

test('ephemeral: claim templates become empty volumes of their size', () => {
  const { spec: _spec, ...rest } = template;
  const sizeless = { ...rest, metadata: { name: 'cache' }, spec: {} };
  const { workload, findings, objects } = keepingFork('ephemeral', template, sizeless);
  expect(findings).toEqual([]);
  expect(objects).toEqual([]);
  expect(workload?.spec).not.toHaveProperty('volumeClaimTemplates');
  expect(workload?.spec).not.toHaveProperty('persistentVolumeClaimRetentionPolicy');
  expect(at(workload, ['spec', 'template', 'spec', 'volumes'])).toEqual([
    { name: 'data', emptyDir: { sizeLimit: '10Gi' } },
    { name: 'cache', emptyDir: {} },
  ]);
});

test('claim: claim templates stay, empty, and their claims go with the fork', () => {
  const { workload, findings } = keepingFork('claim', template);
  expect(findings).toEqual([]);
  expect(workload?.spec).toMatchObject({
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
  });
  expect(at(workload, ['spec', 'volumeClaimTemplates'])).toEqual([
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: 'data',
        labels: {
          app: 'cart',
          'app.kubernetes.io/managed-by': 'gatefork',
          'gatefork.dev/sandbox': 'pr-42',
        },
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'fast',
        resources: { requests: { storage: '10Gi' } },
        volumeMode: 'Filesystem',
      },
    },
  ]);
});

test('a block device cannot be an empty volume, and may be a claim', () => {
  const block = { ...template, spec: { ...(template.spec as JsonObject), volumeMode: 'Block' } };
  expect(codesOf(keepingFork('ephemeral', block))).toEqual(['storage-impossible']);
  const { workload } = keepingFork('claim', block);
  expect(at(workload, ['spec', 'volumeClaimTemplates', 0, 'spec', 'volumeMode'])).toBe('Block');
});

test('a patch may take the volumes out, and then there is nothing to choose', () => {
  const value = { spec: { volumeClaimTemplates: null } };
  const { workload, findings } = forked([keeping(template), service()], {
    ...workloadOf('StatefulSet'),
    patches: [{ type: 'merge', value }],
  });
  expect(findings).toEqual([]);
  expect(workload).toBeDefined();
});

const claim: KubeObject = frozen({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {
    name: 'uploads',
    namespace: 'shop',
    uid: 'u',
    finalizers: ['kubernetes.io/pvc-protection'],
    labels: { 'app.kubernetes.io/managed-by': 'Helm', tier: 'files' },
    annotations: {
      'pv.kubernetes.io/bind-completed': 'yes',
      'volume.kubernetes.io/selected-node': 'node-1',
      'volume.beta.kubernetes.io/storage-provisioner': 'x',
      note: 'kept',
    },
  },
  spec: {
    accessModes: ['ReadWriteMany'],
    resources: { requests: { storage: '5Gi' } },
    volumeName: 'pvc-1',
    selector: { matchLabels: { disk: 'x' } },
    dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'old' },
  },
  status: { phase: 'Bound' },
});

const modes = (...accessModes: readonly string[]): KubeObject => ({
  ...claim,
  spec: { ...(claim.spec as JsonObject), accessModes },
});

const uploads = { name: 'uploads', persistentVolumeClaim: { claimName: 'uploads' } };
const mounting = (readOnly: boolean) => [
  {
    name: 'cart',
    image: 'c:1',
    ports: [{ name: 'http', containerPort: 8080 }],
    volumeMounts: [{ name: 'uploads', mountPath: '/uploads', ...(readOnly && { readOnly }) }],
  },
];

function volumeFork(
  volume: JsonObject,
  {
    storage,
    objects = [],
    readOnly = false,
  }: {
    readonly storage?: Storage;
    readonly objects?: readonly KubeObject[];
    readonly readOnly?: boolean;
  } = {},
) {
  const podSpec = {
    containers: mounting(readOnly),
    volumes: [{ name: 'tmp', emptyDir: {} }, volume],
  };
  return forked([deployment({ podSpec }), service(), ...objects], {
    ...(storage === undefined ? {} : { storage }),
  });
}

const volumesOf = ({ workload }: ReturnType<typeof forked>) =>
  at(workload, ['spec', 'template', 'spec', 'volumes', 1]);

test('a claim of a Deployment asks for the same choice', () => {
  const found = volumeFork(uploads, { objects: [claim] });
  expect(codesOf(found)).toEqual(['storage-undecided']);
  expect(found.findings[0]?.message).toContain('PersistentVolumeClaim shop/uploads');
});

test('ephemeral: a claim becomes an empty volume of its size', () => {
  const found = volumeFork(uploads, { storage: 'ephemeral', objects: [claim] });
  expect(found.findings).toEqual([]);
  expect(volumesOf(found)).toEqual({ name: 'uploads', emptyDir: { sizeLimit: '5Gi' } });
  expect(found.used.map(({ object }) => object)).toContain(claim);
  const unknown = volumeFork(uploads, { storage: 'ephemeral' });
  expect(volumesOf(unknown)).toEqual({ name: 'uploads', emptyDir: {} });
});

test('claim: the fork has an empty one of its own', () => {
  const found = volumeFork(uploads, { storage: 'claim', objects: [claim] });
  expect(found.findings).toEqual([]);
  expect(volumesOf(found)).toEqual({
    name: 'uploads',
    persistentVolumeClaim: { claimName: 'uploads-pr-42' },
  });
  expect(found.objects).toEqual([
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: 'uploads-pr-42',
        namespace: 'shop',
        labels: {
          tier: 'files',
          'app.kubernetes.io/managed-by': 'gatefork',
          'gatefork.dev/sandbox': 'pr-42',
          'gatefork.dev/routing-key': 'pr-42',
        },
        annotations: { note: 'kept', 'gatefork.dev/fork-of': 'PersistentVolumeClaim/shop/uploads' },
      },
      spec: {
        accessModes: ['ReadWriteMany'],
        resources: { requests: { storage: '5Gi' } },
        volumeMode: 'Filesystem',
      },
    },
  ]);
});

test.each([
  ['a claim that is not in the input', uploads],
  ['a file system of the network', { name: 'uploads', nfs: { server: 's', path: '/' } }],
])('no claim can be made for %s', (_, volume) => {
  const found = volumeFork(volume, { storage: 'claim' });
  expect(codesOf(found)).toEqual(['storage-impossible']);
  expect(found.findings[0]?.hint).toContain('`storage: ephemeral`');
  const empty = volumeFork(volume, { storage: 'ephemeral' });
  expect(empty.findings).toEqual([]);
  expect(volumesOf(empty)).toEqual({ name: 'uploads', emptyDir: {} });
});

const readSource = {
  name: 'uploads',
  persistentVolumeClaim: { claimName: 'uploads', readOnly: true },
};

test.each([
  ['a claim that its source reads', readSource, { objects: [claim] }],
  ['a claim that its source reads, of nobody knows which modes', readSource, {}],
  ['a claim that many read', uploads, { objects: [modes('ReadOnlyMany')] }],
  ['a claim of many that every mount reads', uploads, { objects: [claim], readOnly: true }],
  ['a network volume that every mount reads', { name: 'uploads', nfs: {} }, { readOnly: true }],
  ['a network volume that its source reads', { name: 'uploads', nfs: { readOnly: true } }, {}],
  [
    'a path of the node that is read',
    { name: 'uploads', hostPath: { path: '/' } },
    { readOnly: true },
  ],
  ['a volume of the pod’s own', { name: 'uploads', ephemeral: { volumeClaimTemplate: {} } }, {}],
  ['configuration', { name: 'uploads', configMap: { name: 'x' } }, {}],
])('%s is shared as it is', (_, volume, more) => {
  const found = volumeFork(volume, more);
  expect(found.findings).toEqual([]);
  expect(found.objects).toEqual([]);
  expect(volumesOf(found)).toEqual(volume);
});

test.each([
  ['a claim that only one pod may have', readSource, { objects: [modes('ReadWriteOncePod')] }],
  [
    'a claim that mounts read and one node holds',
    uploads,
    { objects: [modes('ReadWriteOnce')], readOnly: true },
  ],
  ['a claim that mounts read, of nobody knows which modes', uploads, { readOnly: true }],
  ['a disk', { name: 'uploads', awsElasticBlockStore: { volumeID: 'v' } }, {}],
])('%s cannot be shared', (_, volume, more) => {
  expect(codesOf(volumeFork(volume, more))).toEqual(['storage-undecided']);
});

test.each([
  ['a claim that one node holds', readSource, { objects: [modes('ReadWriteOnce')] }, 'uploads'],
  ['a path of the node', { name: 'uploads', hostPath: { path: '/var/x' } }, {}, '`/var/x`'],
])('%s is shared with a warning', (_, volume, more, named) => {
  const found = volumeFork(volume, more);
  expect(codesOf(found)).toEqual(['volume-shared']);
  expect(found.findings[0]?.message).toContain(named);
  expect(volumesOf(found)).toEqual(volume);
});

test('two forks that mount one claim have one of their own together', () => {
  const podSpec = { containers: mounting(false), volumes: [uploads] };
  const objects = ['cart', 'web'].flatMap((name) => [
    deployment({ name, labels: { app: name }, podSpec }),
    { ...service({ app: name }), metadata: { name, namespace: 'shop' } },
  ]);
  const forks = ['cart', 'web'].map((name, index) =>
    forkSpec({
      workload: { kind: 'Deployment', namespace: 'shop', name },
      storage: 'claim',
      path: ['spec', 'forks', index],
    }),
  );
  const { objects: written, codes } = deriving(
    [...objects, claim],
    [sandbox('pr-42', [], { forks })],
  );
  expect(codes).not.toContain('name-taken');
  expect(written.filter(({ kind }) => kind === 'PersistentVolumeClaim')).toHaveLength(1);
  const own = { claimName: 'uploads-pr-42' };
  for (const name of ['cart', 'web']) {
    const workload = printed(written, `Deployment shop/${name}-pr-42`);
    expect(at(workload, ['spec', 'template', 'spec', 'volumes'])).toEqual([
      { name: 'uploads', persistentVolumeClaim: own },
    ]);
  }
});

test('a strategy of one at a time is a note, unless a volume explains it', () => {
  const spec = { strategy: { type: 'Recreate' } };
  const alone = forked([deployment({ spec }), service()]);
  expect(codesOf(alone)).toEqual(['single-instance']);
  const podSpec = { containers: mounting(false), volumes: [uploads] };
  const held = deployment();
  const { template: _template, ...rest } = held.spec as JsonObject;
  const template = at(deployment({ podSpec }), ['spec', 'template']) ?? null;
  const explained = forked([{ ...held, spec: { ...rest, ...spec, template } }, service()], {
    storage: 'ephemeral',
  });
  expect(explained.findings).toEqual([]);
});

test.each([
  ['volumes of no list', { volumes: 'x' }],
  ['volumes of no objects', { volumes: [1, null, 'x', []] }],
  ['a claim of no name', { volumes: [{ name: 'x', persistentVolumeClaim: { claimName: 7 } }] }],
  ['a volume called __proto__', { volumes: [{ name: '__proto__', hostPath: { path: {} } }] }],
  ['mounts of no list', { containers: [{ name: 'cart', volumeMounts: { a: 1 } }] }],
])('%s: no crash', (_, podSpec) => {
  const ports = service({ app: 'cart' }, { ports: [] });
  for (const storage of ['ephemeral', 'claim'] as const) {
    expect(() => forked([deployment({ podSpec }), ports], { storage })).not.toThrow();
    const set = asKind('StatefulSet', deployment({ podSpec }), { volumeClaimTemplates: [1, {}] });
    expect(() => forked([set, ports], { ...workloadOf('StatefulSet'), storage })).not.toThrow();
  }
});
