import { expect, test } from 'vitest';
import type { KubeObject } from '../../../lib/model/manifest';
import { baselineChanges } from '../../../lib/verify/pods/baseline-changes';
import { inventory, service, workload } from './pods';

const cart = [workload('cart', { app: 'cart' }), service('cart', { app: 'cart' })];
const changes = (before: readonly KubeObject[], after: readonly KubeObject[]) =>
  baselineChanges(inventory(...before), inventory(...after));

test('nothing is said of a baseline that is all there, in whatever order', () => {
  const turned = cart.map((object) => Object.fromEntries(Object.entries(object).reverse()));
  expect(changes(cart, [...turned].reverse() as KubeObject[])).toEqual([]);
});

test.each<[string, KubeObject, string]>([
  [
    'selector',
    service('cart', { app: 'x' }),
    'the full set changes the selector of Service shop/cart: which pods answer, and how, is not compared',
  ],
  [
    'ports',
    service('cart', { app: 'cart' }, { spec: { ports: [{ port: 81 }] } }),
    'the full set changes the ports of Service shop/cart: which pods answer, and how, is not compared',
  ],
  [
    'both',
    service('cart', { app: 'x' }, { spec: { ports: [] } }),
    'the full set changes the selector and ports of Service shop/cart: which pods answer, and how, is not compared',
  ],
  [
    'the template',
    workload('cart', { app: 'x' }),
    'the full set changes the pod template of Deployment shop/cart: which pods answer, and how, is not compared',
  ],
])('a change of %s is said', (_, changed, said) => {
  const after = cart.map((object) => (object.kind === changed.kind ? changed : object));
  expect(changes(cart, after)).toEqual([said]);
});

test('what is lacking is said in one sentence, by name, however much it is', () => {
  const many = Array.from({ length: 50 }, (_, index) => service(`s-${index + 10}`, { app: 'x' }));
  expect(changes([...many].reverse(), [])).toEqual([
    'the full set lacks Service shop/s-10, Service shop/s-11, Service shop/s-12 and 47 more of the baseline: what requests find there is not compared',
  ]);
});

test('what answers no requests is not spoken of', () => {
  const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } };
  const knative = { ...service('cart', { app: 'x' }), apiVersion: 'serving.knative.dev/v1' };
  expect(changes([other, knative], [])).toEqual([]);
});
