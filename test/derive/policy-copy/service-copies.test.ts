// Istio's policies that know a Service by its host.

import { expect, test } from 'vitest';
import type { Json, JsonObject, KubeObject } from '../../../lib/model/manifest';
import { gateway, route, rule, workload } from '../../routes';
import { policy, protecting, shop } from '../protect/protected';

const rules = 'networking.istio.io/DestinationRule';
const authorization = 'security.istio.io/AuthorizationPolicy';

const hostOf = (copies: { readonly [name: string]: Json }) =>
  Object.values(copies).map((spec) => (spec as JsonObject).host);

test.each([
  ['a', 'a-pr-42'],
  ['a.shop', 'a-pr-42.shop'],
  ['a.shop.svc', 'a-pr-42.shop.svc'],
  ['a.shop.svc.cluster.local', 'a-pr-42.shop.svc.cluster.local'],
  ['a.shop.svc.example', 'a-pr-42.shop.svc.example'],
])('a DestinationRule for %s has a copy for %s', (host, fork) => {
  const trafficPolicy = {
    tls: { mode: 'ISTIO_MUTUAL' },
    outlierDetection: { consecutive5xxErrors: 3 },
  };
  const { copies, codes } = protecting([policy(rules, { host, trafficPolicy })]);
  expect(copies).toEqual({ 'DestinationRule shop/pr-42--p': { host: fork, trafficPolicy } });
  expect(codes).toEqual([]);
});

test('one in a client’s or in the root namespace stays there', () => {
  const host = 'a.shop.svc.cluster.local';
  const all = ['web', 'istio-system'].map((namespace) => policy(rules, { host }, { namespace }));
  expect(Object.keys(protecting(all).copies)).toEqual([
    'DestinationRule istio-system/pr-42--p',
    'DestinationRule web/pr-42--p',
  ]);
});

test.each([
  ['another Service', 'b', 'shop'],
  ['a Service of another namespace', 'a', 'other'],
  ['a host elsewhere', 'a.example.com', 'shop'],
  ['all hosts, the fork’s among them', '*.shop.svc.cluster.local', 'shop'],
  ['nothing', '', 'shop'],
])('a DestinationRule for %s is none of its business', (_, host, namespace) => {
  expect(protecting([policy(rules, { host }, { namespace })]).copies).toEqual({});
});

test('subsets that take no pod of the fork are left out, and told of', () => {
  const [deployment, service] = workload('a');
  const labels = { app: 'a', version: 'v1' };
  const versioned: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: deployment?.metadata ?? {},
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'a:1' }] } },
    },
  };
  const baseline = [gateway(), versioned, service, ...workload('b'), route('r', [rule('/', 'a')])];
  const subsets = [
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' } },
    { name: 'all' },
  ];
  const { copies, codes, messages } = protecting([policy(rules, { host: 'a', subsets })], {
    baseline: baseline.filter((object) => object !== undefined),
  });
  expect(copies).toEqual({
    'DestinationRule shop/pr-42--p': { host: 'a-pr-42', subsets: [subsets[0], subsets[2]] },
  });
  expect(codes).toEqual(['policy-subset-dropped (note)']);
  expect(messages[0]).toContain('subset `v2` selects no pod of Deployment shop/a-pr-42');
});

test('a rule for the clients that a fork was made of holds for the fork as a client', () => {
  const spec = { host: 'b', workloadSelector: { matchLabels: { app: 'a' } } };
  const { copies } = protecting([policy(rules, spec)]);
  expect(Object.keys(copies)).toEqual(['DestinationRule shop/pr-42--p--client']);
  expect(hostOf(copies)).toEqual(['b']);
});

test('a certificate that callers check is told of', () => {
  const tls = { mode: 'SIMPLE', subjectAltNames: ['a.internal'] };
  const { messages } = protecting([policy(rules, { host: 'a', trafficPolicy: { tls } })]);
  expect(messages).toEqual([
    'DestinationRule shop/p expects a certificate for `a.internal`, and its copy DestinationRule shop/pr-42--p expects the same of host `a-pr-42`',
  ]);
});

const to = (...operations: readonly JsonObject[]) => ({
  to: operations.map((operation) => ({ operation })),
});

test('a rule about the Service’s host holds for the fork’s host too, in a policy beside', () => {
  const waypoint = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }];
  const one = policy(authorization, {
    targetRefs: waypoint,
    action: 'DENY',
    rules: [
      to({ hosts: ['b'] }),
      {
        ...to({ paths: ['/x'] }, { hosts: ['a.shop:80', 'web', 'a.*'], paths: ['/admin'] }),
        when: [],
      },
    ],
  });
  expect(protecting([one])).toMatchObject({
    codes: [],
    copies: {
      'AuthorizationPolicy shop/pr-42--p--a-pr-42': {
        targetRefs: waypoint,
        action: 'DENY',
        rules: [
          { ...to({ hosts: ['a-pr-42.shop:80', 'a-pr-42.*'], paths: ['/admin'] }), when: [] },
        ],
      },
    },
  });
});

test('a copy on the fork’s own pods speaks of both hosts', () => {
  const one = policy(authorization, {
    selector: { matchLabels: { app: 'a' } },
    rules: [to({ hosts: ['a'], notHosts: ['a.shop'] })],
  });
  expect(protecting([one])).toMatchObject({
    codes: [],
    copies: {
      'AuthorizationPolicy shop/pr-42--p': {
        rules: [to({ hosts: ['a', 'a-pr-42'], notHosts: ['a.shop', 'a-pr-42.shop'] })],
      },
    },
  });
});

test.each([
  ['ALLOW', 'policy-left-behind'],
  [undefined, 'policy-left-behind'],
  ['DENY', 'policy-narrowed'],
])('an exception by host in a policy that says %s', (action, code) => {
  const one = policy(authorization, {
    ...(action === undefined ? {} : { action }),
    rules: [to({ notHosts: ['a.shop.svc.cluster.local'] })],
  });
  expect(protecting([one]).codes).toEqual([code]);
});

test('hosts that cover the fork, name another Service or are none are left alone', () => {
  const hosts: readonly Json[] = [
    'a*',
    '*.shop.svc.cluster.local',
    'b',
    'shop.example.com',
    7,
    null,
  ];
  const one = policy(authorization, { rules: [{ to: [{ operation: { hosts } }, null] }, 'x'] });
  expect(protecting([one])).toMatchObject({ codes: [], copies: {} });
});

test('principals name an account that the fork has too', () => {
  const source = { principals: ['cluster.local/ns/shop/sa/default'] };
  const one = policy(authorization, {
    selector: { matchLabels: { app: 'b' } },
    rules: [{ from: [{ source }] }],
  });
  expect(protecting([one], { baseline: shop })).toMatchObject({ codes: [], copies: {} });
});
