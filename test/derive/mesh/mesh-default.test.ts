// Routes for forked Services in a mesh: a catch-all for each HTTP port that no route covers.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at } from '../../../lib/model/manifest';
import { deriving, match, printed, route, rule, sandbox, workload } from '../../routes';

const on = { mesh: 'on' } as const;
const toService = (name: string, port?: number, namespace?: string): JsonObject => ({
  group: '',
  kind: 'Service',
  name,
  ...(port === undefined ? {} : { port }),
  ...(namespace === undefined ? {} : { namespace }),
});
const mesh = (name: string, port?: number) => ({ parents: [toService(name, port)] });

test('a Service without routes gets one that sends all else to the Service itself', () => {
  const { objects, codes } = deriving(workload('a'), ['a'], on);
  expect(codes).toEqual([]);
  const derived = printed(objects, 'HTTPRoute shop/pr-42--a--default');
  const backend = { group: '', kind: 'Service', port: 80, weight: 1 };
  expect(derived.spec).toEqual({
    parentRefs: [{ group: '', kind: 'Service', name: 'a', port: 80 }],
    rules: [
      {
        matches: [
          {
            path: { type: 'PathPrefix', value: '/' },
            headers: [expect.objectContaining({ name: 'baggage', type: 'RegularExpression' })],
          },
        ],
        backendRefs: [{ ...backend, name: 'a-pr-42' }],
      },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ ...backend, name: 'a' }],
      },
    ],
  });
  expect(derived.metadata?.annotations?.['gatefork.dev/derived-from']).toBe('Service/shop/a');
});

test('one route for each port, with the port on its parentRef', () => {
  const ports = [{ name: 'http', port: 80 }, { name: 'tcp-db', port: 5432 }, { port: 9000 }];
  const { objects } = deriving(workload('a', {}, ports), ['a'], on);
  const ofPort = (name: string) =>
    at(printed(objects, `HTTPRoute shop/${name}`).spec, ['parentRefs', 0, 'port']);
  expect(ofPort('pr-42--a--default')).toBe(80);
  expect(ofPort('pr-42--a--default--02')).toBe(9000);
});

test('without a mesh nothing is written, and the fork is said to be out of reach', () => {
  for (const setting of ['off', 'auto'] as const) {
    const { lines, codes } = deriving(workload('a'), ['a'], { mesh: setting });
    expect(lines).toEqual([]);
    expect(codes).toEqual(['fork-unreachable']);
  }
});

test('a route without a port covers all ports: its twins are enough', () => {
  const objects = [...workload('a'), route('r', [rule('/', 'a')], mesh('a'))];
  const { lines, objects: written } = deriving(objects, ['a']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  const derived = printed(written, 'HTTPRoute shop/pr-42--r');
  expect(at(derived.spec, ['parentRefs'])).toEqual([toService('a')]);
});

test('a route of one port leaves the other ports to a default', () => {
  const ports = [
    { name: 'http', port: 80 },
    { name: 'http-admin', port: 81 },
  ];
  const objects = [...workload('a', {}, ports), route('r', [rule('/', 'a')], mesh('a', 80))];
  const { lines, objects: written } = deriving(objects, ['a']);
  expect(lines).toEqual([
    'pr-42--a--default: / +baggage -> a-pr-42',
    'pr-42--a--default: / -> a',
    'pr-42--r: / +baggage -> a-pr-42',
  ]);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r').spec, ['parentRefs', 0, 'port'])).toBe(80);
});

test('requests that the routes of a Service reject are still rejected: no catch-all', () => {
  const objects = [...workload('a'), route('r', [rule('/only', 'a')], mesh('a', 80))];
  expect(deriving(objects, ['a']).lines).toEqual(['pr-42--r: /only +baggage -> a-pr-42']);
});

test('an ignored route of the Service keeps the default away, too', () => {
  const ignored = { ...mesh('a'), annotations: { 'gatefork.dev/ignore': 'true' } };
  const objects = [...workload('a'), route('r', [rule('/', 'a')], ignored)];
  const { lines, codes } = deriving(objects, ['a']);
  expect(lines).toEqual([]);
  expect(codes).toEqual(['fork-unreachable']);
});

test('consumer routes are derived in their own namespace; producers keep their default', () => {
  const consumer = route(
    'c',
    [{ matches: [match('/')], backendRefs: [{ name: 'a', namespace: 'shop', port: 80 }] }],
    { namespace: 'web', parents: [toService('a', undefined, 'shop')] },
  );
  const { lines, objects, codes } = deriving([...workload('a'), consumer], ['a']);
  expect(codes).toEqual([]);
  expect(lines).toEqual([
    'pr-42--a--default: / +baggage -> a-pr-42',
    'pr-42--a--default: / -> a',
    'pr-42--c: / +baggage -> shop/a-pr-42',
  ]);
  // Mesh routes need no grant.
  expect(objects.map(({ kind }) => kind)).not.toContain('ReferenceGrant');
});

test('producer and consumer routes of one Service need no shields of one another', () => {
  const producer = route('p', [rule('/', 'a')], mesh('a'));
  const consumer = route(
    'c',
    [{ matches: [match('/?q=1')], backendRefs: [{ name: 'b', namespace: 'shop', port: 80 }] }],
    { namespace: 'web', parents: [toService('a', undefined, 'shop')] },
  );
  const objects = [...workload('a'), ...workload('b'), producer, consumer];
  expect(deriving(objects, ['a']).lines).toEqual(['pr-42--p: / +baggage -> a-pr-42']);
});

test('hostnames of mesh routes do not keep them apart', () => {
  const objects = [
    ...workload('a'),
    ...workload('b'),
    route('r', [rule('/', 'a')], { ...mesh('a'), hostnames: ['a.test'] }),
    route('s', [rule('/?q=1', 'b')], { ...mesh('a'), hostnames: ['b.test'] }),
  ];
  expect(deriving(objects, ['a']).lines).toHaveLength(2);
});

test('ports keep mesh routes apart; a route without one meets each', () => {
  const of = (port?: number) => [
    ...workload('a', {}, [{ port: 80 }, { port: 81 }]),
    ...workload('b'),
    route('r', [rule('/', 'a')], mesh('a', 80)),
    route('s', [rule('/?q=1', 'b')], mesh('a', port)),
  ];
  const shields = (port?: number) =>
    deriving(of(port), ['a']).lines.filter((line) => line.startsWith('pr-42--s'));
  expect(shields(81)).toEqual([]);
  expect(shields(80)).toHaveLength(1);
  expect(shields()).toHaveLength(1);
});

test('a route with a Gateway and a Service as parents is derived for both', () => {
  const parents = [{ name: 'edge' }, toService('a', 80)];
  const objects = [...workload('a'), route('r', [rule('/', 'a')], { parents })];
  const { objects: written } = deriving(objects, ['a']);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r').spec, ['parentRefs'])).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
    toService('a', 80),
  ]);
});

