import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { gateway, gatewayGroup, route, rule } from '../routes';
import { lines, linting } from './linted';

const rules = [rule('/', 's')];
const http = { name: 'http', port: 80, protocol: 'HTTP' };
const wide = { ...http, name: 'wide', hostname: '*.a.test' };
const own = { ...http, name: 'own', hostname: 'x.a.test' };
const at = (...names: readonly string[]) => ({
  parents: names.map((sectionName) => ({ name: 'edge', sectionName })),
});

test('a hostname that meets no listener is told where others do', () => {
  const told = (hostnames: readonly string[], listeners: readonly JsonObject[] = [wide]) =>
    lines([gateway(listeners), route('r', rules, { hostnames })], 'hostname-outside-listener');
  expect(told(['y.a.test', 'b.test'])).toEqual([
    'hostname-outside-listener the hostname `b.test` of HTTPRoute shop/r meets no listener that takes the route: they are for `*.a.test`',
  ]);
  expect(told(['y.a.test', '*.test'])).toEqual([]);
  // The status tells where none does.
  expect(told(['b.test', 'c.test'])).toEqual([]);
  expect(told(['y.a.test', 'b.test'], [wide, http])).toEqual([]);
});

test('nothing is said of hostnames where a parent is in another file or a Service', () => {
  const told = (parent: JsonObject) => {
    const hostnames = ['y.a.test', 'b.test'];
    const parents = [{ name: 'edge' }, parent];
    return lines(
      [gateway([wide]), route('r', rules, { hostnames, parents })],
      'hostname-outside-listener',
    );
  };
  expect(told({ name: 'elsewhere' })).toEqual([]);
  expect(told({ group: '', kind: 'Service', name: 's' })).toEqual([]);
});

test('requests that go to a more specific listener are told', () => {
  const told = (names: readonly string[]) =>
    lines(
      [gateway([wide, own]), route('r', rules, { hostnames: ['x.a.test'], ...at(...names) })],
      'hostname-at-other-listener',
    );
  expect(told(['wide'])).toEqual([
    'hostname-at-other-listener HTTPRoute shop/r gets no request for `x.a.test` by Gateway shop/edge listener wide: they go to Gateway shop/edge listener own, which is for `x.a.test` and does not take the route',
  ]);
  expect(told(['wide', 'own'])).toEqual([]);
  expect(told(['own'])).toEqual([]);
});

test('an address is no hostname', () => {
  const objects = [
    gateway([{ ...http, hostname: '10.0.0.1' }]),
    route('r', rules, { hostnames: ['10.0.0.1'] }),
  ];
  expect(lines(objects, 'hostname-is-address')).toHaveLength(2);
});

test('a listener without routes is a note, where all routes could be read', () => {
  const objects = [gateway([wide, own]), route('r', rules, at('wide'))];
  expect(lines(objects, 'listener-unused')).toEqual([
    'listener-unused Gateway shop/edge listener own takes no route of the input, so that every request to it gets an error',
  ]);
  expect(linting(objects, { isWhole: false }).map(({ code }) => code)).not.toContain(
    'listener-unused',
  );
  expect(lines([gateway([wide, own])], 'listener-unused')).toEqual([]);
});

test('a selector that is not there is told', () => {
  const of = (namespaces: JsonObject) =>
    lines([gateway([{ ...http, allowedRoutes: { namespaces } }])], 'selector-missing').length;
  expect(of({ from: 'Selector' })).toBe(1);
  expect(of({ from: 'Selector', selector: {} })).toBe(0);
  expect(of({ from: 'All' })).toBe(0);
});

function grant(namespace: string, to: JsonObject): KubeObject {
  const from = [{ group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' }];
  const apiVersion = `${gatewayGroup}/v1`;
  return {
    apiVersion,
    kind: 'ReferenceGrant',
    metadata: { name: 'g', namespace },
    spec: { from, to: [to] },
  };
}

test('a grant that nothing needs is a note, where what it is for is there', () => {
  const backendRefs = [{ name: 's', namespace: 'pay', port: 80 }];
  const used = route('r', [{ backendRefs }]);
  const told = (...objects: readonly KubeObject[]) =>
    lines([gateway(), ...objects], 'grant-unused').length;
  expect(told(used, grant('pay', { group: '', kind: 'Service' }))).toBe(0);
  expect(told(used, grant('pay', { group: '', kind: 'Service', name: 't' }))).toBe(1);
  expect(told(route('r', rules), grant('pay', { group: '', kind: 'Service' }))).toBe(1);
  expect(told(grant('pay', { group: '', kind: 'Service' }))).toBe(0);
});

function connectionRoute(kind: string, name: string, created?: string): KubeObject {
  const age = created === undefined ? {} : { creationTimestamp: created };
  const hostnames = kind === 'TLSRoute' ? { hostnames: ['x.a.test'] } : {};
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind,
    metadata: { name, namespace: 'shop', ...age },
    spec: {
      parentRefs: [{ name: 'edge' }],
      ...hostnames,
      rules: [{ backendRefs: [{ name: 's', port: 80 }] }],
    },
  };
}

test.each([
  ['TCPRoute', { protocol: 'TCP' }],
  ['UDPRoute', { protocol: 'UDP' }],
  ['TLSRoute', { protocol: 'TLS', tls: { mode: 'Passthrough' } }],
])('of two %ss in one place one has the connections', (kind, listener) => {
  const edge = gateway([{ name: 'one', port: 9000, ...listener }]);
  const told = (...ages: readonly (string | undefined)[]) =>
    lines(
      [edge, ...ages.map((age, index) => connectionRoute(kind, `r${index}`, age))],
      'connections-contested',
    );
  expect(told(undefined)).toEqual([]);
  const [unknown, ...none] = told(undefined, undefined);
  expect(unknown).toContain(`${kind} shop/r1 shares Gateway shop/edge listener one`);
  expect(none).toEqual([]);
  const [known] = told('2025-01-01T00:00:00Z', '2024-01-01T00:00:00Z');
  expect(known).toContain(`${kind} shop/r0 gets no connection`);
});
