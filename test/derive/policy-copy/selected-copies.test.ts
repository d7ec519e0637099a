// Policies that act on pods by labels which the fork had to change, and those that let it through.

import { expect, test } from 'vitest';
import type { Json, JsonObject, KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';
import { policy, protecting, shop } from '../protect/protected';

const network = 'networking.k8s.io/NetworkPolicy';
const pods = (app: string) => ({ matchLabels: { app } });
const fork = (name: string) => ({
  matchLabels: { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': name },
});

test.each<[string, JsonObject, JsonObject]>([
  ['security.istio.io/AuthorizationPolicy', { selector: pods('a') }, { selector: fork('a') }],
  ['security.istio.io/PeerAuthentication', { selector: pods('a') }, { selector: fork('a') }],
  ['security.istio.io/RequestAuthentication', { selector: pods('a') }, { selector: fork('a') }],
  ['telemetry.istio.io/Telemetry', { selector: pods('a') }, { selector: fork('a') }],
  ['extensions.istio.io/v1alpha1/WasmPlugin', { selector: pods('a') }, { selector: fork('a') }],
  ['networking.istio.io/v1beta1/ProxyConfig', { selector: pods('a') }, { selector: fork('a') }],
  [
    'networking.istio.io/Sidecar',
    { workloadSelector: { labels: { app: 'a' } } },
    { workloadSelector: { labels: fork('a').matchLabels } },
  ],
  [
    'networking.istio.io/v1alpha3/EnvoyFilter',
    { workloadSelector: { labels: { app: 'a' } } },
    { workloadSelector: { labels: fork('a').matchLabels } },
  ],
  ['policy.linkerd.io/v1beta3/Server', { podSelector: pods('a') }, { podSelector: fork('a') }],
  [
    'cilium.io/v2/CiliumNetworkPolicy',
    { endpointSelector: { matchLabels: { 'k8s:app': 'a' } } },
    { endpointSelector: fork('a') },
  ],
  [
    'projectcalico.org/v3/NetworkPolicy',
    { selector: "app == 'a'" },
    { selector: "gatefork.dev/sandbox == 'pr-42' && gatefork.dev/workload == 'a'" },
  ],
  ['security.kubearmor.com/v1/KubeArmorPolicy', { selector: pods('a') }, { selector: fork('a') }],
])('a %s on the baseline’s pods has a copy on the fork’s', (groupKind, spec, copied) => {
  const { copies, codes } = protecting([policy(groupKind, { ...spec, keep: [{ a: 1 }] })]);
  expect(codes).toEqual([]);
  expect(Object.values(copies)).toEqual([{ ...copied, keep: [{ a: 1 }] }]);
  expect(Object.keys(copies)).toEqual([expect.stringMatching(/ shop\/pr-42--p$/)]);
});

test('a NetworkPolicy’s copy says what the API server would fill in', () => {
  const { copies } = protecting([
    policy(network, { podSelector: pods('a'), ingress: [{ ports: [{ port: 80 }] }], egress: [] }),
  ]);
  expect(copies['NetworkPolicy shop/pr-42--p']).toEqual({
    podSelector: fork('a'),
    ingress: [{ ports: [{ port: 80, protocol: 'TCP' }] }],
    egress: [],
    policyTypes: ['Ingress'],
  });
});

test('a policy of Istio’s root namespace becomes one of the fork’s, that takes no other pods', () => {
  const root = policy(
    'security.istio.io/AuthorizationPolicy',
    { selector: pods('a'), action: 'DENY' },
    { namespace: 'istio-system' },
  );
  const own = policy('security.istio.io/AuthorizationPolicy', { selector: pods('a') });
  expect(protecting([root, own]).copies).toEqual({
    'AuthorizationPolicy shop/pr-42--p': { selector: fork('a') },
    'AuthorizationPolicy shop/pr-42--p--istio-system': { selector: fork('a'), action: 'DENY' },
  });
  // There a PeerAuthentication with a selector is ignored.
  const peer = policy(
    'security.istio.io/PeerAuthentication',
    { selector: pods('a') },
    {
      namespace: 'istio-system',
    },
  );
  expect(protecting([peer]).copies).toEqual({});
});

test('of several documents in one policy those that acted on the fork’s baseline are copied', () => {
  const specs: readonly JsonObject[] = [
    { endpointSelector: pods('b'), ingress: [{}] },
    { endpointSelector: pods('a'), egress: [{}] },
  ];
  const one: KubeObject = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'p', namespace: 'shop' },
    specs,
  };
  const { objects } = deriving([...shop, one], ['a']);
  const copy = objects.find(({ kind }) => kind === 'CiliumNetworkPolicy');
  expect(copy).toMatchObject({ specs: [{ endpointSelector: fork('a'), egress: [{}] }] });
  expect(copy?.spec).toBeUndefined();
});

