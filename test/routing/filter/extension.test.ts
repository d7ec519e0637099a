// Whether requests pass where a filter of an implementation is not there.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { decide } from '../../../lib/routing/decide';
import { gateway, grpcRoute, route, workload } from '../../routes';
import { asking, requestOf, tableOf, textOf } from '../asking';

const limit = (name: string, namespace: string): KubeObject => ({
  apiVersion: 'x.io/v1',
  kind: 'Limit',
  metadata: { name, namespace },
});

const objects: readonly KubeObject[] = [
  gateway(),
  ...['a', 'b'].map((name) => workload(name)[1] as KubeObject),
  limit('here', 'shop'),
  limit('there', 'else'),
];

const filter = (ref: JsonObject): JsonObject => ({
  type: 'ExtensionRef',
  extensionRef: { group: 'x.io', kind: 'Limit', ...ref },
});

const here = filter({ name: 'here' });
const gone = filter({ name: 'gone' });
const redirect = { type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } };
const auth = {
  type: 'ExternalAuth',
  externalAuth: { protocol: 'HTTP', backendRef: { name: 'lost', port: 80 }, http: {} },
};
const cors = { type: 'CORS', cors: { allowOrigins: ['http://x.test'] } };
const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'lost', port: 80 } } };

const a = { name: 'a', port: 80 };
const b = { name: 'b', port: 80 };

function ruleOf(filters: readonly JsonObject[], backendRefs: readonly JsonObject[]) {
  return {
    ...(filters.length === 0 ? {} : { filters }),
    ...(backendRefs.length === 0 ? {} : { backendRefs }),
  };
}

test.each<[string, readonly JsonObject[], readonly JsonObject[], string]>([
  ['one that is there', [here], [a], 'shop/a:80'],
  ['one that is not', [gone], [a], '500'],
  ['one of another namespace', [filter({ name: 'there' })], [a], '500'],
  ['one of another kind', [filter({ name: 'here', kind: 'Other' })], [a], '500'],
  ['one of another group', [filter({ name: 'here', group: 'y.io' })], [a], '500'],
  ['the second of two', [here, gone], [a], '500'],
  ['one beside a mirror that does not resolve', [gone, mirror], [a], '500'],
  ['one of a single backend', [], [{ ...a, filters: [gone] }, b], '500*0.5 shop/b:80*0.5'],
  [
    'one of a backend, and there',
    [],
    [{ ...a, filters: [here] }, b],
    'shop/a:80*0.5 shop/b:80*0.5',
  ],
  ['one of the only backend', [], [{ ...a, filters: [gone] }], '500'],
  [
    'one of a backend that redirects',
    [],
    [{ ...a, filters: [redirect, gone] }, b],
    '500*0.5 shop/b:80*0.5',
  ],
  ['one before a redirect', [gone, redirect], [], '? 302 http://b.test/ | 500'],
  ['one after a redirect', [redirect, gone], [], '? 302 http://b.test/ | 500'],
  ['one that is there beside a redirect', [redirect, here], [], '302 http://b.test/'],
])('%s', (_, filters, backendRefs, expected) => {
  const ask = asking([...objects, route('r', [ruleOf(filters, backendRefs)])]);
  expect(ask('http://shop.test/')).toBe(expected);
});

test('a preflight may be answered before', () => {
  const ask = asking([...objects, route('r', [ruleOf([gone, cors], [a])])]);
  const headers = [
    ['Origin', 'http://x.test'],
    ['Access-Control-Request-Method', 'GET'],
  ] as const;
  expect(ask('OPTIONS http://shop.test/', { headers })).toBe('? 200 | 500');
  expect(ask('GET http://shop.test/', { headers })).toBe('500');
});

test('other rules of the route go on', () => {
  const rules = [{ matches: [{ path: { value: '/x' } }], ...ruleOf([gone], [a]) }, ruleOf([], [b])];
  const ask = asking([...objects, route('r', rules)]);
  expect(ask('http://shop.test/x')).toBe('500');
  expect(ask('http://shop.test/y')).toBe('shop/b:80');
});

test('a call gets UNAVAILABLE', () => {
  const ask = asking([...objects, grpcRoute('r', [ruleOf([gone], [a])])]);
  expect(ask('POST http://shop.test/shop.Cart/Get', { protocol: 'grpc' })).toBe('500/14');
});

test.each<[string, readonly JsonObject[], string]>([
  ['the filter', [gone], 'of an ExtensionRef filter, Limit shop/gone of `x.io` is not there'],
  [
    'the filter, and not what it stands before',
    [auth, gone],
    'of an ExtensionRef filter, Limit shop/gone of `x.io` is not there',
  ],
  [
    'an object of the core group',
    [filter({ group: '', kind: 'ConfigMap', name: 'gone' })],
    'of an ExtensionRef filter, ConfigMap shop/gone is not there',
  ],
])('the reason tells %s', (_, filters, because) => {
  const table = tableOf([...objects, route('r', [ruleOf(filters, [a])])]);
  expect(decide(table, requestOf('http://shop.test/'))).toMatchObject({ status: 500, because });
});

test.each<[string, JsonObject]>([
  ['extension', gone],
  ['service to ask', auth],
])('where no backend has its %s the rule answers itself', (_, own) => {
  const backendRefs = [a, b].map((ref) => ({ ...ref, filters: [own] }));
  const table = tableOf([...objects, route('r', [ruleOf([], backendRefs)])]);
  expect(decide(table, requestOf('http://shop.test/'))).toMatchObject({
    outcome: 'status',
    status: 500,
    because: expect.stringMatching(/^of an Ext[^;]* is not there$/),
  });
});

test('a reference that cannot be read is passed over', () => {
  for (const extensionRef of [
    undefined,
    null,
    'x',
    [],
    {},
    { kind: 'Limit' },
    { kind: 7, name: 'x' },
  ]) {
    const broken = { type: 'ExtensionRef', extensionRef } as JsonObject;
    const table = tableOf([...objects, route('r', [ruleOf([broken], [a])])]);
    expect(textOf(decide(table, requestOf('http://shop.test/')))).toBe('shop/a:80');
  }
});

test('what is open tells the filter', () => {
  const table = tableOf([...objects, route('r', [ruleOf([gone, redirect], [])])]);
  expect(decide(table, requestOf('http://shop.test/'))).toMatchObject({
    because: [
      'it is not known whether the rule answers before all of its filters act: of an ExtensionRef filter, Limit shop/gone of `x.io` is not there',
    ],
  });
});

test('the object lives where the route does', () => {
  const parents = [{ name: 'edge', namespace: 'shop' }];
  const backends = [...objects, workload('a', { namespace: 'else' })[1] as KubeObject];
  const asked = (name: string) =>
    asking([
      ...backends,
      route('r', [ruleOf([filter({ name })], [a])], { parents, namespace: 'else' }),
    ])('http://shop.test/');
  expect(asked('there')).toBe('else/a:80');
  expect(asked('here')).toBe('500');
});
