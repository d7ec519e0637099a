// Gateways with their ListenerSets: which listeners there are, and which of them stay.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Gateway } from '../../lib/model/gateway';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { resolve } from '../../lib/resolve/route-table';
import { gateway, gatewayGroup, manifests, route, rule, workload } from '../routes';
import { asking } from '../routing/asking';

function gatewaysOf(objects: readonly KubeObject[], currentNamespace?: string): readonly Gateway[] {
  return resolve(inventoryOf(manifests(...objects), currentNamespace)).table.gateways;
}

/** `edge: http valid`, and what a ListenerSet adds as `edge: extra/http open HostnameConflict`. */
function linesOf(objects: readonly KubeObject[]): readonly string[] {
  return gatewaysOf(objects).flatMap(({ name, listeners }) =>
    listeners.map(({ holder, name: own, state, reason }) => {
      const place = holder.kind === 'Gateway' ? own : `${holder.name}/${own}`;
      return `${name}: ${place} ${state}${reason === undefined ? '' : ` ${reason}`}`;
    }),
  );
}

/** `HTTP 80 a.test` */
function listeners(...texts: readonly string[]): readonly JsonObject[] {
  return texts.map((text, index) => {
    const [protocol = '', port, hostname] = text.split(' ');
    return {
      name: `l${index}`,
      protocol,
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(hostname === undefined ? {} : { hostname }),
    };
  });
}

const statesOf = (...texts: readonly string[]) =>
  linesOf([gateway(listeners(...texts))]).map((line) => line.replace(/^edge: l\d+ /, ''));

const hostname = 'conflicted HostnameConflict';
const protocol = 'conflicted ProtocolConflict';

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['two ports', ['HTTP 80', 'HTTP 81'], ['valid', 'valid']],
  ['two hostnames', ['HTTP 80 a.test', 'HTTP 80 *.test'], ['valid', 'valid']],
  ['a hostname and none', ['HTTP 80 a.test', 'HTTP 80'], ['valid', 'valid']],
  ['one hostname: both go', ['HTTP 80 a.test', 'HTTP 80 a.test'], [hostname, hostname]],
  ['one hostname in two cases', ['HTTP 80 a.test', 'HTTP 80 A.Test'], [hostname, hostname]],
  ['no hostname twice', ['TLS 443', 'TLS 443', 'TLS 443 a.test'], [hostname, hostname, 'valid']],
  ['HTTP beside HTTPS', ['HTTP 80', 'HTTPS 80'], ['valid', 'valid']],
  ['HTTPS beside TLS', ['HTTPS 443 *.test', 'TLS 443 a.test'], ['valid', 'valid']],
  ['HTTPS beside TLS of its host', ['HTTPS 443 a.test', 'TLS 443 a.test'], [protocol, protocol]],
  ['HTTPS beside TLS, of any host', ['HTTPS 443', 'TLS 443'], [protocol, protocol]],
  [
    'TCP beside HTTP: all of the port go',
    ['HTTP 80 a.test', 'TCP 80', 'HTTP 80 b.test', 'HTTP 81'],
    [protocol, protocol, protocol, 'valid'],
  ],
  ['TCP beside TLS', ['TLS 80', 'TCP 80'], [protocol, protocol]],
  ['TCP twice, whatever the hostnames', ['TCP 80 a.test', 'TCP 80 b.test'], [protocol, protocol]],
  ['UDP twice', ['UDP 53', 'UDP 53'], [protocol, protocol]],
  ['UDP beside the others', ['UDP 443', 'HTTPS 443'], ['valid', 'valid']],
  ['UDP beside TCP', ['UDP 53', 'TCP 53'], ['valid', 'valid']],
  ['protocols of implementations', ['example.com/x 80', 'example.com/x 80'], ['valid', 'valid']],
  [
    'a protocol that nobody has, which is in nobody’s way',
    ['SCTP 80', 'HTTP 80', 'gopher 80'],
    ['conflicted UnsupportedProtocol', 'valid', 'conflicted UnsupportedProtocol'],
  ],
  // `ProtocolType` is compared without regard to case, as the CRDs' own rules do.
  ['one protocol in two cases', ['HTTP 80', 'http 80'], [hostname, hostname]],
  [
    'protocols in any case',
    ['Http 80', 'tcp 81', 'uDP 81', 'https 80 a.test'],
    Array(4).fill('valid'),
  ],
  ['the case of what an implementation adds', ['a.com/tcp 80', 'HTTP 80'], ['valid', 'valid']],
  ['a letter that is like one', ['HTTP\u017f 80'], ['conflicted UnsupportedProtocol']],
  ['the word for what is assumed', ['assumed 80'], ['conflicted UnsupportedProtocol']],
  ['a listener without a port', ['HTTP'], ['conflicted Invalid']],
])('listeners of one Gateway: %s', (_, texts, states) => {
  expect(statesOf(...texts)).toEqual(states);
});

