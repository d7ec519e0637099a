// Policies that name what has a stand-in: their copies name the stand-ins.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, routeGroup, rule, sandbox, workload } from '../../routes';
import { policy, protecting, routeRef, serviceRef, shop, targets } from '../protect/protected';

const eg = 'gateway.envoyproxy.io/v1alpha1';

/** The targets of all copies of a policy with that spec. */
function targetsOf(spec: JsonObject, groupKind = 'example.com/AnyPolicy', metadata = {}) {
  return Object.values(protecting([policy(groupKind, spec, metadata)]).copies).flatMap(targets);
}

test.each([
  ['example.com/AnyPolicy', { targetRefs: [routeRef] }],
  ['example.com/AnyPolicy', { targetRef: routeRef }],
  [`${eg}/SecurityPolicy`, { targetRefs: [routeRef] }],
  ['gateway.kgateway.dev/v1alpha1/TrafficPolicy', { targetRefs: [routeRef] }],
  ['kuadrant.io/AuthPolicy', { targetRef: routeRef }],
  ['gateway.nginx.org/v1alpha1/ClientSettingsPolicy', { targetRef: routeRef }],
  ['policy.linkerd.io/v1alpha1/AuthorizationPolicy', { targetRef: routeRef }],
])('a %s on a route holds for the derived route', (groupKind, spec) => {
  const { copies, codes, accounts } = protecting([policy(groupKind, { ...spec, keep: { a: 1 } })]);
  const kind = groupKind.slice(groupKind.lastIndexOf('/') + 1);
  expect(Object.keys(copies)).toEqual([`${kind} shop/pr-42--p`]);
  const [spec42] = Object.values(copies);
  expect(targets(spec42)).toEqual(['HTTPRoute pr-42--r']);
  expect(spec42).toMatchObject({ keep: { a: 1 } });
  expect(codes).toEqual([]);
  expect(accounts).toEqual([`${kind} shop/p copy ${kind} shop/pr-42--p`]);
});

test.each([
  ['gateway.networking.k8s.io/BackendTLSPolicy', { targetRefs: [serviceRef] }],
  ['gateway.networking.x-k8s.io/v1alpha1/XBackendTrafficPolicy', { targetRefs: [serviceRef] }],
  ['security.istio.io/AuthorizationPolicy', { targetRefs: [serviceRef] }],
  ['networking.gke.io/HealthCheckPolicy', { targetRef: serviceRef }],
  ['gateway.k8s.aws/v1beta1/TargetGroupConfiguration', { targetReference: serviceRef }],
])('a %s on a Service holds for its fork', (groupKind, spec: JsonObject) => {
  const { copies } = protecting([policy(groupKind, spec)]);
  expect(JSON.stringify(Object.values(copies))).toContain('"name":"a-pr-42"');
});

test('a Service that requests are only mirrored to keeps the policy on its connections', () => {
  const filters = [
    { type: 'RequestMirror', requestMirror: { backendRef: { name: 'a', port: 80 } } },
  ];
  const baseline = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    route('r', [rule('/', 'b', {}, { filters })]),
  ];
  const one = policy('gateway.networking.k8s.io/BackendTLSPolicy', { targetRefs: [serviceRef] });
  const { copies } = protecting([one], { baseline });
  expect(Object.values(copies).flatMap(targets)).toEqual(['Service a-pr-42']);
});

test('a copy names the derived objects alone, and is the sandbox’s own', () => {
  const other = { ...routeRef, name: 's' };
  const baseline = [...shop, route('s', [rule('/s', 'b')], { hostnames: ['s.test'] })];
  const one = policy(`${eg}/SecurityPolicy`, { targetRefs: [other, routeRef] });
  const { objects } = deriving([...baseline, one], ['a']);
  const copy = objects.find(({ kind }) => kind === 'SecurityPolicy');
  expect(targets(copy?.spec)).toEqual(['HTTPRoute pr-42--r']);
  expect(copy?.metadata).toMatchObject({
    name: 'pr-42--p',
    labels: { 'gatefork.dev/sandbox': 'pr-42', 'app.kubernetes.io/managed-by': 'gatefork' },
    annotations: { 'gatefork.dev/derived-from': 'SecurityPolicy/shop/p' },
  });
});

test('policies come before the routes that they are for', () => {
  const one = policy(`${eg}/SecurityPolicy`, { targetRefs: [routeRef] });
  const kinds = deriving([...shop, one], ['a']).objects.map(({ kind }) => kind);
  expect(kinds.indexOf('SecurityPolicy')).toBeLessThan(kinds.indexOf('HTTPRoute'));
});

