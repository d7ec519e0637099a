import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  referencedNames,
  referencePaths,
  withReferences,
} from '../../../lib/derive/content/references';
import type { ConfigChange } from '../../../lib/model/fork';
import { at, type Json, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';
import { frozen } from '../fork/fork-baseline';
import { configMap, fromConfigMap, make } from './forked-content';

const changed: ConfigChange = {
  kind: 'ConfigMap',
  name: 'cart-config',
  data: { 'feature.flags': 'x=1', old: null },
};

/** A pod that reads one ConfigMap in every way that there is. */
function everyReference(name: string) {
  return {
    containers: [
      {
        name: 'main',
        image: 'shop/cart:1',
        env: [{ name: 'FLAGS', valueFrom: fromConfigMap(name, 'feature.flags') }],
        envFrom: [{ configMapRef: { name } }],
      },
    ],
    initContainers: [{ name: 'init', image: 'shop/init:1', envFrom: [{ configMapRef: { name } }] }],
    volumes: [
      { name: 'plain', configMap: { name } },
      { name: 'both', projected: { sources: [{ configMap: { name } }, { secret: { name } }] } },
      { name: 'other', configMap: { name: 'other-config' } },
    ],
  };
}

const baseline = configMap(
  'cart-config',
  { 'feature.flags': 'x=0', old: 'gone', kept: 'as it was' },
  {
    binaryData: { logo: 'AAEC' },
    immutable: true,
    metadata: {
      labels: { team: 'a', 'app.kubernetes.io/instance': 'shop', 'helm.sh/chart': 'cart-1' },
      annotations: { 'argocd.argoproj.io/tracking-id': 'x', note: 'ours' },
      uid: 'u',
      resourceVersion: '7',
    },
  },
);

test('a changed copy is written under a name of its own, without marks of who owns the baseline', () => {
  const { objects, used, codes } = make({
    podSpec: everyReference('cart-config'),
    others: [baseline],
    fork: { config: [changed] },
  });
  const [copy] = objects;
  expect(codes).toEqual([]);
  expect(objects).toHaveLength(1);
  expect(copy?.metadata?.name).toMatch(/^cart-config-pr-42-[0-9a-f]{10}$/);
  expect(copy).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: copy?.metadata?.name,
      namespace: 'shop',
      labels: {
        team: 'a',
        'app.kubernetes.io/managed-by': 'gatefork',
        'gatefork.dev/sandbox': 'pr-42',
        'gatefork.dev/routing-key': 'pr-42',
      },
      annotations: { note: 'ours', 'gatefork.dev/derived-from': 'ConfigMap/shop/cart-config' },
    },
    data: { 'feature.flags': 'x=1', kept: 'as it was' },
    binaryData: { logo: 'AAEC' },
    immutable: true,
  });
  expect(used.map(({ object }) => object)).toContain(baseline);
});

test('every reference of the pod goes to the copy, and no other reference is touched', () => {
  const { pod, objects } = make({
    podSpec: everyReference('cart-config'),
    others: [baseline],
    fork: { config: [changed] },
  });
  const name = objects[0]?.metadata?.name ?? '';
  const expected = everyReference(name);
  const projected = { sources: [{ configMap: { name } }, { secret: { name: 'cart-config' } }] };
  expect(pod).toMatchObject({
    ...expected,
    volumes: [expected.volumes[0], { name: 'both', projected }, expected.volumes[2]],
  });
});

test('a copy is named by its content: another wish is another object, the same wish the same', () => {
  const nameFor = (flags: string): string | undefined => {
    const change: ConfigChange = { ...changed, data: { 'feature.flags': flags } };
    const { objects } = make({
      podSpec: everyReference('cart-config'),
      others: [baseline],
      fork: { config: [change] },
    });
    return objects[0]?.metadata?.name;
  };
  expect(nameFor('x=1')).toBe(nameFor('x=1'));
  expect(nameFor('x=1')).not.toBe(nameFor('x=2'));
});

test('a key of the change is text, even where the baseline had it in binary', () => {
  const { objects } = make({
    podSpec: everyReference('cart-config'),
    others: [baseline],
    fork: { config: [{ kind: 'ConfigMap', name: 'cart-config', data: { logo: 'text' } }] },
  });
  expect(objects[0]).toMatchObject({ data: { logo: 'text' } });
  expect(objects[0]).not.toHaveProperty('binaryData');
});