test('what a listener says', () => {
  const [edge] = gatewaysOf([
    gateway([
      { name: 'a', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, hostname: 'A.test' },
      { port: 444, protocol: 'HTTPS', tls: {}, hostname: null },
      { name: 'c', port: 1, protocol: 'TCP', hostname: 'a.test' },
    ]),
  ]);
  expect(edge?.listeners).toMatchObject([
    { index: 0, name: 'a', port: 443, hostname: 'a.test', tlsMode: 'Passthrough' },
    { index: 1, name: '1', port: 444, hostname: '*', tlsMode: 'Terminate' },
    { index: 2, name: 'c', hostname: '*' },
  ]);
  expect(edge?.listeners[2]).not.toHaveProperty('tlsMode');
  expect(edge?.listeners[1]?.raw.allowedRoutes).toEqual({ namespaces: { from: 'Same' } });
});

test('a protocol in lower case is that protocol, for routes and requests as well', () => {
  const [edge] = gatewaysOf([
    gateway([
      { name: 'a', port: 443, protocol: 'Tls', tls: { mode: 'Passthrough' }, hostname: 'a.test' },
      { name: 'b', port: 1, protocol: 'tcp', hostname: 'a.test' },
    ]),
  ]);
  expect(edge?.listeners).toMatchObject([
    { protocol: 'TLS', hostname: 'a.test', state: 'valid' },
    { protocol: 'TCP', hostname: '*', state: 'valid' },
  ]);
  const all = { namespaces: { from: 'All' } };
  const objects = [
    gateway([{ name: 'http', port: 80, protocol: 'http', allowedRoutes: all }]),
    route('r', [rule('/', 'a')]),
    ...workload('a'),
  ];
  expect(asking(objects)('http://x.test/')).toBe('shop/a:80');
});

interface SetProps {
  readonly name?: string;
  readonly namespace?: string;
  readonly created?: string;
  readonly parent?: JsonObject;
}

function set(texts: readonly string[], props: SetProps = {}, kind = 'ListenerSet'): KubeObject {
  const { name = 'extra', namespace = 'shop', created, parent = { name: 'edge' } } = props;
  const group =
    kind === 'ListenerSet' ? `${gatewayGroup}/v1` : 'gateway.networking.x-k8s.io/v1alpha1';
  return {
    apiVersion: group,
    kind,
    metadata: { name, namespace, ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: { parentRef: parent, listeners: listeners(...texts) },
  };
}

function open(texts: readonly string[], namespaces: JsonObject = { from: 'All' }): KubeObject {
  const closed = gateway(listeners(...texts));
  return { ...closed, spec: { ...closed.spec, allowedListeners: { namespaces } } };
}

const web = (labels: { [key: string]: string } = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'web', labels },
});

const selecting = {
  from: 'Selector',
  selector: { matchExpressions: [{ key: 'team', operator: 'In', values: ['x'] }] },
};

const selectingName = (name: string) => ({
  from: 'Selector',
  selector: { matchLabels: { 'kubernetes.io/metadata.name': name, team: 'x' } },
});

