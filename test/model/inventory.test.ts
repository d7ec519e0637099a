// Objects found by kind, namespace and name; the unnamed current namespace is one of them.

import { expect, test } from 'vitest';
import { groupKindOf, inventoryOf } from '../../lib/model/inventory';
import type { KubeObject } from '../../lib/model/manifest';
import { manifests } from '../routes';

const service = (name: string, namespace?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

const objects = [service('a'), service('b', 'shop'), service('a', 'web'), service('c', 'shop')];

const names = (found: readonly { readonly object: KubeObject }[]) =>
  found.map(({ object }) => object.metadata?.name);

test('objects are found by kind, namespace and name', () => {
  const inventory = inventoryOf(manifests(...objects));
  expect(inventory.find('/Service', 'web', 'a')?.object).toBe(objects[2]);
  expect(inventory.find('/Service', '', 'a')?.object).toBe(objects[0]);
  expect(inventory.find('/Service', 'shop', 'a')).toBeUndefined();
  expect(inventory.find('apps/Service', 'web', 'a')).toBeUndefined();
  expect(names(inventory.inNamespace('/Service', 'shop'))).toEqual(['b', 'c']);
  expect(names(inventory.ofKind('/Service'))).toEqual(['a', 'b', 'a', 'c']);
  expect(inventory.ofKind('/Secret')).toEqual([]);
});

test('a name for the current namespace makes both spellings one', () => {
  const inventory = inventoryOf(manifests(...objects), 'shop');
  expect(names(inventory.inNamespace('/Service', ''))).toEqual(['a', 'b', 'c']);
  expect(inventory.namespaceKey('shop')).toBe('');
  expect(inventory.namespaceKey(undefined)).toBe('');
  expect(inventory.namespaceKey('web')).toBe('web');
  expect(inventory.inNamespace('/Service', 'shop')).toEqual([]);
  expect(inventory.currentNamespace).toBe('shop');
});

test('the version is no part of a kind', () => {
  const kinds = ['v1', 'v1beta1'].map((version) =>
    groupKindOf({ apiVersion: `gateway.networking.k8s.io/${version}`, kind: 'HTTPRoute' }),
  );
  expect(new Set(kinds)).toEqual(new Set(['gateway.networking.k8s.io/HTTPRoute']));
  expect(groupKindOf({ apiVersion: 'v1', kind: 'Service' })).toBe('/Service');
});

test('names like those of object members are names like any other', () => {
  const inventory = inventoryOf(
    manifests(service('__proto__'), service('constructor', 'toString')),
  );
  expect(inventory.find('/Service', '', '__proto__')).toBeDefined();
  expect(inventory.find('/Service', 'toString', 'constructor')).toBeDefined();
  expect(inventory.find('/Service', '', 'hasOwnProperty')).toBeUndefined();
});

test('an object has one id, whether its namespace is spelt out, and a Namespace has none', () => {
  const { idOf, withId } = inventoryOf([], 'shop');
  const cart = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } };
  const spelt = { ...cart, metadata: { name: 'cart', namespace: 'shop' } };
  expect(idOf(cart)).toBe(idOf(spelt));
  expect(idOf(cart)).not.toBe(idOf({ ...cart, metadata: { name: 'cart', namespace: 'web' } }));
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } };
  expect(idOf({ ...namespace, metadata: { name: 'web', namespace: 'x' } })).toBe(idOf(namespace));
  expect(withId(idOf(cart))).toBeUndefined();
});
