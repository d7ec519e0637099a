// What the API server asks of its own kinds beyond their fields: kind -> rules.
//
// Only what is refused is here, not what is unwise. Neighbours: kubernetes-kinds.ts (who asks), the
// files of rules beside this one.

import type { JsonObject, KubeObject } from '../../model/manifest';
import type { KindCheck } from '../kind-check';
import { bindingRules } from './binding-rules';
import { configRules } from './config-rules';
import { ingressRules, networkPolicyRules } from './network-rules';
import { podRules } from './pod-rules';
import { autoscalerRules, claimRules, disruptionRules } from './policy-rules';
import type { Tell } from './rule';
import { serviceRules } from './service-rules';
import { cronJobRules, jobRules, workloadRules } from './workload-rules';

type Rules = (object: KubeObject, tell: Tell) => void;

const rules: { readonly [kind: string]: Rules } = {
  'apps/v1 DaemonSet': workloadRules,
  'apps/v1 Deployment': workloadRules,
  'apps/v1 ReplicaSet': workloadRules,
  'apps/v1 StatefulSet': workloadRules,
  'autoscaling/v1 HorizontalPodAutoscaler': autoscalerRules,
  'autoscaling/v2 HorizontalPodAutoscaler': autoscalerRules,
  'batch/v1 CronJob': cronJobRules,
  'batch/v1 Job': (object, tell) => jobRules(object.spec as JsonObject | undefined, ['spec'], tell),
  'networking.k8s.io/v1 Ingress': ingressRules,
  'networking.k8s.io/v1 NetworkPolicy': networkPolicyRules,
  'policy/v1 PodDisruptionBudget': disruptionRules,
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': bindingRules,
  'rbac.authorization.k8s.io/v1 RoleBinding': bindingRules,
  'v1 ConfigMap': configRules,
  'v1 PersistentVolumeClaim': claimRules,
  'v1 Pod': (object, tell) =>
    podRules(object.spec as JsonObject | undefined, { path: ['spec'] }, tell),
  'v1 Secret': configRules,
  'v1 Service': serviceRules,
};

/** Undefined: the kind has none. */
export function coreRules(kind: string): KindCheck['rules'] {
  const own = Object.hasOwn(rules, kind) ? rules[kind] : undefined;
  if (own === undefined) return undefined;
  return (stored, report) => own(stored, (fault) => report({ code: 'object-refused', ...fault }));
}
