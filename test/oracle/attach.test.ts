import { expect, test } from 'vitest';
import type { JsonObject } from '../../lib/model/manifest';
import { goes, prefix, route, to } from './small-cluster';

const meshSpec = (backend: string, match: JsonObject, port?: number): JsonObject => ({
  parentRefs: [
    {
      group: '',
      kind: 'Service',
      name: 'a',
      namespace: 'shop',
      ...(port === undefined ? {} : { port }),
    },
  ],
  hostnames: ['ignored.t'],
  rules: [{ matches: [match], backendRefs: [{ name: backend, namespace: 'shop', port: 80 }] }],
});

test('a Service in the mesh: itself without routes, 404 where none matches, consumers alone', () => {
  const call = (from: string, path = '/') => ({ to: { service: 'shop/a', port: 80, from }, path });
  expect(goes([], call('pay'))).toBe(to('a'));
  const producer = route('r', meshSpec('b', prefix('/x')));
  expect(goes([producer], call('pay', '/x'))).toBe(to('b'));
  expect(goes([producer], call('pay'))).toBe('404');
  const consumer = route('r', meshSpec('c', prefix('/y')), 'pay');
  expect(goes([producer, consumer], call('pay', '/x'))).toBe('404');
  expect(goes([producer, consumer], call('pay', '/y'))).toBe(to('c'));
  expect(goes([producer, consumer], call('shop', '/x'))).toBe(to('b'));
  expect(goes([route('r', meshSpec('b', prefix('/'), 81))], call('pay'))).toBe(to('a'));
});

test('Istio keeps mesh routes with and without a port apart', () => {
  const routes = [
    route('r', meshSpec('b', prefix('/x'), 80)),
    route('s', meshSpec('c', prefix('/'))),
  ];
  const call = { to: { service: 'shop/a', port: 80, from: 'shop' } };
  expect(goes(routes, call)).toBe(to('c'));
  expect(goes(routes, call, { order: 'istio' })).toBe('404');
});