test('a change of the policy makes the sandbox’s files stale', () => {
  const digest = (cors: JsonObject) =>
    deriving([...shop, policy(`${eg}/SecurityPolicy`, { targetRefs: [routeRef], cors })], ['a'])
      .objects[0]?.metadata?.annotations?.['gatefork.dev/baseline-digest'];
  expect(digest({ maxAge: '1s' })).not.toBe(digest({ maxAge: '2s' }));
});

test('a policy on a rule holds for the rules that stand for it', () => {
  const section = (sectionName: string) =>
    targetsOf({ targetRefs: [{ ...routeRef, sectionName }] });
  expect(section('home')).toEqual(['HTTPRoute pr-42--r#home']);
  expect(section('nowhere')).toEqual([]);
});

test('a policy on a rule that has no twin is not copied', () => {
  const baseline = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    route('r', [rule('/a', 'a', {}, { name: 'a' }), rule('/b', 'b', {}, { name: 'b' })]),
  ];
  const one = policy('example.com/AnyPolicy', { targetRefs: [{ ...routeRef, sectionName: 'b' }] });
  expect(protecting([one], { baseline }).copies).toEqual({});
});

test('a policy on a rule that became several holds for each', () => {
  const filters = [
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
    },
  ];
  const two = [
    { path: { type: 'PathPrefix', value: '/x' } },
    { path: { type: 'PathPrefix', value: '/y' } },
  ];
  const baseline = [
    gateway(),
    ...workload('a'),
    route('r', [{ name: 'home', matches: two, backendRefs: [{ name: 'a', port: 80 }], filters }]),
  ];
  const one = policy('example.com/AnyPolicy', {
    targetRefs: [{ ...routeRef, sectionName: 'home' }],
  });
  expect(Object.values(protecting([one], { baseline }).copies).flatMap(targets)).toEqual([
    'HTTPRoute pr-42--r#home',
    'HTTPRoute pr-42--r#home--02',
  ]);
});

test('a policy on a Service’s port keeps the port', () => {
  expect(targetsOf({ targetRefs: [{ ...serviceRef, sectionName: 'https' }] })).toEqual([
    'Service a-pr-42#https',
  ]);
});

test('a policy by the one `targetRef` has a copy for each part of a route', () => {
  const matches = Array.from({ length: 60 }, (_, index) => ({
    path: { type: 'PathPrefix', value: `/p${index}` },
  }));
  const baseline = [
    gateway(),
    ...workload('a'),
    route('r', [{ matches, backendRefs: [{ name: 'a', port: 80 }] }]),
  ];
  const carriers = [
    { type: 'baggage' },
    { type: 'header', name: 'x-a' },
    { type: 'header', name: 'x-b' },
  ] as const;
  const copiesFor = (spec: JsonObject) =>
    Object.entries(
      protecting([policy('example.com/AnyPolicy', spec)], { baseline, config: { carriers } })
        .copies,
    ).map(([name, own]) => [name, targets(own)]);
  expect(copiesFor({ targetRef: routeRef })).toEqual([
    ['AnyPolicy shop/pr-42--p', ['HTTPRoute pr-42--r']],
    ['AnyPolicy shop/pr-42--p--02', ['HTTPRoute pr-42--r--02']],
    ['AnyPolicy shop/pr-42--p--03', ['HTTPRoute pr-42--r--03']],
  ]);
  expect(copiesFor({ targetRefs: [routeRef] })).toEqual([
    [
      'AnyPolicy shop/pr-42--p',
      ['HTTPRoute pr-42--r', 'HTTPRoute pr-42--r--02', 'HTTPRoute pr-42--r--03'],
    ],
  ]);
});

test('no copy names more than sixteen targets', () => {
  const names = Array.from({ length: 20 }, (_, index) => `r${index}`);
  const baseline = [
    gateway(),
    ...workload('a'),
    ...names.map((name) => route(name, [rule('/', 'a')], { hostnames: [`${name}.test`] })),
  ];
  const targetRefs = names.map((name) => ({ ...routeRef, name }));
  const { copies } = protecting([policy('example.com/AnyPolicy', { targetRefs })], { baseline });
  expect(Object.values(copies).map((spec) => targets(spec).length)).toEqual([16, 4]);
});

