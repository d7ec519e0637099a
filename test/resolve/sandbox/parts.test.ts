// Virtual endpoints, previews and extra resources of a sandbox document: what is refused.

import { expect, test } from 'vitest';
import { messagesOf } from './documents';

const service = { namespace: 'shop', name: 'payments' };
const to = { name: 'payments-mock' };
const route = { name: 'web' };
const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } };

test.each<readonly [string, unknown, string]>([
  ['virtual', 'payments', 'spec.virtual is the string `payments`, not a list'],
  ['virtual', [null], 'spec.virtual[0] is null, not an object'],
  ['virtual', [{ to }], 'spec.virtual[0].service.name is missing'],
  ['virtual', [{ service }], 'spec.virtual[0].to.name is missing'],
  ['virtual', [{ service, to: 'mock' }], 'spec.virtual[0].to is the string `mock`, not an object'],
  ['virtual', [{ service, too: to }], 'spec.virtual[0].too is not a known field'],
  [
    'virtual',
    [{ service: { ...service, port: 80 }, to }],
    'spec.virtual[0].service.port is not a known field',
  ],
  ['virtual', [{ service, to: { ...to, port: 0 } }], 'spec.virtual[0].to.port is 0'],
  ['virtual', [{ service, to: { ...to, port: 65_536 } }], 'spec.virtual[0].to.port is 65536'],
  ['virtual', [{ service, to: { ...to, port: 80.5 } }], 'spec.virtual[0].to.port is 80.5'],
  [
    'virtual',
    [{ service, to: { ...to, port: '80' } }],
    'spec.virtual[0].to.port is the string `80`, not a number',
  ],
  [
    'virtual',
    [{ service, to: { ...to, port: 1n << 64n } }],
    'spec.virtual[0].to.port is the bigint `18446744073709551616`, not a number',
  ],
  [
    'virtual',
    [{ service, to: { name: 'Mock' } }],
    'spec.virtual[0].to.name is `Mock`, which no object can be called',
  ],
  [
    'virtual',
    [{ service, to: { ...to, namespace: '../x' } }],
    'spec.virtual[0].to.namespace is `../x`, which no object can be called',
  ],
  ['previews', {}, 'spec.previews is an object, not a list'],
  ['previews', [{ route }], 'spec.previews[0].hostname is missing'],
  ['previews', [{ hostname: 'x.example.com' }], 'spec.previews[0].route.name is missing'],
  ['previews', [{ hostnames: [], route }], 'spec.previews[0].hostnames is not a known field'],
  [
    'previews',
    [{ hostname: 'x.example.com', route: { ...route, kind: 'TLSRoute' } }],
    'spec.previews[0].route.kind is `TLSRoute`',
  ],
  [
    'previews',
    [{ hostname: 'x.example.com', route: { ...route, sectionName: 'x' } }],
    'spec.previews[0].route.sectionName is not a known field',
  ],
  ['extraResources', object, 'spec.extraResources is an object, not a list'],
  ['extraResources', ['x.yaml'], 'spec.extraResources[0] is the string `x.yaml`, not an object'],
  ['extraResources', [{ ...object, kind: 1 }], 'spec.extraResources[0].kind is the number `1`'],
  ['extraResources', [{ kind: 'X' }], 'spec.extraResources[0].apiVersion is missing'],
  ['extraResources', [{ ...object, metadata: {} }], 'spec.extraResources[0].metadata.name is'],
  [
    'extraResources',
    [{ ...object, metadata: { name: 'x', labels: { a: 1 } } }],
    'spec.extraResources[0].metadata.labels.a is the number `1`, not a string',
  ],
  [
    'extraResources',
    [{ ...object, metadata: { name: 'x', annotations: [] } }],
    'spec.extraResources[0].metadata.annotations is a list, not an object',
  ],
])('a wrong entry of %s: %o', (field, value, message) => {
  expect(messagesOf({ [field]: value }).join('\n')).toContain(
    `sandbox-invalid: Sandbox pr-42: ${message}`,
  );
});
