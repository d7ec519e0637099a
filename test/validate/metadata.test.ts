// What every object's metadata must be.

import { expect, test } from 'vitest';
import type { Json, KubeObject } from '../../lib/model/manifest';
import { fieldName } from '../../lib/model/manifest';
import { metadataFaults } from '../../lib/validate/metadata';

function toldOf(metadata: Json | undefined, kind = 'HTTPRoute'): readonly string[] {
  const told: string[] = [];
  const object = { apiVersion: 'a/v1', kind, metadata } as KubeObject;
  metadataFaults(object, ({ path, text }) => told.push(`${fieldName(path)} ${text}`));
  return told;
}

const labelled = (labels: Json) => ({ name: 'a', labels });

test.each<[Json | undefined, string]>([
  [undefined, 'metadata is not there, and is required'],
  ['a', 'metadata is no object'],
  [{}, 'metadata.name is not there, and is required'],
  [{ name: 'Shop' }, 'metadata.name is `Shop`, which no HTTPRoute can be called'],
  [{ name: 'a..b' }, 'metadata.name is `a..b`, which no HTTPRoute can be called'],
  [{ name: 7 }, 'metadata.name is `7`, which no HTTPRoute can be called'],
  [{ name: 'a', nmespace: 'b' }, 'metadata.nmespace is not a known field'],
  [{ name: 'a', namespace: 'a.b' }, 'metadata.namespace is `a.b`, which is no name of a namespace'],
  [labelled({ app: 1 }), 'metadata.labels.app is the number `1`, and must be a string'],
  [labelled({ app: 'a b' }), 'metadata.labels.app is `a b`, which is no value of a label'],
  [labelled({ 'a/b/c': 'd' }), 'metadata.labels.a/b/c has a key that the API server does not take'],
  [labelled([]), 'metadata.labels is no object'],
  [
    { name: 'a', annotations: { 'a.b/c': true } },
    'metadata.annotations.a.b/c is the boolean `true`, and must be a string',
  ],
  [
    { name: 'a', annotations: { big: 'ä'.repeat(131_072) } },
    'metadata.annotations have 262147 bytes, of which 262144 are the most',
  ],
])('of %j is told', (metadata, expected) => {
  expect(toldOf(metadata)).toEqual([expected]);
});

test.each<[Json]>([
  [{ name: 'a.b-c', namespace: 'shop', labels: { 'a.b/C_d': 'X.y-z', e: '' } }],
  [{ generateName: 'a-' }],
  [{ name: 'a', annotations: { any: 'thing at all\n' }, creationTimestamp: null }],
  [labelled(null)],
])('of %j nothing is told', (metadata) => {
  expect(toldOf(metadata)).toEqual([]);
});

test('a Service has a name that begins with a letter and holds no dot', () => {
  expect(toldOf({ name: 'a-1' }, 'Service')).toEqual([]);
  for (const name of ['1-a', 'a.b', 'a'.repeat(64)]) {
    expect(toldOf({ name }, 'Service')).toHaveLength(1);
  }
});
