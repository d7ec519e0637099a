// TLSRoutes, TCPRoutes and UDPRoutes, of every version that somebody may still have.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { readConnectionRoute } from '../../lib/resolve/connection-route-reader';
import { resolve } from '../../lib/resolve/route-table';
import { gateway, gatewayGroup, manifests } from '../routes';

const object = (kind: string, spec: JsonObject, version = 'v1'): KubeObject => ({
  apiVersion: `${gatewayGroup}/${version}`,
  kind,
  metadata: { name: 'r', namespace: 'shop', creationTimestamp: '2024-01-01T00:00:00Z' },
  spec: {
    parentRefs: [{ name: 'edge' }],
    rules: [{ backendRefs: [{ name: 'db', port: 1 }] }],
    ...spec,
  },
});

function read(one: KubeObject) {
  const [manifest] = manifests(one);
  if (manifest === undefined) throw new Error('a manifest');
  return readConnectionRoute(manifest, inventoryOf([manifest]));
}

test.each([
  ['TLSRoute', 'v1'],
  ['TLSRoute', 'v1alpha3'],
  ['TLSRoute', 'v1alpha2'],
  ['TCPRoute', 'v1'],
  ['TCPRoute', 'v1alpha2'],
  ['UDPRoute', 'v1'],
  ['UDPRoute', 'v1alpha2'],
])('%s %s is read with its defaults', (kind, version) => {
  const { route, findings } = read(object(kind, {}, version));
  expect(findings).toEqual([]);
  expect(route).toMatchObject({
    kind,
    namespace: 'shop',
    name: 'r',
    created: '2024-01-01T00:00:00Z',
    hostnames: [],
    parents: [{ group: gatewayGroup, kind: 'Gateway', namespace: 'shop', name: 'edge' }],
    backends: [{ group: '', kind: 'Service', namespace: 'shop', name: 'db', port: 1, weight: 1 }],
  });
});

test('hostnames are those of TLSRoutes alone', () => {
  const named = { hostnames: ['a.test', '*.b.test'] };
  expect(read(object('TLSRoute', named)).route?.hostnames).toEqual(['a.test', '*.b.test']);
  expect(read(object('TCPRoute', named)).route?.hostnames).toEqual([]);
});

test.each<readonly [string, JsonObject, string]>([
  ['several rules', { rules: [{}, {}] }, 'spec.rules has 2 entries'],
  ['a rule of null', { rules: [null] }, 'spec.rules[0] is null, not an object'],
  [
    'a backend of no name',
    { rules: [{ backendRefs: [{}] }] },
    'spec.rules[0].backendRefs[0].name is missing',
  ],
  [
    'a hostname of a wrong type',
    { hostnames: [1] },
    'spec.hostnames[0] is the number `1`, not a string',
  ],
  ['parents of a wrong type', { parentRefs: {} }, 'spec.parentRefs is an object, not a list'],
])('refused: %s', (_, spec, problem) => {
  const { route, findings } = read(object('TLSRoute', spec));
  expect(route).toBeUndefined();
  expect(findings.map(({ message }) => message)).toEqual([`TLSRoute shop/r: ${problem}`]);
});

test('a route without a name is refused, other kinds are left alone', () => {
  const nameless = { ...object('TCPRoute', {}), metadata: {} };
  expect(read(nameless).findings.map(({ code }) => code)).toEqual(['object-invalid']);
  expect(read(object('HTTPRoute', {}))).toEqual({ findings: [] });
});

test('a route asks for default Gateways as others do', () => {
  const wide = gateway([{ name: 'tcp', port: 1, protocol: 'TCP' }]);
  const all = { ...wide, spec: { ...wide.spec, defaultScope: 'All' } };
  const asking = object('TCPRoute', { parentRefs: [], useDefaultGateways: 'All' });
  const { table } = resolve(inventoryOf(manifests(all, asking)));
  expect(table.attachments.map(({ reason, parent }) => [reason, parent.isDefault])).toEqual([
    ['Accepted', true],
  ]);
});

test('what is wrong with them is kept apart: deriving reads none of them', () => {
  const broken = object('TCPRoute', { rules: [{}, {}] });
  const resolved = resolve(inventoryOf(manifests(broken)));
  expect(resolved.findings).toEqual([]);
  expect(resolved.connectionFindings.map(({ code }) => code)).toEqual(['object-invalid']);
  expect(resolved.table.connectionRoutes).toEqual([]);
});

test('they stand by kind, namespace and name, whatever the input says', () => {
  const named = (kind: string, name: string, namespace: string) => ({
    ...object(kind, {}),
    metadata: { name, namespace },
  });
  const objects = [
    named('UDPRoute', 'a', 'shop'),
    named('TCPRoute', 'b', 'web'),
    named('TCPRoute', 'b', 'shop'),
    named('TLSRoute', 'c', 'shop'),
  ];
  const { table } = resolve(inventoryOf(manifests(...objects)));
  expect(table.connectionRoutes.map((one) => `${one.kind} ${one.namespace}/${one.name}`)).toEqual([
    'TCPRoute shop/b',
    'TCPRoute web/b',
    'TLSRoute shop/c',
    'UDPRoute shop/a',
  ]);
});
