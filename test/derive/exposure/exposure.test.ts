// Gateways that anybody reaches, and routes that carry no key.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { KubeObject } from '../../../lib/model/manifest';
import { nameOf } from '../../../lib/model/manifest';
import {
  deriving,
  gateway,
  gatewayGroup,
  route,
  routeGroup,
  rule,
  sandbox,
  workload,
} from '../../routes';

const all = { namespaces: { from: 'All' } };
const listeners = [
  { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: all },
  { name: 'own', port: 81, protocol: 'HTTP', hostname: '*.a.test', allowedRoutes: all },
];
const parents = [{ name: 'edge' }, { name: 'inner' }];
const baseline = [
  gateway(listeners),
  gateway(undefined, {}, 'inner'),
  ...workload('a'),
  route('r', [rule('/', 'a')], { parents, hostnames: ['www.a.test'] }),
];

const exposing = (exposure: Config['exposure'], objects: readonly KubeObject[] = baseline) =>
  deriving(objects, [sandbox('pr-1', ['a']), sandbox('pr-2', ['a'])], { exposure });

test('without a setting nothing is said', () => {
  expect(exposing([]).codes).toEqual([]);
});

test('a Gateway to be warned of is warned of once, with listeners and hostnames', () => {
  const { findings } = exposing([{ gateway: 'shop/edge', action: 'warn' }]);
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'key-reachable',
      severity: 'warning',
      message:
        'whoever reaches Gateway shop/edge can ask for a sandbox, with its key in baggage: listener http for `www.a.test`; listener own for `www.a.test`',
    }),
  ]);
});

test('the first pattern that names a Gateway counts', () => {
  const warnAll = { gateway: '*/*', action: 'warn' } as const;
  const derived = { gateway: 'shop/e*', action: 'derive' } as const;
  const of = (...exposure: Config['exposure'][number][]) =>
    exposing(exposure).findings.map(({ message }) => /Gateway [\w/]+/.exec(message)?.[0]);
  expect(of(warnAll, derived)).toEqual(['Gateway shop/edge', 'Gateway shop/inner']);
  expect(of(derived, warnAll)).toEqual(['Gateway shop/inner']);
});

test('nothing is derived for a Gateway that is ignored', () => {
  const { objects, codes } = exposing([{ gateway: 'edge', action: 'ignore' }]);
  expect(codes).toEqual([]);
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute');
  expect(routes).toHaveLength(2);
  for (const { spec } of routes) {
    expect(spec).toMatchObject({ parentRefs: [expect.objectContaining({ name: 'inner' })] });
  }
});

test('a ListenerSet is as open as its Gateway', () => {
  const set: KubeObject = {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'ListenerSet',
    metadata: { name: 'more', namespace: 'shop' },
    spec: { parentRef: { name: 'edge' }, listeners: [{ name: 'x', port: 90, protocol: 'HTTP' }] },
  };
  const [edge, ...rest] = baseline;
  const open = {
    ...edge,
    spec: { ...(edge?.spec as object), allowedListeners: all },
  } as KubeObject;
  const toSet = route('r', [rule('/', 'a')], {
    parents: [{ group: gatewayGroup, kind: 'ListenerSet', name: 'more' }],
    hostnames: ['www.a.test'],
  });
  const objects = [open, ...rest.slice(0, -1), set, toSet];
  const { findings } = exposing([{ gateway: 'shop/edge', action: 'warn' }], objects);
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringContaining(
      'Gateway shop/edge can ask for a sandbox, with its key in baggage: listener x',
    ),
  ]);
});

test('a Gateway that is not in the input is warned of by name', () => {
  const objects = [...workload('a'), route('r', [rule('/', 'a')], { hostnames: ['a.test'] })];
  const { codes, findings } = exposing([{ gateway: '*/edge', action: 'warn' }], objects);
  expect(codes).toEqual(['gateway-not-in-input', 'key-reachable']);
  expect(findings.map(({ message }) => message).join()).toContain('a listener for `a.test`');
});

const connection = (kind: string, name: string, service: string): KubeObject => ({
  apiVersion: `${gatewayGroup}/${kind === 'TLSRoute' ? 'v1' : 'v1alpha2'}`,
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: service, port: 80 }] }] },
});

test('routes of whole connections to what a sandbox replaces are named, once for each sandbox', () => {
  const more = [
    ...workload('b'),
    connection('TLSRoute', 'tls', 'a'),
    connection('TCPRoute', 'tcp', 'a'),
    connection('UDPRoute', 'udp', 'b'),
  ];
  const owners = [sandbox('pr-1', ['a']), routeGroup('epic', { sandboxes: ['pr-1'] })];
  const { findings } = deriving([...baseline, ...more], owners);
  expect(findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
    ['route-without-key', 'info', textFor('sandbox pr-1')],
    ['route-without-key', 'info', textFor('route group epic')],
  ]);
  function textFor(owner: string): string {
    return `TCPRoute shop/tcp, TLSRoute shop/tls lead to what ${owner} replaces, and a connection carries no routing key: their requests stay with the baseline`;
  }
});

test('of many such routes the first are named', () => {
  const more = Array.from({ length: 9 }, (_, index) => connection('TCPRoute', `t${index}`, 'a'));
  const { findings, objects } = deriving([...baseline, ...more], ['a']);
  expect(findings[0]?.message).toMatch(/^TCPRoute shop\/t0, .* and 4 more lead to/);
  expect(objects.map(nameOf)).not.toContain('TCPRoute shop/pr-42--t0');
});

test('who reaches no fork learns which setting keeps him from it', () => {
  const ignored = exposing([{ gateway: '*/*', action: 'ignore' }]);
  expect(ignored.findings.map(({ message }) => message)).toEqual([
    expect.stringContaining('is left to the baseline by `exposure`'),
    expect.stringContaining('is left to the baseline by `exposure`'),
  ]);
  const both = deriving(baseline, ['a'], {
    exclude: { routes: [], gateways: ['*/*'] },
    exposure: [{ gateway: '*/*', action: 'ignore' }],
  });
  expect(both.findings.map(({ message }) => message)).toEqual([
    expect.stringContaining('is left out by `exclude`'),
  ]);
});
