// Whether requests pass where nobody can be asked if they may.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { gateway, route, workload } from '../../routes';
import { asking } from '../asking';

const objects: readonly KubeObject[] = [
  gateway(),
  ...['a', 'b', 'auth'].map((name) => workload(name)[1] as KubeObject),
];

function auth(backendRef: JsonObject): JsonObject {
  return { type: 'ExternalAuth', externalAuth: { protocol: 'HTTP', backendRef, http: {} } };
}

const there = auth({ name: 'auth', port: 80 });
const gone = auth({ name: 'gone', port: 80 });
const redirect = { type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } };

function ask(filters: readonly JsonObject[], backendRefs: readonly JsonObject[]): string {
  const rule = { filters, ...(backendRefs.length === 0 ? {} : { backendRefs }) };
  return asking([...objects, route('r', [rule])])('http://shop.test/');
}

const a = { name: 'a', port: 80 };

test.each<[string, readonly JsonObject[], readonly JsonObject[], string]>([
  ['a service that is there', [there], [a], 'shop/a:80'],
  ['one that is not', [gone], [a], '500'],
  ['a port that it lacks', [auth({ name: 'auth', port: 81 })], [a], '500'],
  ['one of another namespace', [auth({ name: 'auth', namespace: 'else', port: 80 })], [a], '500'],
  ['the second of two', [there, gone], [a], '500'],
  [
    'one of a single backend',
    [],
    [
      { ...a, filters: [gone] },
      { name: 'b', port: 80 },
    ],
    '500*0.5 shop/b:80*0.5',
  ],
  ['one that a redirect has no need of', [redirect, gone], [], '302 http://b.test/'],
])('%s', (_, filters, backendRefs, expected) => {
  expect(ask(filters, backendRefs)).toBe(expected);
});
