// Whatever deriving writes is taken by the API server: by the CRDs that projects publish, in a
// folder beside the repository, and by what it asks of all metadata. Skipped where the CRDs are
// absent.

import { describe, expect, test } from 'vitest';
import { isObject, type Json, type KubeObject, listOf } from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import { deriveCase, objectsOf } from '../oracle/derive';
import { sampleCases } from '../oracle/trial';
import { type Channel, hasCrds, kindsOf, objectFaults, schemaOf, unwrittenDefaults } from './crds';
import { type GoldenCase, goldenCases } from './golden-objects';
import { serverFaults } from './object-meta';

const present = hasCrds ? describe : describe.skip;

/** Kinds that are written whole: what the API server would fill in is there. */
const whole = new Set(['HTTPRoute', 'GRPCRoute', 'ReferenceGrant']);

/** An extra resource is its author's, and stays as it was written. */
function isDerived({ kind, metadata }: KubeObject): boolean {
  return whole.has(kind) && metadata?.annotations?.[marks.derivedFrom] !== undefined;
}

/** Fields of the experimental channel are written where the baseline has them, and only there. */
function channelOf(inputs: readonly KubeObject[]): Channel {
  const isStandard = inputs.every((object) => isTaken(object, 'standard'));
  return isStandard || !inputs.every((object) => isTaken(object, 'experimental'))
    ? 'standard'
    : 'experimental';
}

function isTaken(object: KubeObject, channel: Channel): boolean {
  return schemaOf(object, channel) === undefined || objectFaults(object, channel).length === 0;
}

function faultsOf({ inputs, outputs }: Pick<GoldenCase, 'inputs' | 'outputs'>): string[] {
  const channel = channelOf(inputs);
  return outputs.flatMap((object) => {
    const defaults = isDerived(object) ? unwrittenDefaults(object, channel) : [];
    return [...objectFaults(object, channel), ...serverFaults(object), ...defaults].map(
      (fault) => `${object.kind} ${object.metadata?.name}: ${fault}`,
    );
  });
}

present('objects that are written', () => {
  const cases = goldenCases();

  test('there are cases and CRDs to hold them against', () => {
    const written = cases.flatMap(({ outputs }) => outputs);
    expect(cases.length).toBeGreaterThan(30);
    expect(kindsOf('standard').length).toBeGreaterThan(50);
    expect(written.filter((object) => schemaOf(object, 'standard')).length).toBeGreaterThan(40);
    const derived = written.filter(isDerived).map(({ kind }) => kind);
    for (const kind of whole) expect(derived).toContain(kind);
  });

  test.each(cases)('of golden case $name are taken, with every default', (one) => {
    expect(faultsOf(one)).toEqual([]);
  });

  test('from random baselines are taken, and so are the baselines', () => {
    const faults = sampleCases(5, 60).flatMap((subject) => {
      const derived = objectsOf(deriveCase(subject));
      return [
        ...subject.objects.flatMap((object) => objectFaults(object, 'standard')),
        ...faultsOf({ inputs: subject.objects, outputs: derived }),
      ];
    });
    expect(faults).toEqual([]);
  });
});

type Spoiler = readonly [kind: string, name: string, spoil: (object: KubeObject) => KubeObject];

/** A value with another one at a path of it; undefined takes out what is there. */
function changed(
  whole: Json | undefined,
  path: readonly (string | number)[],
  value: Json | undefined,
): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(whole)) {
    return listOf(whole).map((item, index) =>
      index === step ? (changed(item, rest, value) ?? null) : item,
    );
  }
  if (!isObject(whole)) return whole;
  return { ...whole, [step]: changed(whole[step], rest, value) };
}

const put =
  (value: Json | undefined, ...path: readonly (string | number)[]) =>
  (object: KubeObject): KubeObject =>
    changed(object, path, value) as KubeObject;

const rule = ['spec', 'rules', 0] as const;
const many = (count: number): Json[] => Array.from({ length: count }, () => ({}));

