// What is said of rules that lead to forks: headers that filters change, mirrors, backends that
// stand for a Service, routes that pass a fork by.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { FindingCode } from '../../../lib/model/finding';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at } from '../../../lib/model/manifest';
import { deriving, gateway, match, printed, route, rule, workload } from '../../routes';

const base = [gateway(), ...workload('a'), ...workload('b')];

function said(code: FindingCode, objects: readonly KubeObject[], config: Partial<Config> = {}) {
  const { findings } = deriving([...base, ...objects], ['a'], config);
  return findings.filter((one) => one.code === code).map(({ message }) => message);
}

const modifier = (requestHeaderModifier: JsonObject) => ({
  filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier }],
});
const plain: Config['carriers'] = [{ type: 'header', name: 'X-Key' }];

test.each([
  ['a baggage that is removed', { remove: ['Baggage'] }, undefined, 'removes the header `baggage`'],
  ['one that is set', { set: [{ name: 'baggage', value: 'a=b' }] }, undefined, 'sets the header'],
  ['one that is added to', { add: [{ name: 'baggage', value: 'a=b' }] }, undefined, undefined],
  ['a plain header that is removed', { remove: ['x-key'] }, plain, 'removes the header `x-key`'],
  ['one that is added to', { add: [{ name: 'x-key', value: '1' }] }, plain, 'adds a value to'],
  ['another header', { remove: ['x-other'] }, plain, undefined],
])('a filter of a rule with a fork: %s', (_, change, carriers, words) => {
  const config = carriers === undefined ? {} : { carriers };
  const found = said(
    'key-header-changed',
    [route('r', [rule('/', 'a', {}, modifier(change))])],
    config,
  );
  expect(found).toHaveLength(words === undefined ? 0 : 1);
  if (words !== undefined) {
    expect(found[0]).toContain(`HTTPRoute shop/r rule 0 ${words}`);
  }
});

test('a filter of the backend counts where that backend is the fork', () => {
  const removing = modifier({ remove: ['baggage'] });
  const refs = (forked: JsonObject, other: JsonObject) => [
    { name: 'a', port: 80, ...forked },
    { name: 'b', port: 80, ...other },
  ];
  const rules = (backendRefs: readonly JsonObject[]) => [{ matches: [match('/')], backendRefs }];
  expect(said('key-header-changed', [route('r', rules(refs(removing, {})))])).toHaveLength(1);
  expect(said('key-header-changed', [route('r', rules(refs({}, removing)))])).toEqual([]);
});

test('rules that lead to no fork may change what they like', () => {
  const rules = [rule('/', 'a'), rule('/?debug=1', 'b', {}, modifier({ remove: ['baggage'] }))];
  expect(said('key-header-changed', [route('r', rules)])).toEqual([]);
});

test('headers are kept as the filter has them: the rule is followed all the same', () => {
  const change = modifier({ remove: ['baggage'] });
  const { objects } = deriving([...base, route('r', [rule('/', 'a', {}, change)])], ['a']);
  expect(at(printed(objects, 'HTTPRoute shop/pr-42--r').spec, ['rules', 0])).toMatchObject(change);
});

const mirror = (name: string, more: JsonObject = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name, port: 80 }, ...more },
});

test('a mirror that stays with the baseline is told of, its share kept', () => {
  const filters = [mirror('a', { percent: 10 }), mirror('b', { fraction: { numerator: 1 } })];
  const r = route('r', [rule('/', 'a', {}, { filters })]);
  expect(said('mirror-kept', [r])).toEqual([
    'HTTPRoute shop/r rule 0 mirrors requests to Service shop/b, which has no fork in sandbox pr-42: keyed requests are mirrored there as well',
  ]);
  const { objects } = deriving([...base, r], ['a']);
  const derived = printed(objects, 'HTTPRoute shop/pr-42--r');
  expect(at(derived.spec, ['rules', 0, 'filters'])).toEqual([
    {
      type: 'RequestMirror',
      requestMirror: {
        backendRef: { group: '', kind: 'Service', name: 'a-pr-42', port: 80 },
        percent: 10,
      },
    },
    {
      type: 'RequestMirror',
      requestMirror: {
        backendRef: { group: '', kind: 'Service', name: 'b', port: 80 },
        fraction: { numerator: 1, denominator: 100 },
      },
    },
  ]);
});

test('mirrors of shields and of backends that keyed requests do not reach are nothing new', () => {
  const rules = [
    {
      matches: [match('/')],
      backendRefs: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80, filters: [mirror('b')] },
      ],
    },
    rule('/?debug=1', 'b', {}, { filters: [mirror('b')] }),
  ];
  expect(said('mirror-kept', [route('r', rules)])).toEqual([]);
  expect(said('mirror-kept', [route('r', rules)], { weights: 'keep' })).toHaveLength(1);
});

