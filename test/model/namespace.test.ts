// Namespaces as label selectors see them.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import { namespaceLabels } from '../../lib/model/namespace';

const shop = {
  object: {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { team: 'web', 'kubernetes.io/metadata.name': 'forged' } },
  },
  origin: { from: 'construct', path: 'shop' } as const,
};
const labels = { team: 'web', 'kubernetes.io/metadata.name': 'shop' };

test('a namespace has its labels and one with its name, whatever the input says of that', () => {
  expect(namespaceLabels(inventoryOf([shop]), 'shop')).toEqual(labels);
});

test('the current namespace goes by the name that it was given', () => {
  expect(namespaceLabels(inventoryOf([shop], 'shop'), '')).toEqual(labels);
  expect(namespaceLabels(inventoryOf([shop]), '')).toBeUndefined();
});

test('labels of a namespace that is not in the input are unknown', () => {
  expect(namespaceLabels(inventoryOf([shop]), 'web')).toBeUndefined();
});
