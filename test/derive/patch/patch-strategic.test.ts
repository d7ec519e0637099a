import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { mergeStrategic, PatchError } from '../../../lib/derive/patch/patch-strategic';
import { at, isObject, type Json, type JsonObject, listOf } from '../../../lib/model/manifest';
import { frozen } from '../fork/fork-baseline';

const pod: JsonObject = {
  nodeSelector: { disk: 'ssd', zone: 'a' },
  tolerations: [{ key: 'a', operator: 'Exists' }],
  imagePullSecrets: [{ name: 'one' }],
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['a', 'b'] }],
  securityContext: { runAsUser: 1000, fsGroup: 2000, supplementalGroups: [1, 2] },
  topologySpreadConstraints: [
    { topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' },
    { topologyKey: 'host', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway' },
  ],
  volumes: [
    { name: 'config', configMap: { name: 'cart', items: [{ key: 'a', path: 'a' }] } },
    { name: 'tmp', emptyDir: { medium: 'Memory' } },
  ],
  initContainers: [{ name: 'migrate', image: 'm:1', args: ['up'] }],
  containers: [
    {
      name: 'cart',
      image: 'cart:1',
      args: ['--a', '--b'],
      command: ['run'],
      env: [
        { name: 'A', value: '1' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'b' } } },
        { name: 'C', value: '3' },
      ],
      envFrom: [{ configMapRef: { name: 'cart' } }],
      ports: [
        { name: 'http', containerPort: 8080, protocol: 'TCP' },
        { name: 'admin', containerPort: 9090, protocol: 'TCP' },
      ],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } },
      volumeMounts: [
        { name: 'config', mountPath: '/etc/cart' },
        { name: 'tmp', mountPath: '/tmp' },
      ],
      livenessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
    },
    { name: 'proxy', image: 'proxy:1' },
    { name: 'logs', image: 'logs:1' },
  ],
};

const base: JsonObject = frozen({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'cart',
    namespace: 'shop',
    labels: { app: 'cart' },
    finalizers: ['x.org/a', 'x.org/b'],
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'cart' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: { metadata: { labels: { app: 'cart' }, annotations: { a: '1' } }, spec: pod },
  },
});

function podPatch(spec: Json): JsonObject {
  return { spec: { template: { spec } } };
}

function cart(fields: JsonObject): JsonObject {
  return podPatch({ containers: [{ name: 'cart', ...fields }] });
}

