// Facts of Kubernetes' own kinds: what an OpenAPI document becomes, and what other rooms build on.

import { expect, test } from 'vitest';
import { definitions, kinds } from '../../imports/kubernetes-facts';
import { kubernetesSource, type OpenApi } from '../../scripts/kubernetes/facts';

const text = { type: 'string' };
const cart = { group: 'shop.k8s.io', version: 'v1', kind: 'Cart' };

const document: OpenApi = {
  definitions: {
    'io.k8s.api.shop.v1.Cart': {
      properties: {
        kind: text,
        spec: { $ref: '#/definitions/io.k8s.api.shop.v1.CartSpec' },
        status: { $ref: '#/definitions/io.k8s.api.shop.v1.CartStatus' },
      },
      required: ['spec', 'status'],
      'x-kubernetes-group-version-kind': [cart],
    },
    'io.k8s.api.shop.v1.CartSpec': {
      properties: {
        size: { type: 'integer', format: 'int32' },
        names: { type: 'array', items: text },
        more: {
          type: 'object',
          additionalProperties: { $ref: '#/definitions/io.k8s.api.shop.v1.CartSpec' },
        },
        raw: { type: 'object' },
        weight: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' },
      },
    },
    'io.k8s.api.shop.v1.CartStatus': { properties: { at: text } },
    'io.k8s.api.shop.v1.CartList': {
      properties: { items: { type: 'array', items: text } },
      'x-kubernetes-group-version-kind': [{ ...cart, kind: 'CartList' }],
    },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': text,
  },
  paths: {
    '/apis/shop.k8s.io/v1/namespaces/{namespace}/carts': {
      post: { 'x-kubernetes-group-version-kind': cart },
    },
  },
};

test('fields, types and required fields are kept, what a status holds is not', () => {
  const source = kubernetesSource(document, 'v1.0.0');
  expect(source).toContain("'shop.v1.Cart':\n    'kind:s spec!:#shop.v1.CartSpec status:*'");
  expect(source).toContain("'more:{#shop.v1.CartSpec names:[s raw:* size:i32 weight:q'");
  expect(source).toContain("'shop.k8s.io/v1 Cart': 'N shop.v1.Cart'");
  expect(source).not.toContain('CartStatus');
  expect(source).not.toContain('CartList');
});

test('every definition that a kind or a field names is there', () => {
  const named = [
    ...Object.values(kinds).map((kind) => kind.split(' ')[1] ?? ''),
    ...Object.values(definitions).flatMap((fields) =>
      [...fields.matchAll(/#(\S+)/g)].map(([, name = '']) => name),
    ),
  ];
  expect(named.length).toBeGreaterThan(800);
  expect(named.filter((name) => !Object.hasOwn(definitions, name))).toEqual([]);
});

test.each([
  'apps/v1 Deployment',
  'v1 Service',
  'batch/v1 CronJob',
  'networking.k8s.io/v1 NetworkPolicy',
])('%s is in a namespace', (kind) => expect(kinds[kind]).toMatch(/^N /));

test.each(['v1 Namespace', 'rbac.authorization.k8s.io/v1 ClusterRole', 'v1 PersistentVolume'])(
  '%s is in none',
  (kind) => expect(kinds[kind]).toMatch(/^C /),
);