test('a policy may stand in another namespace than its target', () => {
  const spec = { targetRefs: [{ ...routeRef, namespace: 'shop' }] };
  const one = policy('example.com/AnyPolicy', spec, { namespace: 'infra' });
  const { copies } = protecting([one]);
  expect(copies).toEqual({
    'AnyPolicy infra/pr-42--p': {
      targetRefs: [{ ...routeRef, namespace: 'shop', name: 'pr-42--r' }],
    },
  });
});

test.each<[string, KubeObject]>([
  ['another name', policy('x.io/Y', { targetRefs: [{ ...routeRef, name: 's' }] })],
  ['another namespace', policy('x.io/Y', { targetRefs: [routeRef] }, { namespace: 'other' })],
  ['another group', policy('x.io/Y', { targetRefs: [{ ...routeRef, group: 'traefik.io' }] })],
  [
    'a workload, as autoscalers do',
    policy('x.io/Y', { targetRef: { kind: 'Deployment', name: 'a' } }),
  ],
  ['no list', policy('x.io/Y', { targetRefs: 'r' })],
  ['no references', policy('x.io/Y', { targetRefs: [null, 'r', { kind: 'HTTPRoute' }, 7] })],
  ['no spec', policy('x.io/Y', null)],
])('a policy on %s is none of its business', (_, one) => {
  expect(protecting([one])).toMatchObject({ copies: {}, codes: [] });
});

test('a reference without a group means whatever has the name', () => {
  expect(targetsOf({ targetRefs: [{ kind: 'HTTPRoute', name: 'r' }] })).toEqual([
    'HTTPRoute pr-42--r',
  ]);
});

test('what names a copied policy is copied too, as far as that goes', () => {
  const server = policy('policy.linkerd.io/v1beta3/Server', {
    podSelector: { matchLabels: { app: 'a' } },
    port: 8080,
  });
  const linkerd = { group: 'policy.linkerd.io', kind: 'Server', name: 'p' };
  const { copies, codes } = protecting([
    server,
    policy(
      'policy.linkerd.io/v1beta3/HTTPRoute',
      { parentRefs: [linkerd], rules: [{ name: 'all' }] },
      { name: 'health' },
    ),
    policy('policy.linkerd.io/v1alpha1/AuthorizationPolicy', { targetRef: linkerd }),
    policy(
      'policy.linkerd.io/v1alpha1/AuthorizationPolicy',
      { targetRef: { group: 'policy.linkerd.io', kind: 'HTTPRoute', name: 'health' } },
      { name: 'probes' },
    ),
    policy('policy.linkerd.io/v1beta1/ServerAuthorization', {
      server: { name: 'p' },
      client: { unauthenticated: true },
    }),
    policy('policy.linkerd.io/v1alpha1/HTTPLocalRateLimitPolicy', { targetRef: linkerd }),
  ]);
  expect(codes).toEqual([]);
  expect(Object.keys(copies).sort()).toEqual([
    'AuthorizationPolicy shop/pr-42--p',
    'AuthorizationPolicy shop/pr-42--probes',
    'HTTPLocalRateLimitPolicy shop/pr-42--p',
    'HTTPRoute shop/pr-42--health--server',
    'Server shop/pr-42--p',
    'ServerAuthorization shop/pr-42--p',
  ]);
  expect(copies['Server shop/pr-42--p']).toEqual({
    podSelector: { matchLabels: { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'a' } },
    port: 8080,
  });
  expect(copies['HTTPRoute shop/pr-42--health--server']).toMatchObject({
    parentRefs: [{ ...linkerd, name: 'pr-42--p' }],
  });
  expect(targets(copies['AuthorizationPolicy shop/pr-42--probes'])).toEqual([
    'HTTPRoute pr-42--health--server',
  ]);
  expect(copies['ServerAuthorization shop/pr-42--p']).toEqual({
    server: { name: 'pr-42--p' },
    client: { unauthenticated: true },
  });
});

test('a ServerAuthorization that selects Servers by label takes the copy of one by itself', () => {
  const server = policy(
    'policy.linkerd.io/v1beta3/Server',
    { podSelector: { matchLabels: { app: 'a' } } },
    { labels: { part: 'http' } },
  );
  const authorization = policy('policy.linkerd.io/v1beta1/ServerAuthorization', {
    server: { selector: { matchLabels: { part: 'http' } } },
  });
  expect(Object.keys(protecting([server, authorization]).copies)).toEqual(['Server shop/pr-42--p']);
});