/** Patches on which kubectl and we must agree. */
const agreed: readonly (readonly [string, JsonObject])[] = [
  ['nothing', {}],
  ['a plain value', { spec: { replicas: 1 } }],
  ['a null removes a field', { spec: { strategy: null } }],
  ['a null removes what is not there', { spec: { paused: null } }],
  ['maps merge', { metadata: { labels: { team: 'x' }, annotations: { b: '2' } } }],
  ['a null removes a label', { metadata: { labels: { app: null } } }],
  ['an image by container name', cart({ image: 'cart:2' })],
  [
    'a container is added before what nothing holds in front',
    podPatch({ containers: [{ name: 'new', image: 'n' }] }),
  ],
  [
    'several added and one changed',
    podPatch({
      containers: [
        { name: 'n1', image: 'n' },
        { name: 'proxy', image: 'p:2' },
        { name: 'n2', image: 'n' },
      ],
    }),
  ],
  [
    'changed in another order',
    podPatch({
      containers: [
        { name: 'logs', image: 'l:2' },
        { name: 'cart', image: 'c:2' },
      ],
    }),
  ],
  ['a container deleted', podPatch({ containers: [{ name: 'proxy', $patch: 'delete' }] })],
  [
    'a container deleted and one added',
    podPatch({
      containers: [
        { name: 'z', image: 'z' },
        { name: 'cart', $patch: 'delete' },
      ],
    }),
  ],
  ['one that is not there deleted', podPatch({ containers: [{ name: 'none', $patch: 'delete' }] })],
  [
    'the whole list replaced',
    podPatch({ containers: [{ $patch: 'replace' }, { name: 'only', image: 'o' }] }),
  ],
  ['a map replaced', podPatch({ nodeSelector: { $patch: 'replace', pool: 'x' } })],
  ['a map deleted', podPatch({ nodeSelector: { $patch: 'delete' } })],
  ['a variable changed', cart({ env: [{ name: 'A', value: '9' }] })],
  ['a variable added', cart({ env: [{ name: 'Z', value: '9' }] })],
  [
    'a variable added among changed ones',
    cart({
      env: [
        { name: 'C', value: '9' },
        { name: 'Z', value: '1' },
        { name: 'A', value: '8' },
      ],
    }),
  ],
  ['a variable deleted', cart({ env: [{ name: 'B', $patch: 'delete' }] })],
  ['a variable with another source', cart({ env: [{ name: 'B', value: 'x', valueFrom: null }] })],
  ['plain lists are replaced', cart({ args: ['--c'], command: ['go'] })],
  ['envFrom is replaced', cart({ envFrom: [{ secretRef: { name: 's' } }] })],
  ['a list removed by null', cart({ args: null })],
  ['a port changed by its number', cart({ ports: [{ containerPort: 8080, name: 'web' }] })],
  ['a port added', cart({ ports: [{ containerPort: 7070, name: 'grpc', protocol: 'TCP' }] })],
  ['a port deleted', cart({ ports: [{ containerPort: 9090, $patch: 'delete' }] })],
  [
    'mounts by path',
    cart({
      volumeMounts: [
        { name: 'other', mountPath: '/tmp' },
        { name: 'x', mountPath: '/x' },
      ],
    }),
  ],
  ['resources merge', cart({ resources: { limits: { cpu: '2' }, requests: null } })],
  ['probes merge', cart({ livenessProbe: { httpGet: { path: '/live' } } })],
  ['devices by path', cart({ volumeDevices: [{ name: 'd', devicePath: '/dev/a' }] })],
  [
    'volumes by name',
    podPatch({
      volumes: [
        { name: 'config', configMap: { name: 'other' } },
        { name: 'new', emptyDir: {} },
      ],
    }),
  ],
  [
    'a volume keeps only named keys',
    podPatch({
      volumes: [{ name: 'tmp', $retainKeys: ['name', 'configMap'], configMap: { name: 'x' } }],
    }),
  ],
  [
    'the strategy keeps only named keys',
    { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
  ],
  [
    'items of a volume are replaced',
    podPatch({ volumes: [{ name: 'config', configMap: { items: [{ key: 'b', path: 'b' }] } }] }),
  ],
  ['pull secrets by name', podPatch({ imagePullSecrets: [{ name: 'two' }, { name: 'one' }] })],
  [
    'aliases by address',
    podPatch({
      hostAliases: [
        { ip: '10.0.0.1', hostnames: ['c'] },
        { ip: '10.0.0.2', hostnames: ['d'] },
      ],
    }),
  ],
  ['tolerations are replaced', podPatch({ tolerations: [{ key: 'b', operator: 'Exists' }] })],
  [
    'spread by key',
    podPatch({
      topologySpreadConstraints: [
        { topologyKey: 'host', maxSkew: 5, whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    }),
  ],
  [
    'spread changed where one has the key',
    podPatch({
      topologySpreadConstraints: [{ topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    }),
  ],
  ['finalizers unite', { metadata: { finalizers: ['x.org/c', 'x.org/a'] } }],
  ['finalizers deleted', { metadata: { '$deleteFromPrimitiveList/finalizers': ['x.org/a'] } }],
  [
    'an order of containers',
    podPatch({
      '$setElementOrder/containers': [{ name: 'logs' }, { name: 'cart' }, { name: 'proxy' }],
      containers: [{ name: 'cart', image: 'c:3' }],
    }),
  ],
  [
    'an order of some',
    podPatch({ '$setElementOrder/containers': [{ name: 'logs' }, { name: 'cart' }] }),
  ],
  [
    'an order with an added one',
    podPatch({
      '$setElementOrder/containers': [{ name: 'cart' }, { name: 'new' }, { name: 'logs' }],
      containers: [{ name: 'new', image: 'n' }],
    }),
  ],
  [
    'an order of variables',
    cart({ '$setElementOrder/env': [{ name: 'C' }, { name: 'A' }, { name: 'B' }] }),
  ],
  [
    'init containers by name',
    podPatch({
      initContainers: [
        { name: 'migrate', args: ['down'] },
        { name: 'wait', image: 'w' },
      ],
    }),
  ],
  [
    'affinity where there was none',
    podPatch({
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
          ],
        },
      },
    }),
  ],
  [
    'nulls inside what is new',
    podPatch({
      affinity: { podAffinity: null },
      dnsConfig: { nameservers: ['1.1.1.1'], options: null },
    }),
  ],
  ['a security context', podPatch({ securityContext: { runAsUser: 1, supplementalGroups: [3] } })],
];

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), 'strategic-'));
const file = path.join(folder, 'base.json');
writeFileSync(file, JSON.stringify(base));
afterAll(() => rmSync(folder, { recursive: true }));

