// Whatever stands in a document of ours, reading gives a value or findings, in linear time.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldPath, Json, JsonObject, Manifest } from '../../../lib/model/manifest';
import { isObject } from '../../../lib/model/manifest';
import { readConfig } from '../../../lib/resolve/config-file';
import { readSandboxes } from '../../../lib/resolve/sandbox-file';
import { forkOf } from './documents';

const origin = { from: 'file', file: 'x.yaml', document: 0 } as const;
const apiVersion = 'gatefork.dev/v1alpha1';

/** A document with every field, to be spoilt in one place. */
const whole: readonly JsonObject[] = [
  {
    apiVersion,
    kind: 'Sandbox',
    metadata: { name: 'pr-42', labels: { a: 'b' } },
    spec: {
      routingKey: 'key',
      createdAt: '2026-01-01T00:00:00Z',
      ttl: '1h',
      forks: [
        {
          forkOf,
          forkService: { name: 'x' },
          customizations: {
            replicas: 1,
            images: [{ container: 'a', image: 'b' }],
            env: [
              { name: 'A', value: 'a' },
              { name: 'B', valueFrom: { fork: { ...forkOf, expression: 'x' } } },
            ],
            config: [
              { kind: 'ConfigMap', name: 'a', data: { b: 'c', d: null } },
              { kind: 'Secret', name: 'a', use: 'b' },
            ],
            storage: 'claim',
            effects: { consumers: 'drop' },
            serviceAccount: 'dedicated',
            patch: [{ type: 'json', value: [{ op: 'remove', path: '/spec' }] }],
          },
        },
      ],
      virtual: [{ service: { name: 'a' }, to: { namespace: 'b', name: 'c', port: 80 } }],
      previews: [{ hostname: 'a.example.com', route: { kind: 'GRPCRoute', name: 'a' } }],
      extraResources: [
        { apiVersion: 'v1', kind: 'A', metadata: { name: 'b', annotations: { c: 'd' } } },
      ],
    },
  },
  {
    apiVersion,
    kind: 'RouteGroup',
    metadata: { name: 'epic' },
    spec: {
      match: { any: [{ label: { key: 'a', value: 'b' } }, { all: [{ sandboxes: ['c'] }] }] },
    },
  },
  {
    apiVersion,
    kind: 'Config',
    spec: {
      keyName: 'a',
      carriers: ['baggage', { header: 'x-a' }, { query: 'b' }, { cookie: 'c' }],
      profile: ['istio'],
      mesh: 'on',
      weights: 'keep',
      exclude: { routes: ['a/b'], gateways: ['c/d'] },
      exposure: [{ gateway: 'a/b', action: 'warn' }],
      guardrails: {
        ...{ namespaces: ['a'], images: ['b'], patches: ['/c'], extraResources: ['D'] },
        ...{ replicas: 1, expiry: true },
      },
      accept: [{ code: 'policy-left-behind', object: 'a', reason: 'b' }],
      otel: 'off',
      downward: false,
    },
  },
];

function pathsOf(value: Json | undefined, path: FieldPath = []): readonly FieldPath[] {
  const below = Array.isArray(value)
    ? value.flatMap((entry: Json, index) => pathsOf(entry, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, held]) => pathsOf(held, [...path, key]))
      : [];
  return [path, ...below];
}

function withValue(value: Json, [step, ...rest]: FieldPath, replacement: Json): Json {
  if (step === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((entry: Json, index) =>
      index === step ? withValue(entry, rest, replacement) : entry,
    );
  }
  const entries = Object.entries(value as JsonObject).map(([key, held]) => {
    return [key, key === step ? withValue(held as Json, rest, replacement) : held];
  });
  return Object.fromEntries(entries);
}

const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
  fc.constantFrom<Json>(
    null,
    '',
    '__proto__',
    0,
    -1,
    2 ** 60,
    10n ** 30n,
    [],
    {},
    [null],
    [[]],
    [{}],
  ),
  fc
    .constantFrom('{"__proto__":{"name":"x"}}', '{"constructor":1,"toString":[]}')
    .map((text) => JSON.parse(text) as Json),
);

const places = whole.flatMap((document) =>
  pathsOf(document)
    .filter(([first]) => first === 'metadata' || first === 'spec')
    .map((path) => ({ document, path })),
);

