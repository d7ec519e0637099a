// Route groups: one key by which several sandboxes are reached together.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { nameOf } from '../../../lib/model/manifest';
import { marks } from '../../../lib/model/marks';
import type { RouteGroupSpec, SandboxSpec } from '../../../lib/model/sandbox';
import { whereTo } from '../../../lib/testing/where-to';
import {
  deriving,
  gateway,
  gatewayGroup,
  match,
  route,
  routeGroup,
  rule,
  sandbox,
  workload,
} from '../../routes';

const baseline: readonly KubeObject[] = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  ...workload('c'),
  route('r', [rule('/a', 'a'), rule('/b', 'b'), rule('/', 'c'), rule('/?debug=1', 'b')], {
    hostnames: ['shop.test'],
  }),
];

const epic = routeGroup('epic', { label: { key: 'feature', value: 'x*' } });
const labels = { feature: 'x1' };
const one = sandbox('pr-1', ['a'], { labels });
const two = sandbox('pr-2', ['b'], { labels: { feature: 'x2' } });
const other = sandbox('pr-3', ['a', 'b'], { labels: { feature: 'y' } });

const ownersOf = (objects: readonly KubeObject[], name: string) =>
  objects.filter(({ metadata }) =>
    [marks.sandbox, marks.routeGroup].some((mark) => metadata?.labels?.[mark] === name),
  );

test("a group's key leads each request to the fork of the member that forks its Service", () => {
  const { objects, codes, lines } = deriving(baseline, [one, two, other, epic]);
  expect(codes).toEqual([]);
  expect(lines.filter((line) => line.startsWith('epic--'))).toEqual([
    'epic--r: /a +baggage -> a-pr-1',
    'epic--r: /b +baggage -> b-pr-2',
    'epic--r: /?debug=1 +baggage -> b-pr-2',
  ]);
  const all = [...baseline, ...objects];
  const serviceOf = (path: string, key: string) => {
    const outcome = whereTo(all, `GET http://shop.test${path}`, {
      headers: { baggage: `sd-routing-key=${key}` },
    });
    return outcome.outcome === 'backends'
      ? outcome.backends.map((backend) => 'service' in backend && backend.service)
      : outcome;
  };
  const asked = ['/a', '/b', '/c', '/?debug=1'];
  expect(asked.map((path) => serviceOf(path, 'epic'))).toEqual([
    ['shop/a-pr-1'],
    ['shop/b-pr-2'],
    ['shop/c'],
    ['shop/b-pr-2'],
  ]);
  expect(asked.map((path) => serviceOf(path, 'pr-1'))).toEqual([
    ['shop/a-pr-1'],
    ['shop/b'],
    ['shop/c'],
    ['shop/b'],
  ]);
});

test('its objects carry its own label and key, and none of them is a fork', () => {
  const { derived, objects } = deriving(baseline, [one, two, epic]);
  const own = ownersOf(objects, 'epic');
  expect(own.map(nameOf)).toEqual(['HTTPRoute shop/epic--r']);
  expect(own[0]?.metadata?.labels).toMatchObject({
    [marks.routeGroup]: 'epic',
    [marks.routingKey]: 'epic',
  });
  expect(own[0]?.metadata?.labels).not.toHaveProperty([marks.sandbox]);
  const group = derived.sandboxes.find(({ name }) => name === 'epic');
  expect(group).toMatchObject({ members: ['pr-1', 'pr-2'], forks: [], virtual: [] });
  expect(derived.sandboxes.map(({ name }) => name)).toEqual(['epic', 'pr-1', 'pr-2']);
});

test('only its own expiry is on its objects', () => {
  const expiresAt = '2027-01-01T00:00:00Z';
  const marked = (member: SandboxSpec, group: RouteGroupSpec) => {
    const { objects } = deriving(baseline, [member, two, group]);
    return ownersOf(objects, 'epic').map(
      ({ metadata }) => metadata?.annotations?.[marks.expiresAt],
    );
  };
  expect(marked({ ...one, expiresAt }, epic)).toEqual([undefined]);
  expect(marked(one, { ...epic, expiresAt })).toEqual([expiresAt]);
});

