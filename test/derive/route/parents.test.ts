// Parents of derived routes: ListenerSets, Gateways and Services together, who lets a route in,
// and versions and kinds of old.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at, listOf, nameOf } from '../../../lib/model/manifest';
import {
  deriving,
  gateway,
  isRoute,
  match,
  printed,
  route,
  rule,
  sandbox,
  workload,
} from '../../routes';

const base = [...workload('a'), ...workload('b')];
const on: Partial<Config> = { mesh: 'on' };

const toService = (name: string, more: JsonObject = {}) => ({
  group: '',
  kind: 'Service',
  name,
  port: 80,
  ...more,
});

function listenerSet(
  name: string,
  listeners: readonly JsonObject[],
  [apiVersion, kind]: readonly [string, string] = current,
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: 'shop' },
    spec: { parentRef: { name: 'edge' }, listeners },
  };
}

function openGateway(listeners?: readonly JsonObject[]): KubeObject {
  const one = gateway(listeners);
  const allowedListeners = { namespaces: { from: 'All' } };
  return { ...one, spec: { ...one.spec, allowedListeners } };
}

const http = (name: string, more: JsonObject = {}) => ({
  name,
  port: 80,
  protocol: 'HTTP',
  ...more,
});

const old = ['gateway.networking.x-k8s.io/v1alpha1', 'XListenerSet'] as const;
const current = ['gateway.networking.k8s.io/v1', 'ListenerSet'] as const;

test.each([[current], [old]])('a route on a %s has its twin there', ([apiVersion, kind]) => {
  const group = apiVersion.split('/')[0] ?? '';
  const parents = [{ group, kind, name: 'extra', sectionName: 'more', port: 81 }];
  const objects = [
    ...base,
    openGateway(),
    listenerSet('extra', [http('more', { port: 81 })], [apiVersion, kind]),
    route('r', [rule('/', 'a')], { parents }),
  ];
  const { objects: written, codes } = deriving(objects, ['a']);
  expect(codes).toEqual([]);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r').spec, ['parentRefs'])).toEqual(parents);
});

test('routes on a ListenerSet and on its Gateway are apart where their listeners are', () => {
  const set = { kind: 'ListenerSet', name: 'extra' };
  const of = (port: number) => [
    ...base,
    openGateway([http('own', { allowedRoutes: { namespaces: { from: 'All' } } })]),
    listenerSet('extra', [http('more', { port })]),
    route('r', [rule('/', 'a')], { parents: [set] }),
    route('s', [rule('/?debug=1', 'b')]),
  ];
  expect(deriving(of(81), ['a']).lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  // Listeners of one port are not taken to keep their routes apart.
  expect(deriving(of(80), ['a']).lines).toHaveLength(2);
});

test('a ListenerSet of the first name is left out with its Gateway', () => {
  const parents = [{ group: 'gateway.networking.x-k8s.io', kind: 'XListenerSet', name: 'extra' }];
  const objects = [
    ...base,
    openGateway(),
    listenerSet('extra', [http('more', { port: 81 })], old),
    route('r', [rule('/', 'a')], { parents }),
  ];
  const exclude = { routes: [], gateways: ['shop/edge'] };
  expect(deriving(objects, ['a'], { exclude }).lines).toEqual([]);
});

test('a parentRef that stands twice is written once', () => {
  const parents = [{ name: 'edge' }, { kind: 'Gateway', name: 'edge' }];
  const objects = [...base, gateway(), route('r', [rule('/', 'a')], { parents })];
  const derived = printed(deriving(objects, ['a']).objects, 'HTTPRoute shop/pr-42--r');
  expect(at(derived.spec, ['parentRefs'])).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
  ]);
});

test('several sections of one Gateway are all kept', () => {
  const parents = [
    { name: 'edge', sectionName: 'one' },
    { name: 'edge', sectionName: 'two', port: 81 },
  ];
  const objects = [
    ...base,
    gateway([http('one'), http('two', { port: 81 })]),
    route('r', [rule('/', 'a')], { parents }),
  ];
  const derived = printed(deriving(objects, ['a']).objects, 'HTTPRoute shop/pr-42--r');
  const sections = listOf(at(derived.spec, ['parentRefs'])).map((ref) => at(ref, ['sectionName']));
  expect(sections).toEqual(['one', 'two']);
});

test('each kind of parent is looked at by itself: hosts keep routes apart at Gateways alone', () => {
  const parents = [{ name: 'edge' }, toService('a')];
  const of = (others: readonly JsonObject[]) => [
    ...base,
    gateway(),
    route('r', [rule('/', 'a')], { parents, hostnames: ['a.test'] }),
    route('s', [rule('/?debug=1', 'b')], { parents: others, hostnames: ['b.test'] }),
  ];
  const shields = (others: readonly JsonObject[]) =>
    deriving(of(others), ['a']).lines.filter((line) => line.startsWith('pr-42--s'));
  expect(shields([{ name: 'edge' }])).toEqual([]);
  expect(shields([toService('a')])).toHaveLength(1);
});

