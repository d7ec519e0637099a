// What stands in for forked Services: weights, mirrors, ignored and excluded routes.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { at } from '../../../lib/model/manifest';
import { deriving, gateway, match, printed, route, rule, sandbox, workload } from '../../routes';

const base = [gateway(), ...workload('a'), ...workload('b'), ...workload('c')];

function weighted(...refs: readonly (readonly [string, number])[]): JsonObject {
  return {
    matches: [match('/')],
    backendRefs: refs.map(([name, weight]) => ({ name, port: 80, weight })),
  };
}

const mirrorTo = (name: string) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name, port: 80 } },
});

test.each([
  [
    'one of two forked',
    [
      ['a', 90],
      ['b', 10],
    ],
    'a-pr-42*90',
    'a-pr-42*90 b*10',
  ],
  [
    'a small share forked',
    [
      ['b', 90],
      ['a', 10],
    ],
    'a-pr-42*10',
    'b*90 a-pr-42*10',
  ],
  [
    'twice the forked one',
    [
      ['a', 1],
      ['b', 8],
      ['a', 2],
    ],
    'a-pr-42 a-pr-42*2',
    'a-pr-42 b*8 a-pr-42*2',
  ],
] as const)('shares of a weighted rule: %s', (_, refs, forkOnly, keep) => {
  const objects = [...base, route('r', [weighted(...refs)])];
  expect(deriving(objects, ['a']).lines).toEqual([`pr-42--r: / +baggage -> ${forkOnly}`]);
  expect(deriving(objects, ['a'], { weights: 'keep' }).lines).toEqual([
    `pr-42--r: / +baggage -> ${keep}`,
  ]);
});

test('two forked Services keep their shares to each other', () => {
  const objects = [...base, route('r', [weighted(['a', 7], ['b', 3], ['c', 90])])];
  expect(deriving(objects, ['a', 'b']).lines).toEqual([
    'pr-42--r: / +baggage -> a-pr-42*7 b-pr-42*3',
  ]);
});

test('a forked Service of weight 0 does not count', () => {
  const objects = [...base, route('r', [weighted(['a', 0], ['b', 1])])];
  const { lines, codes } = deriving(objects, ['a']);
  expect(lines).toEqual([]);
  expect(codes).toEqual(['fork-unreachable']);
});

test('beside another fork, a forked Service of weight 0 is left out', () => {
  const objects = [...base, route('r', [weighted(['a', 0], ['b', 1], ['c', 5])])];
  expect(deriving(objects, ['a', 'b']).lines).toEqual(['pr-42--r: / +baggage -> b-pr-42']);
});

test('mirrors of other Services are kept, mirrors of a forked one go to its fork', () => {
  const rules = [
    { ...rule('/', 'a'), filters: [mirrorTo('b')] },
    { ...rule('/x', 'b'), filters: [mirrorTo('c'), mirrorTo('a')] },
  ];
  const { objects } = deriving([...base, route('r', rules)], ['a']);
  const derived = printed(objects, 'HTTPRoute shop/pr-42--r');
  const targets = [0, 1].map((index) => {
    const filters = at(derived.spec, ['rules', index, 'filters']);
    return (filters as readonly JsonObject[]).map((filter) =>
      at(filter, ['requestMirror', 'backendRef', 'name']),
    );
  });
  expect(targets).toEqual([['b'], ['c', 'a-pr-42']]);
});

test('mirrors in filters of a backend follow their own backend', () => {
  const backendRefs = [
    { name: 'b', port: 80, filters: [mirrorTo('c')] },
    { name: 'a', port: 80, filters: [mirrorTo('a')] },
  ];
  const rules = [{ matches: [match('/')], filters: [mirrorTo('b')], backendRefs }];
  const { objects } = deriving([...base, route('r', rules)], ['a'], { weights: 'keep' });
  const derived = printed(objects, 'HTTPRoute shop/pr-42--r');
  const mirror = ['filters', 0, 'requestMirror', 'backendRef', 'name'];
  expect(at(derived.spec, ['rules', 0, ...mirror])).toBe('b');
  expect(at(derived.spec, ['rules', 0, 'backendRefs', 0, ...mirror])).toBe('c');
  expect(at(derived.spec, ['rules', 0, 'backendRefs', 1, ...mirror])).toBe('a-pr-42');
});