test('a member that comes or goes changes no file but the group’s', () => {
  const files = (...owners: readonly (SandboxSpec | RouteGroupSpec)[]) => {
    const { derived } = deriving(baseline, owners);
    return new Map(derived.sandboxes.map(({ name, objects }) => [name, JSON.stringify(objects)]));
  };
  const three = sandbox('pr-4', ['c'], { labels });
  const many = fc.shuffledSubarray([one, two, other, three], { minLength: 1 });
  const all = files(one, two, other, three);
  fc.assert(
    fc.property(many, fc.boolean(), (some, withGroup) => {
      const found = files(...some, ...(withGroup ? [epic] : []));
      for (const { name } of some) expect(found.get(name)).toBe(all.get(name));
      expect(found.size).toBe(some.length + (withGroup && some.some(isMember) ? 1 : 0));
    }),
    { numRuns: 30 },
  );
  function isMember({ labels: own }: SandboxSpec): boolean {
    return own.feature?.startsWith('x') === true;
  }
  expect(files(one, two, epic).get('epic')).not.toBe(files(one, epic).get('epic'));
});

test('its digest tells of the baseline it came from, and of the forks that it names', () => {
  const digestOf = (objects: readonly KubeObject[], ...members: readonly SandboxSpec[]) => {
    const own = ownersOf(deriving(objects, [...members, epic]).objects, 'epic');
    return own[0]?.metadata?.annotations?.[marks.baselineDigest];
  };
  const first = digestOf(baseline, one);
  expect(first).toBeDefined();
  expect(digestOf([...baseline, ...workload('unrelated')], one)).toBe(first);
  expect(digestOf(baseline, { ...one, name: 'pr-8', routingKey: 'pr-8' })).not.toBe(first);
  const changed = baseline.map((object) =>
    object.kind === 'HTTPRoute' ? route('r', [rule('/a', 'a')], { hostnames: ['b.test'] }) : object,
  );
  expect(digestOf(changed, one)).not.toBe(first);
});

test('two members that fork one workload are an error with both names and the group', () => {
  const twin = sandbox('pr-9', ['a', 'c'], { labels });
  const { derived, findings } = deriving(baseline, [one, twin, epic]);
  expect(derived.sandboxes).toEqual([]);
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'route-group-conflict',
      message:
        'sandboxes pr-1 and pr-9 of route group epic both replace Deployment shop/a, so its key would lead to two places',
      sandbox: 'epic',
    }),
  ]);
});

test('sandboxes of two branches whose names became one label are both members, and may conflict', () => {
  // `feat/a` and `feat-a`, as a pipeline writes them into a label.
  const branches = ['pr-1', 'pr-2'].map((name) =>
    sandbox(name, ['a'], { labels: { branch: 'feat-a' } }),
  );
  const group = routeGroup('epic', { label: { key: 'branch', value: 'feat-a' } });
  const { derived, codes, findings } = deriving(baseline, [...branches, group]);
  expect(codes).toEqual(['route-group-conflict']);
  expect(findings[0]?.message).toContain('sandboxes pr-1 and pr-2 of route group epic');
  expect(derived.sandboxes).toEqual([]);
});

test('each workload that two members fork is said, and each further member', () => {
  const owners = ['pr-1', 'pr-2', 'pr-3'].map((name) => sandbox(name, ['a', 'b'], { labels }));
  const { codes } = deriving(baseline, [...owners, epic]);
  expect(codes).toEqual(Array(4).fill('route-group-conflict'));
});

test('two members behind one Service by two workloads are a conflict of the Service', () => {
  const [deployment, service] = workload('a');
  const second = { ...deployment, metadata: { name: 'a2', namespace: 'shop' } } as KubeObject;
  const objects = [gateway(), deployment, second, service, route('r', [rule('/', 'a')])];
  const { findings } = deriving(objects as readonly KubeObject[], [
    one,
    sandbox('pr-2', ['a2'], { labels }),
    epic,
  ]);
  const conflicts = findings.filter(({ code }) => code === 'route-group-conflict');
  expect(conflicts.map(({ message }) => message)).toEqual([
    expect.stringContaining('pr-1 and pr-2 of route group epic both replace Service shop/a'),
  ]);
});

const toMock = (name: string) => ({
  service: { namespace: 'shop', name: 'c' },
  to: { namespace: 'shop', name },
  path: ['spec', 'virtual', 0],
});

test('a virtual endpoint of one member and a fork of another for one Service are a conflict', () => {
  const mocks = workload('mock');
  const forked = sandbox('pr-2', ['c'], { labels });
  const mocked = sandbox('pr-1', [], { labels, virtual: [toMock('mock')] });
  const { codes } = deriving([...baseline, ...mocks], [mocked, forked, epic]);
  expect(codes).toEqual(['route-group-conflict']);
});