test.each<readonly [string, JsonObject | undefined, string, readonly KubeObject[], boolean]>([
  ['nothing said', undefined, 'shop', [], false],
  ['None', { from: 'None' }, 'shop', [], false],
  ['an empty block', {}, 'shop', [], false],
  ['Same, of its namespace', { from: 'Same' }, 'shop', [], true],
  ['Same, of another', { from: 'Same' }, 'web', [], false],
  ['All', { from: 'All' }, 'web', [], true],
  ['Selector that fits', selecting, 'web', [web({ team: 'x' })], true],
  ['Selector that does not', selecting, 'web', [web({ team: 'y' })], false],
  ['Selector, the namespace is not in the input', selecting, 'web', [], true],
  ['Selector of its name, not in the input', selectingName('web'), 'web', [], true],
  ['Selector of another name, not in the input', selectingName('api'), 'web', [], false],
])('a Gateway lets in ListenerSets: %s', (_, namespaces, namespace, more, isAdmitted) => {
  const edge = namespaces === undefined ? gateway([]) : open([], namespaces);
  const extra = set(['HTTP 80'], { namespace, parent: { name: 'edge', namespace: 'shop' } });
  const lines = linesOf([edge, extra, ...more]);
  expect(lines).toEqual(isAdmitted ? ['edge: extra/l0 valid'] : []);
});

const [older, younger] = ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z'];

test.each<readonly [string, SetProps, SetProps, readonly string[]]>([
  [
    'the older stays',
    { name: 'a', created: younger },
    { name: 'b', created: older },
    ['edge: b/l0 valid', 'edge: a/l0 conflicted HostnameConflict'],
  ],
  [
    'of one age the first by name stays',
    { name: 'b', created: older },
    { name: 'a', created: older },
    ['edge: a/l0 valid', 'edge: b/l0 conflicted HostnameConflict'],
  ],
  [
    'of one age the first by namespace stays',
    { name: 'a', namespace: 'web', created: older, parent: { name: 'edge', namespace: 'shop' } },
    { name: 'b', created: older },
    ['edge: b/l0 valid', 'edge: a/l0 conflicted HostnameConflict'],
  ],
  [
    'without ages nobody knows',
    { name: 'b' },
    { name: 'a' },
    ['edge: a/l0 open HostnameConflict', 'edge: b/l0 open HostnameConflict'],
  ],
  [
    'one age is not enough',
    { name: 'b', created: older },
    { name: 'a' },
    ['edge: b/l0 open HostnameConflict', 'edge: a/l0 open HostnameConflict'],
  ],
  [
    'an age that is no date is none',
    { name: 'a', created: 'long ago' },
    { name: 'b', created: older },
    ['edge: b/l0 open HostnameConflict', 'edge: a/l0 open HostnameConflict'],
  ],
])('two ListenerSets with one listener: %s', (_, left, right, lines) => {
  const objects = [open([]), set(['HTTP 80'], left), set(['HTTP 80'], right)];
  expect(linesOf(objects)).toEqual(lines);
  expect(linesOf([...objects].reverse())).toEqual(lines);
});

test('the Gateway’s own listener stays, whatever the age of a ListenerSet', () => {
  for (const props of [{}, { created: older }]) {
    expect(linesOf([open(['HTTP 80 a.test']), set(['HTTP 80 a.test', 'TCP 80'], props)])).toEqual([
      'edge: l0 valid',
      'edge: extra/l0 conflicted HostnameConflict',
      'edge: extra/l1 conflicted ProtocolConflict',
    ]);
  }
});

