// Which listener takes which route, which does not, and in whose words.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { Json, JsonObject, KubeObject } from '../../lib/model/manifest';
import type { RouteTable } from '../../lib/model/route-table';
import { wildcardsAbove } from '../../lib/resolve/kind-contest';
import { resolve } from '../../lib/resolve/route-table';
import { coversHost, intersectHostnames } from '../../lib/routing/hostname';
import { gateway, gatewayGroup, grpcRoute, manifests, type RouteProps, route } from '../routes';

function tableOf(objects: readonly KubeObject[], currentNamespace?: string): RouteTable {
  return resolve(inventoryOf(manifests(...objects), currentNamespace)).table;
}

/** `HTTPRoute shop/r: http a.test, https a.test open`, or the reason and why. */
function linesOf(objects: readonly KubeObject[]): readonly string[] {
  return tableOf(objects).attachments.map(({ route: one, reason, because, listeners }) => {
    const taken = listeners.map(({ listener: { name }, hosts, certainty }) =>
      [name, ...hosts, ...(certainty === 'open' ? ['open'] : [])].join(' '),
    );
    const outcome = reason === 'Accepted' ? taken.join(', ') : `${reason}: ${because}`;
    return `${one.kind} ${one.namespace}/${one.name}: ${outcome}`;
  });
}

const outcomeOf = (...objects: readonly KubeObject[]) =>
  linesOf(objects).map((line) => line.replace(/^\S+ \S+: /, ''));

const listener = (text: string, more: JsonObject = {}): JsonObject => {
  const [name = '', protocol = '', port = '80', hostname] = text.split(' ');
  return {
    name,
    protocol,
    port: Number(port),
    ...(hostname === undefined ? {} : { hostname }),
    ...more,
  };
};

const of = (kind: string, props: RouteProps = {}): KubeObject => route('r', [], props, kind);
const to = (more: JsonObject): RouteProps => ({ parents: [{ name: 'edge', ...more }] });
const forKinds = (...kinds: readonly JsonObject[]) => ({ allowedRoutes: { kinds } });

