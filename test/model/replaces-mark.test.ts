// What a sandbox sends elsewhere, as its objects say it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MarkedReplacement, replacesOf, replacesText } from '../../lib/model/replaces-mark';

const payments = { namespace: 'shop', name: 'payments' };
const mock = { namespace: 'mocks', name: 'payments-mock' };

test('a port is said where one is named', () => {
  expect(replacesText([{ service: payments, to: { ...mock, port: 80 } }])).toBe(
    'Service/shop/payments=Service/mocks/payments-mock:80',
  );
  expect(replacesText([{ service: payments, to: mock }])).toBe(
    'Service/shop/payments=Service/mocks/payments-mock',
  );
});

test('the order of the sandbox plays no part', () => {
  const list: readonly MarkedReplacement[] = [
    { service: { ...payments, name: 'b' }, to: mock },
    { service: { ...payments, name: 'a' }, to: mock },
  ];
  expect(replacesText(list)).toBe(replacesText([...list].reverse()));
});

test('what is written is read', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const namespace = fc.oneof(fc.constant(''), name);
  const port = fc.oneof(fc.constant({}), fc.record({ port: fc.integer({ min: 1, max: 65_535 }) }));
  const place = fc.record({ namespace, name });
  const entry = fc
    .tuple(place, place, port)
    .map(([service, to, more]) => ({ service, to: { ...to, ...more } }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (list) => {
      const read = replacesOf(replacesText(list)) ?? [];
      expect(new Set(read.map((one) => JSON.stringify(one)))).toEqual(
        new Set(list.map((one) => JSON.stringify(one))),
      );
    }),
  );
});

test.each([
  'Service/shop/payments',
  'Service/shop/payments=',
  'Service/shop/payments=Service/mocks/mock:eighty',
  'Service/shop/payments=Service/mocks/mock:0',
  'Service/shop/payments=Service/mocks/mock:80:90',
  'Service/shop/payments=Service/mocks/mock=Service/a/b',
  'Deployment/shop/payments=Service/mocks/mock',
  'Service/shop=Service/mocks/mock',
  '=',
])('`%s` says nothing that can be read', (text) => {
  expect(replacesOf(text)).toBeUndefined();
});
