// Objects held against the CustomResourceDefinitions that the user has.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { validate } from '../../../lib/pipeline-validation';
import { gateway, manifests } from '../../routes';
import { limit, limitCrd } from './crds';

function told(objects: readonly KubeObject[], ...crds: readonly KubeObject[]) {
  const { findings } = validate({ manifests: manifests(...objects), crds: manifests(...crds) });
  return findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

const counted = limitCrd({
  type: 'object',
  required: ['count'],
  properties: {
    count: { type: 'integer', minimum: 1, maximum: 10 },
    unit: { type: 'string', enum: ['second', 'minute'], default: 'second' },
  },
});

test('an object that fits its definition is counted, and nothing is said', () => {
  const found = validate({ manifests: manifests(limit({ count: 3 })), crds: manifests(counted) });
  expect(found.findings).toEqual([]);
  expect(found.checked).toBe(1);
  expect([...found.unchecked.keys()]).toEqual([]);
});

test('a definition among the manifests counts, too', () => {
  expect(told([counted, limit({ count: 30 })])).toEqual([
    'error number-out-of-range: `spec.count` of Limit shop/a is 30, and must be at most 10',
  ]);
});

test.each<[string, JsonObject, string]>([
  [
    'of a wrong type',
    { count: '3' },
    '`spec.count` of Limit shop/a is the text `3`, and must be an integer',
  ],
  ['missing', {}, '`spec.count` of Limit shop/a is not there, and is required'],
  ['unknown', { count: 1, cuont: 1 }, '`spec.cuont` of Limit shop/a is not a known field'],
])('a field that is %s is told', (_, spec, message) => {
  expect(told([limit(spec)], counted).map((line) => line.replace(/^.*?: /, ''))).toContain(message);
});

test('what the cluster is said to have goes before what the manifests define', () => {
  const wide = limitCrd({ type: 'object', properties: { count: { type: 'integer' } } });
  expect(told([counted, limit({ count: 30 })], wide)).toEqual([
    'warning crd-twice: CustomResourceDefinition limits.example.com defines kind `Limit` once more and otherwise, and the first definition counts',
  ]);
  expect(told([limit({ count: 30 })], counted, structuredClone(counted))).toHaveLength(1);
});

test('a definition of a kind of the Gateway API goes before what is known of it', () => {
  const { spec } = limitCrd({ type: 'object', properties: { own: { type: 'string' } } });
  const own = limitCrd(
    {},
    {
      spec: {
        ...(spec as JsonObject),
        group: 'gateway.networking.k8s.io',
        names: { kind: 'Gateway', plural: 'gateways' },
      },
    },
  );
  expect(told([gateway()], own).join('\n')).toContain(
    '`spec.listeners` of Gateway shop/edge is not a known field',
  );
});

test('a version that is not served is told with those that are', () => {
  const old = { ...limit({ count: 1 }), apiVersion: 'example.com/v1alpha1' };
  expect(told([old], counted)).toEqual([
    'error kind-not-served: Limit shop/a cannot be applied: CustomResourceDefinition limits.example.com serves no `Limit` as `example.com/v1alpha1`',
  ]);
});

test('a namespace of an object that is in none is a warning, since the API server drops it', () => {
  const cluster = limitCrd({ type: 'object' }, { scope: 'Cluster' });
  expect(told([limit({})], cluster)).toEqual([
    'warning scope-mismatch: `metadata.namespace` of Limit shop/a is `shop`, though a Limit is in no namespace: the API server drops it',
  ]);
  expect(told([{ ...limit({}), metadata: { name: 'a' } }], cluster)).toEqual([]);
});

test('an object that is in no namespace gets none from the one that is named', () => {
  const cluster = limitCrd({ type: 'object' }, { scope: 'Cluster' });
  const role: KubeObject = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'a' },
    rules: [],
  };
  const own = { ...limit({}), metadata: { name: 'a' } };
  const { findings } = validate({
    manifests: manifests(own, role),
    crds: manifests(cluster),
    currentNamespace: 'shop',
  });
  expect(findings).toEqual([]);
});

test.each<[string, KubeObject, string]>([
  [
    'an old apiVersion',
    limitCrd({}, { apiVersion: 'apiextensions.k8s.io/v1beta1' }),
    '`apiVersion` of CustomResourceDefinition limits.example.com is `apiextensions.k8s.io/v1beta1`, which no API server serves since Kubernetes 1.22',
  ],
  [
    'no group',
    limitCrd({}, { spec: { group: 1 } }),
    '`spec.group` of CustomResourceDefinition limits.example.com is no text, or is empty',
  ],
  [
    'no versions',
    limitCrd({}, { spec: { versions: {} } }),
    '`spec.versions` of CustomResourceDefinition limits.example.com is not there or empty, and is required',
  ],
  [
    'a version without a schema',
    limitCrd({}, { spec: { versions: [{ name: 'v1', served: true }] } }),
    '`spec.versions[0].schema.openAPIV3Schema` of CustomResourceDefinition limits.example.com is not there, and is required',
  ],
  [
    'an unknown scope',
    limitCrd({}, { scope: 'Galaxy' }),
    '`spec.scope` of CustomResourceDefinition limits.example.com is `Galaxy`',
  ],
])('a definition with %s is an error that names the field', (_, crd, message) => {
  expect(told([], crd)).toEqual([`error crd-invalid: ${message}`]);
});

test('a pattern that RE2 cannot read is told where its kind is met', () => {
  const crd = limitCrd({
    type: 'object',
    properties: { name: { pattern: '(?=a)', type: 'string' } },
  });
  expect(told([], crd)).toEqual([]);
  const lines = told([limit({ name: 'a' }), limit({ name: 'b' }, { name: 'b' })], crd);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(
    'crd-invalid: `spec.versions[1].schema.openAPIV3Schema.properties.spec.properties.name.pattern`',
  );
});

test('a field that is named like a keyword is a field', () => {
  const crd = limitCrd({
    type: 'object',
    properties: {
      pattern: { type: 'string' },
      properties: { type: 'object', properties: { pattern: { type: 'string', pattern: '^a' } } },
    },
  });
  expect(told([limit({ pattern: '(', properties: { pattern: 'b' } })], crd)).toEqual([
    expect.stringContaining('`spec.properties.pattern` of Limit shop/a'),
  ]);
});

test('whatever a definition holds, nothing breaks', () => {
  const odd: readonly unknown[] = [null, 1, 'a', [], [[null]], { __proto__: null, a: 1 }];
  for (const value of odd) {
    const schema = value as JsonObject;
    const crds = [
      limitCrd(schema),
      limitCrd({
        properties: schema,
        items: schema,
        allOf: schema,
        required: schema,
      } as JsonObject),
      limitCrd({}, { spec: { names: schema } }),
      limitCrd({}, { spec: { versions: [schema] } }),
      { ...limitCrd({}), spec: schema } as KubeObject,
    ];
    for (const crd of crds) {
      expect(() => told([limit({ a: [1] }), limit(schema)], crd)).not.toThrow();
    }
  }
});
