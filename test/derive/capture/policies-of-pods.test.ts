// Which policies a fork loses with the labels that it had to change, which it comes by, and which
// kinds draw it in.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { selectorText } from '../../../lib/model/selector';
import { codesOf, deployment, forked, object, service } from '../fork/fork-baseline';

const cart = { matchLabels: { app: 'cart' } };
const tier = { matchLabels: { tier: 'backend' } };
const labels = { app: 'cart', tier: 'backend' };

/** What a fork of `cart` in `shop` makes of one more object. */
function beside(...others: readonly KubeObject[]) {
  const found = forked([deployment({ labels }), service(), ...others]);
  const texts = (which: 'lost' | 'gained') =>
    (found.forked?.[which] ?? []).map(
      ({ owner, selector, path }) =>
        `${owner.object.kind} ${path.join('.')} ${selectorText(selector)}`,
    );
  return { found, lost: texts('lost'), gained: texts('gained') };
}

test.each([
  ['apps.openshift.io/v1', 'DeploymentConfig', { selector: tier.matchLabels }],
  ['apps.kruise.io/v1alpha1', 'CloneSet', { selector: tier }],
  ['policy.kruise.io/v1alpha1', 'PodUnavailableBudget', { selector: tier }],
  ['inference.networking.x-k8s.io/v1alpha2', 'InferencePool', { selector: tier.matchLabels }],
  [
    'cilium.io/v2',
    'CiliumLocalRedirectPolicy',
    { redirectBackend: { localEndpointSelector: tier } },
  ],
  ['monitoring.grafana.com/v1alpha2', 'PodLogs', { selector: tier }],
  ['azmonitoring.coreos.com/v1', 'PodMonitor', { selector: tier }],
])('%s %s does not take the fork', (apiVersion, kind, spec) => {
  const { found } = beside(object(apiVersion, kind, spec));
  expect(found.forked?.fork.spec).toMatchObject({
    template: { metadata: { labels: { app: 'cart-pr-42', tier: 'backend-pr-42' } } },
  });
});

test.each([
  ['k8s.cni.cncf.io/v1beta1', 'MultiNetworkPolicy', { podSelector: cart }, 'spec.podSelector'],
  ['projectcalico.org/v3', 'NetworkPolicy', { selector: "app == 'cart'" }, 'spec.selector'],
  [
    'projectcalico.org/v3',
    'GlobalNetworkPolicy',
    { selector: 'app == "cart" && has(tier)' },
    'spec.selector',
  ],
  [
    'projectcalico.org/v3',
    'NetworkPolicy',
    { ingress: [{ source: { selector: "app in { 'cart', 'web' }" } }] },
    'spec.ingress.0.source.selector',
  ],
  [
    'policy.networking.k8s.io/v1alpha1',
    'AdminNetworkPolicy',
    { subject: { pods: { podSelector: cart, namespaceSelector: {} } } },
    'spec.subject.pods.podSelector',
  ],
  [
    'policy.networking.k8s.io/v1alpha1',
    'AdminNetworkPolicy',
    { egress: [{ to: [{ pods: { podSelector: cart, namespaceSelector: {} } }] }] },
    'spec.egress.0.to.0.pods.podSelector',
  ],
  [
    'crd.antrea.io/v1beta1',
    'NetworkPolicy',
    { appliedTo: [{ podSelector: cart }] },
    'spec.appliedTo.0.podSelector',
  ],
  [
    'cilium.io/v2',
    'CiliumEgressGatewayPolicy',
    { selectors: [{ podSelector: cart }] },
    'spec.selectors.0.podSelector',
  ],
  [
    'cilium.io/v2',
    'CiliumNetworkPolicy',
    { endpointSelector: {}, egressDeny: [{ toEndpoints: [cart] }] },
    'spec.egressDeny.0.toEndpoints.0',
  ],
  [
    'networking.istio.io/v1',
    'DestinationRule',
    { host: 'web', workloadSelector: cart },
    'spec.workloadSelector.matchLabels',
  ],
  [
    'kuma.io/v1alpha1',
    'MeshTrafficPermission',
    { targetRef: { kind: 'MeshSubset', tags: { app: 'cart' } } },
    'spec.targetRef.tags',
  ],
  ['spire.spiffe.io/v1alpha1', 'ClusterSPIFFEID', { podSelector: cart }, 'spec.podSelector'],
  ['apps.kruise.io/v1alpha1', 'SidecarSet', { selector: cart }, 'spec.selector'],
  [
    'kyverno.io/v1',
    'ClusterPolicy',
    { rules: [{ match: { any: [{ resources: { selector: cart } }] } }] },
    'spec.rules.0.match.any.0.resources.selector',
  ],
  [
    'kyverno.io/v1',
    'Policy',
    { rules: [{ exclude: { resources: { selector: cart } } }] },
    'spec.rules.0.exclude.resources.selector',
  ],
  [
    'policies.kyverno.io/v1',
    'ValidatingPolicy',
    { matchConstraints: { objectSelector: cart } },
    'spec.matchConstraints.objectSelector',
  ],
  [
    'constraints.gatekeeper.sh/v1beta1',
    'K8sRequiredProbes',
    { match: { labelSelector: cart } },
    'spec.match.labelSelector',
  ],
  ['security.kubearmor.com/v1', 'KubeArmorPolicy', { selector: cart }, 'spec.selector'],
  [
    'vpcresources.k8s.aws/v1beta1',
    'SecurityGroupPolicy',
    { podSelector: cart },
    'spec.podSelector',
  ],
  [
    'example.com/v1',
    'Firewall',
    { workloadSelector: { labels: { app: 'cart' } } },
    'spec.workloadSelector.labels',
  ],
])('%s %s is known to lose the fork', (apiVersion, kind, spec: JsonObject, path) => {
  const { lost } = beside(object(apiVersion, kind, spec));
  expect(lost).toEqual([expect.stringContaining(`${kind} ${path} `)]);
});

