// Reading routes: defaults, references, and a finding for everything of a wrong type.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import { fieldName, type JsonObject, type KubeObject } from '../../lib/model/manifest';
import { readRoute } from '../../lib/resolve/route-reader';
import { grpcRoute, manifests, match, route } from '../routes';

function read(object: KubeObject, currentNamespace?: string) {
  const [manifest] = manifests(object);
  if (manifest === undefined) throw new Error('one manifest');
  return readRoute(manifest, inventoryOf([manifest], currentNamespace));
}

const ruleOf = (raw: JsonObject) => read(route('r', [raw])).route?.rules[0];

test('an empty rule accepts everything and forwards nowhere', () => {
  expect(ruleOf({})).toMatchObject({
    index: 0,
    matches: [
      { protocol: 'http', path: { type: 'PathPrefix', value: '/' }, headers: [], query: [] },
    ],
    backends: [],
    filterRefs: [],
  });
});

test('a GRPCRoute rule without matches accepts every call', () => {
  const { route: grpc } = read(grpcRoute('g', [{}]));
  expect(grpc?.rules[0]?.matches).toEqual([{ protocol: 'grpc', type: 'Exact', headers: [] }]);
});

test('a route without rules has the one that the API server fills in', () => {
  const { spec, ...rest } = route('r', []);
  const { rules: _, ...sparse } = spec as JsonObject;
  expect(read({ ...rest, spec: sparse }).route?.rules[0]?.matches).toHaveLength(1);
});

test('matches are read with their types filled in', () => {
  const raw = {
    matches: [
      {
        path: { value: '/x' },
        method: 'GET',
        headers: [{ name: 'x-a', value: '1' }],
        queryParams: [{ type: 'RegularExpression', name: 'q', value: '.*' }],
      },
    ],
  };
  expect(ruleOf(raw)?.matches).toEqual([
    {
      protocol: 'http',
      path: { type: 'PathPrefix', value: '/x' },
      method: 'GET',
      headers: [{ type: 'Exact', name: 'x-a', value: '1' }],
      query: [{ type: 'RegularExpression', name: 'q', value: '.*' }],
    },
  ]);
});

test('a gRPC method is read with its type, empty names left out', () => {
  const calls = [
    { method: { service: 'shop.Cart', method: 'Get' } },
    { method: { type: 'RegularExpression', service: 'shop.*' } },
    { method: { service: '', method: 'Get' } },
  ];
  const { route: grpc } = read(grpcRoute('g', [{ matches: calls }]));
  expect(grpc?.rules[0]?.matches).toEqual([
    { protocol: 'grpc', type: 'Exact', service: 'shop.Cart', method: 'Get', headers: [] },
    { protocol: 'grpc', type: 'RegularExpression', service: 'shop.*', headers: [] },
    { protocol: 'grpc', type: 'Exact', method: 'Get', headers: [] },
  ]);
});

test('references have the namespace of the route unless they name one', () => {
  const backendRefs = [
    { name: 'a', port: 80 },
    { name: 'b', namespace: 'back', port: 81, weight: 0 },
  ];
  expect(ruleOf({ backendRefs })?.backends).toMatchObject([
    { group: '', kind: 'Service', namespace: 'shop', name: 'a', port: 80, weight: 1 },
    { group: '', kind: 'Service', namespace: 'back', name: 'b', port: 81, weight: 0 },
  ]);
});

test('mirrors of the rule stand before those of its backends', () => {
  const mirror = (name: string) => ({
    type: 'RequestMirror',
    requestMirror: { backendRef: { name, port: 80 } },
  });
  const raw = {
    filters: [mirror('m1')],
    backendRefs: [
      { name: 'a', port: 80, filters: [mirror('m2')] },
      { name: 'b', port: 80, filters: [mirror('m3')] },
    ],
  };
  expect(ruleOf(raw)?.filterRefs.map(({ name }) => name)).toEqual(['m1', 'm2', 'm3']);
});

test('parents: a Gateway of the route namespace, unless said otherwise', () => {
  const parents = [
    { name: 'edge' },
    { name: 'edge', namespace: 'infra', sectionName: 'https', port: 443 },
    { group: '', kind: 'Service', name: 'a', port: 80 },
  ];
  expect(read(route('r', [], { parents })).route?.parents).toMatchObject([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop', name: 'edge' },
    { namespace: 'infra', sectionName: 'https', port: 443 },
    { group: '', kind: 'Service', namespace: 'shop', name: 'a', port: 80 },
  ]);
});

test('the current namespace is one, spelt out or not', () => {
  const backendRefs = [{ name: 'a', namespace: 'shop', port: 80 }];
  const spelt = read(route('r', [{ backendRefs }]), 'shop').route;
  const absent = read(route('r', [{ backendRefs }], { namespace: '' }), 'shop').route;
  for (const one of [spelt, absent]) {
    expect(one?.namespace).toBe('');
    expect(one?.rules[0]?.backends[0]?.namespace).toBe('');
  }
});

test('a creation time is read where a dump of a cluster has one', () => {
  expect(read(route('r', [], { created: '2024-01-01T00:00:00Z' })).route?.created).toBe(
    '2024-01-01T00:00:00Z',
  );
  expect(read(route('r', [])).route).not.toHaveProperty('created');
});