test('the old spelling of a Service and the new one are the same parent', () => {
  const parents = [toService('a', { group: 'core' })];
  const objects = [
    ...base,
    route('r', [rule('/', 'a')], { parents }),
    route('s', [rule('/?debug=1', 'b')], { parents: [toService('a')] }),
  ];
  const { objects: written, lines } = deriving(objects, ['a']);
  expect(lines).toHaveLength(2);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r').spec, ['parentRefs'])).toEqual(parents);
});

const from = (namespaces: JsonObject) => http('http', { allowedRoutes: { namespaces } });

test.each<[string, JsonObject, boolean]>([
  ['its own namespace', from({ from: 'Same' }), true],
  ['none', from({ from: 'None' }), false],
  [
    'namespaces by label',
    from({ from: 'Selector', selector: { matchLabels: { team: 'x' } } }),
    true,
  ],
  ['others by label', from({ from: 'Selector', selector: { matchLabels: { team: 'y' } } }), false],
  ['no HTTPRoute', http('http', { allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } }), false],
  ['HTTPRoutes', http('http', { allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } }), true],
])('a listener that lets in %s does so for derived routes alike', (_, listener, isTaken) => {
  const namespace: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { team: 'x' } },
  };
  const objects = [...base, namespace, gateway([listener]), route('r', [rule('/', 'a')])];
  const { objects: written } = deriving(objects, ['a']);
  // In the same namespace and of the same kind, it is let in where its baseline is.
  expect(written.filter(isRoute).map(nameOf)).toEqual(isTaken ? ['HTTPRoute shop/pr-42--r'] : []);
});

test('a GRPCRoute is derived as a GRPCRoute, an HTTPRoute as an HTTPRoute', () => {
  const grpc = [
    { matches: [{ method: { service: 'shop.A' } }], backendRefs: [{ name: 'a', port: 80 }] },
  ];
  const objects = [
    ...base,
    gateway(),
    route('g', grpc, { hostnames: ['grpc.test'] }, 'GRPCRoute'),
    route('h', [rule('/', 'a')], { hostnames: ['web.test'] }),
  ];
  const written = deriving(objects, ['a']).objects.filter(isRoute).map(nameOf);
  expect(written).toEqual(['GRPCRoute shop/pr-42--g', 'HTTPRoute shop/pr-42--h']);
});

test.each(['v1alpha2', 'v1beta1', 'v1'])(
  'a route of version %s keeps it, defaults written out',
  (version) => {
    const apiVersion = `gateway.networking.k8s.io/${version}`;
    const sparse = { ...route('r', [{ backendRefs: [{ name: 'a', port: 80 }] }]), apiVersion };
    const objects = [...base, gateway(), sparse];
    const derived = printed(deriving(objects, ['a']).objects, 'HTTPRoute shop/pr-42--r');
    expect(derived.apiVersion).toBe(apiVersion);
    expect(derived.spec).toMatchObject({
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'a-pr-42', port: 80, weight: 1 }],
        },
      ],
    });
  },
);

const linkerd = (name: string, rules: readonly JsonObject[], parents: readonly JsonObject[]) => ({
  ...route(name, rules, { parents }),
  apiVersion: 'policy.linkerd.io/v1beta3',
});

test("Linkerd's own HTTPRoute on a Service is derived as what it is", () => {
  const parents = [{ kind: 'Service', group: 'core', name: 'a', port: 80 }];
  const timeouts = { 'timeout.linkerd.io/request': '300ms', 'retry.linkerd.io/http': '5xx' };
  const one = linkerd('r', [{ backendRefs: [{ name: 'a', port: 80 }] }], parents);
  const annotated = { ...one, metadata: { ...one.metadata, annotations: timeouts } };
  const { objects, codes } = deriving([...base, annotated], ['a']);
  expect(codes).toEqual([]);
  const derived = printed(objects, 'HTTPRoute shop/pr-42--r');
  expect(derived.apiVersion).toBe('policy.linkerd.io/v1beta3');
  expect(derived.metadata?.annotations).toMatchObject(timeouts);
  expect(derived.spec).toEqual({
    parentRefs: parents,
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' }, headers: [expect.anything()] }],
        backendRefs: [{ group: '', kind: 'Service', name: 'a-pr-42', port: 80, weight: 1 }],
      },
    ],
  });
});