test('a policy of the whole cluster has a copy for the fork’s namespace', () => {
  const one = policy('cilium.io/v2/CiliumClusterwideNetworkPolicy', {
    endpointSelector: pods('a'),
  });
  const { namespace: _, ...metadata } = one.metadata ?? {};
  const { copies } = protecting([{ ...one, metadata }]);
  expect(copies).toEqual({
    'CiliumClusterwideNetworkPolicy pr-42--p': {
      endpointSelector: {
        matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'shop', ...fork('a').matchLabels },
      },
    },
  });
});

test('each fork that a policy acted on has a copy of its own', () => {
  const either = { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] };
  const { copies } = protecting([policy(network, { podSelector: either })], { forks: ['b', 'a'] });
  expect(
    Object.entries(copies).map(([name, spec]) => [name, (spec as JsonObject).podSelector]),
  ).toEqual([
    ['NetworkPolicy shop/pr-42--p', fork('a')],
    ['NetworkPolicy shop/pr-42--p--02', fork('b')],
  ]);
});

test('whom others let in by label is let in as a fork too, and nobody else', () => {
  const web = { namespaceSelector: { matchLabels: { team: 'web' } } };
  const one = policy(network, {
    podSelector: pods('db'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { from: [web] },
      { from: [web, { podSelector: pods('a') }], ports: [{ port: 5432, protocol: 'TCP' }] },
    ],
    egress: [{ to: [{ podSelector: pods('a'), namespaceSelector: {} }] }],
  });
  expect(protecting([one]).copies).toEqual({
    'NetworkPolicy shop/pr-42--p--peers': {
      podSelector: pods('db'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: fork('a') }], ports: [{ port: 5432, protocol: 'TCP' }] }],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
              podSelector: fork('a'),
            },
          ],
        },
      ],
    },
  });
});

test('a policy of another namespace is added to there', () => {
  const one = policy(
    network,
    {
      podSelector: {},
      ingress: [{ from: [{ podSelector: pods('a'), namespaceSelector: pods('shop') }] }],
    },
    { namespace: 'db' },
  );
  expect(Object.keys(protecting([one]).copies)).toEqual(['NetworkPolicy db/pr-42--p--peers']);
  const named = (labels: JsonObject): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: labels as { [key: string]: string } },
  });
  const inNamespace = (labels: JsonObject) =>
    protecting([one, named(labels)], { baseline: shop }).copies;
  expect(Object.keys(inNamespace({ app: 'shop' }))).toHaveLength(1);
  expect(inNamespace({ app: 'other' })).toEqual({});
});

test('rules of a direction that the policy is not of are not in force', () => {
  const one = policy(network, {
    podSelector: pods('db'),
    policyTypes: ['Ingress'],
    egress: [{ to: [{ podSelector: pods('a') }] }],
  });
  expect(protecting([one]).copies).toEqual({});
});

test('Cilium’s other ways to name a peer are not repeated, and who is kept out stays out', () => {
  const one = policy('cilium.io/v2/CiliumNetworkPolicy', {
    endpointSelector: pods('db'),
    ingress: [
      {
        fromEndpoints: [pods('a')],
        fromCIDR: ['10.0.0.0/8'],
        toPorts: [{ ports: [{ port: '80' }] }],
      },
    ],
    ingressDeny: [{ fromEndpoints: [pods('a')], toPorts: [{ ports: [{ port: '81' }] }] }],
    egress: [{ toEntities: ['world'] }],
    enableDefaultDeny: { egress: false },
  });
  expect(protecting([one]).copies).toEqual({
    'CiliumNetworkPolicy shop/pr-42--p--peers': {
      endpointSelector: pods('db'),
      enableDefaultDeny: { egress: false },
      ingress: [{ fromEndpoints: [fork('a')], toPorts: [{ ports: [{ port: '80' }] }] }],
      ingressDeny: [{ fromEndpoints: [fork('a')], toPorts: [{ ports: [{ port: '81' }] }] }],
    },
  });
});

test('forks of one sandbox reach each other where their baselines do', () => {
  const one = policy(network, {
    podSelector: pods('a'),
    ingress: [{ from: [{ podSelector: pods('b') }] }],
  });
  const { copies } = protecting([one], { forks: ['a', 'b'] });
  const from = (names: readonly JsonObject[]): Json => [
    { from: names.map((podSelector) => ({ podSelector })) },
  ];
  expect(copies).toEqual({
    'NetworkPolicy shop/pr-42--p': {
      podSelector: fork('a'),
      policyTypes: ['Ingress'],
      ingress: from([pods('b'), fork('b')]),
    },
    'NetworkPolicy shop/pr-42--p--peers': {
      podSelector: pods('a'),
      policyTypes: ['Ingress'],
      ingress: from([fork('b')]),
    },
  });
});

