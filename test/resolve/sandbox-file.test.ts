// Sandbox files: every field, and an error for everything that is not one.

import { expect, test } from 'vitest';
import type { JsonObject, Manifest } from '../../lib/model/manifest';
import { readSandboxes, withoutSandboxes } from '../../lib/resolve/sandbox-file';
import { manifests } from '../routes';

const document = (spec: unknown, more: object = {}): Manifest[] =>
  manifests({
    apiVersion: 'gatefork.dev/v1alpha1',
    kind: 'Sandbox',
    metadata: { name: 'pr-42' },
    spec: spec as JsonObject,
    ...more,
  });

const forkOf = { kind: 'Deployment', namespace: 'shop', name: 'cart' };

/** The one sandbox of a document with one fork, changed as given. */
function fork(customizations: unknown) {
  const { sandboxes, findings } = readSandboxes(document({ forks: [{ forkOf, customizations }] }));
  return { fork: sandboxes[0]?.forks[0], messages: findings.map(({ message }) => message) };
}

const messagesOf = (spec: unknown, more: object = {}) =>
  readSandboxes(document(spec, more)).findings.map(({ code, message }) => `${code}: ${message}`);

test('a sandbox with every field', () => {
  const spec = {
    routingKey: 'checkout',
    expiresAt: '2026-12-01T00:00:00Z',
    forks: [
      {
        forkOf,
        customizations: {
          replicas: 2,
          images: [{ container: 'cart', image: 'shop/cart:pr-42' }],
          env: [
            { container: 'cart', name: 'LOG_LEVEL', value: 'debug' },
            { name: 'OLD', operation: 'delete' },
            { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
            {
              name: 'URL',
              valueFrom: { fork: { kind: 'StatefulSet', name: 'db', expression: '{{ .Host }}' } },
            },
          ],
          patch: { type: 'merge', value: { spec: {} } },
        },
      },
      { forkOf: { name: 'pay' } },
    ],
    virtual: [],
    previews: [],
    extraResources: [],
  };
  const metadata = { name: 'pr-42', labels: { feature: 'x' } };
  const { sandboxes, findings } = readSandboxes(document(spec, { metadata }));
  expect(findings).toEqual([]);
  expect(sandboxes).toEqual([
    {
      name: 'pr-42',
      routingKey: 'checkout',
      labels: { feature: 'x' },
      expiresAt: '2026-12-01T00:00:00Z',
      origin: { from: 'file', file: 'baseline.yaml', document: 0 },
      forks: [
        {
          workload: forkOf,
          replicas: 2,
          images: [{ container: 'cart', image: 'shop/cart:pr-42' }],
          env: [
            { container: 'cart', name: 'LOG_LEVEL', operation: 'upsert', value: 'debug' },
            { name: 'OLD', operation: 'delete' },
            {
              name: 'SECRET',
              operation: 'upsert',
              valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
            },
            {
              name: 'URL',
              operation: 'upsert',
              fork: { workload: { kind: 'StatefulSet', name: 'db' }, expression: '{{ .Host }}' },
            },
          ],
          patches: [{ type: 'merge', value: { spec: {} } }],
          path: ['spec', 'forks', 0],
        },
        {
          workload: { kind: 'Deployment', name: 'pay' },
          images: [],
          env: [],
          patches: [],
          path: ['spec', 'forks', 1],
        },
      ],
    },
  ]);
});

test('the routing key is the name, unless it is given', () => {
  expect(readSandboxes(document({ forks: [] })).sandboxes[0]?.routingKey).toBe('pr-42');
});

test('patches may be a list, and are strategic unless they say otherwise', () => {
  const patch = [{ value: {} }, { type: 'json', value: [] }];
  expect(fork({ patch }).fork?.patches).toEqual([
    { type: 'strategic', value: {} },
    { type: 'json', value: [] },
  ]);
});

test.each([
  ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['2026-12-01T02:00:00+02:00', '2026-12-01T00:00:00Z'],
  ['2026-12-01T00:00:00.500Z', '2026-12-01T00:00:00.500Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
])('expiresAt %s', (expiresAt, stamp) => {
  expect(readSandboxes(document({ expiresAt })).sandboxes[0]?.expiresAt).toBe(stamp);
});

test.each([
  ['2026-12-01'],
  ['tomorrow'],
  ['2026-12-01 00:00:00Z'],
  ['2026-13-01T00:00:00Z'],
  ['2026-02-30T00:00:00Z'],
  ['2026-02-29T00:00:00Z'],
  ['2026-12-01T25:00:00Z'],
  ['9999-12-31T23:59:59-10:00'],
])('expiresAt %s is no time', (expiresAt) => {
  expect(messagesOf({ expiresAt })).toEqual([
    `sandbox-invalid: Sandbox pr-42: spec.expiresAt is \`${expiresAt}\``,
  ]);
});

test.each([
  ['72h', '2026-01-04T00:00:00Z'],
  ['1h30m', '2026-01-01T01:30:00Z'],
  ['2d', '2026-01-03T00:00:00Z'],
  ['90s', '2026-01-01T00:01:30Z'],
])('createdAt and ttl %s', (ttl, stamp) => {
  const { sandboxes } = readSandboxes(document({ createdAt: '2026-01-01T00:00:00Z', ttl }));
  expect(sandboxes[0]?.expiresAt).toBe(stamp);
});

test.each<readonly [JsonObject, string]>([
  [{ ttl: '72h' }, 'spec.ttl has no start'],
  [{ ttl: '72h', expiresAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is too much'],
  [{ ttl: '72', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `72`'],
  [{ ttl: '-1h', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `-1h`'],
  [{ ttl: '1.5h', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `1.5h`'],
  [{ ttl: '', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is ``'],
  [{ ttl: '9999999999999d', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `9999999999999d`'],
])('%j is refused', (spec, message) => {
  expect(messagesOf(spec)).toEqual([`sandbox-invalid: Sandbox pr-42: ${message}`]);
});

test('a ttl of very many digits is refused at once', () => {
  const ttl = '1'.repeat(500_000);
  expect(messagesOf({ ttl, createdAt: '2026-12-01T00:00:00Z' })).toHaveLength(1);
});

test.each<readonly [string, unknown, string]>([
  ['spec', [], 'spec is a list, not an object'],
  ['a field of spec', { fork: [] }, 'spec.fork is not a known field'],
  ['routingKey', { routingKey: 7 }, 'spec.routingKey is the number `7`, not a string'],
  ['forks', { forks: {} }, 'spec.forks is an object, not a list'],
  ['a fork', { forks: ['cart'] }, 'spec.forks[0] is the string `cart`, not an object'],
  ['forkOf', { forks: [{}] }, 'spec.forks[0].forkOf.name is missing'],
  [
    'kind',
    { forks: [{ forkOf: { ...forkOf, kind: 'DaemonSet' } }] },
    'spec.forks[0].forkOf.kind is `DaemonSet`',
  ],
  [
    'forkService',
    { forks: [{ forkOf, forkService: { name: 'x' } }] },
    'spec.forks[0].forkService names a fork that somebody else wrote',
  ],
])('a wrong %s', (_, spec, message) => {
  expect(messagesOf(spec).join('\n')).toContain(`sandbox-invalid: Sandbox pr-42: ${message}`);
});

test.each<readonly [string, unknown, string]>([
  ['replicas', { replicas: '2' }, 'replicas is the string `2`, not a number'],
  ['replicas below 0', { replicas: -1 }, 'replicas is -1'],
  ['half a replica', { replicas: 1.5 }, 'replicas is 1.5'],
  ['an unknown field', { enviroment: [] }, 'enviroment is not a known field'],
  ['an image', { images: [{ container: 'x' }] }, 'images[0].image is missing'],
  [
    'a container',
    { images: [{ container: 1, image: 'x' }] },
    'images[0].container is the number `1`',
  ],
  ['env without a name', { env: [{ value: 'x' }] }, 'env[0].name is missing'],
  ['env without a value', { env: [{ name: 'X' }] }, 'env[0] has neither `value` nor `valueFrom`'],
  [
    'env with two values',
    { env: [{ name: 'X', value: 'x', valueFrom: {} }] },
    'env[0] has both `value` and `valueFrom`',
  ],
  [
    'env that deletes a value',
    { env: [{ name: 'X', value: 'x', operation: 'delete' }] },
    'env[0] deletes a variable and gives it a value',
  ],
  [
    'env with a number',
    { env: [{ name: 'X', value: 1 }] },
    'env[0].value is the number `1`, not a string',
  ],
  [
    'an operation',
    { env: [{ name: 'X', value: '1', operation: 'set' }] },
    'env[0].operation is `set`',
  ],
  [
    'a fork value without expression',
    { env: [{ name: 'X', valueFrom: { fork: { name: 'db' } } }] },
    'env[0].valueFrom.fork.expression is missing',
  ],
  [
    'a fork value without name',
    { env: [{ name: 'X', valueFrom: { fork: { expression: 'x' } } }] },
    'env[0].valueFrom.fork.name is missing',
  ],
  [
    'a fork value beside another source',
    { env: [{ name: 'X', valueFrom: { fork: { name: 'db', expression: 'x' }, fieldRef: {} } }] },
    'env[0].valueFrom.fieldRef is not a known field',
  ],
  ['a patch without value', { patch: { type: 'merge' } }, 'patch.value is missing'],
  ['a patch of a list', { patch: [{ value: {} }, {}] }, 'patch[1].value is missing'],
  ['a patch type', { patch: { type: 'yaml', value: {} } }, 'patch.type is `yaml`'],
])('a wrong customization: %s', (_, customizations, message) => {
  const { messages } = fork(customizations);
  expect(messages.join('\n')).toContain(`spec.forks[0].customizations.${message}`);
});

test('a misspelt field is met with the one that was meant', () => {
  const { findings } = readSandboxes(document({ routingkey: 'x', forks: [] }));
  expect(findings[0]?.hint).toBe('did you mean `routingKey`?');
  expect(findings[0]?.where?.path).toEqual(['spec', 'routingkey']);
});

test.each([
  [{ virtual: [{}] }, 'virtual endpoints'],
  [{ previews: [{}] }, 'preview hostnames'],
  [{ extraResources: [{}] }, 'extra resources'],
  [{ forks: [{ forkOf, customizations: { config: [{}] } }] }, 'changed copies of ConfigMaps'],
])('what this version does not write is refused, never passed over: %j', (spec, words) => {
  const { sandboxes, findings } = readSandboxes(document(spec));
  expect(sandboxes).toEqual([]);
  expect(findings[0]?.code).toBe('not-supported');
  expect(findings[0]?.message).toContain(words);
});

test('one bad document leaves the good ones to be read', () => {
  const [good, bad] = [document({ forks: [] }), document({ forks: 1 })];
  const { sandboxes, findings } = readSandboxes([...bad, ...good]);
  expect(sandboxes).toHaveLength(1);
  expect(findings).toHaveLength(1);
});

test('other versions and kinds of ours are refused, objects of others passed over', () => {
  expect(messagesOf({}, { apiVersion: 'gatefork.dev/v1' })).toEqual([
    'sandbox-invalid: Sandbox pr-42: apiVersion is `gatefork.dev/v1`',
  ]);
  expect(messagesOf({}, { kind: 'Sandboxx' })).toEqual([
    'sandbox-invalid: Sandboxx pr-42: kind is `Sandboxx`',
  ]);
  expect(messagesOf({}, { kind: 'RouteGroup' })[0]).toContain('not-supported');
  expect(messagesOf({}, { kind: 'Config' })).toEqual([]);
  expect(messagesOf({}, { apiVersion: 'example.dev/v1' })).toEqual([]);
});

test('a sandbox without a name is refused', () => {
  expect(messagesOf({}, { metadata: {} })).toEqual([
    'sandbox-invalid: Sandbox: metadata.name is missing',
  ]);
});

test('keys named __proto__ are unknown fields', () => {
  const spec = JSON.parse('{"__proto__":{"forks":[]},"constructor":1,"forks":[]}');
  expect(messagesOf(spec)).toEqual([
    'sandbox-invalid: Sandbox pr-42: spec.__proto__ is not a known field',
    'sandbox-invalid: Sandbox pr-42: spec.constructor is not a known field',
  ]);
});

test('files without a sandbox are said to have none', () => {
  expect(withoutSandboxes(['a.yaml', 'b/']).message).toBe('no Sandbox in a.yaml, b/');
});
