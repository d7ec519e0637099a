// Virtual endpoints: keyed requests for a Service go to another, without a fork.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at, nameOf } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { whereTo } from '../../../lib/testing/where-to';
import {
  deriving,
  gateway,
  gatewayGroup,
  match,
  printed,
  route,
  rule,
  sandbox,
  workload,
} from '../../routes';

interface Place {
  readonly namespace?: string;
  readonly name: string;
  readonly port?: number;
}

const shop = (name: string, port?: number): Place => ({
  namespace: 'shop',
  name,
  ...(port === undefined ? {} : { port }),
});

/** A sandbox `pr-42` that sends Services elsewhere, and forks the named Deployments. */
function sending(pairs: readonly (readonly [Place, Place])[], forks: readonly string[] = []) {
  const virtual = pairs.map(([service, to], index) => ({
    service,
    to,
    path: ['spec', 'virtual', index],
  }));
  return sandbox('pr-42', forks, { virtual });
}

const mock = { namespace: 'mocks', name: 'mock' };
const mocks = workload('mock', { namespace: 'mocks' });
const baseline = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  route('r', [rule('/a', 'a'), rule('/', 'b'), rule('/?debug=1', 'a')], {
    hostnames: ['shop.test'],
  }),
];

const keyed = (key = 'pr-42') => ({ headers: { baggage: `sd-routing-key=${key}` } });
const backendOf = (objects: readonly KubeObject[], index = 0) =>
  at(printed(objects, 'HTTPRoute shop/pr-42--r'), ['spec', 'rules', index, 'backendRefs', 0]);

test('keyed requests go to the target, all others where they went', () => {
  const { objects, codes, lines, derived } = deriving(
    [...baseline, ...mocks],
    [sending([[shop('a'), mock]])],
  );
  expect(codes).toEqual([]);
  expect(lines).toEqual([
    'pr-42--r: /a +baggage -> mocks/mock',
    'pr-42--r: /?debug=1 +baggage -> mocks/mock',
  ]);
  const all = [...baseline, ...mocks, ...objects];
  const at = (path: string, question: object) =>
    whereTo(all, `GET http://shop.test${path}`, question);
  expect(at('/a', keyed())).toMatchObject({ backends: [{ service: 'mocks/mock', port: 80 }] });
  expect(at('/a', {})).toMatchObject({ backends: [{ service: 'shop/a' }] });
  expect(at('/', keyed())).toMatchObject({ backends: [{ service: 'shop/b' }] });
  expect(derived.sandboxes[0]).toMatchObject({
    forks: [],
    virtual: [{ of: 'Service shop/a', to: 'Service mocks/mock' }],
  });
});

test('the port that was asked for is kept, unless the sandbox names one', () => {
  const ports = [{ port: 80 }, { port: 8080 }];
  const targets = workload('mock', {}, ports);
  const kept = deriving([...baseline, ...targets], [sending([[shop('a'), shop('mock')]])]);
  expect(backendOf(kept.objects)).toEqual({
    ...{ group: '', kind: 'Service', name: 'mock', port: 80, weight: 1 },
  });
  const named = deriving([...baseline, ...targets], [sending([[shop('a'), shop('mock', 8080)]])]);
  expect(backendOf(named.objects)).toMatchObject({ name: 'mock', port: 8080 });
  expect(named.codes).toEqual([]);
});

test.each<[what: string, ref: JsonObject, to: Place, namespace: string | undefined]>([
  ['from the namespace of the route to another', { name: 'a' }, mock, 'mocks'],
  [
    'from another into that of the route',
    { name: 'a', namespace: 'back' },
    shop('mock'),
    undefined,
  ],
  ['within another', { name: 'a', namespace: 'back' }, { namespace: 'back', name: 'm' }, 'back'],
  ['from one to a third', { name: 'a', namespace: 'back' }, mock, 'mocks'],
  ['within that of the route, spelt out', { name: 'a', namespace: 'shop' }, shop('mock'), 'shop'],
])('the namespace of a reference is that of the target: %s', (_, ref, to, namespace) => {
  const home = typeof ref.namespace === 'string' ? ref.namespace : 'shop';
  const objects = [
    gateway(),
    ...workload('a', { namespace: home }),
    ...workload(to.name, { namespace: to.namespace }),
    grant('all', home, { from: [fromShop], to: [{ group: '', kind: 'Service' }] }),
    route('r', [{ matches: [match('/')], backendRefs: [{ ...ref, port: 80 }] }]),
  ];
  const { objects: written, codes } = deriving(objects, [
    sending([[{ namespace: home, name: 'a' }, to]]),
  ]);
  expect(codes).toEqual([]);
  expect(at(backendOf(written), ['namespace'])).toBe(namespace);
  expect(Object.keys(backendOf(written) as object)).not.toContain('undefined');
  expect(whereTo([...objects, ...written], 'GET http://any.test/', keyed())).toMatchObject({
    backends: [{ service: `${to.namespace}/${to.name}`, port: 80 }],
  });
});