test('the old spelling `group: core` names a Service, and is written as it was', () => {
  const parents = [{ group: 'core', kind: 'Service', name: 'a' }];
  const objects = [...workload('a'), route('r', [rule('/', 'a')], { parents })];
  const { lines, objects: written } = deriving(objects, ['a']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  expect(at(printed(written, 'HTTPRoute shop/pr-42--r').spec, ['parentRefs'])).toEqual(parents);
});

test('a headless Service cannot be a parent, and a finding says what to do instead', () => {
  const [deployment, service] = workload('a');
  const headless = { ...service, spec: { ...(service?.spec as JsonObject), clusterIP: 'None' } };
  const { lines, findings } = deriving([deployment, headless] as KubeObject[], ['a'], on);
  expect(lines).toEqual([]);
  const found = findings.find(({ code }) => code === 'parent-unsuitable');
  expect(found?.message).toContain('is headless');
});

test('defaults of two sandboxes on one Service have one catch-all each', () => {
  const { lines } = deriving(workload('a'), [sandbox('k1', ['a']), sandbox('k2', ['a'])], on);
  expect(lines).toEqual([
    'k1--a--default: / +baggage -> a-k1',
    'k1--a--default: / -> a',
    'k2--a--default: / +baggage -> a-k2',
    'k2--a--default: / -> a',
  ]);
});

test('a TCPRoute on the Service is not displaced', () => {
  const tcp: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    kind: 'TCPRoute',
    metadata: { name: 'raw', namespace: 'shop' },
    spec: { parentRefs: [toService('a', 80)], rules: [] },
  };
  const { lines, codes } = deriving([...workload('a'), tcp], ['a'], on);
  expect(lines).toEqual([]);
  expect(codes).toEqual(['fork-unreachable', 'parent-unsuitable']);
});

test('retries and timeouts that Linkerd reads on a Service go on to its route', () => {
  const marks = { 'retry.linkerd.io/http': '5xx', 'timeout.linkerd.io/request': '1s' };
  const objects = workload('a').map((one) =>
    one.kind === 'Service'
      ? { ...one, metadata: { ...one.metadata, annotations: { ...marks, note: 'n' } } }
      : one,
  );
  const { objects: written } = deriving(objects, ['a'], on);
  const { annotations = {} } = printed(written, 'HTTPRoute shop/pr-42--a--default').metadata ?? {};
  expect(annotations).toMatchObject(marks);
  expect(annotations).not.toHaveProperty('note');
  // The fork answers to the same ones where it is called by its own name.
  expect(printed(written, 'Service shop/a-pr-42').metadata?.annotations).toMatchObject(marks);
});