test('of policies that name each other the one that names a route is copied all the same', () => {
  const ring = (name: string, refs: readonly JsonObject[]) =>
    policy('x.io/Ring', { targetRefs: refs }, { name });
  const to = (name: string) => ({ group: 'x.io', kind: 'Ring', name });
  const { copies } = protecting([ring('a', [routeRef, to('b')]), ring('b', [to('a')])]);
  expect(targets(copies['Ring shop/pr-42--a'])).toEqual(['HTTPRoute pr-42--r']);
  expect(targets(copies['Ring shop/pr-42--b'])).toEqual(['Ring pr-42--a']);
});

test('a chain of thousands of policies is walked to its end', () => {
  const chain = Array.from({ length: 5000 }, (_, index) =>
    policy(
      'x.io/Link',
      {
        targetRef: index === 0 ? routeRef : { group: 'x.io', kind: 'Link', name: `l${index - 1}` },
      },
      { name: `l${index}` },
    ),
  );
  expect(Object.keys(protecting(chain).copies)).toHaveLength(5000);
});

test('a name that is too long is cut and keeps its hash', () => {
  const one = policy('x.io/Long', { targetRefs: [routeRef] }, { name: 'p'.repeat(250) });
  const [name = ''] = Object.keys(protecting([one]).copies);
  expect(name).toMatch(/^Long shop\/pr-42--p{200,}-[0-9a-f]{10}$/);
  expect(name.length - 'Long shop/'.length).toBeLessThanOrEqual(253);
});

test('a policy whose rules Kuadrant counts is refused, unless no twin is meant', () => {
  const on = (sectionName: string) =>
    protecting([policy('kuadrant.io/AuthPolicy', { targetRef: { ...routeRef, sectionName } })]);
  expect(on('rule-1').codes).toEqual(['policy-left-behind']);
  expect(on('rule-9').codes).toEqual([]);
});

test('of policies that cannot both count the oldest is copied, where ages are known', () => {
  const two = (ages: readonly string[]) =>
    protecting(
      ['a', 'b'].map((name, index) =>
        policy(
          `${eg}/SecurityPolicy`,
          { targetRefs: [routeRef] },
          {
            name,
            ...(ages[index] === undefined ? {} : { creationTimestamp: ages[index] }),
          },
        ),
      ),
    );
  const unknown = two([]);
  expect(Object.keys(unknown.copies)).toHaveLength(2);
  expect(unknown.codes).toEqual(['policy-order-unknown']);
  expect(unknown.messages[0]).toContain('SecurityPolicy shop/a and SecurityPolicy shop/b');
  const known = two(['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z']);
  expect(Object.keys(known.copies)).toEqual(['SecurityPolicy shop/pr-42--b']);
  expect(known.codes).toEqual([]);
});

test('policies that add up are all copied without a word', () => {
  const names = ['a', 'b'];
  const all = names.map((name) =>
    policy('security.istio.io/AuthorizationPolicy', { targetRefs: [serviceRef] }, { name }),
  );
  const { copies, codes } = protecting(all);
  expect(Object.keys(copies)).toHaveLength(2);
  expect(codes).toEqual([]);
});

test('a copy that checks a certificate, or counts apart, is told of', () => {
  const { codes, messages } = protecting([
    policy('gateway.networking.k8s.io/BackendTLSPolicy', {
      targetRefs: [serviceRef],
      validation: { hostname: 'a.internal', wellKnownCACertificates: 'System' },
    }),
    policy(`${eg}/BackendTrafficPolicy`, {
      targetRefs: [routeRef],
      rateLimit: { global: { rules: [] } },
    }),
  ]);
  expect(codes).toEqual(['policy-certificate (note)', 'policy-counts-apart (note)']);
  expect(messages.join('\n')).toContain('expects a certificate for `a.internal`');
});

test('route groups carry policies of routes, and leave those of forks to their sandboxes', () => {
  const one = policy('example.com/AnyPolicy', { targetRefs: [routeRef, serviceRef] });
  const epic = routeGroup('epic', { sandboxes: ['pr-42'] });
  const { objects } = deriving([...shop, one], [sandbox('pr-42', ['a']), epic]);
  const copies = objects.filter(({ kind }) => kind === 'AnyPolicy');
  expect(copies.map(({ metadata, spec }) => [metadata?.name, targets(spec)])).toEqual([
    ['epic--p', ['HTTPRoute epic--r']],
    ['pr-42--p', ['Service a-pr-42', 'HTTPRoute pr-42--r']],
  ]);
});