test('two members that send a Service to one and the same place agree', () => {
  const mocks = [...workload('mock'), ...workload('mock-2')];
  const member = (name: string, mock: string) =>
    sandbox(name, [], { labels, virtual: [toMock(mock)] });
  const both = deriving(
    [...baseline, ...mocks],
    [member('pr-1', 'mock'), member('pr-2', 'mock'), epic],
  );
  expect(both.codes).toEqual([]);
  expect(both.lines).toContain('epic--r: / +baggage -> mock');
  const apart = deriving(
    [...baseline, ...mocks],
    [member('pr-1', 'mock'), member('pr-2', 'mock-2'), epic],
  );
  expect(apart.codes).toEqual(['route-group-conflict']);
});

test('a sandbox that is named and not there falls back to the baseline, with a warning', () => {
  const named = routeGroup('epic', { sandboxes: ['pr-1', 'pr-77', 'pr-77'] });
  const { codes, findings, lines } = deriving(baseline, [one, named]);
  expect(codes).toEqual(['route-group-member-missing']);
  expect(findings[0]?.message).toContain('names sandbox `pr-77`, which is not in the input');
  expect(lines).toContain('epic--r: /a +baggage -> a-pr-1');
});

test('a group without members writes nothing, and says so', () => {
  const { derived, codes } = deriving(baseline, [other, epic]);
  expect(codes).toEqual(['route-group-empty']);
  expect(derived.sandboxes.map(({ name }) => name)).toEqual(['pr-3']);
});

test('a group whose member cannot be derived is not written and says nothing of its own', () => {
  const broken = sandbox('pr-2', ['nowhere'], { labels });
  const { derived, codes } = deriving(baseline, [one, broken, epic]);
  expect(codes).toEqual(['workload-not-found']);
  expect(derived.sandboxes).toEqual([]);
});

test.each<[what: string, group: RouteGroupSpec, code: string]>([
  ['its name', routeGroup('pr-1', epic.match, { routingKey: 'epic' }), 'sandbox-name-shared'],
  ['its key', routeGroup('epic', epic.match, { routingKey: 'pr-1' }), 'routing-key-shared'],
])('a sandbox and a group may not share %s', (_, group, code) => {
  const { codes, findings } = deriving(baseline, [one, group]);
  expect(codes).toEqual([code]);
  expect(findings[0]?.message).toMatch(/^a sandbox and a route group are|^route group epic and/);
});

test('a group’s name and key are held to the same grammar', () => {
  const { findings } = deriving(baseline, [one, routeGroup('Epic_1', epic.match)]);
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(/^routing-key-invalid: the route group name `Epic_1` /),
  ]);
});

test('a fork of one member that calls a Service of another reaches that one’s fork in a mesh', () => {
  const objects = [...workload('a'), ...workload('b')];
  const { objects: written, codes } = deriving(objects, [one, two, epic], { mesh: 'on' });
  expect(codes).toEqual([]);
  const outcome = whereTo([...objects, ...written], 'GET http://b.shop/', {
    from: 'shop',
    headers: { baggage: 'sd-routing-key=epic' },
  });
  expect(outcome).toMatchObject({ backends: [{ service: 'shop/b-pr-2' }] });
  expect(ownersOf(written, 'epic').map(nameOf)).toEqual([
    'HTTPRoute shop/epic--a--default',
    'HTTPRoute shop/epic--b--default',
  ]);
});

test('what a fork reads of another fork is the one that the group’s key leads to', () => {
  const read = {
    workload: { kind: 'Deployment' as const, namespace: 'shop', name: 'b' },
    expression: 'http://{{ .Host }}:{{ .Port }}',
  };
  const both = sandbox('pr-1', ['a', 'b'], { labels });
  const forks = both.forks.map((fork, index) =>
    index === 0
      ? { ...fork, env: [{ name: 'B_URL', operation: 'upsert' as const, fork: read }] }
      : fork,
  );
  const { objects, codes } = deriving(baseline, [{ ...both, forks }, epic]);
  expect(codes).toEqual([]);
  const env = JSON.stringify(objects.find((object) => nameOf(object) === 'Deployment shop/a-pr-1'));
  expect(env).toContain('http://b-pr-1.shop.svc:80');
  expect(
    whereTo([...baseline, ...objects], 'GET http://shop.test/b', {
      headers: { baggage: 'sd-routing-key=epic' },
    }),
  ).toMatchObject({ backends: [{ service: 'shop/b-pr-1', port: 80 }] });
});