function read(object: Manifest['object']) {
  const manifest = { object, origin };
  if (object.kind === 'Config') return { values: [], ...readConfig([manifest], 'x.yaml') };
  const { sandboxes, groups, findings } = readSandboxes([manifest]);
  return { values: [...sandboxes, ...groups], findings };
}

test('the whole documents are right', () => {
  for (const document of whole) expect(read(document as Manifest['object']).findings).toEqual([]);
});

test('a document that is spoilt anywhere is read or refused, never both, and nothing crashes', () => {
  let refused = 0;
  const runs = 3000;
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, ({ document, path }, value) => {
      const spoilt = withValue(document, path, value) as Manifest['object'];
      const before = JSON.stringify(spoilt, withBigints);
      const { values, findings } = read(spoilt);
      expect(JSON.stringify(spoilt, withBigints)).toBe(before);
      if (document.kind !== 'Config') expect(values.length === 0).toBe(findings.length > 0);
      for (const { message, hint, where } of findings) {
        expect(message).toMatch(/^(Sandbox|RouteGroup|Config)/);
        expect(hint).toBeTruthy();
        expect(where?.origin).toEqual(origin);
      }
      refused += Number(findings.length > 0);
    }),
    { numRuns: runs },
  );
  // Few places take whatever is put there.
  expect(refused).toBeGreaterThan(runs / 2);
});

function withBigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

test('what is read has the types that the model promises', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, ({ document, path }, value) => {
      const [one] = read(withValue(document, path, value) as Manifest['object']).values;
      if (one === undefined || one.kind !== 'Sandbox') return;
      const texts = [
        ...[one.name, one.routingKey, ...Object.values(one.labels)],
        ...one.forks.flatMap(({ workload, env, images }) => [
          ...[workload.kind, workload.name, workload.namespace ?? ''],
          ...env.flatMap((change) => [change.name, change.value ?? '', change.container ?? '']),
          ...images.flatMap(({ image, container = '' }) => [image, container]),
        ]),
        ...one.virtual.flatMap(({ service, to }) => [service.name, to.name, to.namespace ?? '']),
        ...one.previews.flatMap(({ hostname, route }) => [hostname, route.kind, route.name]),
        ...one.extraResources.flatMap(({ object: { apiVersion: version, kind, metadata } }) => [
          ...[version, kind, metadata?.name, ...Object.values(metadata?.annotations ?? {})],
        ]),
      ];
      expect(texts.filter((text) => typeof text !== 'string')).toEqual([]);
      const numbers = [...one.forks.map(({ replicas = 0 }) => replicas)];
      expect(numbers.filter((number) => !Number.isSafeInteger(number))).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

test.each<readonly [string, (size: number) => JsonObject]>([
  ['forks', (size) => ({ forks: Array.from({ length: size }, () => ({ forkOf })) })],
  [
    'unknown fields',
    (size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`f${i}`, 1])),
  ],
  ['a long text', (size) => ({ ttl: '1h'.repeat(size), createdAt: '2026-01-01T00:00:00Z' })],
  ['a long name', (size) => ({ virtual: [{ service: { name: '-a'.repeat(size) }, to: {} }] })],
  [
    'config',
    (size) => ({
      forks: [
        {
          forkOf,
          customizations: {
            config: Array.from({ length: size }, (_, i) => ({ name: `c${i}`, data: { a: 'b' } })),
          },
        },
      ],
    }),
  ],
])('much of it takes time in proportion: %s', (_, spec) => {
  const started = performance.now();
  read({ apiVersion, kind: 'Sandbox', metadata: { name: 'pr-42' }, spec: spec(20_000) });
  expect(performance.now() - started).toBeLessThan(8000);
});

test('a long value is told by its beginning', () => {
  const metadata = { name: 'pr-42' };
  for (const spec of [{ ttl: 'x y'.repeat(10_000) }, { ['f'.repeat(10_000)]: 1 }]) {
    const [found] = read({ apiVersion, kind: 'Sandbox', metadata, spec }).findings;
    expect(found?.message.length).toBeLessThan(200);
    expect(found?.message).toMatch(/^Sandbox pr-42: spec\..*…/);
  }
});