test.each<readonly [string, JsonObject, string]>([
  ['matches', { matches: 'x' }, 'spec.rules[0].matches is the string `x`, not a list'],
  ['one match', { matches: ['x'] }, 'spec.rules[0].matches[0] is the string `x`, not an object'],
  ['a match that is null', { matches: [null] }, 'spec.rules[0].matches[0] is null, not an object'],
  [
    'a path',
    { matches: [{ path: '/x' }] },
    'spec.rules[0].matches[0].path is the string `/x`, not an object',
  ],
  [
    'a path type',
    { matches: [{ path: { type: 'Prefix' } }] },
    'spec.rules[0].matches[0].path.type is `Prefix`',
  ],
  [
    'a path value',
    { matches: [{ path: { value: 7 } }] },
    'spec.rules[0].matches[0].path.value is the number `7`, not a string',
  ],
  [
    'a method',
    { matches: [{ method: true }] },
    'spec.rules[0].matches[0].method is the boolean `true`, not a string',
  ],
  [
    'headers',
    { matches: [{ headers: {} }] },
    'spec.rules[0].matches[0].headers is an object, not a list',
  ],
  [
    'a header without a name',
    { matches: [{ headers: [{ value: 'x' }] }] },
    'spec.rules[0].matches[0].headers[0].name is missing',
  ],
  [
    'a header value',
    { matches: [{ headers: [{ name: 'x', value: 1 }] }] },
    'spec.rules[0].matches[0].headers[0].value is the number `1`, not a string',
  ],
  [
    'a header type',
    { matches: [{ headers: [{ name: 'x', value: '1', type: 'Regex' }] }] },
    'spec.rules[0].matches[0].headers[0].type is `Regex`',
  ],
  [
    'a parameter',
    { matches: [{ queryParams: [[]] }] },
    'spec.rules[0].matches[0].queryParams[0] is a list, not an object',
  ],
  [
    'a backend that is null',
    { backendRefs: [null, { name: 'a', port: 80 }] },
    'spec.rules[0].backendRefs[0] is null, not an object',
  ],
  ['backendRefs', { backendRefs: {} }, 'spec.rules[0].backendRefs is an object, not a list'],
  [
    'a backend without a name',
    { backendRefs: [{ port: 80 }] },
    'spec.rules[0].backendRefs[0].name is missing',
  ],
  [
    'a port',
    { backendRefs: [{ name: 'a', port: 'http' }] },
    'spec.rules[0].backendRefs[0].port is the string `http`, not a number',
  ],
  [
    'a weight',
    { backendRefs: [{ name: 'a', port: 80, weight: '1' }] },
    'spec.rules[0].backendRefs[0].weight is the string `1`, not a number',
  ],
  ['filters', { filters: {} }, 'spec.rules[0].filters is an object, not a list'],
  [
    'a mirror',
    { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { port: 1 } } }] },
    'spec.rules[0].filters[0].requestMirror.backendRef.name is missing',
  ],
])('a wrong type is named with its field: %s', (_, raw, message) => {
  const { route: none, findings } = read(route('r', [raw]));
  expect(none).toBeUndefined();
  expect(findings.map((one) => one.code)).toContain('object-invalid');
  expect(findings[0]?.message).toContain(`HTTPRoute shop/r: ${message}`);
  expect(findings[0]?.hint).not.toBe('');
  expect(fieldName(findings[0]?.where?.path ?? [])).toBe(message.split(' ')[0]);
});

test.each([
  ['spec', { spec: [] }, 'spec is a list, not an object'],
  ['rules', { spec: { rules: 'x' } }, 'spec.rules is the string `x`, not a list'],
  ['a rule', { spec: { rules: [1] } }, 'spec.rules[0] is the number `1`, not an object'],
  [
    'hostnames',
    { spec: { hostnames: 'a.test' } },
    'spec.hostnames is the string `a.test`, not a list',
  ],
  ['a hostname', { spec: { hostnames: [1] } }, 'spec.hostnames[0] is the number `1`, not a string'],
  [
    'parentRefs',
    { spec: { parentRefs: { name: 'x' } } },
    'spec.parentRefs is an object, not a list',
  ],
  ['a parent', { spec: { parentRefs: [{}] } }, 'spec.parentRefs[0].name is missing'],
])('a wrong type of the route itself: %s', (_, part, message) => {
  const { findings } = read({ ...route('r', []), ...part } as unknown as KubeObject);
  expect(findings[0]?.message).toBe(`HTTPRoute shop/r: ${message}`);
});

test('a route without a name is refused', () => {
  const { findings } = read({ ...route('r', []), metadata: {} });
  expect(findings[0]?.message).toContain('metadata.name is missing');
});

test('every wrong field is reported, not only the first', () => {
  const raw = {
    matches: [{ method: 1, path: { type: 'X' } }],
    backendRefs: [{ name: 'a', port: 'y' }],
  };
  expect(read(route('r', [raw])).findings).toHaveLength(3);
});

test('other kinds are passed over without a word', () => {
  expect(read({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } })).toEqual({
    findings: [],
  });
});

test('fields that no reader knows do no harm', () => {
  const raw = JSON.parse('{"__proto__":{"matches":"x"},"constructor":1,"name":"n"}') as JsonObject;
  const rule = ruleOf({ ...raw, matches: [match('/x')] });
  expect(rule?.matches).toHaveLength(1);
});
