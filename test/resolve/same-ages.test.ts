import { expect, test } from 'vitest';
import type { Manifest } from '../../lib/model/manifest';
import { withSameAges } from '../../lib/resolve/same-ages';

interface Named {
  readonly namespace?: string;
  readonly creationTimestamp?: unknown;
}

function route(metadata: Named, name = 'cart'): Manifest {
  const object = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { ...metadata, name },
  };
  return { object, origin: { from: 'construct', path: '' } } as Manifest;
}

const [old, young] = ['2020-01-01T00:00:00Z', '2024-01-01T00:00:00Z'];

test.each([
  ['an age that only the baseline has', { creationTimestamp: old }, {}, [old, old]],
  ['an age that only what is applied has', {}, { creationTimestamp: old }, [old, old]],
  ['two ages', { creationTimestamp: old }, { creationTimestamp: young }, [old, young]],
  ['none', {}, {}, [undefined, undefined]],
  ['an age of no text', { creationTimestamp: 3 }, { creationTimestamp: null }, [3, null]],
  ['another namespace', { creationTimestamp: old, namespace: 'a' }, {}, [old, undefined]],
  ['the current namespace', { creationTimestamp: old, namespace: 'shop' }, {}, [old, old]],
] as const)('of one route, %s', (_, before, after, ages) => {
  const { baseline, applied } = withSameAges(
    { baseline: [route(before), route({}, 'other')], applied: [route(after)] },
    'shop',
  );
  const ageOf = ([first]: readonly Manifest[]) => first?.object.metadata?.creationTimestamp;
  expect([ageOf(baseline), ageOf(applied)]).toEqual(ages);
  expect(baseline[1]).toEqual(route({}, 'other'));
});

test('of other kinds and versions of the API only the same kind counts', () => {
  const [gateway] = [route({ creationTimestamp: old })].map(({ object, origin }) => {
    return { object: { ...object, kind: 'Gateway' }, origin };
  });
  const beta = route({});
  const baseline = [gateway as Manifest, route({ creationTimestamp: young })];
  const applied = [
    { ...beta, object: { ...beta.object, apiVersion: 'gateway.networking.k8s.io/v1beta1' } },
  ];
  const [found] = withSameAges({ baseline, applied }, undefined).applied;
  expect(found?.object.metadata?.creationTimestamp).toBe(young);
});
