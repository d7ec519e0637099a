// Query parameters and cookies as carriers, and several carriers at once, through all of deriving.

import { expect, test } from 'vitest';
import type { Carrier, Config } from '../../../lib/model/config';
import { at, type JsonObject, listOf } from '../../../lib/model/manifest';
import { deriving, gateway, grpcRoute, printed, route, rule, workload } from '../../routes';

const base = [gateway(), ...workload('a'), ...workload('b'), ...workload('c')];
const query: Partial<Config> = { carriers: [{ type: 'query', name: 'key' }] };
const cookie: Partial<Config> = { carriers: [{ type: 'cookie', name: 'key' }] };
const specification = { profiles: ['specification'] };

const lines = (rules: readonly JsonObject[], config: Partial<Config>) => {
  const derived = deriving([...base, route('r', rules)], ['a'], config);
  expect(derived.codes).toEqual([]);
  return derived.lines.map((line) => line.replace('pr-42--r: ', ''));
};

test('the key is one more parameter, behind those that the match asks for', () => {
  const { objects } = deriving(
    [...base, route('r', [rule('/?q=1', 'a', { 'x-a': '1' })])],
    ['a'],
    query,
  );
  const [match] = listOf(
    at(printed(objects, 'HTTPRoute shop/pr-42--r').spec, ['rules', 0, 'matches']),
  );
  expect(match).toEqual({
    path: { type: 'PathPrefix', value: '/' },
    headers: [{ type: 'Exact', name: 'x-a', value: '1' }],
    queryParams: [
      { type: 'Exact', name: 'q', value: '1' },
      { type: 'Exact', name: 'key', value: 'pr-42' },
    ],
  });
});

test('a parameter overtakes rules with parameters, never those with a header', () => {
  const rules = [rule('/', 'a'), rule('/?q=1', 'b'), rule('/', 'c', { 'x-a': '1' })];
  expect(lines(rules, { ...specification, ...query })).toEqual([
    '/?key=pr-42 -> a-pr-42',
    '/?q=1&key=pr-42 -> b',
  ]);
  // One parameter more is still more than one: no tie, no shield.
  const two = [rule('/', 'a'), rule('/?q=1&r=1', 'b')];
  expect(lines(two, { ...specification, ...query })).toEqual(['/?key=pr-42 -> a-pr-42']);
});

test('Linkerd compares the method last, so a parameter overtakes it', () => {
  const rules = [rule('/', 'a'), rule('GET /', 'b')];
  expect(lines(rules, { ...query, profiles: ['linkerd'] })).toHaveLength(2);
  expect(lines(rules, { ...query, profiles: ['istio'] })).toHaveLength(1);
});

test('Envoy Gateway: an exact parameter overtakes one that is an expression', () => {
  const expression: JsonObject = {
    matches: [{ queryParams: [{ type: 'RegularExpression', name: 'q', value: '1.*' }] }],
    backendRefs: [{ name: 'b', port: 80 }],
  };
  const rules = [expression, rule('/', 'a')];
  expect(lines(rules, { ...query, profiles: ['envoy-gateway'] })).toHaveLength(2);
});

test('a cookie is matched by an expression on the header that lists all of them', () => {
  const { objects } = deriving([...base, route('r', [rule('/', 'a')])], ['a'], cookie);
  const [match] = listOf(
    at(printed(objects, 'HTTPRoute shop/pr-42--r').spec, ['rules', 0, 'matches']),
  );
  expect(at(match, ['headers'])).toEqual([
    { type: 'RegularExpression', name: 'cookie', value: '^(.*;)?\\s*key=pr-42\\s*(;.*)?$' },
  ]);
  expect(lines([rule('/', 'a'), rule('/?q=1', 'b')], { ...specification, ...cookie })).toEqual([
    '/ +cookie -> a-pr-42',
    '/?q=1 +cookie -> b',
  ]);
});