test('the name that a generator of kustomize was given stands for the one with its hash', () => {
  const generated = 'cart-config-5g7f2h9kdm';
  const { objects, pod, codes } = make({
    podSpec: everyReference(generated),
    others: [configMap(generated, { 'feature.flags': 'x=0' })],
    fork: { config: [changed] },
  });
  expect(codes).toEqual([]);
  const name = objects[0]?.metadata?.name;
  expect(name).toMatch(/^cart-config-pr-42-/);
  expect(at(pod, ['volumes', 0, 'configMap', 'name'])).toBe(name);
});

test('where the name may stand for two generated ones, nothing is guessed', () => {
  const pod = everyReference('cart-config-5g7f2h9kdm');
  const { found } = make({
    podSpec: {
      ...pod,
      volumes: [{ name: 'a', configMap: { name: 'cart-config-kkkkkkkkkk' } }],
    },
    fork: { config: [changed] },
  });
  const [only] = found('config-not-referenced');
  expect(only?.message).toBe(
    'the fork of Deployment shop/cart changes ConfigMap `cart-config`, which may be any of `cart-config-5g7f2h9kdm`, `cart-config-kkkkkkkkkk`',
  );
});

test.each([
  [
    'a name that the pod does not refer to',
    { kind: 'ConfigMap', name: 'cart-conf', data: {} },
    'config-not-referenced',
    'name what it refers to: `cart-config`, `other-config`',
  ],
  [
    'an object that the input does not hold',
    { kind: 'ConfigMap', name: 'other-config', data: {} },
    'config-not-found',
    'add the file that holds it to the baseline, or name an object to read in its place with `use`',
  ],
  [
    'a Secret that nobody reads',
    { kind: 'Secret', name: 'cart-secret', use: 'preview' },
    'config-not-referenced',
    'name what it refers to: `cart-config`',
  ],
] as const)('%s is refused', (_, change, code, hint) => {
  const { found, workload, objects } = make({
    podSpec: everyReference('cart-config'),
    others: [baseline],
    fork: { config: [change] },
  });
  expect(found(code)).toMatchObject([
    {
      severity: 'error',
      hint,
      where: { path: ['spec', 'forks', 0, 'customizations', 'config', 0] },
    },
  ]);
  expect(workload).toBeUndefined();
  expect(objects).toEqual([]);
});

test('two entries that mean one object are refused', () => {
  const generated = 'cart-config-5g7f2h9kdm';
  const { codes } = make({
    podSpec: everyReference(generated),
    others: [configMap(generated, {})],
    fork: { config: [changed, { ...changed, name: generated }] },
  });
  expect(codes).toEqual(['sandbox-invalid']);
});

const secretPod = {
  containers: [
    {
      name: 'main',
      image: 'shop/cart:1',
      env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'cart-secret', key: 'token' } } }],
      envFrom: [{ secretRef: { name: 'cart-secret' } }],
    },
  ],
  imagePullSecrets: [{ name: 'cart-secret' }, { name: 'registry' }],
  volumes: [
    { name: 'a', secret: { secretName: 'cart-secret' } },
    { name: 'b', projected: { sources: [{ secret: { name: 'cart-secret' } }] } },
    { name: 'c', csi: { driver: 'd', nodePublishSecretRef: { name: 'cart-secret' } } },
    { name: 'd', configMap: { name: 'cart-secret' } },
  ],
};

test('a Secret is replaced by name wherever the pod refers to it, and none is written', () => {
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cart-secret', namespace: 'shop' },
    stringData: { token: 'hunter2' },
  };
  const made = make({
    podSpec: secretPod,
    others: [secret],
    fork: { config: [{ kind: 'Secret', name: 'cart-secret', use: 'preview-secret' }] },
  });
  const rewired = JSON.stringify(secretPod)
    .replaceAll('"cart-secret"', '"preview-secret"')
    .replace('"configMap":{"name":"preview-secret"}', '"configMap":{"name":"cart-secret"}');
  expect(made.pod).toMatchObject(JSON.parse(rewired) as JsonObject);
  expect(made.objects).toEqual([]);
  expect(JSON.stringify([made.workload, made.findings])).not.toContain('hunter2');
});

