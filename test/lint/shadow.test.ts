import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { gateway, grpcRoute, match, route, rule } from '../routes';
import { lines, linting } from './linted';

const shadows = ['rule-shadowed', 'match-shadowed', 'match-duplicate'];
const of = (...objects: readonly KubeObject[]) => lines([gateway(), ...objects], ...shadows);
const one = (matches: readonly JsonObject[]) => ({
  matches,
  backendRefs: [{ name: 's', port: 80 }],
});

test('a rule behind an equal one is told, with the rule that goes first', () => {
  const rules = [rule('/a', 's'), rule('/b', 's'), rule('/a', 't')];
  expect(of(route('cart', rules))).toEqual([
    'rule-shadowed HTTPRoute shop/cart rule 2 never takes a request: rule 0 goes first for all that it matches (/a/*)',
  ]);
});

test('a place and the other place are told, and whom an acceptance names', () => {
  const [told] = linting([gateway(), route('cart', [rule('/a', 's'), rule('/a', 't')])]);
  expect(told).toMatchObject({
    where: { path: ['spec', 'rules', 1] },
    also: [{ path: ['spec', 'rules', 0, 'matches', 0] }],
    object: 'HTTPRoute shop/cart',
    severity: 'warning',
  });
});

test('one match of several is told by itself', () => {
  const rules = [rule('/a', 's'), one([match('/a'), match('/b')])];
  expect(of(route('cart', rules))).toEqual([
    'match-shadowed HTTPRoute shop/cart rule 1 match 0 (/a/*) never takes a request: rule 0 goes first for all that it matches',
  ]);
});

test('the very same match twice in one rule adds nothing', () => {
  expect(of(route('cart', [one([match('/a'), match('/a')])]))).toEqual([
    'match-duplicate HTTPRoute shop/cart rule 0 match 1 (/a/*) is the very same as match 0 of that rule, so that it adds nothing',
  ]);
});

test('an expression that takes a value goes first of it, whatever the case of the name', () => {
  const wide = one([match('/a', { 'x-env': '~^t.*$' })]);
  const told = (narrow: JsonObject) => of(route('cart', [wide, narrow]));
  expect(told(one([match('/a', { 'X-Env': 'test' })]))).toHaveLength(1);
  expect(told(one([match('/a', { 'x-env': 'prod' })]))).toEqual([]);
  expect(told(one([match('/a', { 'x-env': '~^te.*$' })]))).toEqual([]);
});

test('an expression that only some readings fit to a value is no shadow', () => {
  const rules = [one([match('/a', { 'x-env': '~a|ab' })]), one([match('/a', { 'x-env': 'ab' })])];
  expect(of(route('cart', rules))).toEqual([]);
});

test.each([
  ['a longer path', '/a', '/a/b'],
  ['an exact path', '/a', '=/a'],
  ['a method', '/a', 'GET /a'],
  ['a parameter', '/a', '/a?x=1'],
  ['another path', '/a', '/ab'],
  ['an expression in the path', '/a', '~/a.*'],
])('%s makes a match its own', (_, first, second) => {
  expect(of(route('cart', [rule(first, 's'), rule(second, 't')]))).toEqual([]);
});

test('a further header makes a match its own', () => {
  expect(of(route('cart', [rule('/a', 's'), rule('/a', 't', { x: '1' })]))).toEqual([]);
});

test('of two prefixes that differ in a slash alone nothing is said but that', () => {
  const [told, ...more] = of(route('cart', [rule('/a', 's'), rule('/a/', 't')]));
  expect(told).toContain('match-duplicate');
  expect(told).toContain('differ in a trailing slash alone');
  expect(more).toEqual([]);
});

test('without ages two routes of one place are told as such, once', () => {
  const rules = [rule('/a', 's'), rule('/b', 's'), rule('/c', 's')];
  expect(of(route('a', rules), route('b', rules))).toEqual([
    'match-duplicate HTTPRoute shop/b rule 0 (/a/*) asks on Gateway shop/edge listener http for the very requests of HTTPRoute shop/a rule 0, as do 2 more matches of it: only their age in the cluster says which of the two goes first',
  ]);
});

test('with ages the younger route is told to take nothing', () => {
  const [old, young] = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'];
  const told = of(
    route('a', [rule('/a', 's')], { created: young }),
    route('b', [rule('/a', 's')], { created: old }),
  );
  expect(told).toEqual([
    'rule-shadowed HTTPRoute shop/a rule 0 never takes a request: HTTPRoute shop/b rule 0 goes first for all that it matches (/a/*)',
  ]);
});

test('routes of different hosts and listeners do not meet', () => {
  const listeners = ['x', 'y'].map((name, index) => ({
    name,
    port: 80 + index,
    protocol: 'HTTP',
  }));
  const at = (sectionName: string) => ({ parents: [{ name: 'edge', sectionName }] });
  const rules = [rule('/a', 's')];
  expect(
    of(route('a', rules, { hostnames: ['a.test'] }), route('b', rules, { hostnames: ['b.test'] })),
  ).toEqual([]);
  expect(
    lines([gateway(listeners), route('a', rules, at('x')), route('b', rules, at('y'))], ...shadows),
  ).toEqual([]);
});

test('a route that is younger in one place alone still takes requests in the other', () => {
  const rules = [rule('/a', 's')];
  const young = { created: '2025-01-01T00:00:00Z', hostnames: ['a.test', 'b.test'] };
  const old = { created: '2024-01-01T00:00:00Z', hostnames: ['a.test'] };
  expect(of(route('a', rules, young), route('b', rules, old))).toEqual([]);
  const other = { created: '2024-01-01T00:00:00Z', hostnames: ['b.test'] };
  expect(
    of(route('a', rules, young), route('b', rules, old), route('c', rules, other)),
  ).toHaveLength(1);
});

test('where the Gateway is in another file only routes that nothing tells apart meet', () => {
  const rules = [rule('/a', 's')];
  const apart = { parents: [{ name: 'edge', namespace: 'shop' }], namespace: 'pay' };
  expect(lines([route('a', rules), route('b', rules)], ...shadows)).toHaveLength(1);
  expect(lines([route('a', rules), route('b', rules, apart)], ...shadows)).toEqual([]);
});

test('mesh routes meet by Service, port and namespace of the client', () => {
  const parent = (port?: number) => ({
    parents: [{ group: '', kind: 'Service', name: 's', ...(port === undefined ? {} : { port }) }],
  });
  const rules = [rule('/a', 's')];
  const told = (left?: number, right?: number) =>
    lines([route('a', rules, parent(left)), route('b', rules, parent(right))], ...shadows).length;
  expect([told(), told(80, 80), told(80, 81), told(undefined, 80)]).toEqual([1, 1, 0, 1]);
});

test('gRPC matches have shadows as well', () => {
  const call = {
    matches: [{ method: { service: 's.A' } }],
    backendRefs: [{ name: 's', port: 80 }],
  };
  expect(of(grpcRoute('a', [call, call]))).toEqual([
    'rule-shadowed GRPCRoute shop/a rule 1 never takes a request: rule 0 goes first for all that it matches (grpc s.A/*)',
  ]);
});
