// Rules that do the same to a request are one answer, however they are written.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { gateway, match, route, workload } from '../../routes';
import { asking } from '../asking';

const home = [gateway(), ...['a', 'b'].flatMap((name) => workload(name))];

function twins(one: JsonObject, other: JsonObject) {
  const matches = [match('/')];
  const rules = [one, other].map((rule) => ({ matches, ...rule }));
  return rules.map((rule, index) => route(`r-${index}`, [rule]));
}

const ref = (name: string, weight = 1) => ({ name, port: 80, weight });
const copyTo = (name: string) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name, port: 80 } },
});

test.each<readonly [string, JsonObject, JsonObject, string]>([
  [
    'the order of backends',
    { backendRefs: [ref('a', 3), ref('b')] },
    { backendRefs: [ref('b'), ref('a', 3)] },
    'shop/a:80*0.75 shop/b:80*0.25',
  ],
  [
    'a backend that is written twice',
    { backendRefs: [ref('a', 2), ref('b'), ref('a')] },
    { backendRefs: [ref('b'), ref('a', 3)] },
    'shop/a:80*0.75 shop/b:80*0.25',
  ],
  [
    'weights that come to the same',
    { backendRefs: [ref('a')] },
    { backendRefs: [ref('a', 9)] },
    'shop/a:80',
  ],
])('routes that only age tells apart agree but for %s', (_, one, other, answer) => {
  expect(asking([...home, ...twins(one, other)])('http://x.test/')).toBe(answer);
});

test.each<readonly [string, JsonObject, JsonObject, string]>([
  [
    'shares',
    { backendRefs: [ref('a', 3), ref('b')] },
    { backendRefs: [ref('b', 3), ref('a')] },
    '? shop/a:80*0.75 shop/b:80*0.25 | shop/b:80*0.75 shop/a:80*0.25',
  ],
  [
    'copies',
    { backendRefs: [ref('a')], filters: [copyTo('a')] },
    { backendRefs: [ref('a')], filters: [copyTo('b')] },
    '? shop/a:80 | shop/a:80',
  ],
])('routes that only age tells apart differ by %s', (_, one, other, answer) => {
  expect(asking([...home, ...twins(one, other)])('http://x.test/')).toBe(answer);
});