const object = (apiVersion: string, kind: string, name: string, spec: JsonObject): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});

const to = (group: string, kind: string, name: string) =>
  route('other', [
    { matches: [match('/other')], backendRefs: [{ group, kind, name, port: 80 }] },
    rule('/', 'a'),
  ]);

test.each<[string, string, string, string, readonly KubeObject[]]>([
  ['multicluster.x-k8s.io', 'ServiceImport', 'a', 'the Service of its name', []],
  ['networking.istio.io', 'Hostname', 'a.shop.svc.cluster.local', 'the Service of that host', []],
  [
    'gateway.envoyproxy.io',
    'Backend',
    'outer',
    'the Service whose host it has',
    [
      object('gateway.envoyproxy.io/v1alpha1', 'Backend', 'outer', {
        endpoints: [{ fqdn: { hostname: 'a.shop.svc.cluster.local', port: 80 } }],
      }),
    ],
  ],
  [
    'gateway.kgateway.dev',
    'Backend',
    'outer',
    'the Service whose host it has',
    [
      object('gateway.kgateway.dev/v1alpha1', 'Backend', 'outer', {
        static: { hosts: [{ host: 'a.shop', port: 80 }] },
      }),
    ],
  ],
  [
    'inference.networking.k8s.io',
    'InferencePool',
    'pool',
    'the Service of its pods',
    [
      object('inference.networking.k8s.io/v1', 'InferencePool', 'pool', {
        selector: { matchLabels: { app: 'a' } },
      }),
    ],
  ],
  [
    'inference.networking.x-k8s.io',
    'InferencePool',
    'pool',
    'the Service of its pods',
    [
      object('inference.networking.x-k8s.io/v1alpha2', 'InferencePool', 'pool', {
        selector: { app: 'a', tier: 'gpu' },
      }),
    ],
  ],
])('%s %s stands for %s: not forked, and told', (group, kind, name, _, objects) => {
  const r = to(group, kind, name);
  expect(said('backend-not-forked', [...objects, r])).toEqual([
    `HTTPRoute shop/other rule 0 refers to ${kind} shop/${name}, which stands for Service shop/a: nothing can be put in its place by name, so requests of sandbox pr-42 stay with the baseline there`,
  ]);
  const { lines } = deriving([...base, ...objects, r], ['a']);
  expect(lines).toEqual(['pr-42--other: / +baggage -> a-pr-42']);
});

test.each([
  ['multicluster.x-k8s.io', 'ServiceImport', 'b'],
  ['multicluster.x-k8s.io', 'ServiceImport', 'unknown'],
  ['networking.istio.io', 'Hostname', 'a.example.com'],
  ['networking.istio.io', 'Hostname', 'a.elsewhere.svc.cluster.local'],
  ['gateway.envoyproxy.io', 'Backend', 'missing'],
  ['example.com', 'Anything', 'a'],
])('%s %s %s has nothing to do with the fork', (group, kind, name) => {
  expect(said('backend-not-forked', [to(group, kind, name)])).toEqual([]);
});

test('a backend of another kind is kept beside a fork and in shields', () => {
  const pool = { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'p', port: 80 };
  const rules = [
    { matches: [match('/')], backendRefs: [{ name: 'a', port: 80 }, pool] },
    { matches: [match('/?q=1')], backendRefs: [pool] },
  ];
  const { lines } = deriving([...base, route('r', rules)], ['a'], { weights: 'keep' });
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42 p', 'pr-42--r: /?q=1 +baggage -> p']);
});

test.each([
  ['ignored', { annotations: { 'gatefork.dev/ignore': 'true' } }, {}, 'is annotated to be ignored'],
  ['excluded', {}, { exclude: { routes: ['shop/legacy'], gateways: [] } }, 'is left out by'],
])('a fork that an %s route passes by is partly reached', (_, place, config, words) => {
  const objects = [route('r', [rule('/', 'a')]), route('legacy', [rule('/old', 'a')], place)];
  const found = said('sandbox-partial', objects, config);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(
    'requests of sandbox pr-42 through HTTPRoute shop/legacy stay with the baseline of Deployment shop/a',
  );
  expect(found[0]).toContain(words);
});

test('a route that no listener takes makes no sandbox partial', () => {
  const stray = route('stray', [rule('/old', 'a')], {
    parents: [{ name: 'edge', sectionName: 'x' }],
  });
  expect(said('sandbox-partial', [route('r', [rule('/', 'a')]), stray])).toEqual([]);
});
