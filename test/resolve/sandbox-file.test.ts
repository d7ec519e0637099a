// Sandbox files: every field, and an error for everything that is not one.

import { expect, test } from 'vitest';
import { readSandboxes, withoutSandboxes } from '../../lib/resolve/sandbox-file';
import { document, forkOf, messagesOf } from './sandbox/documents';

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
          config: [
            { kind: 'ConfigMap', name: 'cart-config', data: { 'feature.flags': 'x=1', old: null } },
            { kind: 'Secret', name: 'cart-token', use: 'cart-token-preview' },
          ],
          storage: 'claim',
          effects: { consumers: 'suffix', migrations: 'drop' },
          serviceAccount: 'dedicated',
          patch: { type: 'merge', value: { spec: {} } },
        },
        forkService: { name: 'cart-of-somebody' },
      },
      { forkOf: { name: 'pay' } },
    ],
    virtual: [
      {
        service: { namespace: 'shop', name: 'payments' },
        to: { namespace: 'mocks', name: 'payments-mock', port: 80 },
      },
      { service: { name: 'mail' }, to: { name: 'mail-mock' } },
    ],
    previews: [
      {
        hostname: 'pr-42.example.com',
        route: { kind: 'GRPCRoute', namespace: 'shop', name: 'api' },
      },
      { hostname: 'pr-42-web.example.com', route: { name: 'web' } },
    ],
    extraResources: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is filled in where it is derived
      { apiVersion: 'v1', kind: 'Service', metadata: { name: '${sandbox.name}-db' }, spec: {} },
    ],
  };
  const metadata = { name: 'pr-42', labels: { feature: 'x' } };
  const { sandboxes, findings } = readSandboxes(document(spec, { metadata }));
  expect(findings).toEqual([]);
  expect(sandboxes).toEqual([
    {
      kind: 'Sandbox',
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
          config: [
            { kind: 'ConfigMap', name: 'cart-config', data: { 'feature.flags': 'x=1', old: null } },
            { kind: 'Secret', name: 'cart-token', use: 'cart-token-preview' },
          ],
          storage: 'claim',
          effects: { consumers: 'suffix', migrations: 'drop' },
          serviceAccount: 'dedicated',
          patches: [{ type: 'merge', value: { spec: {} } }],
          forkService: 'cart-of-somebody',
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
      virtual: [
        {
          service: { namespace: 'shop', name: 'payments' },
          to: { namespace: 'mocks', name: 'payments-mock', port: 80 },
          path: ['spec', 'virtual', 0],
        },
        {
          service: { name: 'mail' },
          to: { name: 'mail-mock' },
          path: ['spec', 'virtual', 1],
        },
      ],
      previews: [
        {
          hostname: 'pr-42.example.com',
          route: { kind: 'GRPCRoute', namespace: 'shop', name: 'api' },
          path: ['spec', 'previews', 0],
        },
        {
          hostname: 'pr-42-web.example.com',
          route: { kind: 'HTTPRoute', name: 'web' },
          path: ['spec', 'previews', 1],
        },
      ],
      extraResources: [{ object: spec.extraResources[0], path: ['spec', 'extraResources', 0] }],
    },
  ]);
});

test('a field that is null is one that is not there', () => {
  const customizations = {
    ...{ replicas: null, images: null, env: null, config: null, patch: null },
    ...{ storage: null, effects: null, serviceAccount: null },
  };
  const nothing = { routingKey: null, expiresAt: null, ttl: null, createdAt: null };
  const spec = {
    ...{ ...nothing, virtual: null, previews: null, extraResources: null },
    forks: [{ forkOf: { ...forkOf, apiVersion: null }, customizations, forkService: null }],
  };
  const plain = readSandboxes(document({ forks: [{ forkOf }] }));
  expect(readSandboxes(document(spec))).toEqual(plain);
  expect(plain.findings).toEqual([]);
});

test('the routing key is the name, unless it is given', () => {
  expect(readSandboxes(document({ forks: [] })).sandboxes[0]?.routingKey).toBe('pr-42');
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
    { forks: [{ forkOf, forkService: 'cart' }] },
    'spec.forks[0].forkService is the string `cart`, not an object',
  ],
  [
    'forkService without a name',
    { forks: [{ forkOf, forkService: {} }] },
    'spec.forks[0].forkService.name is missing',
  ],
  [
    'apiVersion of a workload',
    { forks: [{ forkOf: { ...forkOf, apiVersion: 1 } }] },
    'spec.forks[0].forkOf.apiVersion is the number `1`, not a string',
  ],
])('a wrong %s', (_, spec, message) => {
  expect(messagesOf(spec).join('\n')).toContain(`sandbox-invalid: Sandbox pr-42: ${message}`);
});

test('a misspelt field is met with the one that was meant', () => {
  const { findings } = readSandboxes(document({ routingkey: 'x', forks: [] }));
  expect(findings[0]?.hint).toBe('did you mean `routingKey`?');
  expect(findings[0]?.where?.path).toEqual(['spec', 'routingkey']);
});

test('labels are texts, and a document has no fields besides the four of every object', () => {
  expect(messagesOf({}, { metadata: { name: 'pr-42', labels: { pr: 42 } } })).toEqual([
    'sandbox-invalid: Sandbox pr-42: metadata.labels.pr is the number `42`, not a string',
  ]);
  expect(messagesOf({}, { specs: {} })).toEqual([
    'sandbox-invalid: Sandbox pr-42: specs is not a known field',
  ]);
  expect(messagesOf({}, { metadata: { name: 42 } })).toEqual([
    'sandbox-invalid: Sandbox: metadata.name is the number `42`, not a string',
  ]);
});

test('one bad document leaves the good ones to be read', () => {
  const [good, bad] = [document({ forks: [] }), document({ forks: 1 })];
  const { sandboxes, findings } = readSandboxes([...bad, ...good]);
  expect(sandboxes).toHaveLength(1);
  expect(findings).toHaveLength(1);
});

test('other versions and kinds of ours are refused, objects of others passed over', () => {
  expect(messagesOf({}, { apiVersion: 'gatefork.dev/v1' })).toEqual([
    'sandbox-invalid: Sandbox pr-42: apiVersion is `gatefork.dev/v1`, which is not known here',
  ]);
  expect(messagesOf({}, { kind: 'Sandboxx' })).toEqual([
    'sandbox-invalid: Sandboxx pr-42: kind is `Sandboxx`, which is not known here',
  ]);
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
