// The kinds that select pods or Services by label, and where their selectors stand.
//
// One row serves reading (selectors.ts), deciding (../capture/escape.ts) and carrying over
// (../protect/). Policies have a table of their own, protecting-kinds.ts; peers of network
// policies stand in lists of rules, in peer-kinds.ts; terms of scheduling in pod specs.

import type { FieldPath } from '../../model/manifest';
import { protectingKinds } from './protecting-kinds';
import type { SelectorRow } from './selector-row';

const selector: FieldPath = ['spec', 'selector'];

const drawing: readonly SelectorRow[] = [
  { kinds: ['/Service'], role: 'draws', at: selector, form: 'map', empty: 'nothing' },
  {
    kinds: [
      '/ReplicationController',
      'apps.openshift.io/DeploymentConfig',
      'networking.istio.io/Gateway',
      'inference.networking.x-k8s.io/InferencePool',
    ],
    role: 'draws',
    at: selector,
    form: 'map',
    empty: 'nothing',
  },
  {
    kinds: [
      'apps/Deployment',
      'apps/ReplicaSet',
      'apps/StatefulSet',
      'apps/DaemonSet',
      'extensions/Deployment',
      'batch/Job',
      'argoproj.io/Rollout',
      'apps.kruise.io/CloneSet',
      'apps.kruise.io/StatefulSet',
      'apps.kruise.io/DaemonSet',
      'policy/PodDisruptionBudget',
      'policy.kruise.io/PodUnavailableBudget',
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
    kinds: ['cilium.io/CiliumLocalRedirectPolicy'],
    role: 'draws',
    at: ['spec', 'redirectBackend', 'localEndpointSelector'],
    form: 'labels',
    empty: 'nothing',
  },
];

const observing: readonly SelectorRow[] = [
  {
    kinds: [
      'monitoring.coreos.com/PodMonitor',
      'azmonitoring.coreos.com/PodMonitor',
      'operator.victoriametrics.com/VMPodScrape',
      'monitoring.googleapis.com/PodMonitoring',
      'monitoring.grafana.com/PodLogs',
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
    kinds: [
      'monitoring.coreos.com/ServiceMonitor',
      'azmonitoring.coreos.com/ServiceMonitor',
      'operator.victoriametrics.com/VMServiceScrape',
    ],
    role: 'observes',
    over: 'services',
    at: selector,
    form: 'labels',
    scope: 'monitor',
  },
];

export const selectingKinds: readonly SelectorRow[] = [
  ...drawing,
  ...observing,
  ...protectingKinds,
];
