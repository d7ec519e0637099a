// Which BackendTLSPolicy applies to a port of a Service.

import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { backendTlsPolicies } from '../../../lib/routing/reference/backend-tls';
import { gateway, gatewayGroup, grpcRoute, manifests, route, rule, workload } from '../../routes';
import { asking } from '../asking';

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

const certificate = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';

function authorities(name: string, text: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop' },
    data: { 'ca.crt': text },
  };
}

/** A policy that checks the Service by these references. */
function checking(name: string, refs: readonly JsonObject[], props: Props = {}): KubeObject {
  const { spec, ...rest } = policy(name, props);
  const caCertificateRefs = refs.map((ref) => ({ group: '', kind: 'ConfigMap', ...ref }));
  return {
    ...rest,
    spec: { ...(spec as JsonObject), validation: { hostname: 'a.test', caCertificateRefs } },
  };
}

const gone = { name: 'gone' };
const broken = checking('p', [gone]);
const served = 'shop/a:80';
const ask = (policies: readonly KubeObject[], rules = [rule('/', 'a')]) =>
  asking([
    gateway(),
    workload('a')[1] as KubeObject,
    workload('b')[1] as KubeObject,
    authorities('ca', certificate),
    authorities('empty', ''),
    route('r', rules, { hostnames: ['shop.test'] }),
    grpcRoute('g', [{ backendRefs: [{ name: 'a', port: 80 }] }], { hostnames: ['grpc.test'] }),
    ...policies,
  ]);

describe('what a backend shows can be checked by nobody', () => {
  test.each<[string, readonly KubeObject[], string]>([
    ['authorities that are there', [checking('p', [{ name: 'ca' }])], served],
    ['absent ones', [broken], '500'],
    ['empty ones', [checking('p', [{ name: 'empty' }])], '500'],
    ['a kind that cannot hold them', [checking('p', [{ kind: 'Deployment', name: 'a' }])], '500'],
    ['some that are there, some that are not', [checking('p', [gone, { name: 'ca' }])], served],
    ["the cluster's own", [policy('p')], served],
    ['a ConfigMap that the cluster makes', [checking('p', [{ name: 'kube-root-ca.crt' }])], served],
    [
      'a younger policy',
      [policy('a', { created: early }), checking('p', [gone], { created: late })],
      served,
    ],
    [
      'the older policy',
      [policy('a', { created: late }), checking('p', [gone], { created: early })],
      '500',
    ],
    ['one of two whose age is not known', [policy('a'), broken], served],
    ['each of two whose age is not known', [broken, checking('q', [gone])], '500'],
    ['another port', [checking('p', [gone], { section: 'admin' })], served],
  ])('%s', (_, policies, expected) => {
    expect(ask(policies)('http://shop.test/')).toBe(expected);
  });

  test('its share alone is answered with an error, and a call with UNAVAILABLE', () => {
    const both = {
      backendRefs: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80, weight: 3 },
      ],
    };
    expect(ask([broken], [both])('http://shop.test/')).toBe('500*0.25 shop/b:80*0.75');
    const call = ask([broken])('POST http://grpc.test/a.B/C', { protocol: 'grpc' });
    expect(call).toBe('500/14');
  });
});