const spoilers: readonly Spoiler[] = [
  ['HTTPRoute', 'a field that is not there', put(1, 'spec', 'weight')],
  ['HTTPRoute', 'a field in the wrong letters', put([], ...rule, 'backendrefs')],
  ['HTTPRoute', 'a port that is a text', put('80', ...rule, 'backendRefs', 0, 'port')],
  ['HTTPRoute', 'a port beyond all', put(65_536, ...rule, 'backendRefs', 0, 'port')],
  ['HTTPRoute', 'a weight below 0', put(-1, ...rule, 'backendRefs', 0, 'weight')],
  ['HTTPRoute', 'a backend without a name', put(undefined, ...rule, 'backendRefs', 0, 'name')],
  ['HTTPRoute', 'an unknown type of path', put('Prefix', ...rule, 'matches', 0, 'path', 'type')],
  [
    'HTTPRoute',
    'a path beyond all length',
    put('/'.repeat(1025), ...rule, 'matches', 0, 'path', 'value'),
  ],
  ['HTTPRoute', 'null', put(null, ...rule, 'matches')],
  ['HTTPRoute', '17 rules', put(many(17), 'spec', 'rules')],
  ['HTTPRoute', '65 matches', put(many(65), ...rule, 'matches')],
  [
    'HTTPRoute',
    '33 parents',
    put(
      Array.from({ length: 33 }, (_, i) => ({ name: `e-${i}` })),
      'spec',
      'parentRefs',
    ),
  ],
  ['HTTPRoute', 'a host with capitals', put(['Shop.example.com'], 'spec', 'hostnames')],
  [
    'HTTPRoute',
    'one header twice',
    put(
      [
        { name: 'a', value: '1' },
        { name: 'a', value: '2' },
      ],
      ...rule,
      'matches',
      0,
      'headers',
    ),
  ],
  ['HTTPRoute', 'a header without a value', put([{ name: 'a' }], ...rule, 'matches', 0, 'headers')],
  [
    'HTTPRoute',
    'an expression of 4,097 letters',
    put([{ name: 'a', value: 'b'.repeat(4097) }], ...rule, 'matches', 0, 'headers'),
  ],
  ['HTTPRoute', 'a name that is no name', put('PR_42', 'metadata', 'name')],
  ['HTTPRoute', 'a version that nobody serves', put('gateway.networking.k8s.io/v9', 'apiVersion')],
  [
    'GRPCRoute',
    'a match by path',
    put({ type: 'Exact', value: '/' }, ...rule, 'matches', 0, 'path'),
  ],
  [
    'GRPCRoute',
    'an unknown type of method',
    put({ type: 'Prefix', service: 'a' }, ...rule, 'matches', 0, 'method'),
  ],
  ['ReferenceGrant', 'no source', put(undefined, 'spec', 'from')],
  ['ReferenceGrant', 'a target without a group', put([{ kind: 'Service' }], 'spec', 'to')],
  ['ReferenceGrant', 'an empty list', put([], 'spec', 'to')],
];

const omissions: readonly Spoiler[] = [
  ['HTTPRoute', 'weight', put(undefined, ...rule, 'backendRefs', 0, 'weight')],
  ['HTTPRoute', 'group of a backend', put(undefined, ...rule, 'backendRefs', 0, 'group')],
  ['HTTPRoute', 'type of a path', put(undefined, ...rule, 'matches', 0, 'path', 'type')],
  ['HTTPRoute', 'a path', put(undefined, ...rule, 'matches', 0, 'path')],
  ['HTTPRoute', 'matches', put(undefined, ...rule, 'matches')],
  ['HTTPRoute', 'kind of a parent', put(undefined, 'spec', 'parentRefs', 0, 'kind')],
  ['GRPCRoute', 'weight', put(undefined, ...rule, 'backendRefs', 0, 'weight')],
];

present('objects that are spoilt', () => {
  const objects = goldenCases().flatMap(({ outputs }) => outputs);
  const firstOf = (kind: string) => {
    const found = objects.find((object) => object.kind === kind && hasAll(object));
    if (found === undefined) throw new Error(`no golden case writes a ${kind}`);
    return found;
  };
  /** With something at every place that a spoiler changes. */
  const hasAll = (object: KubeObject) =>
    object.kind === 'ReferenceGrant' || JSON.stringify(object.spec).includes('"backendRefs":[{');

  test.each(spoilers)('%s: %s is refused', (kind, _name, spoil) => {
    const good = firstOf(kind);
    expect(objectFaults(good, 'standard')).toEqual([]);
    expect(objectFaults(spoil(good), 'standard')).not.toEqual([]);
  });

  test.each(omissions)('%s: a default that is left out is seen, %s', (kind, _name, spoil) => {
    const good = firstOf(kind);
    expect(unwrittenDefaults(good, 'standard')).toEqual([]);
    expect(unwrittenDefaults(spoil(good), 'standard')).toHaveLength(1);
  });
});