test('requests are authorized by the fork of the Service that authorizes them', () => {
  const authBy = (name: string) => ({
    type: 'ExternalAuth',
    externalAuth: { protocol: 'HTTP', backendRef: { name, port: 80 }, http: { path: '/check' } },
  });
  const rules = [{ ...rule('/', 'b'), filters: [mirrorTo('a'), authBy('a'), mirrorTo('c')] }];
  const { objects, codes } = deriving([...base, route('r', rules)], ['a']);
  expect(codes).toEqual(['mirror-kept']);
  const derived = printed(objects, 'HTTPRoute shop/pr-42--r');
  const block = (index: number, field: string) =>
    at(derived.spec, ['rules', 0, 'filters', index, field]);
  expect(at(block(0, 'requestMirror'), ['backendRef', 'name'])).toBe('a-pr-42');
  expect(block(1, 'externalAuth')).toEqual({
    protocol: 'HTTP',
    backendRef: { group: '', kind: 'Service', name: 'a-pr-42', port: 80 },
    http: { path: '/check' },
  });
  expect(at(block(2, 'requestMirror'), ['backendRef', 'name'])).toBe('c');
  expect(at(derived.spec, ['rules', 0, 'backendRefs', 0, 'name'])).toBe('b');
});

test('filters of a backend stay with it', () => {
  const filters = [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x'] } }];
  const rules = [{ matches: [match('/')], backendRefs: [{ name: 'a', port: 80, filters }] }];
  const { objects } = deriving([...base, route('r', rules)], ['a']);
  const derived = printed(objects, 'HTTPRoute shop/pr-42--r');
  expect(at(derived.spec, ['rules', 0, 'backendRefs', 0])).toEqual({
    group: '',
    kind: 'Service',
    name: 'a-pr-42',
    port: 80,
    weight: 1,
    filters,
  });
});

test('a fork that stands in for two backends keeps both, each with its own filters', () => {
  const adding = (value: string) => [
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { add: [{ name: 'x-variant', value }] },
    },
  ];
  const backendRefs = [
    { name: 'a', port: 80, weight: 3, filters: adding('one') },
    { name: 'a', port: 80, weight: 1, filters: adding('two') },
    { name: 'a', port: 80, weight: 2 },
    { name: 'a', port: 80, weight: 2 },
  ];
  const { objects } = deriving(
    [...base, route('r', [{ matches: [match('/')], backendRefs }])],
    ['a'],
  );
  const own = { group: '', kind: 'Service', name: 'a-pr-42' };
  expect(at(printed(objects, 'HTTPRoute shop/pr-42--r').spec, ['rules', 0, 'backendRefs'])).toEqual(
    backendRefs.map((ref) => ({ ...ref, ...own })),
  );
});

test('backends of other kinds, namespaces and groups are no forked Services', () => {
  const refs = [
    { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'a', port: 80 },
    { name: 'a', namespace: 'elsewhere', port: 80 },
  ];
  const objects = [...base, route('r', [{ matches: [match('/')], backendRefs: refs }])];
  expect(deriving(objects, ['a']).lines).toEqual([]);
});

test('a namespace that is spelt out names the same Service', () => {
  const refs = [{ name: 'a', namespace: 'shop', port: 80 }];
  const objects = [...base, route('r', [{ matches: [match('/')], backendRefs: refs }])];
  expect(deriving(objects, ['a']).lines).toEqual(['pr-42--r: / +baggage -> shop/a-pr-42']);
});

test.each(['gatefork.dev/ignore', 'routing.signadot.com/ignore'])(
  'the annotation %s: no derived route, and the fork is said to be out of reach',
  (mark) => {
    const objects = [...base, route('r', [rule('/', 'a')], { annotations: { [mark]: 'true' } })];
    const { lines, codes } = deriving(objects, ['a']);
    expect(lines).toEqual([]);
    expect(codes).toEqual(['fork-unreachable']);
    const off = route('r', [rule('/', 'a')], { annotations: { [mark]: 'false' } });
    expect(deriving([...base, off], ['a']).lines).toHaveLength(1);
  },
);