describe('what ListenerSets add to a Gateway', () => {
  const bad = [{ kind: 'ConfigMap', name: 'cert' }];
  const https = (name: string, port: number, ...certificateRefs: readonly JsonObject[]) => ({
    name,
    port,
    protocol: 'HTTPS',
    tls: { certificateRefs },
  });
  const http = { name: 'http', port: 80, protocol: 'HTTP' };
  const udp = { ...http, allowedRoutes: { kinds: [{ kind: 'UDPRoute' }] } };
  const both = { ...http, allowedRoutes: { kinds: [{ kind: 'UDPRoute' }, { kind: 'HTTPRoute' }] } };

  test.each<[string, readonly JsonObject[], string]>([
    ['whose listeners are fine', [http], 'valid'],
    ['without listeners', [], 'valid'],
    ['whose protocol is none', [{ ...http, protocol: 'GOPHER' }], 'conflicted ParentNotAccepted'],
    ['whose listeners conflict', [http, { ...http, name: 'b' }], 'conflicted ParentNotAccepted'],
    ['whose certificates are none', [https('a', 443, ...bad)], 'conflicted ParentNotAccepted'],
    ['with one that is fine', [https('a', 443, ...bad), http], 'valid'],
    ['with one certificate of two', [https('a', 443, ...bad, { name: 'c' })], 'valid'],
    ['that takes no kind of route', [udp], 'conflicted ParentNotAccepted'],
    ['that takes one kind of two', [both], 'valid'],
  ])('%s', (_, own, expected) => {
    const parent = gateway(own);
    const spec = { ...parent.spec, allowedListeners: { namespaces: { from: 'All' } } };
    const objects = [{ ...parent, spec }, set(['HTTP 8080'])];
    expect(linesOf(objects).at(-1)).toBe(`edge: extra/l0 ${expected}`);
    const set8080 = { group: gatewayGroup, kind: 'ListenerSet', name: 'extra' };
    const routed = [
      ...objects,
      route('r', [rule('/', 'a')], { parents: [set8080] }),
      ...workload('a'),
    ];
    const target = { to: 'gateway', namespace: 'shop', name: 'edge', port: 8080 } as const;
    const answer = asking(routed)('http://x.test/', { target });
    expect(answer).toBe(expected === 'valid' ? 'shop/a:80' : '404');
  });

  test('conflict as they did, where their Gateway is not accepted', () => {
    const closed = open(['GOPHER 80']);
    expect(linesOf([closed, set(['HTTP 80', 'HTTP 80', 'HTTP 81'])])).toEqual([
      'edge: l0 conflicted UnsupportedProtocol',
      'edge: extra/l0 conflicted HostnameConflict',
      'edge: extra/l1 conflicted HostnameConflict',
      'edge: extra/l2 conflicted ParentNotAccepted',
    ]);
  });
});

test('a listener that is displaced displaces nobody', () => {
  const objects = [
    open(['HTTP 80 a.test']),
    set(['TCP 80', 'HTTP 80 b.test'], { name: 'a', created: older }),
    set(['HTTP 80 c.test', 'TCP 80'], { name: 'b', created: younger }),
  ];
  expect(linesOf(objects)).toEqual([
    'edge: l0 valid',
    'edge: a/l0 conflicted ProtocolConflict',
    'edge: a/l1 valid',
    'edge: b/l0 valid',
    'edge: b/l1 conflicted ProtocolConflict',
  ]);
});

test('inside one ListenerSet listeners that are not distinct all go', () => {
  expect(linesOf([open([]), set(['HTTP 80', 'TCP 80', 'HTTP 81'])])).toEqual([
    'edge: extra/l0 conflicted ProtocolConflict',
    'edge: extra/l1 conflicted ProtocolConflict',
    'edge: extra/l2 valid',
  ]);
});

test('names need to be unique in one object alone, and XListenerSet is an old name', () => {
  const objects = [open(['HTTP 80']), set(['HTTP 81']), set(['HTTP 82'], {}, 'XListenerSet')];
  expect(linesOf(objects)).toEqual([
    'edge: l0 valid',
    'edge: extra/l0 valid',
    'edge: extra/l0 valid',
  ]);
});

test('a ListenerSet of another kind of parent belongs to no Gateway', () => {
  const parent = { group: 'example.com', kind: 'Edge', name: 'edge' };
  expect(linesOf([open([]), set(['HTTP 80'], { parent })])).toEqual([]);
});

