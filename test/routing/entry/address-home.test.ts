// The current namespace by its name.

import { expect, test } from 'vitest';
import type { KubeObject, Manifest } from '../../../lib/model/manifest';
import type { RequestSpec } from '../../../lib/model/request-spec';
import { atHome } from '../../../lib/routing/entry/address-home';
import { manifests } from '../../routes';

const object = (kind: string, namespace?: string, apiVersion = 'v1'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', ...(namespace === undefined ? {} : { namespace }) },
});

const namespacesOf = (all: readonly Manifest[]) =>
  all.map(({ object: { kind, metadata } }) => `${kind} ${metadata?.namespace}`);

const asked: RequestSpec = { id: '1', protocol: 'http', path: '/', headers: [] };

test('objects that have none get it, those of a cluster have none', () => {
  const given = manifests(
    object('Service'),
    object('Service', 'b'),
    { apiVersion: 'v1', kind: 'Secret' },
    object('Namespace'),
    object('GatewayClass', undefined, 'gateway.networking.k8s.io/v1'),
    object('ClusterRole', undefined, 'rbac.authorization.k8s.io/v1'),
  );
  const { manifests: placed } = atHome({ manifests: given, requests: [] }, 'shop');
  expect(namespacesOf(placed)).toEqual([
    'Service shop',
    'Service b',
    'Secret shop',
    'Namespace undefined',
    'GatewayClass undefined',
    'ClusterRole undefined',
  ]);
  expect(placed.map(({ origin }) => origin)).toEqual(given.map(({ origin }) => origin));
  expect(namespacesOf(given)[0]).toBe('Service undefined');
});

test('without a name all stays as it is', () => {
  const given = { manifests: manifests(object('Service')), requests: [asked] };
  expect(atHome(given, undefined)).toBe(given);
});

test.each([
  [{ service: { namespace: '', name: 'a' } }, { service: { namespace: 'shop', name: 'a' } }],
  // A name alone is that of the current namespace, where one is there.
  [{ service: { name: 'a' } }, { service: { namespace: 'shop', name: 'a' } }],
  [{ service: { name: 'b' } }, { service: { name: 'b' } }],
  [{ gateway: { name: 'a' } }, { gateway: { name: 'a' } }],
  [{ gateway: { namespace: '', name: 'a' } }, { gateway: { namespace: 'shop', name: 'a' } }],
  [{ service: { namespace: 'b', name: 'a' } }, { service: { namespace: 'b', name: 'a' } }],
  [{ from: '' }, { from: 'shop' }],
  [{ from: 'b' }, { from: 'b' }],
])('what a question names: %j', (said, expected) => {
  const given = manifests(object('Service'), object('Service', 'b'));
  const { requests } = atHome({ manifests: given, requests: [{ ...asked, ...said }] }, 'shop');
  expect(requests).toEqual([{ ...asked, ...expected }]);
});