test.each([
  ['an ignored route', { annotations: { 'gatefork.dev/ignore': 'true' } }, []],
  ['an excluded route', {}, ['shop/ign*']],
])('%s is shielded where it must be, and then sends requests where it did', (_, place, routes) => {
  const objects = [
    ...base,
    route('r', [rule('/', 'a')]),
    route('ignored', [rule('/?debug=1', 'a')], place),
  ];
  const { lines, derived } = deriving(objects, ['a'], { exclude: { routes, gateways: [] } });
  expect(lines).toEqual([
    'pr-42--ignored: /?debug=1 +baggage -> a',
    'pr-42--r: / +baggage -> a-pr-42',
  ]);
  expect(derived.sandboxes[0]?.routes[0]?.rules[0]).toMatchObject({ role: 'shield', to: 'a:80' });
});

test('an ignore annotation is not taken over by the shield', () => {
  const ignore = { 'gatefork.dev/ignore': 'true', 'routing.signadot.com/ignore': 'true' };
  const objects = [
    ...base,
    route('r', [rule('/', 'a')]),
    route('i', [rule('/?debug=1', 'b')], { annotations: ignore }),
  ];
  const shield = printed(deriving(objects, ['a']).objects, 'HTTPRoute shop/pr-42--i');
  const annotations = Object.keys(shield.metadata?.annotations ?? {});
  expect(annotations).toContain('gatefork.dev/derived-from');
  expect(annotations.filter((key) => key.includes('ignore'))).toEqual([]);
});

test('an excluded gateway is left out of the parents, and out of the shields', () => {
  const parents = [{ name: 'edge' }, { name: 'public', namespace: 'edge-system' }];
  const objects = [
    ...base,
    gateway(undefined, { namespace: 'edge-system' }, 'public'),
    route('r', [rule('/', 'a')], { parents }),
    route('s', [rule('/?q=1', 'b')], { parents: [{ name: 'public', namespace: 'edge-system' }] }),
  ];
  const exclude = { routes: [], gateways: ['edge-system/public'] };
  const { lines, objects: written } = deriving(objects, ['a'], { exclude });
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  const derived = printed(written, 'HTTPRoute shop/pr-42--r');
  expect(at(derived.spec, ['parentRefs'])).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
  ]);
  // Without the exclusion both parents are kept, and the other route needs its shield.
  expect(deriving(objects, ['a']).lines).toHaveLength(2);
});

test('a route of excluded gateways alone is not forked', () => {
  const objects = [...base, route('r', [rule('/', 'a')])];
  const { lines, codes } = deriving(objects, ['a'], {
    exclude: { routes: [], gateways: ['edge'] },
  });
  expect(lines).toEqual([]);
  expect(codes).toEqual(['fork-unreachable']);
});

test('one Service behind several routes, hosts and gateways: each gets its derived route', () => {
  const objects = [
    ...base,
    gateway(undefined, {}, 'inner'),
    route('r', [rule('/', 'a')], { hostnames: ['a.test'] }),
    route('s', [rule('/s', 'a')], { hostnames: ['b.test'] }),
    route('t', [rule('/', 'a')], { parents: [{ name: 'inner' }] }),
  ];
  expect(deriving(objects, ['a']).lines).toEqual([
    'pr-42--r: / +baggage -> a-pr-42',
    'pr-42--s: /s +baggage -> a-pr-42',
    'pr-42--t: / +baggage -> a-pr-42',
  ]);
});

test('a fork of a workload in the unnamed namespace', () => {
  const place = { namespace: '' };
  const objects = [
    gateway(undefined, place),
    ...workload('a', place),
    route('r', [rule('/', 'a')], place),
  ];
  const forks = [sandbox('pr-42', ['a'], { namespace: '' })];
  const { lines, objects: written } = deriving(objects, forks);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  for (const { metadata } of written) expect(metadata).not.toHaveProperty('namespace');
  const derived = printed(written, 'HTTPRoute pr-42--r');
  expect(derived.metadata?.annotations?.['gatefork.dev/derived-from']).toBe('HTTPRoute//r');
  // A reference that spells the current namespace's name means it as well.
  const named = [sandbox('pr-42', ['a'])];
  expect(deriving(objects, named, {}, 'shop').lines).toEqual(lines);
});
