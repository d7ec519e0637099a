// The generated files are what the CRDs give, and hold the facts that other rooms build on.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kindFacts, type Shape } from '../../imports/gateway-api-facts';
import { readBundle } from '../../scripts/gateway-api/crds';
import { factsSource } from '../../scripts/gateway-api/facts';
import { typesSource } from '../../scripts/gateway-api/types';

const root = path.resolve(__dirname, '../..');
const crds = path.resolve(root, '../shared/crds/gateway-api');
const committed = (file: string) => readFileSync(path.join(root, 'imports', file), 'utf8');

test.skipIf(!existsSync(crds))(
  'the CRDs (skipped where they are absent) give the committed files',
  () => {
    const bundle = readBundle(crds);
    expect(typesSource(bundle)).toBe(committed('gateway-api.ts'));
    expect(factsSource(bundle)).toBe(committed('gateway-api-facts.ts'));
  },
);

function shapeAt(kind: string, ...fields: readonly string[]): Shape | undefined {
  const versions = kindFacts.find((facts) => facts.kind === kind)?.versions;
  let shape: Shape | undefined = (versions?.v1 ?? versions?.v1alpha1)?.shape;
  for (const field of fields) {
    shape = field === '[]' ? shape?.items : shape?.properties?.[field];
  }
  return shape;
}

test('every kind of both groups is there, the experimental ones marked', () => {
  const kinds = kindFacts.map(({ kind, experimental }) => (experimental ? `${kind} (E)` : kind));
  expect(kinds).toEqual([
    'BackendTLSPolicy',
    'GRPCRoute',
    'Gateway',
    'GatewayClass',
    'HTTPRoute',
    'ListenerSet',
    'ReferenceGrant',
    'TCPRoute',
    'TLSRoute',
    'UDPRoute',
    'XBackend (E)',
    'XBackendTrafficPolicy (E)',
    'XMesh (E)',
  ]);
});

test('versions say which channel serves them and which one is stored', () => {
  const versions = kindFacts.find(({ kind }) => kind === 'TLSRoute')?.versions ?? {};
  const told = Object.entries(versions).map(([name, { served, storage }]) => [
    name,
    served,
    storage,
  ]);
  expect(told).toEqual([
    ['v1', ['standard', 'experimental'], true],
    ['v1alpha2', ['experimental'], undefined],
    ['v1alpha3', ['experimental'], undefined],
  ]);
});

test('limits, defaults and list keys are kept', () => {
  expect(shapeAt('HTTPRoute', 'spec', 'rules', '[]', 'matches', '[]', 'headers')).toMatchObject({
    type: 'array',
    maxItems: 16,
    listType: 'map',
    listMapKeys: ['name'],
  });
  expect(shapeAt('HTTPRoute', 'spec', 'rules', '[]', 'backendRefs', '[]', 'weight')).toEqual({
    type: 'integer',
    format: 'int32',
    default: 1,
    minimum: 0,
    maximum: 1000000,
  });
  expect(shapeAt('Gateway', 'spec')?.required).toEqual(['gatewayClassName', 'listeners']);
  expect(shapeAt('Gateway', 'spec', 'addresses', '[]')?.oneOf).toHaveLength(2);
});

test('fields of the experimental channel alone are marked at their root', () => {
  const retry = shapeAt('HTTPRoute', 'spec', 'rules', '[]', 'retry');
  expect(retry?.experimental).toBe(true);
  expect(retry?.properties?.attempts?.experimental).toBeUndefined();
  expect(shapeAt('HTTPRoute', 'spec', 'rules', '[]', 'timeouts')?.experimental).toBeUndefined();
});

test('where the channels differ both limits are kept', () => {
  const value = shapeAt(
    'HTTPRoute',
    'spec',
    'rules',
    '[]',
    'matches',
    '[]',
    'headers',
    '[]',
    'value',
  );
  expect(value?.pattern).toBeUndefined();
  expect(value?.inExperimental?.pattern).toMatch(/^\^/);
  const type = shapeAt('HTTPRoute', 'spec', 'rules', '[]', 'filters', '[]', 'type');
  expect(type?.enum).not.toContain('ExternalAuth');
  expect(type?.inExperimental?.enum).toContain('ExternalAuth');
});