test('what no copy makes up for is an error that names the policy', () => {
  const guard = {
    ...policy('policy.networking.k8s.io/v1alpha1/AdminNetworkPolicy', {
      priority: 10,
      subject: { pods: { podSelector: pods('a'), namespaceSelector: {} } },
    }),
    metadata: { name: 'guard' },
  };
  const { codes, messages } = protecting([guard]);
  expect(codes).toEqual(['policy-left-behind']);
  expect(messages).toEqual([
    'AdminNetworkPolicy guard selects the pods of Deployment shop/a by `app=a` and not those of Deployment shop/a-pr-42; it is not copied, since policies of its kind rank by a number that no other may have',
  ]);
});

test.each<[string, string, JsonObject, string]>([
  [
    'kyverno.io/v1/Policy',
    'rules of admission',
    { rules: [{ match: { resources: { selector: pods('a') } } }] },
    'policy-left-behind',
  ],
  [
    'kyverno.io/v1/Policy',
    'exceptions from admission',
    { rules: [{ exclude: { resources: { selector: pods('a') } } }] },
    'policy-narrowed',
  ],
  [
    'cilium.io/v2/CiliumEgressGatewayPolicy',
    'ways out',
    { selectors: [{ podSelector: pods('a') }] },
    'policy-narrowed',
  ],
  ['example.com/v1/Firewall', 'unknown kinds', { podSelector: pods('a') }, 'policy-left-behind'],
  [
    'projectcalico.org/v3/NetworkPolicy',
    'selectors that cannot be read',
    { selector: "app == 'a' || app == 'b'" },
    'policy-left-behind',
  ],
  [
    'projectcalico.org/v3/NetworkPolicy',
    'peers by expression',
    { ingress: [{ source: { selector: "app == 'a'" } }] },
    'policy-left-behind',
  ],
])('%s: %s', (groupKind, _, spec, code) => {
  const { copies, codes } = protecting([policy(groupKind, spec)]);
  expect(copies).toEqual({});
  expect(codes).toEqual([code]);
});

test('a selector that cannot be read and speaks of no label that changed says the same of both', () => {
  const selector = "tier == 'x' || tier == 'y'";
  expect(protecting([policy('projectcalico.org/v3/NetworkPolicy', { selector })]).codes).toEqual(
    [],
  );
});

test.each<[string, JsonObject, readonly string[]]>([
  ['that lets somebody in', { ingress: [{}] }, ['policy-gained']],
  ['that lets nobody in', { policyTypes: ['Ingress'] }, ['policy-narrowed']],
])('a policy %s, over all but the baseline', (_, rules, codes) => {
  const podSelector = { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] };
  expect(protecting([policy(network, { podSelector, ...rules })]).codes).toEqual(codes);
});

test('a peer by what the baseline is not is refused: the fork would be let in', () => {
  const podSelector = { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] };
  const one = policy(network, { podSelector: pods('db'), ingress: [{ from: [{ podSelector }] }] });
  expect(protecting([one]).codes).toEqual(['policy-gained']);
});

test('one sandbox’s copies say nothing of another’s forks', () => {
  const one = policy(network, {
    podSelector: {},
    ingress: [{ from: [{ podSelector: pods('a') }, { podSelector: pods('b') }] }],
  });
  const baseline = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    route('r', [rule('/', 'a'), rule('/b', 'b')]),
    one,
  ];
  const alone = deriving(baseline, [sandbox('pr-42', ['a'])]).objects;
  const both = deriving(baseline, [sandbox('pr-42', ['a']), sandbox('pr-7', ['a', 'b'])]);
  const own = both.derived.sandboxes.find(({ name }) => name === 'pr-42')?.objects;
  expect(own).toEqual(alone);
});

test('names of the unnamed namespace are left out as the baseline leaves them', () => {
  const metadata = { name: 'p' };
  const one: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: pods('a'),
      ingress: [{ from: [{ podSelector: pods('a'), namespaceSelector: {} }] }],
    },
  };
  const place = { namespace: '' };
  const baseline = [
    gateway(undefined, place),
    ...workload('a', place),
    route('r', [rule('/', 'a')], place),
  ];
  const { objects } = deriving([...baseline, one], [sandbox('pr-42', ['a'], place)]);
  const copies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  expect(copies.map((copy) => copy.metadata?.namespace)).toEqual([undefined, undefined]);
  expect(copies[1]?.spec).toMatchObject({
    ingress: [{ from: [{ namespaceSelector: {}, podSelector: fork('a') }] }],
  });
});