/** kubectl prints typed objects, whose empty maps and lists are left out. */
function withoutEmpty(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) {
    const list = listOf(value).map((entry) => withoutEmpty(entry) ?? {});
    return list.length === 0 ? undefined : list;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = withoutEmpty(inner);
    return kept === undefined || kept === null ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

test.skipIf(!hasKubectl).each(agreed)(
  'kubectl agrees (skipped where it is absent): %s',
  (_, patch) => {
    const options = ['--type', 'strategic', '-p', JSON.stringify(patch), '-o', 'json'];
    const printed = execFileSync('kubectl', ['patch', '--local', '-f', file, ...options], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(withoutEmpty(mergeStrategic(base, frozen(patch)))).toEqual(
      withoutEmpty(JSON.parse(printed)),
    );
  },
);

test('most patches say the same when they are applied twice', () => {
  for (const [, patch] of agreed) {
    const once = mergeStrategic(base, patch);
    expect(mergeStrategic(once, patch)).toEqual(once);
  }
});

test('ports of one number are kept apart by protocol', () => {
  const dns = [
    { name: 'tcp', containerPort: 53, protocol: 'TCP' },
    { name: 'udp', containerPort: 53, protocol: 'UDP' },
  ];
  const object = podPatch({ containers: [{ name: 'dns', ports: dns }] });
  const patch = podPatch({
    containers: [{ name: 'dns', ports: [{ containerPort: 53, protocol: 'UDP', name: 'new' }] }],
  });
  const ports = at(mergeStrategic(object, patch), [
    'spec',
    'template',
    'spec',
    'containers',
    0,
    'ports',
  ]);
  expect(ports).toEqual([dns[0], { name: 'new', containerPort: 53, protocol: 'UDP' }]);
});

test('an entry with fields is replaced alone, and a map deleted is gone', () => {
  const patch = podPatch({
    containers: [{ name: 'cart', $patch: 'replace', image: 'x' }],
    securityContext: { $patch: 'delete' },
  });
  const spec = at(mergeStrategic(base, patch), ['spec', 'template', 'spec']);
  expect(at(spec, ['containers', 0])).toEqual({ name: 'cart', image: 'x' });
  expect(listOf(at(spec, ['containers']))).toHaveLength(3);
  expect(spec).not.toHaveProperty('securityContext');
});

test('`$patch: merge` is what happens anyway', () => {
  const patch = podPatch({ containers: [{ name: 'cart', $patch: 'merge', image: 'x' }] });
  expect(mergeStrategic(base, patch)).toEqual(mergeStrategic(base, cart({ image: 'x' })));
});

test('no directive is left in what is new', () => {
  const patch = podPatch({
    ephemeralContainers: [{ name: 'a', $patch: 'merge', env: [{ name: 'X', $patch: 'delete' }] }],
    dnsConfig: {
      $patch: 'replace',
      $retainKeys: ['options'],
      '$setElementOrder/options': [],
      options: [{ $patch: 'replace' }, { name: 'a' }],
    },
  });
  const spec = at(mergeStrategic(base, patch), ['spec', 'template', 'spec']);
  expect(spec).toMatchObject({
    ephemeralContainers: [{ name: 'a', env: [] }],
    dnsConfig: { options: [{ name: 'a' }] },
  });
  expect(JSON.stringify(spec)).not.toContain('$');
});

test.each([
  ['an unknown directive', podPatch({ nodeSelector: { $patch: 'destroy' } }), '`$patch`'],
  [
    'an unknown directive in a list',
    podPatch({ containers: [{ name: 'cart', $patch: 'x' }] }),
    '`$patch`',
  ],
  ['an entry without its key', podPatch({ containers: [{ image: 'x' }] }), 'without `name`'],
  [
    'a deletion without its key',
    podPatch({ containers: [{ $patch: 'delete' }] }),
    'without `name`',
  ],
  ['an entry that is no object', podPatch({ containers: ['cart'] }), 'no object'],
  [
    'a key that is not retained',
    { spec: { strategy: { $retainKeys: ['type'], rollingUpdate: {} } } },
    '`$retainKeys`',
  ],
])('%s is refused', (_, patch, text) => {
  expect(() => mergeStrategic(base, patch)).toThrow(PatchError);
  expect(() => mergeStrategic(base, patch)).toThrow(text);
});

test('a hostile key is a key like any other', () => {
  const merged = mergeStrategic(base, JSON.parse('{"spec":{"__proto__":{"polluted":true}}}'));
  expect(Object.keys(at(merged, ['spec']) ?? {}).includes('__proto__')).toBe(true);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

const name = fc.constantFrom('a', 'b', 'c', 'd');
const someContainers = fc.uniqueArray(
  fc.record({
    name,
    image: fc.constantFrom('x', 'y'),
    env: fc.uniqueArray(fc.record({ name, value: fc.constantFrom('1', '2') }), {
      selector: (entry) => entry.name,
      maxLength: 4,
    }),
  }),
  { selector: (entry) => entry.name, maxLength: 4 },
);

test('a patch without directives is idempotent, keeps names once, and its values count', () => {
  const law = fc.property(someContainers, someContainers, (containers, changes) => {
    const object = frozen(podPatch({ containers }));
    const patch = frozen(podPatch({ containers: changes }));
    const once = mergeStrategic(object, patch);
    expect(mergeStrategic(once, patch)).toEqual(once);
    const merged = listOf(at(once, ['spec', 'template', 'spec', 'containers']));
    const names = merged.map((entry) => at(entry, ['name']));
    expect(new Set(names).size).toBe(names.length);
    expect([...names].sort()).toEqual(
      [...new Set([...containers, ...changes].map((entry) => entry.name))].sort(),
    );
    for (const { name: changed, image } of changes) {
      expect(
        at(
          merged.find((entry) => at(entry, ['name']) === changed),
          ['image'],
        ),
      ).toBe(image);
    }
  });
  fc.assert(law);
});

test.skipIf(!hasKubectl)(
  'kubectl agrees on random lists (skipped where it is absent)',
  () => {
    const law = fc.property(someContainers, someContainers, (containers, changes) => {
      const object = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'x' },
        ...podPatch({ containers }),
      };
      const random = path.join(folder, 'random.json');
      writeFileSync(random, JSON.stringify(object));
      const patch = podPatch({ containers: changes });
      const options = ['--type', 'strategic', '-p', JSON.stringify(patch), '-o', 'json'];
      const printed = execFileSync('kubectl', ['patch', '--local', '-f', random, ...options], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const list = ['spec', 'template', 'spec', 'containers'];
      expect(withoutEmpty(at(mergeStrategic(object, patch), list))).toEqual(
        withoutEmpty(at(JSON.parse(printed), list)),
      );
    });
    fc.assert(law, { numRuns: 15 });
  },
  30_000,
);
