// Which matches get twins: the forked ones, and no shield more than an order in the set needs.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { JsonObject } from '../../../lib/model/manifest';
import { deriving, gateway, grpcRoute, match, route, rule, workload } from '../../routes';

const specification: Partial<Config> = { profiles: ['specification'] };
const header: Partial<Config> = { carriers: [{ type: 'header', name: 'x-routing-key' }] };
const base = [gateway(), ...workload('a'), ...workload('b'), ...workload('c')];

/** The derived matches of one route `r`, with Service `a` forked. */
function twins(rules: readonly JsonObject[], config: Partial<Config> = {}): readonly string[] {
  const { lines, codes } = deriving([...base, route('r', rules)], ['a'], config);
  expect(codes).toEqual([]);
  return lines.map((line) => line.replace('pr-42--r: ', ''));
}

test('headers count before query parameters: the rule with the parameter gets a shield', () => {
  expect(twins([rule('/', 'a'), rule('/?debug=1', 'b')], specification)).toEqual([
    '/ +baggage -> a-pr-42',
    '/?debug=1 +baggage -> b',
  ]);
});

test('a rule that won by its place gets a shield, in its place', () => {
  const rules = [rule('/', 'b', { 'x-env': 'prod' }), rule('/', 'a', { 'x-user': 'beta' })];
  expect(twins(rules, specification)).toEqual([
    '/ x-env:prod +baggage -> b',
    '/ x-user:beta +baggage -> a-pr-42',
  ]);
});

test('a rule of another route that the twin would tie with gets a shield', () => {
  const objects = [
    ...base,
    route('r', [rule('/api', 'a')]),
    route('s', [rule('/api', 'b', { 'x-tier': 'gold' })]),
  ];
  const { lines, codes } = deriving(objects, ['a'], specification);
  expect(lines).toEqual([
    'pr-42--r: /api +baggage -> a-pr-42',
    'pr-42--s: /api x-tier:gold +baggage -> b',
  ]);
  expect(codes).toEqual([]);
});

test('what ranks strictly before the twin, or after its match, needs no shield', () => {
  const needless = [
    rule('/api/v2', 'b'),
    rule('=/api', 'b'),
    rule('GET /api', 'b'),
    rule('/api', 'b', { 'x-a': '1', 'x-b': '1' }),
    rule('/', 'b'),
    rule('/other', 'b'),
  ];
  expect(twins([rule('/api', 'a'), ...needless], specification)).toEqual([
    '/api +baggage -> a-pr-42',
  ]);
});

test('a rule that only comes later in its route needs no shield', () => {
  const rules = [rule('/', 'a', { 'x-user': 'beta' }), rule('/', 'b', { 'x-env': 'prod' })];
  expect(twins(rules, specification)).toEqual(['/ x-user:beta +baggage -> a-pr-42']);
});

test('shields need shields themselves', () => {
  // The twin of `/` overtakes the parameter; its shield overtakes the two parameters.
  const rules = [rule('/', 'a'), rule('/?q=1', 'b'), rule('/?q=1&r=1', 'c')];
  expect(twins(rules, specification)).toEqual([
    '/ +baggage -> a-pr-42',
    '/?q=1 +baggage -> b',
    '/?q=1&r=1 +baggage -> c',
  ]);
});

test('the relation is closed across routes', () => {
  const objects = [
    ...base,
    route('r', [rule('/', 'a')]),
    route('s', [rule('/?q=1', 'b'), rule('/x', 'b')]),
    route('t', [rule('/?q=1&r=1', 'c')]),
  ];
  expect(deriving(objects, ['a'], specification).lines).toEqual([
    'pr-42--r: / +baggage -> a-pr-42',
    'pr-42--s: /?q=1 +baggage -> b',
    'pr-42--t: /?q=1&r=1 +baggage -> c',
  ]);
});

test('a rule with a method keeps its place in the specification and not in every order', () => {
  const rules = [rule('/', 'a'), rule('GET /', 'b')];
  expect(twins(rules, specification)).toHaveLength(1);
  expect(twins(rules, { profiles: ['linkerd'] })).toContain('GET / +baggage -> b');
  // Envoy Gateway: the method is an exact header, before a regular expression at equal count.
  expect(twins(rules, { profiles: ['envoy-gateway'] })).toHaveLength(1);
  expect(twins(rules, { ...header, profiles: ['envoy-gateway'] })).toHaveLength(2);
  expect(twins(rules)).toHaveLength(2);
});