test('webhooks that look at the pods’ labels are policies, each for itself', () => {
  const hook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'signed' },
    webhooks: [{ objectSelector: {} }, { objectSelector: cart }],
  };
  expect(beside(hook).lost).toEqual([
    'ValidatingWebhookConfiguration webhooks.1.objectSelector app=cart',
  ]);
});

test('a kind that nobody knows is a policy only where it selects by labels of the pods', () => {
  const unknown = (spec: JsonObject) => beside(object('example.com/v1', 'Widget', spec)).lost;
  expect(unknown({ selector: {} })).toEqual([]);
  expect(unknown({ selector: 'cart' })).toEqual([]);
  expect(unknown({ selector: { matchLabels: { app: 'web' } } })).toEqual([]);
  expect(unknown({ selector: { app: 'cart' } })).toEqual(['Widget spec.selector app=cart']);
});

test('a volume claim’s selector is over volumes', () => {
  expect(beside(object('v1', 'PersistentVolumeClaim', { selector: cart })).lost).toEqual([]);
});

test('a policy that says what becomes of forks has its way', () => {
  const out = { key: 'gatefork.dev/sandbox', operator: 'DoesNotExist' };
  const podSelector = { ...tier, matchExpressions: [out] };
  expect(beside(object('networking.k8s.io/v1', 'NetworkPolicy', { podSelector })).lost).toEqual([]);
});

test('a policy over all but the baseline comes to take the fork', () => {
  const but = { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['cart'] }] };
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: but,
    ingress: [{ from: [{ podSelector: but }] }],
  });
  expect(beside(policy).gained).toEqual([
    'NetworkPolicy spec.podSelector app notin (cart)',
    'NetworkPolicy spec.ingress.0.from.0.podSelector app notin (cart)',
  ]);
});

test('peers of a Cilium policy are in its own namespace, or in those that they name', () => {
  const peers = (...fromEndpoints: readonly JsonObject[]) => {
    const spec = { endpointSelector: {}, ingress: [{ fromEndpoints }] };
    const policy = object('cilium.io/v2', 'CiliumNetworkPolicy', spec);
    return beside({ ...policy, metadata: { name: 'one', namespace: 'db' } }).lost.length;
  };
  const named = (namespace: string) => ({
    matchLabels: { 'k8s:io.kubernetes.pod.namespace': namespace, 'k8s:app': 'cart' },
  });
  expect(peers(cart)).toBe(0);
  expect(peers(named('shop'))).toBe(1);
  expect(peers(named('other'))).toBe(0);
  expect(peers({ matchLabels: { 'reserved:host': '', app: 'cart' } })).toBe(0);
});

test('subsets of a DestinationRule take pods of its host alone, and no fork', () => {
  const rule = object('networking.istio.io/v1', 'DestinationRule', {
    host: 'cart',
    subsets: [{ name: 'v1', labels: { tier: 'backend' } }],
  });
  const { found, lost } = beside(rule);
  expect(codesOf(found)).toEqual([]);
  expect(lost).toEqual([]);
});

test('selectors in odd shapes are no selectors', () => {
  const odd: readonly JsonObject[] = [
    { podSelector: 'cart', ingress: 'all' },
    { podSelector: { matchLabels: 7 }, ingress: [{ from: [{ podSelector: [] }, null, 3] }] },
    { podSelector: { matchLabels: { __proto__x: 1 } }, ingress: [null], egress: [{ to: {} }] },
  ];
  for (const spec of odd) {
    expect(beside(object('networking.k8s.io/v1', 'NetworkPolicy', spec)).lost).toEqual([]);
  }
});