test('data for a Secret that came in untyped copies nothing', () => {
  const change = { kind: 'Secret', name: 'cart-secret', data: { token: 'x' } };
  const made = make({
    podSpec: secretPod,
    others: [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'cart-secret', namespace: 'shop' },
        data: { token: 'aHVudGVyMg==' },
      },
    ],
    fork: { config: [change as unknown as ConfigChange] },
  });
  expect(made.codes).toEqual(['config-not-found']);
  expect(made.objects).toEqual([]);
});

test('two forks of one sandbox with one wish share one copy', () => {
  const config: readonly ConfigChange[] = [
    { kind: 'ConfigMap', name: 'common', data: { level: 'debug' } },
  ];
  const withVolume = (name: string): KubeObject[] =>
    workload(name).map((object) =>
      object.kind === 'Deployment'
        ? ({
            ...object,
            spec: {
              ...(object.spec as JsonObject),
              template: {
                metadata: { labels: { app: name } },
                spec: {
                  containers: [{ name: 'main', image: `${name}:1` }],
                  volumes: [{ name: 'v', configMap: { name: 'common' } }],
                },
              },
            },
          } as KubeObject)
        : object,
    );
  const spec = sandbox('pr-42', ['cart', 'pay']);
  const { objects, codes } = deriving(
    [
      gateway(),
      ...withVolume('cart'),
      ...withVolume('pay'),
      configMap('common', { level: 'info' }),
      route('shop', [rule('/cart', 'cart'), rule('/pay', 'pay')]),
    ],
    [{ ...spec, forks: spec.forks.map((fork) => ({ ...fork, config })) }],
  );
  expect(codes).toEqual([]);
  const copies = objects.filter(({ kind }) => kind === 'ConfigMap');
  expect(copies).toHaveLength(1);
  expect(copies[0]?.metadata?.annotations).toHaveProperty(['gatefork.dev/baseline-digest']);
});

test('keys that JavaScript takes for its own are keys like any other', () => {
  const data = JSON.parse('{"__proto__": "a", "constructor": "b"}') as { [key: string]: string };
  const { objects } = make({
    podSpec: everyReference('cart-config'),
    others: [baseline],
    fork: { config: [{ kind: 'ConfigMap', name: 'cart-config', data }] },
  });
  expect(Object.entries(objects[0]?.data as JsonObject)).toEqual(
    expect.arrayContaining([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]),
  );
});

/** A template with one reference at each place of the table, and anything else beside it. */
function templateWith(kind: 'ConfigMap' | 'Secret', name: string): JsonObject {
  let template: JsonObject = {};
  for (const path of referencePaths[kind]) {
    template = merged(template, nested(path, name)) as JsonObject;
  }
  return template;
}

function nested([step, ...rest]: readonly string[], name: string): Json {
  if (step === undefined) return name;
  return step === '*' ? [nested(rest, name)] : { [step]: nested(rest, name) };
}

function merged(left: Json, right: Json): Json {
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right] as Json;
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return right;
  const entries = Object.entries({ ...left, ...right }).map(([key, value]) => {
    const [old, added] = [(left as JsonObject)[key], (right as JsonObject)[key]];
    return [key, old !== undefined && added !== undefined ? merged(old, added) : value] as const;
  });
  return Object.fromEntries(entries) as Json;
}

test.each(['ConfigMap', 'Secret'] as const)(
  'what is read of %s references and what is renamed are the same places',
  (kind) => {
    const template = frozen(templateWith(kind, 'a'));
    expect([...referencedNames(template, kind)]).toEqual(['a']);
    const renamed = withReferences(template, kind, (name) => `${name}-b`);
    expect([...referencedNames(renamed, kind)]).toEqual(['a-b']);
    expect(JSON.stringify(renamed)).toBe(JSON.stringify(template).replaceAll('"a"', '"a-b"'));
    expect(withReferences(template, kind, (name) => name)).toBe(template);
  },
);

test('whatever a template holds, looking for references neither fails nor changes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (pod, containers) => {
      const inside = typeof pod === 'object' && pod !== null && !Array.isArray(pod) ? pod : {};
      const template = frozen({ spec: { ...inside, containers } }) as unknown as JsonObject;
      expect(withReferences(template, 'Secret', (name) => name)).toBe(template);
      referencedNames(template, 'ConfigMap');
    }),
  );
});
