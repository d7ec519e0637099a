// The kinds of policies that select pods by label, and whether a copy makes up for a selector
// that a fork's labels lost.
//
// A kind that is not here is known by the shape of its selector (`selectorShapes`): a policy
// that nobody here has heard of protects all the same.
// Neighbours: selector-row.ts (what a row says), peer-kinds.ts, ../protect/ (the copies).

import type { FieldPath } from '../../model/manifest';
import type { Loss, SelectorRow } from './selector-row';

const selector: FieldPath = ['spec', 'selector'];
const podSelector: FieldPath = ['spec', 'podSelector'];

const admission: Loss = {
  means: 'open',
  because: 'it acts when objects are admitted, and a copy would act on other objects twice',
};

/** Policies of a cluster that rank by a number of their own. */
export const ranked: Loss = {
  means: 'open',
  because: 'policies of its kind rank by a number that no other may have',
};

const protects = { role: 'protects' } as const;

export const protectingKinds: readonly SelectorRow[] = [
  {
    ...protects,
    kinds: ['networking.k8s.io/NetworkPolicy', 'k8s.cni.cncf.io/MultiNetworkPolicy'],
    at: podSelector,
    form: 'labels',
  },
  {
    ...protects,
    kinds: ['cilium.io/CiliumNetworkPolicy'],
    at: ['spec', 'endpointSelector'],
    form: 'labels',
  },
  {
    ...protects,
    kinds: ['cilium.io/CiliumNetworkPolicy'],
    at: ['specs', '*', 'endpointSelector'],
    form: 'labels',
  },
  {
    ...protects,
    kinds: ['cilium.io/CiliumClusterwideNetworkPolicy'],
    at: ['spec', 'endpointSelector'],
    form: 'labels',
    scope: 'cluster',
  },
  {
    ...protects,
    kinds: ['cilium.io/CiliumClusterwideNetworkPolicy'],
    at: ['specs', '*', 'endpointSelector'],
    form: 'labels',
    scope: 'cluster',
  },
  {
    ...protects,
    kinds: ['cilium.io/CiliumEgressGatewayPolicy'],
    at: ['spec', 'selectors', '*', 'podSelector'],
    form: 'labels',
    scope: 'beside',
    loss: { means: 'narrows', because: 'an address to leave by belongs to one policy' },
  },
  {
    ...protects,
    kinds: ['projectcalico.org/NetworkPolicy', 'crd.projectcalico.org/NetworkPolicy'],
    at: selector,
    form: 'expression',
  },
  {
    ...protects,
    kinds: ['projectcalico.org/GlobalNetworkPolicy', 'crd.projectcalico.org/GlobalNetworkPolicy'],
    at: selector,
    form: 'expression',
    scope: 'cluster',
  },
  {
    ...protects,
    kinds: [
      'policy.networking.k8s.io/AdminNetworkPolicy',
      'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
      'policy.networking.k8s.io/ClusterNetworkPolicy',
    ],
    at: ['spec', 'subject', 'pods', 'podSelector'],
    form: 'labels',
    scope: 'beside',
    loss: ranked,
  },
  {
    ...protects,
    kinds: ['crd.antrea.io/NetworkPolicy'],
    at: ['spec', 'appliedTo', '*', 'podSelector'],
    form: 'labels',
    loss: ranked,
  },
  {
    ...protects,
    kinds: ['crd.antrea.io/ClusterNetworkPolicy'],
    at: ['spec', 'appliedTo', '*', 'podSelector'],
    form: 'labels',
    scope: 'beside',
    loss: ranked,
  },
  {
    ...protects,
    // In the root namespace they act on all namespaces.
    kinds: [
      'security.istio.io/AuthorizationPolicy',
      'security.istio.io/RequestAuthentication',
      'extensions.istio.io/WasmPlugin',
      'extensions.istio.io/TrafficExtension',
    ],
    at: ['spec', 'selector', 'matchLabels'],
    form: 'map',
    scope: 'mesh-root',
  },
  {
    ...protects,
    // In the root namespace a selector of theirs is ignored.
    kinds: [
      'security.istio.io/PeerAuthentication',
      'telemetry.istio.io/Telemetry',
      'networking.istio.io/ProxyConfig',
    ],
    at: ['spec', 'selector', 'matchLabels'],
    form: 'map',
  },
  {
    ...protects,
    kinds: ['networking.istio.io/EnvoyFilter'],
    at: ['spec', 'workloadSelector', 'labels'],
    form: 'map',
    scope: 'mesh-root',
  },
  {
    ...protects,
    kinds: ['networking.istio.io/Sidecar'],
    at: ['spec', 'workloadSelector', 'labels'],
    form: 'map',
  },
  {
    ...protects,
    kinds: ['networking.istio.io/DestinationRule'],
    at: ['spec', 'workloadSelector', 'matchLabels'],
    form: 'map',
  },
  { ...protects, kinds: ['policy.linkerd.io/Server'], at: podSelector, form: 'labels' },
  {
    ...protects,
    kinds: ['kuma.io/*'],
    at: ['spec', 'targetRef', 'labels'],
    form: 'map',
    scope: 'cluster',
  },
  {
    ...protects,
    kinds: ['kuma.io/*'],
    at: ['spec', 'targetRef', 'tags'],
    form: 'map',
    scope: 'cluster',
  },
  {
    ...protects,
    kinds: ['spire.spiffe.io/ClusterSPIFFEID'],
    at: podSelector,
    form: 'labels',
    scope: 'beside',
    loss: { means: 'narrows', because: 'an identity is not given to other pods unasked' },
  },
  {
    ...protects,
    kinds: ['apps.kruise.io/SidecarSet'],
    at: selector,
    form: 'labels',
    scope: 'beside',
    loss: admission,
  },
  ...admissionRows(
    ['kyverno.io/Policy', 'kyverno.io/ClusterPolicy'],
    [
      ['spec', 'rules', '*', 'match', 'resources', 'selector'],
      ['spec', 'rules', '*', 'match', 'any', '*', 'resources', 'selector'],
      ['spec', 'rules', '*', 'match', 'all', '*', 'resources', 'selector'],
    ],
    admission,
  ),
  ...admissionRows(
    ['kyverno.io/Policy', 'kyverno.io/ClusterPolicy'],
    [
      ['spec', 'rules', '*', 'exclude', 'resources', 'selector'],
      ['spec', 'rules', '*', 'exclude', 'any', '*', 'resources', 'selector'],
      ['spec', 'rules', '*', 'exclude', 'all', '*', 'resources', 'selector'],
    ],
    { means: 'narrows', because: 'an exception is not made for other pods unasked' },
  ),
  ...admissionRows(
    ['constraints.gatekeeper.sh/*'],
    [['spec', 'match', 'labelSelector']],
    admission,
  ),
  ...admissionRows(
    [
      'policies.kyverno.io/*',
      'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
      'admissionregistration.k8s.io/MutatingAdmissionPolicy',
    ],
    [['spec', 'matchConstraints', 'objectSelector']],
    admission,
  ),
  ...admissionRows(
    [
      'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
      'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
    ],
    [['spec', 'matchResources', 'objectSelector']],
    admission,
  ),
  ...admissionRows(
    [
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    ],
    [['webhooks', '*', 'objectSelector']],
    admission,
  ),
];

function admissionRows(
  kinds: readonly string[],
  places: readonly FieldPath[],
  loss: Loss,
): readonly SelectorRow[] {
  return places.map((at) => ({ ...protects, kinds, at, form: 'labels', scope: 'beside', loss }));
}

/** Where kinds that are in no table have their selectors over pods. */
export const selectorShapes: readonly Pick<SelectorRow, 'at' | 'form'>[] = [
  { at: podSelector, form: 'labels' },
  { at: ['spec', 'endpointSelector'], form: 'labels' },
  { at: ['spec', 'workloadSelector', 'labels'], form: 'map' },
  { at: ['spec', 'workloadSelector'], form: 'labels' },
  { at: selector, form: 'labels' },
  { at: selector, form: 'map' },
];

/** A policy by its name is copied; of anything else nobody knows what two of it would do. */
export const unknownKind: Loss = {
  means: 'open',
  because: 'what objects of its kind do is not known here',
};