test('Envoy Gateway: a method and a parameter rank before one exact header', () => {
  const rules = [rule('/', 'a', { 'x-a': '1' }), rule('GET /?q=1', 'b')];
  expect(twins(rules, { profiles: ['envoy-gateway'] })).toEqual([
    '/ x-a:1 +baggage -> a-pr-42',
    'GET /?q=1 +baggage -> b',
  ]);
});

test('Envoy Gateway: an exact key would overtake a header that is an expression', () => {
  const rules = [rule('/', 'a'), rule('/', 'b', { 'x-a': '~1.*' })];
  expect(twins(rules, { ...header, profiles: ['envoy-gateway'] })).toHaveLength(2);
});

test('Linkerd: a prefix with a header would overtake an exact path', () => {
  const rules = [rule('=/a', 'b'), rule('/a', 'a')];
  expect(twins(rules, specification)).toHaveLength(1);
  expect(twins(rules, { profiles: ['linkerd'] })).toEqual([
    '=/a +baggage -> b',
    '/a +baggage -> a-pr-42',
  ]);
});

test('expressions in paths have a shield where their place is not known', () => {
  const rules = [rule('/api', 'a'), rule('~/api/v[0-9]+', 'b')];
  expect(twins(rules, specification)).toHaveLength(2);
  expect(twins(rules, { profiles: ['istio'] })).toHaveLength(1);
  expect(twins(rules, { profiles: ['kgateway'] })).toHaveLength(1);
});

test('an expression that cannot meet the path needs no shield', () => {
  expect(twins([rule('=/login', 'a'), rule('~^/api/v[0-9]+$', 'b')], specification)).toHaveLength(
    1,
  );
});

test('methods keep matches apart', () => {
  expect(twins([rule('GET /', 'a'), rule('POST /?q=1', 'b')], specification)).toHaveLength(1);
});

test('prefixes that only a slash tells apart are one prefix of unknown length', () => {
  expect(twins([rule('/a', 'a'), rule('/a/', 'b')], specification)).toEqual([
    '/a +baggage -> a-pr-42',
    '/a/ +baggage -> b',
  ]);
});

test('matches of one rule are candidates of their own', () => {
  const both = {
    matches: [match('/x'), match('/?q=1')],
    backendRefs: [{ name: 'b', port: 80 }],
  };
  expect(twins([rule('/', 'a'), both], specification)).toEqual([
    '/ +baggage -> a-pr-42',
    '/?q=1 +baggage -> b',
  ]);
});

test.each<readonly [string, JsonObject, string]>([
  [
    'redirects',
    { filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'new.test' } }] },
    '[RequestRedirect]',
  ],
  [
    'leaves all to a filter of the implementation',
    {
      filters: [
        { type: 'ExtensionRef', extensionRef: { group: 'x.test', kind: 'Reply', name: 'gone' } },
      ],
    },
    '[ExtensionRef]',
  ],
  ['forwards nowhere, and answers with an error', {}, ''],
])('a rule without backends that %s is a shield, as it is', (_, more, target) => {
  const silent = { matches: [match('/api?old=1')], ...more };
  expect(twins([rule('/api', 'a'), silent], specification)).toEqual([
    '/api +baggage -> a-pr-42',
    `/api?old=1 +baggage -> ${target}`,
  ]);
});