test('a ListenerSet whose Gateway is not in the input is let in', () => {
  const [home] = gatewaysOf([set(['HTTP 80'], { parent: { name: 'far', namespace: 'infra' } })]);
  expect(home).toMatchObject({ namespace: 'infra', name: 'far', listeners: [{ state: 'valid' }] });
  expect(home).not.toHaveProperty('manifest');
});

const assumed = (name: string) => ({ name, protocol: 'assumed', hostname: '*', state: 'valid' });

test('a Gateway that is not in the input has a listener for each section that routes name', () => {
  const objects = [
    route('a', [], { parents: [{ name: 'far', sectionName: 'https' }, { name: 'far' }] }),
    route('b', [], { parents: [{ name: 'far', sectionName: 'http' }] }),
    route('c', [], { parents: [{ name: 'one', namespace: 'infra', sectionName: 'x' }] }),
  ];
  const [first, second, ...others] = gatewaysOf(objects);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ namespace: 'infra', name: 'one', listeners: [assumed('x')] });
  expect(second).toMatchObject({
    namespace: 'shop',
    name: 'far',
    listeners: [assumed(''), assumed('http'), assumed('https')],
  });
  for (const { listeners: all } of [first, second].filter((one) => one !== undefined)) {
    expect(all.map(({ port }) => port)).toEqual(all.map(() => undefined));
  }
});

test('a ListenerSet that is not in the input has a Gateway of its own', () => {
  const parents = [{ kind: 'ListenerSet', name: 'edge' }, { name: 'edge' }];
  const found = gatewaysOf([gateway(), route('a', [], { parents })]);
  expect(found.map(({ name }) => name)).toEqual(['(ListenerSet edge)', 'edge']);
});

test('a Gateway of v1beta1 is read alike, one without a name not at all', () => {
  const beta = { ...gateway(listeners('HTTP 80')), apiVersion: `${gatewayGroup}/v1beta1` };
  expect(linesOf([beta, { ...beta, metadata: {} }])).toEqual(['edge: l0 valid']);
});

const text = fc.constantFrom(
  'HTTP 80',
  'HTTP 80 a.test',
  'HTTP 80 b.test',
  'TCP 80',
  'UDP 80',
  'TCP 81',
);
const someSets = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    created: fc.constantFrom(undefined, older, younger),
    texts: fc.array(text, { minLength: 1, maxLength: 3 }),
  }),
  { selector: ({ name }) => name },
);

test('the order of documents never matters', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 2 }), someSets, (own, sets) => {
      const objects = [
        open(own),
        ...sets.map(({ name, created, texts }) =>
          set(texts, { name, ...(created === undefined ? {} : { created }) }),
        ),
      ];
      expect(linesOf([...objects].reverse())).toEqual(linesOf(objects));
    }),
  );
});

test('of listeners that stay no two are indistinct', () => {
  const clash = (left: string, right: string) => {
    const [[one, at, host = ''], [two, there, other = '']] = [left.split(' '), right.split(' ')];
    if (at !== there || (one === 'UDP') !== (two === 'UDP')) return false;
    return one === two ? one !== 'HTTP' || host === other : one === 'TCP' || two === 'TCP';
  };
  fc.assert(
    fc.property(fc.array(text, { maxLength: 2 }), someSets, (own, sets) => {
      const aged = sets.map(({ name, texts }) => set(texts, { name, created: older }));
      const valid = gatewaysOf([open(own), ...aged]).flatMap(({ listeners: all }) =>
        all.filter(({ state }) => state === 'valid'),
      );
      const texts = valid.map(({ protocol: kind, port, hostname: host }) =>
        [kind, port, ...(host === '*' ? [] : [host])].join(' '),
      );
      texts.forEach((one, index) => {
        expect(texts.slice(index + 1).filter((other) => clash(one, other))).toEqual([]);
      });
    }),
  );
});