test.each<readonly [string, readonly JsonObject[], KubeObject, string]>([
  ['any section', [listener('a HTTP'), listener('b HTTP 81')], of('HTTPRoute'), 'a *, b *'],
  [
    'the section that it names',
    [listener('a HTTP'), listener('b HTTP 81')],
    of('HTTPRoute', to({ sectionName: 'b' })),
    'b *',
  ],
  [
    'the port that it names',
    [listener('a HTTP'), listener('b HTTP 81')],
    of('HTTPRoute', to({ port: 81 })),
    'b *',
  ],
  [
    'no section of that name',
    [listener('a HTTP')],
    of('HTTPRoute', to({ sectionName: 'b' })),
    'NoMatchingParent: no listener of Gateway shop/edge is called `b`',
  ],
  [
    'no such port',
    [listener('a HTTP')],
    of('HTTPRoute', to({ port: 81 })),
    'NoMatchingParent: no listener of Gateway shop/edge has port 81',
  ],
  [
    'a section of another port',
    [listener('a HTTP'), listener('b HTTP 81')],
    of('HTTPRoute', to({ sectionName: 'a', port: 81 })),
    'NoMatchingParent: listener a of Gateway shop/edge does not have port 81',
  ],
  [
    'a Gateway without listeners',
    [],
    of('HTTPRoute'),
    'NoMatchingParent: Gateway shop/edge has no listeners',
  ],
  ['GRPC over HTTPS', [listener('a HTTPS')], of('GRPCRoute'), 'a *'],
  [
    'HTTP over TLS',
    [listener('a TLS')],
    of('HTTPRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no HTTPRoute',
  ],
  ['TLS', [listener('a TLS')], of('TLSRoute', { hostnames: ['x.test'] }), 'a x.test'],
  [
    'TLS over HTTPS',
    [listener('a HTTPS')],
    of('TLSRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no TLSRoute',
  ],
  ['TCP', [listener('a TCP'), listener('b UDP')], of('TCPRoute'), 'a *'],
  ['UDP', [listener('a TCP'), listener('b UDP')], of('UDPRoute'), 'b *'],
  ['TCP, where a hostname means nothing', [listener('a TCP 80 x.test')], of('TCPRoute'), 'a *'],
  [
    'TCP over TLS that is ended here, unasked for',
    [listener('a TLS 80', { tls: { mode: 'Terminate' } })],
    of('TCPRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no TCPRoute',
  ],
  [
    'TCP over TLS that is ended here, asked for',
    [listener('a TLS 80', { tls: {}, ...forKinds({ kind: 'TCPRoute' }) })],
    of('TCPRoute'),
    'a *',
  ],
  [
    'TCP over TLS that passes through',
    [listener('a TLS 80', { tls: { mode: 'Passthrough' }, ...forKinds({ kind: 'TCPRoute' }) })],
    of('TCPRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no TCPRoute',
  ],
  ['a protocol of an implementation', [listener('a example.com/x')], of('TCPRoute'), 'a *'],
  [
    'a protocol that nobody has',
    [listener('a SCTP')],
    of('TCPRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no TCPRoute',
  ],
  [
    'another kind',
    [listener('a HTTP 80', forKinds({ kind: 'GRPCRoute' }))],
    of('HTTPRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no HTTPRoute',
  ],
  [
    'its kind, of another group',
    [listener('a HTTP 80', forKinds({ kind: 'HTTPRoute', group: 'example.com' }))],
    of('HTTPRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no HTTPRoute',
  ],
  [
    'its kind, with the group',
    [listener('a HTTP 80', forKinds({ kind: 'HTTPRoute', group: gatewayGroup }))],
    of('HTTPRoute'),
    'a *',
  ],
  [
    'a kind that its protocol does not have',
    [listener('a HTTP 80', forKinds({ kind: 'TLSRoute' }))],
    of('TLSRoute'),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no TLSRoute',
  ],
  [
    'another namespace',
    [listener('a HTTP')],
    of('HTTPRoute', { namespace: 'web', ...to({ namespace: 'shop' }) }),
    'NotAllowedByListeners: Gateway shop/edge listener a takes no routes of namespace web',
  ],
  [
    'other hostnames',
    [listener('a HTTP 80 *.x.test')],
    of('HTTPRoute', { hostnames: ['x.test', 'y.test'] }),
    'NoMatchingListenerHostname: Gateway shop/edge listener a is for `*.x.test`, and no hostname of the route is',
  ],
  [
    'some of its hostnames, each once',
    [listener('a HTTP 80 *.X.test')],
    of('HTTPRoute', { hostnames: ['a.x.test', '*.test', 'A.x.test', 'y.test', '*.b.x.test'] }),
    'a a.x.test *.x.test *.b.x.test',
  ],
  [
    'the reason of the listener where it gets furthest: hostname',
    [
      listener('a TCP 82'),
      listener('b HTTP 80 a.test'),
      listener('c HTTP 81', forKinds({ kind: 'GRPCRoute' })),
    ],
    of('HTTPRoute', { hostnames: ['b.test'] }),
    'NoMatchingListenerHostname: Gateway shop/edge listener b is for `a.test`, and no hostname of the route is',
  ],
  [
    'the reason of the listener where it gets furthest: namespace',
    [listener('a TCP 82'), listener('b HTTP 80 a.test')],
    of('HTTPRoute', { namespace: 'web', ...to({ namespace: 'shop' }) }),
    'NotAllowedByListeners: Gateway shop/edge listener b takes no routes of namespace web',
  ],
  [
    'one listener is enough',
    [listener('a TCP 82'), listener('b HTTP 80 a.test'), listener('c HTTP')],
    of('HTTPRoute', { hostnames: ['b.test'] }),
    'c b.test',
  ],
  [
    'listeners that are conflicted: traffic is their affair',
    [listener('a HTTP'), listener('b HTTP')],
    of('HTTPRoute'),
    'a *, b *',
  ],
  [
    'another kind of parent',
    [],
    of('HTTPRoute', { parents: [{ group: 'example.com', kind: 'Edge', name: 'x' }] }),
    'NoParent: the specification names no parent of kind Edge, group `example.com`',
  ],
])('a route and a Gateway: %s', (_, listeners, one, outcome) => {
  expect(outcomeOf(gateway(listeners), one)).toEqual([outcome]);
});

const set = (more: JsonObject = {}): KubeObject => ({
  apiVersion: `${gatewayGroup}/v1`,
  kind: 'ListenerSet',
  metadata: { name: 'extra', namespace: 'web' },
  spec: {
    parentRef: { name: 'edge', namespace: 'shop' },
    listeners: [listener('s HTTP 90')],
    ...more,
  },
});

const admitting = (from: string): KubeObject => {
  const edge = gateway([listener('g HTTP')]);
  return { ...edge, spec: { ...edge.spec, allowedListeners: { namespaces: { from } } } };
};

const toSet = { parents: [{ kind: 'ListenerSet', name: 'extra', namespace: 'web' }] };

test('a Gateway as parent is its own listeners, a ListenerSet must be named', () => {
  const inSet = of('HTTPRoute', { ...toSet, namespace: 'web' });
  expect(linesOf([admitting('All'), set(), of('HTTPRoute'), inSet])).toEqual([
    'HTTPRoute shop/r: g *',
    'HTTPRoute web/r: s *',
  ]);
});

test('Same is the namespace of the ListenerSet, not of its Gateway', () => {
  expect(outcomeOf(admitting('All'), set(), of('HTTPRoute', toSet))).toEqual([
    'NotAllowedByListeners: ListenerSet web/extra listener s takes no routes of namespace shop',
  ]);
});

test('a ListenerSet that is not let in takes no route', () => {
  const inSet = of('HTTPRoute', { ...toSet, namespace: 'web' });
  expect(outcomeOf(admitting('Same'), set(), inSet)).toEqual([
    'NoMatchingParent: Gateway shop/edge does not let in ListenerSet web/extra',
  ]);
  expect(outcomeOf(admitting('All'), set({ parentRef: {} }), inSet)).toEqual([
    'NoMatchingParent: ListenerSet web/extra names no Gateway',
  ]);
});

test('a Gateway that is not in the input takes every kind, namespace and port', () => {
  const far = (name: string, more: JsonObject = {}) => ({
    parents: [{ name: 'far', namespace: 'infra', ...more }],
    hostnames: [`${name}.test`],
  });
  const objects = [
    route('a', [], far('a')),
    route('b', [], far('b', { sectionName: 'x', port: 81 })),
    route('c', [], far('c'), 'TLSRoute'),
  ];
  expect(outcomeOf(...objects)).toEqual([' a.test, x a.test', 'x b.test', ' c.test, x c.test']);
});

const older = { created: '2024-01-01T00:00:00Z' };
const younger = { created: '2024-01-02T00:00:00Z' };
const edge = gateway([listener('l HTTP')]);
const hosts = (...hostnames: readonly string[]) => ({ hostnames });

const displaced = (kind: string, name: string) =>
  `Conflicted: ${kind} shop/${name} is older, or first by name, and has hosts of it on Gateway shop/edge listener l`;

test.each<readonly [string, RouteProps, RouteProps, string, string]>([
  ['the older HTTPRoute', older, younger, '*', displaced('HTTPRoute', 'h')],
  ['the older GRPCRoute', younger, older, displaced('GRPCRoute', 'g'), '*'],
  ['of one age the first by name', older, older, displaced('GRPCRoute', 'g'), '*'],
  ['no ages', {}, {}, '* open', '* open'],
  ['the age of one of them', older, {}, '* open', '* open'],
  ['an age that is no date', older, { created: 'yesterday' }, '* open', '* open'],
  ['different hosts', hosts('a.test'), hosts('b.test'), 'a.test', 'b.test'],
  [
    'a wildcard above',
    { ...older, ...hosts('*.test') },
    { ...younger, ...hosts('a.b.test') },
    '*.test',
    displaced('HTTPRoute', 'h'),
  ],
  [
    'a wildcard below',
    { ...older, ...hosts('a.b.test') },
    { ...younger, ...hosts('*.test') },
    'a.b.test',
    displaced('HTTPRoute', 'h'),
  ],
  ['a wildcard and its own name', hosts('*.a.test'), hosts('a.test'), '*.a.test', 'a.test'],
  ['every host and one', {}, hosts('a.test'), '* open', 'a.test open'],
  [
    'one common host of several',
    hosts('a.test', 'b.test'),
    hosts('c.test', 'B.test'),
    'a.test b.test open',
    'c.test b.test open',
  ],
])('an HTTPRoute and a GRPCRoute on one listener: %s', (_, http, grpc, forHttp, forGrpc) => {
  const objects = [edge, route('h', [], http), grpcRoute('g', [], grpc)];
  const lines = [forGrpc, forHttp].map((line) => (/^[A-Z]/.test(line) ? line : `l ${line}`));
  expect(outcomeOf(...objects)).toEqual(lines);
});

test('a route that is displaced displaces nobody', () => {
  const objects = [
    edge,
    route('a', [], { ...hosts('a.test'), created: '2024-01-01T00:00:00Z' }),
    grpcRoute('b', [], { ...hosts('a.test', 'b.test'), created: '2024-01-02T00:00:00Z' }),
    route('c', [], { ...hosts('b.test'), created: '2024-01-03T00:00:00Z' }),
  ];
  expect(outcomeOf(...objects)).toEqual([displaced('HTTPRoute', 'a'), 'l a.test', 'l b.test']);
});

test('two kinds of one name and age have no order', () => {
  expect(outcomeOf(edge, route('x', [], older), grpcRoute('x', [], older))).toEqual([
    'l * open',
    'l * open',
  ]);
});

test('a route that loses one listener keeps the others, and the table says which it lost', () => {
  const both = gateway([listener('l HTTP'), listener('m HTTP 81')]);
  const objects = [
    both,
    route('h', [], { ...older, ...to({ sectionName: 'l' }) }),
    grpcRoute('g', [], younger),
  ];
  const table = tableOf(objects);
  const [grpc] = table.attachments;
  expect(grpc).toMatchObject({ reason: 'Accepted', listeners: [{ listener: { name: 'm' } }] });
  expect(grpc?.displacedFrom.map(({ listener: { name } }) => name)).toEqual(['l']);
  const [l, m] = table.gateways[0]?.listeners ?? [];
  if (l === undefined || m === undefined) throw new Error('two listeners');
  const names = (list: typeof table.attachments) => list.map(({ route: { name } }) => name);
  expect(names(table.attachedTo(l))).toEqual(['h']);
  expect(names(table.displacedFrom(l))).toEqual(['g']);
  expect(names(table.attachedTo(m))).toEqual(['g']);
  expect(names(table.displacedFrom(m))).toEqual([]);
});

test('a listener has a route once, however many of its parentRefs reach it', () => {
  const parents = [
    { name: 'edge' },
    { name: 'edge', sectionName: 'l' },
    { name: 'edge', port: 80 },
  ];
  const table = tableOf([edge, route('h', [], { parents })]);
  const [l] = table.gateways[0]?.listeners ?? [];
  if (l === undefined) throw new Error('a listener');
  expect(table.attachments).toHaveLength(3);
  expect(table.attachedTo(l)).toHaveLength(1);
});

const service = (spec: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', namespace: 'shop' },
  spec: { ports: [{ name: 'web', port: 80 }, { port: 81 }], ...spec },
});

const toService = (more: JsonObject = {}): RouteProps => ({
  parents: [{ group: '', kind: 'Service', name: 'a', ...more }],
});

const onService = (kind: string, name: string, more: JsonObject = {}, props: RouteProps = {}) =>
  route(name, [], { ...toService(more), ...props }, kind);

test.each<readonly [string, KubeObject | undefined, JsonObject, string]>([
  ['the whole Service', service(), {}, ''],
  ['a port', service(), { port: 81 }, ''],
  ['a section', service(), { sectionName: 'web' }, ''],
  [
    'another port',
    service(),
    { port: 82 },
    'NoMatchingParent: Service shop/a does not have port 82',
  ],
  [
    'another section',
    service(),
    { sectionName: 'x' },
    'NoMatchingParent: Service shop/a does not have a port called `x`',
  ],
  [
    'a section of another port',
    service(),
    { sectionName: 'web', port: 81 },
    'NoMatchingParent: Service shop/a does not have port 81, a port called `web`',
  ],
  [
    'a headless Service',
    service({ clusterIP: 'None' }),
    {},
    'UnsupportedValue: Service shop/a is headless, which is no parent',
  ],
  [
    'an alias',
    service({ type: 'ExternalName' }),
    {},
    'UnsupportedValue: Service shop/a is an ExternalName, which is no parent',
  ],
  ['a Service elsewhere', undefined, {}, 'NoParent: Service shop/a is not in the input'],
  ['the old group', service(), { group: 'core' }, ''],
])('a route and a Service: %s', (_, parent, more, outcome) => {
  const objects = [...(parent === undefined ? [] : [parent]), onService('HTTPRoute', 'r', more)];
  expect(outcomeOf(...objects)).toEqual([outcome]);
  const isKept = outcome === '' || outcome.startsWith('NoParent');
  expect(tableOf(objects).attachedToService('shop/a')).toHaveLength(isKept ? 1 : 0);
});

const above = (kind: string, lower: string, list = 'Service shop/a') =>
  `Conflicted: a ${kind} on ${list} displaces every ${lower} there`;

const web = { namespace: 'web' };
const fromWeb = { namespace: 'shop' };

test.each<readonly [string, readonly KubeObject[], readonly string[]]>([
  [
    'the highest kind alone stays, by no age',
    [
      onService('GRPCRoute', 'r', {}, younger),
      onService('HTTPRoute', 'r', {}, older),
      onService('TLSRoute', 'r'),
      onService('TCPRoute', 'r'),
      onService('UDPRoute', 'r'),
    ],
    [
      '',
      above('GRPCRoute', 'HTTPRoute'),
      above('GRPCRoute', 'TCPRoute'),
      above('GRPCRoute', 'TLSRoute'),
      '',
    ],
  ],
  [
    'other ports do not meet',
    [onService('GRPCRoute', 'r', { port: 80 }), onService('HTTPRoute', 'r', { port: 81 })],
    ['', ''],
  ],
  [
    'one port',
    [onService('HTTPRoute', 'r', { port: 80 }), onService('TLSRoute', 'r', { sectionName: 'web' })],
    ['', above('HTTPRoute', 'TLSRoute')],
  ],
  [
    'a whole Service takes each of its ports',
    [onService('HTTPRoute', 'r'), onService('TCPRoute', 'r', { port: 80 })],
    ['', above('HTTPRoute', 'TCPRoute')],
  ],
  [
    'one port of two leaves the other',
    [onService('GRPCRoute', 'r', { port: 80 }), onService('HTTPRoute', 'r')],
    ['', ''],
  ],
  [
    'all ports, one by one',
    [
      onService('GRPCRoute', 'r', { port: 80 }),
      onService('HTTPRoute', 'q', { port: 81 }),
      onService('TLSRoute', 'r'),
    ],
    ['', '', above('GRPCRoute and HTTPRoute', 'TLSRoute')],
  ],
  [
    'a route that no port takes is in nobody’s way',
    [onService('GRPCRoute', 'r', { port: 9 }), onService('HTTPRoute', 'r')],
    ['NoMatchingParent: Service shop/a does not have port 9', ''],
  ],
  [
    'consumers and the producer are apart',
    [onService('GRPCRoute', 'r', fromWeb, web), onService('HTTPRoute', 'r')],
    ['', ''],
  ],
  [
    'consumers of one namespace',
    [onService('GRPCRoute', 'r', fromWeb, web), onService('HTTPRoute', 'r', fromWeb, web)],
    ['', above('GRPCRoute', 'HTTPRoute', 'Service shop/a for clients in web')],
  ],
])('routes of several kinds on a Service: %s', (_, routes, lines) => {
  expect(outcomeOf(service(), ...routes)).toEqual(lines);
});

test('the table knows the routes of a Service that are displaced, which a port may decide', () => {
  const objects = [service(), onService('GRPCRoute', 'g'), onService('HTTPRoute', 'h')];
  const found = tableOf(objects).attachedToService('shop/a');
  expect(found.map(({ route: { name }, reason }) => `${name} ${reason}`)).toEqual([
    'g Accepted',
    'h Conflicted',
  ]);
});

test('kinds conflict on a Service that is not in the input too', () => {
  const [grpc, http] = outcomeOf(onService('GRPCRoute', 'r'), onService('HTTPRoute', 'r'));
  expect([grpc, http]).toEqual([
    'NoParent: Service shop/a is not in the input',
    above('GRPCRoute', 'HTTPRoute'),
  ]);
});

test('attachments stand in the order of routes and their parentRefs', () => {
  const parents = [{ name: 'edge' }, { group: '', kind: 'Service', name: 'a' }];
  const objects = [
    of('UDPRoute'),
    route('z', [], { parents }),
    edge,
    service(),
    grpcRoute('y', []),
    of('TCPRoute'),
  ];
  const kinds = tableOf(objects).attachments.map(
    ({ route: one, parent }) => `${one.kind} ${parent.kind}`,
  );
  expect(kinds).toEqual([
    'GRPCRoute Gateway',
    'HTTPRoute Gateway',
    'HTTPRoute Service',
    'TCPRoute Gateway',
    'UDPRoute Gateway',
  ]);
});

const someHost = fc.constantFrom('a.test', 'b.test', 'x.a.test', '*.a.test', '*.test', '*.b.test');
const someRoute = fc.record({
  kind: fc.constantFrom('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'),
  name: fc.constantFrom('p', 'q', 'r', 's'),
  namespace: fc.constantFrom('shop', 'web'),
  created: fc.constantFrom(undefined, older.created, younger.created),
  hostnames: fc.subarray(['a.test', 'x.a.test', '*.a.test', '*.test', 'b.test']),
  parent: fc.constantFrom<JsonObject>(
    { name: 'edge', namespace: 'shop' },
    { name: 'edge', namespace: 'shop', sectionName: 'n' },
    { name: 'far', namespace: 'shop' },
    { group: '', kind: 'Service', name: 'a', namespace: 'shop' },
    { group: '', kind: 'Service', name: 'a', namespace: 'shop', port: 80 },
  ),
});

const someRoutes = fc
  .uniqueArray(someRoute, {
    maxLength: 7,
    selector: ({ kind, namespace, name }) => `${kind} ${namespace} ${name}`,
  })
  .map((list) =>
    list.map(({ kind, name, namespace, created, hostnames, parent }) =>
      route(
        name,
        [],
        { namespace, hostnames, parents: [parent], ...(created === undefined ? {} : { created }) },
        kind,
      ),
    ),
  );

const everywhere = { allowedRoutes: { namespaces: { from: 'All' } } };
const world = [
  gateway([
    listener('l HTTP', everywhere),
    listener('m HTTPS 443 *.a.test', everywhere),
    listener('n HTTPS 443 a.test', everywhere),
    listener('o TLS 444 *.test', everywhere),
    listener('p TCP 445', everywhere),
  ]),
  service(),
];

/** The same object with the keys of every map the other way round. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, turned(inner ?? null)]);
  return Object.fromEntries(entries.reverse());
}

test('neither the order of documents nor that of map keys matters', () => {
  fc.assert(
    fc.property(someRoutes, (routes) => {
      const objects = [...world, ...routes];
      const lines = linesOf(objects);
      expect(linesOf([...objects].reverse())).toEqual(lines);
      expect(linesOf(objects.map((one) => turned(one) as KubeObject))).toEqual(lines);
    }),
  );
});

test('on no listener do two kinds have a host in common for certain', () => {
  fc.assert(
    fc.property(someRoutes, (routes) => {
      const table = tableOf([...world, ...routes]);
      for (const one of table.gateways.flatMap(({ listeners }) => listeners)) {
        const sure = table
          .attachedTo(one)
          .flatMap(({ route: { kind }, listeners }) =>
            listeners
              .filter((each) => each.listener === one && each.certainty === 'certain')
              .flatMap((each) => each.hosts.map((host) => ({ kind, host }))),
          );
        const http = sure.filter(({ kind }) => kind === 'HTTPRoute');
        const grpc = sure.filter(({ kind }) => kind === 'GRPCRoute');
        const common = http.flatMap(({ host }) =>
          grpc.filter((other) => intersectHostnames(host, other.host) !== undefined),
        );
        expect(common).toEqual([]);
      }
    }),
  );
});

test('a route of other hosts, or of a kind that is not contested, changes no attachment', () => {
  const hasHosts = ({ spec }: KubeObject) => JSON.stringify(spec).includes('.test"');
  const kinds = fc.constantFrom('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute');
  fc.assert(
    fc.property(someRoutes, kinds, (routes, kind) => {
      // A route without hostnames has every host that a listener has.
      const named = /^(HTTP|GRPC)/.test(kind) ? routes.filter(hasHosts) : routes;
      const objects = [...world, ...named];
      const parents = [{ name: 'edge', namespace: 'shop' }];
      const more = route('unrelated', [], { hostnames: ['unrelated.example'], parents }, kind);
      const lines = linesOf([...objects, more]).filter((line) => !line.includes('/unrelated: '));
      expect(lines).toEqual(linesOf(objects));
    }),
  );
});

test('the wildcards above a host are those that cover all that it covers', () => {
  const below = (host: string) => (host.startsWith('*.') ? `z${host.slice(1)}` : host);
  fc.assert(
    fc.property(someHost, someHost, (host, wildcard) => {
      fc.pre(wildcard.startsWith('*.') && wildcard !== host);
      const covers =
        coversHost(wildcard, below(host)) && intersectHostnames(wildcard, host) === host;
      expect(wildcardsAbove(host).includes(wildcard)).toBe(covers);
    }),
  );
  expect(wildcardsAbove('*')).toEqual([]);
  expect(wildcardsAbove('x.a.test')).toEqual(['*.a.test', '*.test', '*']);
  expect(wildcardsAbove('a.'.repeat(500_000))).toEqual(['*']);
});

test('names that are keys of every object are names like others', () => {
  const strange = [
    gateway([listener('__proto__ HTTP'), listener('constructor HTTP 81')]),
    of('HTTPRoute', to({ sectionName: '__proto__' })),
    of('TLSRoute', { parents: [{ name: 'constructor', namespace: '__proto__' }] }),
  ];
  expect(outcomeOf(...strange)).toEqual(['__proto__ *', ' *']);
});

test('ten thousand routes of both kinds attach in time that grows with their number', () => {
  const routes = Array.from({ length: 10_000 }, (_, index) => {
    const names = hosts(`h${index % 4000}.test`, `*.w${index % 3000}.test`);
    return route(`r${index}`, [], names, index % 2 === 0 ? 'HTTPRoute' : 'GRPCRoute');
  });
  const table = tableOf([edge, ...routes]);
  const before = process.cpuUsage();
  expect(table.attachments).toHaveLength(10_000);
  const { user } = process.cpuUsage(before);
  // Comparing all with all would take fifty million comparisons of hosts.
  expect(user / 1e6).toBeLessThan(5);
});