test('routes of different hosts never need shields of one another', () => {
  const objects = [
    ...base,
    route('r', [rule('/', 'a')], { hostnames: ['a.test'] }),
    route('s', [rule('/?q=1', 'b')], { hostnames: ['b.test'] }),
    route('w', [rule('/?q=1', 'c')], { hostnames: ['*.test'] }),
  ];
  expect(deriving(objects, ['a']).lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
});

test('one common host among several is enough to need a shield', () => {
  const objects = [
    ...base,
    route('r', [rule('/', 'a')], { hostnames: ['a.test', 'b.test'] }),
    route('s', [rule('/?q=1', 'b')], { hostnames: ['b.test', 'c.test'] }),
  ];
  expect(deriving(objects, ['a'], specification).lines).toHaveLength(2);
});

test('a match on Host is a header match like any other', () => {
  const rules = [rule('/', 'a'), rule('/', 'b', { Host: 'x.test' })];
  expect(twins(rules, specification)).toContain('/ Host:x.test +baggage -> b');
});

test('gRPC calls: fewer headers lose only where service and method are equal', () => {
  const call = (service: string, target: string, headers: readonly JsonObject[] = []) => ({
    matches: [{ method: { service }, headers }],
    backendRefs: [{ name: target, port: 80 }],
  });
  const rules = [
    call('shop.Cart', 'a'),
    call('shop.Cart', 'b', [{ name: 'x-a', value: '1' }]),
    call('shop.Pay', 'b', [{ name: 'x-a', value: '1' }]),
    { backendRefs: [{ name: 'c', port: 80 }] },
  ];
  const { lines, codes } = deriving([...base, grpcRoute('r', rules)], ['a']);
  expect(lines).toEqual([
    'pr-42--r: grpc shop.Cart/* +baggage -> a-pr-42',
    'pr-42--r: grpc shop.Cart/* x-a:1 +baggage -> b',
  ]);
  expect(codes).toEqual([]);
});

test('HTTPRoute and GRPCRoute on one host are shielded against each other, with a warning', () => {
  const grpc = grpcRoute('g', [{ backendRefs: [{ name: 'b', port: 80 }] }]);
  const { lines, codes } = deriving([...base, route('r', [rule('/', 'a')]), grpc], ['a']);
  expect(lines).toEqual(['pr-42--g: grpc */* +baggage -> b', 'pr-42--r: / +baggage -> a-pr-42']);
  expect(codes).toEqual(['mixed-route-kinds']);
});

test('every carrier has its own twin of every match', () => {
  const carriers: Config['carriers'] = [
    { type: 'header', name: 'x-routing-key' },
    { type: 'baggage' },
  ];
  expect(twins([rule('/', 'a'), rule('/?q=1', 'b')], { ...specification, carriers })).toEqual([
    '/ +x-routing-key -> a-pr-42',
    '/ +baggage -> a-pr-42',
    '/?q=1 +x-routing-key -> b',
    '/?q=1 +baggage -> b',
  ]);
});

test('an exact value without the key never meets a keyed request: no twin', () => {
  const rules = [rule('/', 'a'), rule('/', 'b', { Baggage: 'user=7' })];
  const { lines } = deriving([...base, route('r', rules)], ['a']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  const forked = [rule('/', 'a'), rule('/', 'a', { baggage: 'user=7' })];
  expect(twins(forked, specification)).toHaveLength(1);
});

test('where values are cut at commas a keyed request meets that value, and a fork of it is told of', () => {
  const rules = [rule('/x', 'a'), rule('/', 'a', { baggage: 'user=7' })];
  const { findings } = deriving([...base, route('r', rules)], ['a']);
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    [
      'key-header-exact',
      'HTTPRoute shop/r rule 1, which holds a fork, matches one value of the header `baggage`, and can have no twin in that carrier: a request with the key and such a value stays with the baseline where values are cut at commas',
    ],
  ]);
  const codes = (profile: string) =>
    deriving([...base, route('r', rules)], ['a'], { profiles: [profile] }).codes;
  expect(codes('istio')).toEqual([]);
  expect(codes('nginx-gateway-fabric')).toEqual(['key-header-exact']);
});

test('a tie between rules that do the same is nothing to tell', () => {
  const other = (backend: string) => [
    ...base,
    route('r', [rule('/', 'a')]),
    route('s', [rule('/', backend)]),
  ];
  expect(deriving(other('a'), ['a']).codes).toEqual([]);
  expect(deriving(other('b'), ['a']).codes).toEqual(['order-unknown']);
  const ignored = route('s', [rule('/', 'a')], {
    annotations: { 'gatefork.dev/ignore': 'true' },
  });
  expect(deriving([...base, route('r', [rule('/', 'a')]), ignored], ['a']).codes).toContain(
    'order-unknown',
  );
});

test('a rule that nothing forked touches keeps what it has, full or in use', () => {
  const rules = [rule('/a', 'a'), rule('/b', 'b', { baggage: '~x' })];
  expect(twins(rules)).toEqual(['/a +baggage -> a-pr-42']);
});

test('two routes that only age tells apart are named, with a request', () => {
  const objects = [...base, route('r', [rule('/api', 'a')]), route('s', [rule('/api', 'b')])];
  const { lines, findings, codes } = deriving(objects, ['a']);
  expect(lines).toEqual(['pr-42--r: /api +baggage -> a-pr-42', 'pr-42--s: /api +baggage -> b']);
  expect(codes).toEqual(['order-unknown']);
  expect(findings[0]?.message).toContain('GET /api');
});
