// The examples of policies: what they write is taken by the API server, with the CRDs that the
// projects publish; their types are those that the CRDs give. The CRDs stand in a folder beside the
// repository, and what needs them is skipped where it is absent.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { App, Testing } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { orders as withEnvoyGateway } from '../../examples/envoy-gateway/orders';
import { orders as withIstio } from '../../examples/istio/orders';
import { at, type Json, type KubeObject, type Manifest } from '../../lib/model/manifest';
import { readManifests } from '../../lib/pipeline';
import { validate } from '../../lib/pipeline-validation';
import { whereTo } from '../../lib/testing/where-to';
import { crdOf } from '../../scripts/policies/cdk8s-import';
import { importedPolicies } from '../../scripts/policies/kinds';
import { policySources } from '../../scripts/policies/source';
import { objectFaults } from '../crds/crds';

const root = resolve(__dirname, '../..');
const crds = resolve(root, '../shared/crds');
const hasCrds = existsSync(crds);
if (!hasCrds)
  console.warn('the CRDs of projects are not there: examples are not held against them');

const examples = [
  { name: 'envoy-gateway', build: withEnvoyGateway },
  { name: 'istio', build: withIstio },
] as const;

function objectsOf(build: (app: App) => void): readonly KubeObject[] {
  const app = new App();
  build(app);
  return app.charts.flatMap((chart): KubeObject[] => Testing.synth(chart));
}

/** The CRDs of the kinds that an example uses. */
function crdsOf(name: string): readonly Manifest[] {
  return importedPolicies
    .filter((policy) => policy.crds === name)
    .map(({ group, kind }) => readManifests(crdOf(resolve(crds, name), group, kind), 'crds.yaml'))
    .flatMap(({ manifests }) => manifests);
}

describe.each(examples)('examples/$name', ({ name, build }) => {
  const objects = objectsOf(build);
  const policies = objects.filter(({ apiVersion }) => /envoyproxy|istio/.test(apiVersion));

  test('sends orders where they belong', () => {
    expect(whereTo(objects, 'https://shop.example.com/orders/7')).toMatchObject({
      backends: [{ service: 'shop/orders', share: 1 }],
    });
  });

  test('has a policy of each kind that its types are for, and each names its target', () => {
    const kinds = importedPolicies.filter((policy) => policy.crds === name).map(({ kind }) => kind);
    expect([...new Set(policies.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());
    for (const policy of policies) {
      const [target] = (at(policy as Json, ['spec', 'targetRefs']) ?? []) as readonly KubeObject[];
      expect(objects.map((object) => `${object.kind} ${object.metadata?.name}`)).toContain(
        `${target?.kind} ${(target as { name?: string } | undefined)?.name}`,
      );
    }
  });

  test.skipIf(!hasCrds)('is taken by the API server, with the CRDs of the project', () => {
    const manifests = objects.map((object): Manifest => {
      return { object, origin: { from: 'construct', path: name } };
    });
    const { findings, unchecked } = validate({ manifests, crds: crdsOf(name) });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const unknown = [...unchecked.keys()].filter((kind) => /envoyproxy|istio/.test(kind));
    expect(unknown).toEqual([]);
    expect(objects.flatMap((object) => objectFaults(object, 'standard'))).toEqual([]);
  });

  test.skipIf(!hasCrds)('would be refused with a field that the CRD does not know', () => {
    const [first] = policies;
    if (first === undefined) throw new Error('the example has no policy');
    const object = { ...first, spec: { ...(first.spec as object), zzz: 1 } } as KubeObject;
    const origin = { from: 'construct', path: name } as const;
    const { findings } = validate({ manifests: [{ object, origin }], crds: crdsOf(name) });
    expect(findings.map(({ message }) => message).join()).toContain('zzz');
  });
});

test('a sandbox in front of Envoy Gateway is protected and limited as its baseline', () => {
  const objects = objectsOf(withEnvoyGateway);
  const copies = objects.filter(({ metadata }) => metadata?.name?.startsWith('pr-42--'));
  const kinds = copies.map(({ kind, metadata }) => `${kind} ${metadata?.name}`).sort();
  expect(kinds).toEqual([
    'BackendTrafficPolicy pr-42--orders-faults',
    'BackendTrafficPolicy pr-42--orders-limits',
    'HTTPRoute pr-42--orders',
    'SecurityPolicy pr-42--orders-jwt',
  ]);
});

test.each(importedPolicies)('the types of $kind hold names alone, and are small', ({ file }) => {
  const path = resolve(root, file);
  expect(statSync(path).size).toBeLessThan(16_384);
  expect(readFileSync(path, 'utf8')).not.toMatch(/\/\*|@schema|\bany\b|\benum\b|\bclass\b/);
});

test.skipIf(!hasCrds)(
  'the types are those of the CRDs: scripts/import-policies.ts writes them',
  () => {
    const sources = policySources(crds, importedPolicies);
    expect(sources.size).toBe(importedPolicies.length);
    for (const [file, text] of sources)
      expect(readFileSync(resolve(root, file), 'utf8')).toBe(text);
  },
);