test('a Service that two Services of a fork stand behind is reached only where it is written', () => {
  const ports: JsonObject[] = [{ port: 80, targetPort: 8080 }];
  const [deployment, service] = workload('a', {}, ports);
  const admin = { ...service, metadata: { name: 'a-admin', namespace: 'shop' } } as KubeObject;
  const objects = [gateway(), deployment, service, admin, route('r', [rule('/', 'a')])];
  const { objects: written } = deriving(objects as readonly KubeObject[], [one, epic]);
  const names = written.map(nameOf);
  expect(names).toContain('Service shop/a-pr-1');
  expect(names).not.toContain('Service shop/a-admin-pr-1');
  expect(names).toContain('HTTPRoute shop/epic--r');
});

test('a group has grants of its own', () => {
  const fromShop = { group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' };
  const objects = [
    gateway(),
    ...workload('a', { namespace: 'back' }),
    {
      apiVersion: `${gatewayGroup}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'g', namespace: 'back' },
      spec: { from: [fromShop], to: [{ group: '', kind: 'Service', name: 'a' }] },
    },
    route('r', [
      { matches: [match('/')], backendRefs: [{ name: 'a', namespace: 'back', port: 80 }] },
    ]),
  ];
  const member = sandbox('pr-1', ['a'], { labels, namespace: 'back' });
  const { objects: written, codes } = deriving(objects, [member, epic]);
  expect(codes).toEqual([]);
  expect(written.filter(({ kind }) => kind === 'ReferenceGrant').map(nameOf)).toEqual([
    'ReferenceGrant back/epic--a-pr-1--httproute--shop',
    'ReferenceGrant back/a-pr-1--httproute--shop',
  ]);
});

test('keys that are parts of one another lead each to its own', () => {
  const keys = ['ab', 'ab1', 'b1', 'a-b'];
  const owners = keys.map((key) => sandbox(key, ['a'], { labels: { feature: key } }));
  const group = routeGroup('ab12', { sandboxes: ['ab'] });
  const { objects } = deriving(baseline, [...owners, group]);
  for (const key of [...keys, 'ab12', 'a', 'AB']) {
    const outcome = whereTo([...baseline, ...objects], 'GET http://shop.test/a', {
      headers: { baggage: `x=1, sd-routing-key = ${key};p=2` },
    });
    const member = key === 'ab12' ? 'ab' : key;
    const service = keys.includes(member) ? `shop/a-${member}` : 'shop/a';
    expect(outcome).toMatchObject({ backends: [{ service }] });
  }
});

test('every object belongs to one owner, however much they have in common', () => {
  const fromShop = { group: gatewayGroup, kind: 'HTTPRoute', namespace: 'shop' };
  const backendRefs = ['a', 'b'].map((name) => ({ name, namespace: 'back', port: 80 }));
  const objects = [
    gateway(),
    ...workload('a', { namespace: 'back' }),
    ...workload('b', { namespace: 'back' }),
    {
      apiVersion: `${gatewayGroup}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'g', namespace: 'back' },
      spec: {
        from: [fromShop],
        to: ['a', 'b'].map((name) => ({ group: '', kind: 'Service', name })),
      },
    },
    route('r', [{ matches: [match('/')], backendRefs }], { hostnames: ['shop.test'] }),
  ];
  const member = (name: string, fork: string): SandboxSpec => ({
    ...sandbox(name, [fork], { labels, namespace: 'back' }),
    virtual: [
      {
        service: { namespace: 'back', name: fork === 'a' ? 'b' : 'a' },
        to: { namespace: 'mocks', name: 'mock' },
        path: ['spec', 'virtual', 0],
      },
    ],
  });
  const owners = [member('pr-1', 'a'), member('pr-2', 'b'), member('pr-3', 'a')];
  const groups = owners.map(({ name }) => routeGroup(`g-${name}`, { sandboxes: [name] }));
  const { derived, codes } = deriving(objects, [...owners, ...groups], { mesh: 'on' });
  expect(codes.filter((code) => code !== 'virtual-target-missing')).toEqual([]);
  const names = derived.sandboxes.flatMap((one) => one.objects.map(nameOf));
  expect(names.filter((name) => name.startsWith('ReferenceGrant'))).toHaveLength(12);
  expect(new Set(names).size).toBe(names.length);
});
