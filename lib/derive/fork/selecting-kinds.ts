// The kinds that select pods or Services by label, and where their selectors stand.
//
// One row serves reading (selectors.ts) and deciding (labels.ts). Peers of network
// policies and terms of scheduling stand in lists and are read beside the table.

import type { FieldPath } from '../../model/manifest';

/**
 * What a selector does with what it selects. `draws`: traffic, ownership or disruption
 * budget, which a fork must not share. `observes`: collects metrics. `schedules`: counts
 * pods for placement. `protects`: applies a policy, which a fork had better keep.
 */
export type SelectorRole = 'draws' | 'observes' | 'schedules' | 'protects';

export interface SelectorRow {
  readonly kinds: readonly string[];
  readonly role: SelectorRole;
  readonly over?: 'services';
  readonly at: FieldPath;
  /** `map`: plain labels; `labels`: a LabelSelector. */
  readonly form: 'map' | 'labels';
  /** What no selector, or one that asks for nothing, stands for; `everything` unless told. */
  readonly empty?: 'nothing';
  /** Where it selects; in its own namespace unless told. */
  readonly scope?: 'monitor' | 'mesh-root' | 'cluster';
}

const selector: FieldPath = ['spec', 'selector'];

export const selectingKinds: readonly SelectorRow[] = [
  { kinds: ['/Service'], role: 'draws', at: selector, form: 'map', empty: 'nothing' },
  { kinds: ['/ReplicationController'], role: 'draws', at: selector, form: 'map', empty: 'nothing' },
  {
    kinds: [
      'apps/Deployment',
      'apps/ReplicaSet',
      'apps/StatefulSet',
      'apps/DaemonSet',
      'extensions/Deployment',
      'batch/Job',
      'argoproj.io/Rollout',
      'policy/PodDisruptionBudget',
      'inference.networking.k8s.io/InferencePool',
    ],
    role: 'draws',
    at: selector,
    form: 'labels',
  },
  {
    kinds: ['networking.istio.io/ServiceEntry'],
    role: 'draws',
    at: ['spec', 'workloadSelector', 'labels'],
    form: 'map',
    empty: 'nothing',
  },
  {
    kinds: ['networking.istio.io/Gateway'],
    role: 'draws',
    at: selector,
    form: 'map',
    empty: 'nothing',
  },
  {
    kinds: [
      'monitoring.coreos.com/PodMonitor',
      'operator.victoriametrics.com/VMPodScrape',
      'monitoring.googleapis.com/PodMonitoring',
    ],
    role: 'observes',
    at: selector,
    form: 'labels',
    scope: 'monitor',
  },
  {
    kinds: ['monitoring.googleapis.com/ClusterPodMonitoring'],
    role: 'observes',
    at: selector,
    form: 'labels',
    scope: 'cluster',
  },
  {
    kinds: ['monitoring.coreos.com/ServiceMonitor', 'operator.victoriametrics.com/VMServiceScrape'],
    role: 'observes',
    over: 'services',
    at: selector,
    form: 'labels',
    scope: 'monitor',
  },
  {
    kinds: ['networking.k8s.io/NetworkPolicy'],
    role: 'protects',
    at: ['spec', 'podSelector'],
    form: 'labels',
  },
  {
    kinds: [
      'security.istio.io/AuthorizationPolicy',
      'security.istio.io/PeerAuthentication',
      'security.istio.io/RequestAuthentication',
      'telemetry.istio.io/Telemetry',
      'extensions.istio.io/WasmPlugin',
      'networking.istio.io/ProxyConfig',
    ],
    role: 'protects',
    at: ['spec', 'selector', 'matchLabels'],
    form: 'map',
    scope: 'mesh-root',
  },
  {
    kinds: ['networking.istio.io/Sidecar', 'networking.istio.io/EnvoyFilter'],
    role: 'protects',
    at: ['spec', 'workloadSelector', 'labels'],
    form: 'map',
    scope: 'mesh-root',
  },
  {
    kinds: ['policy.linkerd.io/Server'],
    role: 'protects',
    at: ['spec', 'podSelector'],
    form: 'labels',
  },
  {
    kinds: ['cilium.io/CiliumNetworkPolicy'],
    role: 'protects',
    at: ['spec', 'endpointSelector'],
    form: 'labels',
  },
  {
    kinds: ['cilium.io/CiliumClusterwideNetworkPolicy'],
    role: 'protects',
    at: ['spec', 'endpointSelector'],
    form: 'labels',
    scope: 'cluster',
  },
];