test('a route for a Service that had none matches the parameter, too', () => {
  const { objects, codes } = deriving(workload('a'), ['a'], { ...query, mesh: 'on' });
  expect(codes).toEqual([]);
  const spec = printed(objects, 'HTTPRoute shop/pr-42--a--default').spec;
  expect(at(spec, ['rules', 0, 'matches'])).toEqual([
    {
      path: { type: 'PathPrefix', value: '/' },
      queryParams: [{ type: 'Exact', name: 'key', value: 'pr-42' }],
    },
  ]);
});

const call = (service: string, target: string): JsonObject => ({
  matches: [{ method: { service } }],
  backendRefs: [{ name: target, port: 80 }],
});

test('a GRPCRoute has no query: no twins in that carrier, said once', () => {
  const both: Carrier[] = [
    { type: 'query', name: 'key' },
    { type: 'header', name: 'x-routing-key' },
  ];
  const objects = [...base, grpcRoute('g', [call('A', 'a')]), grpcRoute('h', [call('B', 'b')])];
  const { lines: written, findings } = deriving(objects, ['a'], { carriers: both });
  expect(written).toEqual(['pr-42--g: grpc A/* +x-routing-key -> a-pr-42']);
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    [
      'query-without-grpc',
      'a GRPCRoute matches no query parameters, so a key in the query parameter key leads no request of GRPCRoute shop/g and 1 more to a fork',
    ],
  ]);
  const alone = deriving(objects, ['a'], query);
  expect(alone.lines).toEqual([]);
  expect(alone.codes).toEqual(['fork-unreachable', 'query-without-grpc']);
  expect(deriving(objects, ['a']).codes).toEqual([]);
});

test('an HTTPRoute beside a GRPCRoute is derived in a query carrier without a shield of the other', () => {
  const objects = [...base, route('r', [rule('/', 'a')]), grpcRoute('g', [call('B', 'b')])];
  const { lines: written, codes } = deriving(objects, ['a'], query);
  expect(written).toEqual(['pr-42--r: /?key=pr-42 -> a-pr-42']);
  expect(codes).toEqual(['mixed-route-kinds', 'query-without-grpc']);
});

const all: readonly Carrier[] = [
  { type: 'cookie', name: 'key' },
  { type: 'query', name: 'key' },
  { type: 'tracestate' },
  { type: 'baggage' },
  { type: 'header', name: 'x-routing-key' },
];

test('several carriers stand in one order in each rule, whatever that of the settings is', () => {
  const rules = [rule('/', 'a'), rule('/?q=1', 'b')];
  const written = (carriers: readonly Carrier[]) =>
    deriving([...base, route('r', rules)], ['a'], { ...specification, carriers }).lines;
  expect(written(all)).toEqual([
    'pr-42--r: / +x-routing-key -> a-pr-42',
    'pr-42--r: / +baggage -> a-pr-42',
    'pr-42--r: / +tracestate -> a-pr-42',
    'pr-42--r: /?key=pr-42 -> a-pr-42',
    'pr-42--r: / +cookie -> a-pr-42',
    'pr-42--r: /?q=1 +x-routing-key -> b',
    'pr-42--r: /?q=1 +baggage -> b',
    'pr-42--r: /?q=1 +tracestate -> b',
    'pr-42--r: /?q=1&key=pr-42 -> b',
    'pr-42--r: /?q=1 +cookie -> b',
  ]);
  expect(written([...all].reverse())).toEqual(written(all));
});

test('each carrier has the shields that it needs, and no more', () => {
  const rules = [rule('/', 'a'), rule('/', 'b', { 'x-a': '1' })];
  const { lines: written } = deriving([...base, route('r', rules)], ['a'], {
    ...specification,
    carriers: [
      { type: 'query', name: 'key' },
      { type: 'header', name: 'x-routing-key' },
    ],
  });
  expect(written.slice(2)).toEqual(['pr-42--r: / x-a:1 +x-routing-key -> b']);
});
