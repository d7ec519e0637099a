// What a ReferenceGrant opens: pairs of one `from` and one `to`, in its own namespace.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import {
  grantsFor,
  isPermitted,
  missingGrant,
  opensAll,
} from '../../../lib/routing/reference/grant';
import { gatewayGroup, manifests } from '../../routes';

const fromRoutes = { group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' };
const toService = { group: '', kind: 'Service', name: 'a' };

function grant(
  name: string,
  from: readonly JsonObject[],
  to: readonly JsonObject[],
  version = 'v1',
): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/${version}`,
    kind: 'ReferenceGrant',
    metadata: { name, namespace: 'back' },
    spec: { from, to },
  };
}

const route = { group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' };
const service = { group: '', kind: 'Service', namespace: 'back', name: 'a' };

const opens = (from: readonly JsonObject[], to: readonly JsonObject[], version?: string) =>
  isPermitted(route, service, inventoryOf(manifests(grant('g', from, to, version))));

describe('a grant opens a reference', () => {
  test.each(['v1', 'v1beta1', 'v1alpha2'])('in version %s', (version) => {
    expect(opens([fromRoutes], [toService], version)).toBe(true);
  });

  test.each<[string, readonly JsonObject[], readonly JsonObject[]]>([
    ['by the name', [fromRoutes], [toService]],
    ['by the kind alone', [fromRoutes], [{ group: '', kind: 'Service' }]],
    ['with an empty name for all', [fromRoutes], [{ ...toService, name: '' }]],
    ['without a group for the core', [fromRoutes], [{ kind: 'Service', name: 'a' }]],
    ['as one entry of several', [{}, fromRoutes], [{ ...toService, name: 'b' }, toService]],
  ])('%s', (_, from, to) => {
    expect(opens(from, to)).toBe(true);
  });

  test.each<[string, readonly JsonObject[], readonly JsonObject[]]>([
    ['another kind refers', [{ ...fromRoutes, kind: 'GRPCRoute' }], [toService]],
    ['another group refers', [{ ...fromRoutes, group: '' }], [toService]],
    ['another namespace refers', [{ ...fromRoutes, namespace: 'else' }], [toService]],
    ['no namespace is named', [{ group: gatewayGroup, kind: 'HTTPRoute' }], [toService]],
    ['another name is opened', [fromRoutes], [{ ...toService, name: 'b' }]],
    ['another kind is opened', [fromRoutes], [{ ...toService, kind: 'Secret' }]],
    ['another group is opened', [fromRoutes], [{ ...toService, group: 'core' }]],
    ['it opens nothing', [fromRoutes], []],
    ['it opens to nobody', [], [toService]],
    ['it holds what is no entry', [fromRoutes], [{ kind: 3, name: { a: 1 } }]],
  ])('but not where %s', (_, from, to) => {
    expect(opens(from, to)).toBe(false);
  });
});

test('a grant of another namespace opens nothing', () => {
  const elsewhere = {
    ...grant('g', [fromRoutes], [toService]),
    metadata: { name: 'g', namespace: 'shop' },
  };
  expect(isPermitted(route, service, inventoryOf(manifests(elsewhere)))).toBe(false);
});

test('an object called ReferenceGrant of another group opens nothing', () => {
  const other = { ...grant('g', [fromRoutes], [toService]), apiVersion: 'example.com/v1' };
  expect(isPermitted(route, service, inventoryOf(manifests(other)))).toBe(false);
});

test('within a namespace nothing has to be granted', () => {
  const inventory = inventoryOf([]);
  expect(isPermitted({ ...route, namespace: 'back' }, service, inventory)).toBe(true);
  expect(isPermitted(route, service, inventory)).toBe(false);
});

test('the current namespace counts by its name, written or not', () => {
  const inventory = inventoryOf(manifests(grant('g', [fromRoutes], [toService])), 'shop');
  expect(isPermitted({ ...route, namespace: '' }, service, inventory)).toBe(true);
});

test('grants that open a reference come by name, each once', () => {
  const all = { group: '', kind: 'Service' };
  const inventory = inventoryOf(
    manifests(
      grant('z', [fromRoutes], [toService]),
      grant('m', [fromRoutes, fromRoutes], [all, toService]),
      grant('a', [fromRoutes], [{ ...toService, name: 'b' }]),
      grant('b', [fromRoutes], [all]),
    ),
  );
  const found = grantsFor(route, service, inventory);
  expect(found.map(({ object }) => object.metadata?.name)).toEqual(['b', 'm', 'z']);
  expect(found.map((one) => opensAll(one, service))).toEqual([true, true, false]);
});

test('names from outside are no properties of anything', () => {
  const odd = { group: gatewayGroup, kind: '__proto__', namespace: 'constructor' };
  const inventory = inventoryOf(manifests(grant('g', [odd], [{ ...toService, name: 'toString' }])));
  const to = { ...service, name: 'toString' };
  expect(isPermitted(odd, to, inventory)).toBe(true);
  expect(isPermitted({ ...odd, kind: 'toString' }, to, inventory)).toBe(false);
});

test('what is missing is said with both namespaces', () => {
  const inventory = inventoryOf([]);
  expect(missingGrant({ ...route, namespace: '' }, service, inventory)).toBe(
    'no ReferenceGrant in namespace back opens Service back/a to HTTPRoutes of the current namespace',
  );
});

test('the index says what reading every grant says', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const entry = fc.record({ group: fc.constantFrom('', gatewayGroup), kind: name });
  const grants = fc.array(
    fc.record({
      home: name,
      from: fc.array(fc.tuple(entry, name), { maxLength: 3 }),
      to: fc.array(fc.tuple(entry, fc.option(name)), { maxLength: 3 }),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(grants, entry, entry, fc.tuple(name, name, name), (all, left, right, places) => {
      const [mine, theirs, called] = places;
      const objects = all.map(({ home, from, to }, index) => ({
        ...grant(
          `g${index}`,
          from.map(([one, namespace]) => ({ ...one, namespace })),
          to.map(([one, named]) => ({ ...one, ...(named === null ? {} : { name: named }) })),
        ),
        metadata: { name: `g${index}`, namespace: home },
      }));
      const expected =
        mine === theirs ||
        all.some(
          ({ home, from, to }) =>
            home === theirs &&
            from.some(
              ([one, ns]) => one.group === left.group && one.kind === left.kind && ns === mine,
            ) &&
            to.some(
              ([one, named]) =>
                one.group === right.group &&
                one.kind === right.kind &&
                (named === null || named === called),
            ),
        );
      const inventory = inventoryOf(manifests(...objects));
      const from = { ...left, namespace: mine };
      expect(isPermitted(from, { ...right, namespace: theirs, name: called }, inventory)).toBe(
        expected,
      );
    }),
  );
});