test("routes of Linkerd's kind and of the Gateway API's are one list", () => {
  const parents = [toService('a')];
  const objects = [
    ...base,
    route('r', [rule('/', 'a')], { parents }),
    linkerd('s', [rule('/?debug=1', 'b')], parents),
  ];
  expect(deriving(objects, ['a']).lines).toEqual([
    'pr-42--r: / +baggage -> a-pr-42',
    'pr-42--s: /?debug=1 +baggage -> b',
  ]);
});

test.each<[string, JsonObject]>([
  ['a Server', { kind: 'Server', name: 'a' }],
  ['what has no group, which is no Service there', { kind: 'Service', name: 'a' }],
])("Linkerd's HTTPRoute on %s is none of ours", (_, parent) => {
  const objects = [...base, linkerd('auth', [{ matches: [match('/')] }], [parent])];
  const { lines, codes } = deriving(objects, ['a'], on);
  expect(lines.filter((line) => line.includes('auth'))).toEqual([]);
  expect(codes).toEqual([]);
});

test('what comes in at a Gateway and what is called in the mesh both reach the fork', () => {
  const objects = [
    ...base,
    gateway(),
    route('edge', [rule('/', 'a')]),
    route('mesh', [rule('/', 'a')], { parents: [toService('a')] }),
  ];
  expect(deriving(objects, ['a']).lines).toEqual([
    'pr-42--edge: / +baggage -> a-pr-42',
    'pr-42--mesh: / +baggage -> a-pr-42',
  ]);
});

test('a route of a Service that a fork stands behind rewrites at that hop alone', () => {
  // Callers of b are sent to a; those of a are a default's.
  const objects = [...base, route('r', [rule('/', 'a')], { parents: [toService('b')] })];
  expect(deriving(objects, ['a']).lines).toEqual([
    'pr-42--a--default: / +baggage -> a-pr-42',
    'pr-42--a--default: / -> a',
    'pr-42--r: / +baggage -> a-pr-42',
  ]);
});

test('no route is attached to a fork', () => {
  const objects = [...base, route('r', [rule('/', 'a')], { parents: [toService('a')] })];
  const written = deriving(objects, ['a', 'b'], on).objects.filter(isRoute);
  const parents = written.flatMap((one) => listOf(at(one.spec, ['parentRefs'])));
  expect(parents.map((ref) => at(ref, ['name'])).sort()).toEqual(['a', 'b']);
});

test('consumer routes of several namespaces are each derived where they are', () => {
  const consumer = (namespace: string) =>
    route(
      'c',
      [{ matches: [match('/')], backendRefs: [{ name: 'a', namespace: 'shop', port: 80 }] }],
      {
        namespace,
        parents: [toService('a', { namespace: 'shop' })],
      },
    );
  const written = deriving([...base, consumer('web'), consumer('jobs')], ['a']).objects;
  expect(written.filter(isRoute).map(nameOf)).toEqual([
    'HTTPRoute jobs/pr-42--c',
    'HTTPRoute shop/pr-42--a--default',
    'HTTPRoute web/pr-42--c',
  ]);
});

function asService(name: string, more: JsonObject): readonly KubeObject[] {
  return workload(name).map((one) =>
    one.kind === 'Service' ? { ...one, spec: { ...(one.spec as JsonObject), ...more } } : one,
  );
}

test('a headless Service is no parent: its callers are to be pointed to the fork', () => {
  const objects = asService('a', { clusterIP: 'None' });
  const { findings, lines } = deriving(objects, ['a'], on);
  expect(lines).toEqual([]);
  const found = findings.find(({ code }) => code === 'parent-unsuitable');
  expect(found?.message).toContain('is headless');
  expect(found?.hint).toContain('environment variable');
});

test('a name for a host outside is no parent', () => {
  const objects = [
    ...asService('a', { type: 'ExternalName', externalName: 'a.test' }),
    ...workload('b'),
  ];
  const virtual = [
    { service: { namespace: 'shop', name: 'a' }, to: { namespace: 'shop', name: 'b' }, path: [] },
  ];
  const { findings, lines } = deriving(objects, [sandbox('pr-42', [], { virtual })], on);
  expect(lines).toEqual([]);
  const found = findings.find(({ code }) => code === 'parent-unsuitable');
  expect(found?.message).toContain('is of type ExternalName');
});

test.each<[string, JsonObject]>([
  ['of type ExternalName', { type: 'ExternalName', externalName: 'a.test' }],
  ['without selector', { selector: null }],
])('a Service %s has no workload that could be forked', (_, more) => {
  const { findings } = deriving(asService('a', more), ['a'], on);
  expect(findings.map(({ code }) => code)).toEqual(['workload-without-service']);
});