const fromShop = { group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' };

function grant(name: string, namespace: string, spec: JsonObject): KubeObject {
  const apiVersion = `${gatewayGroup}/v1beta1`;
  return { apiVersion, kind: 'ReferenceGrant', metadata: { name, namespace }, spec };
}

const grantsIn = (objects: readonly KubeObject[]) =>
  objects.filter(({ kind }) => kind === 'ReferenceGrant');

test('a target in another namespace gets a grant there, with the marks of the sandbox', () => {
  const { objects } = deriving([...baseline, ...mocks], [sending([[shop('a'), mock]])]);
  expect(grantsIn(objects)).toEqual([
    {
      apiVersion: `${gatewayGroup}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: {
        name: 'pr-42--mock--httproute--shop',
        namespace: 'mocks',
        labels: expect.objectContaining({ 'gatefork.dev/sandbox': 'pr-42' }),
        annotations: expect.objectContaining({ 'gatefork.dev/derived-from': 'Service/shop/a' }),
      },
      spec: { from: [fromShop], to: [{ group: '', kind: 'Service', name: 'mock' }] },
    },
  ]);
});

test.each<[what: string, to: JsonObject]>([
  ['all Services', { group: '', kind: 'Service' }],
  ['the target by name', { group: '', kind: 'Service', name: 'mock' }],
])('no grant is written where the baseline opens %s', (_, to) => {
  const open = grant('open', 'mocks', { from: [fromShop], to: [to] });
  const { objects, codes } = deriving(
    [...baseline, ...mocks, open],
    [sending([[shop('a'), mock]])],
  );
  expect(codes).toEqual([]);
  expect(grantsIn(objects)).toEqual([]);
});

test('what opens the target is part of the digest', () => {
  const digest = (...more: readonly KubeObject[]) => {
    const { objects } = deriving([...baseline, ...mocks, ...more], [sending([[shop('a'), mock]])]);
    const { metadata } = printed(objects, 'HTTPRoute shop/pr-42--r');
    return metadata?.annotations?.['gatefork.dev/baseline-digest'];
  };
  const open = grant('open', 'mocks', { from: [fromShop], to: [{ group: '', kind: 'Service' }] });
  expect(digest(open)).not.toBe(digest());
  expect(digest(...workload('z', { namespace: 'mocks' }))).toBe(digest());
});

test('where the baseline may not refer to the Service, neither may its twin refer to the target', () => {
  const objects = [
    gateway(),
    ...workload('a', { namespace: 'back' }),
    ...mocks,
    route('r', [
      { matches: [match('/')], backendRefs: [{ name: 'a', namespace: 'back', port: 80 }] },
    ]),
  ];
  const { lines, codes } = deriving(objects, [sending([[{ namespace: 'back', name: 'a' }, mock]])]);
  expect(lines).toEqual([]);
  expect(codes).toEqual(['backend-unresolved', 'fork-unreachable']);
});

test('a mirror goes to the target as well', () => {
  const requestMirror = { backendRef: { name: 'a', port: 80 } };
  const objects = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    ...mocks,
    route('r', [rule('/', 'b', {}, { filters: [{ type: 'RequestMirror', requestMirror }] })]),
  ];
  const { objects: written } = deriving(objects, [sending([[shop('a'), mock]])]);
  const filter = at(printed(written, 'HTTPRoute shop/pr-42--r'), [
    'spec',
    'rules',
    0,
    'filters',
    0,
  ]);
  expect(at(filter, ['requestMirror', 'backendRef'])).toEqual({
    ...{ group: '', kind: 'Service', name: 'mock', namespace: 'mocks', port: 80 },
  });
  expect(grantsIn(written)).toHaveLength(1);
});

test('of a weighted rule keyed requests go to the target alone', () => {
  const backendRefs = [
    { name: 'a', port: 80, weight: 1 },
    { name: 'b', port: 80, weight: 9 },
  ];
  const objects = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    ...mocks,
    route('r', [{ matches: [match('/')], backendRefs }]),
  ];
  const spec = sending([[shop('a'), mock]]);
  expect(deriving(objects, [spec]).lines).toEqual(['pr-42--r: / +baggage -> mocks/mock']);
  expect(deriving(objects, [spec], { weights: 'keep' }).lines).toEqual([
    'pr-42--r: / +baggage -> mocks/mock b*9',
  ]);
});

test('in a mesh a Service without routes gets one, and a target elsewhere needs no grant', () => {
  const objects = [...workload('a'), ...mocks];
  const spec = sending([[shop('a'), { ...mock, port: 8080 }]]);
  const { objects: written, codes, findings } = deriving(objects, [spec], { mesh: 'on' });
  expect(codes).toEqual(['virtual-target-missing']);
  expect(findings[0]?.message).toContain(
    'to port 8080 of Service mocks/mock, which has no such port',
  );
  expect(written.map(nameOf)).toEqual(['HTTPRoute shop/pr-42--a--default']);
  expect(at(written[0], ['spec', 'rules'])).toEqual([
    expect.objectContaining({
      backendRefs: [
        { group: '', kind: 'Service', name: 'mock', namespace: 'mocks', port: 8080, weight: 1 },
      ],
    }),
    expect.objectContaining({
      backendRefs: [{ group: '', kind: 'Service', name: 'a', port: 80, weight: 1 }],
    }),
  ]);
});

test('in a mesh routes of other namespaces send their callers to the target, too', () => {
  const parents = [{ group: '', kind: 'Service', name: 'a', namespace: 'shop' }];
  const backendRefs = [{ name: 'a', namespace: 'shop', port: 80 }];
  const objects = [
    ...workload('a'),
    ...mocks,
    route('c', [{ matches: [match('/x')], backendRefs }], { namespace: 'web', parents }),
  ];
  const { objects: written, codes } = deriving(objects, [sending([[shop('a'), mock]])]);
  expect(codes).toEqual([]);
  const all = [...objects, ...written];
  for (const from of ['web', 'shop']) {
    expect(whereTo(all, 'GET http://a.shop/x', { ...keyed(), from })).toMatchObject({
      backends: [{ service: 'mocks/mock' }],
    });
    expect(whereTo(all, 'GET http://a.shop/x', { from })).toMatchObject({
      backends: [{ service: 'shop/a' }],
    });
  }
  expect(grantsIn(written)).toEqual([]);
});

test('a fork beside virtual endpoints: each reference goes its own way', () => {
  const { lines, codes } = deriving([...baseline, ...mocks], [sending([[shop('a'), mock]], ['b'])]);
  expect(codes).toEqual([]);
  expect(lines).toEqual([
    'pr-42--r: /a +baggage -> mocks/mock',
    'pr-42--r: / +baggage -> b-pr-42',
    'pr-42--r: /?debug=1 +baggage -> mocks/mock',
  ]);
});

test('a Service is replaced once: by a fork or by a target, and by one target', () => {
  const forked = deriving([...baseline, ...mocks], [sending([[shop('a'), mock]], ['a'])]);
  expect(forked.codes).toEqual(['service-replaced-twice']);
  expect(forked.findings[0]?.message).toBe(
    'sandbox pr-42 sends the requests for Service shop/a to Service mocks/mock, and forks Deployment shop/a behind it as well',
  );
  const twice = deriving(
    [...baseline, ...mocks],
    [
      sending([
        [shop('a'), mock],
        [shop('a'), shop('b')],
      ]),
    ],
  );
  expect(twice.codes).toEqual(['service-replaced-twice']);
});

test.each<[what: string, more: readonly KubeObject[], to: Place, words: RegExp]>([
  [
    'of a namespace that the input knows',
    workload('z', { namespace: 'mocks' }),
    mock,
    /not in the/,
  ],
  [
    'of one that it does not know',
    [],
    mock,
    /holds nothing: it and its port are taken to be there/,
  ],
  ['without that port', mocks, { ...mock, port: 81 }, /to port 81 of Service mocks\/mock/],
  [
    'without the port that is asked for',
    workload('mock', { namespace: 'mocks' }, [{ port: 9 }]),
    mock,
    /to port 80 of/,
  ],
])('a target %s is warned of, and written', (_, more, to, words) => {
  const { codes, findings, lines } = deriving([...baseline, ...more], [sending([[shop('a'), to]])]);
  expect(codes).toEqual(['virtual-target-missing']);
  expect(findings[0]?.message).toMatch(words);
  expect(lines[0]).toBe('pr-42--r: /a +baggage -> mocks/mock');
});

test('a Service that is not in the input is an error that names one of that name elsewhere', () => {
  const { codes, findings } = deriving(
    [...baseline, ...mocks],
    [sending([[{ namespace: 'other', name: 'a' }, mock]])],
  );
  expect(codes).toEqual(['service-not-found']);
  expect(findings[0]?.hint).toBe('the input has Service shop/a: write its namespace');
});

test('a target that no route reaches is a warning', () => {
  const { codes, findings } = deriving(
    [...baseline, ...mocks, ...workload('lonely')],
    [sending([[shop('lonely'), mock]])],
  );
  expect(codes).toEqual(['fork-unreachable']);
  expect(findings[0]?.message).toBe(
    'no route sends requests of sandbox pr-42 for Service shop/lonely elsewhere',
  );
});

test('a namespace without a name cannot be spelt in a reference or a grant', () => {
  const unnamed = { namespace: '' };
  const inUnnamed = [
    gateway(undefined, unnamed),
    ...workload('a', unnamed),
    route('r', [rule('/', 'a')], unnamed),
  ];
  const away: SandboxSpec = sending([[{ name: 'a' }, mock]]);
  expect(deriving([...inUnnamed, ...mocks], [away]).codes).toEqual(['namespace-unnamed']);
  const named = deriving([...inUnnamed, ...mocks], [away], {}, 'here');
  expect(named.codes).toEqual([]);
  expect(at(grantsIn(named.objects)[0], ['spec', 'from', 0, 'namespace'])).toBe('here');
  const home = sending([[shop('a'), { name: 'mock' }]]);
  const toUnnamed = [...baseline, ...workload('mock', unnamed)];
  expect(deriving(toUnnamed, [home]).codes).toEqual(['namespace-unnamed']);
  const spelt = deriving(toUnnamed, [home], {}, 'here');
  expect(spelt.codes).toEqual([]);
  expect(at(backendOf(spelt.objects), ['namespace'])).toBe('here');
});

test('all in the unnamed namespace: nothing is spelt', () => {
  const unnamed = { namespace: '' };
  const objects = [
    gateway(undefined, unnamed),
    ...workload('a', unnamed),
    ...workload('mock', unnamed),
    route('r', [rule('/', 'a')], unnamed),
  ];
  const {
    lines,
    codes,
    objects: written,
  } = deriving(objects, [sending([[{ name: 'a' }, { name: 'mock' }]])]);
  expect(codes).toEqual([]);
  expect(lines).toEqual(['pr-42--r: / +baggage -> mock']);
  expect(grantsIn(written)).toEqual([]);
});

test('a Service is not sent to itself, but to another port of its own it may be', () => {
  const ports = [{ port: 80 }, { port: 8080 }];
  const objects = [gateway(), ...workload('a', {}, ports), route('r', [rule('/', 'a')])];
  const itself = deriving(objects, [sending([[shop('a'), shop('a')]])]);
  expect(itself.findings.map(({ message }) => message)).toEqual([
    'sandbox pr-42 sends the requests for Service shop/a to itself',
  ]);
  const { objects: written, codes } = deriving(objects, [sending([[shop('a'), shop('a', 8080)]])]);
  expect(codes).toEqual([]);
  expect(backendOf(written)).toMatchObject({ name: 'a', port: 8080 });
});
