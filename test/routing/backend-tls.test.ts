// Which BackendTLSPolicy applies to a port of a Service.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { backendTlsPolicies } from '../../lib/routing/backend-tls';
import { gatewayGroup, manifests, workload } from '../routes';

interface Props {
  readonly section?: string;
  readonly created?: string;
  readonly namespace?: string;
  readonly ref?: JsonObject;
}

function policy(
  name: string,
  { section, created, namespace = 'shop', ref = {} }: Props = {},
): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'BackendTLSPolicy',
    metadata: { name, namespace, ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: {
      targetRefs: [
        {
          group: '',
          kind: 'Service',
          name: 'a',
          ...(section === undefined ? {} : { sectionName: section }),
          ...ref,
        },
      ],
      validation: { hostname: 'a.example.com', wellKnownCACertificates: 'System' },
    },
  };
}

const ports = [
  { name: 'https', port: 443 },
  { name: 'admin', port: 8443 },
];

function applying(
  port: number,
  ...policies: readonly KubeObject[]
): readonly (string | undefined)[] {
  const inventory = inventoryOf(manifests(...workload('a', {}, ports), ...policies));
  const service = inventory.find('/Service', 'shop', 'a');
  if (service === undefined) throw new Error('a Service');
  return backendTlsPolicies(service, port, inventory).map(({ object }) => object.metadata?.name);
}

const early = '2026-01-01T00:00:00Z';
const late = '2026-02-01T00:00:00Z';

test.each<[string, number, readonly KubeObject[], readonly string[]]>([
  ['none', 443, [], []],
  ['one for the whole Service', 443, [policy('p')], ['p']],
  ['one for the port', 443, [policy('p', { section: 'https' })], ['p']],
  ['one for another port', 443, [policy('p', { section: 'admin' })], []],
  ['a port goes before the Service', 443, [policy('p'), policy('q', { section: 'https' })], ['q']],
  ['and leaves other ports', 8443, [policy('p'), policy('q', { section: 'https' })], ['p']],
  ['an older one', 443, [policy('a', { created: late }), policy('b', { created: early })], ['b']],
  [
    'of one age the first by name',
    443,
    [policy('b', { created: late }), policy('a', { created: late })],
    ['a'],
  ],
  ['ages that nobody knows', 443, [policy('b'), policy('a', { created: late })], ['b', 'a']],
  [
    'an old one for the Service after a young one for the port',
    443,
    [policy('a', { created: early }), policy('b', { created: late, section: 'https' })],
    ['b'],
  ],
  ['another namespace', 443, [policy('p', { namespace: 'else' })], []],
  ['another kind', 443, [policy('p', { ref: { kind: 'Deployment' } })], []],
  ['another Service', 443, [policy('p', { ref: { name: 'b' } })], []],
  ['a port that the Service lacks', 1, [policy('p')], ['p']],
])('%s', (_, port, policies, expected) => {
  expect(applying(port, ...policies)).toEqual(expected);
  expect([...applying(port, ...[...policies].reverse())].sort()).toEqual([...expected].sort());
});
