// What the API server asks of single fields of its own kinds, and its OpenAPI document does not say.
//
// The law is the validation of Kubernetes 1.36. Neighbours: definition-schema.ts.

import { checksOf, type Keywords } from '../schema/keywords';
import type { Check } from '../schema/schema';

const port: Keywords = { minimum: 1, maximum: 65_535 };
const natural: Keywords = { minimum: 0 };
const positive: Keywords = { minimum: 1 };
const filled: Keywords = { minLength: 1 };
const named: Keywords = { pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };
const protocols: Keywords = { enum: ['TCP', 'UDP', 'SCTP'] };

const limits: { readonly [place: string]: Keywords } = {
  'apps.v1.DeploymentSpec.replicas': natural,
  'apps.v1.DeploymentSpec.minReadySeconds': natural,
  'apps.v1.DeploymentSpec.revisionHistoryLimit': natural,
  'apps.v1.DeploymentStrategy.type': { enum: ['Recreate', 'RollingUpdate'] },
  'apps.v1.DaemonSetUpdateStrategy.type': { enum: ['RollingUpdate', 'OnDelete'] },
  'apps.v1.ReplicaSetSpec.replicas': natural,
  'apps.v1.StatefulSetSpec.replicas': natural,
  'apps.v1.StatefulSetSpec.podManagementPolicy': { enum: ['OrderedReady', 'Parallel'] },
  'apps.v1.StatefulSetUpdateStrategy.type': { enum: ['RollingUpdate', 'OnDelete'] },
  'autoscaling.v2.HorizontalPodAutoscalerSpec.maxReplicas': positive,
  'autoscaling.v1.HorizontalPodAutoscalerSpec.maxReplicas': positive,
  'batch.v1.CronJobSpec.concurrencyPolicy': { enum: ['Allow', 'Forbid', 'Replace'] },
  'batch.v1.CronJobSpec.successfulJobsHistoryLimit': natural,
  'batch.v1.CronJobSpec.failedJobsHistoryLimit': natural,
  'batch.v1.CronJobSpec.schedule': filled,
  'batch.v1.JobSpec.parallelism': natural,
  'batch.v1.JobSpec.completions': natural,
  'batch.v1.JobSpec.backoffLimit': natural,
  'batch.v1.JobSpec.completionMode': { enum: ['NonIndexed', 'Indexed'] },
  'core.v1.Container.imagePullPolicy': { enum: ['Always', 'IfNotPresent', 'Never'] },
  'core.v1.Container.name': { ...named, minLength: 1 },
  'core.v1.ContainerPort.containerPort': port,
  'core.v1.ContainerPort.hostPort': { minimum: 0, maximum: 65_535 },
  'core.v1.ContainerPort.protocol': protocols,
  'core.v1.EnvVar.name': filled,
  'core.v1.HTTPGetAction.scheme': { enum: ['HTTP', 'HTTPS'] },
  'core.v1.GRPCAction.port': port,
  'core.v1.PersistentVolumeClaimSpec.volumeMode': { enum: ['Block', 'Filesystem'] },
  'core.v1.PodSpec.containers': { minItems: 1 },
  'core.v1.PodSpec.dnsPolicy': {
    enum: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  },
  'core.v1.PodSpec.restartPolicy': { enum: ['Always', 'OnFailure', 'Never'] },
  'core.v1.PodSpec.terminationGracePeriodSeconds': natural,
  'core.v1.PodSpec.activeDeadlineSeconds': positive,
  'core.v1.Probe.failureThreshold': natural,
  'core.v1.Probe.initialDelaySeconds': natural,
  'core.v1.Probe.periodSeconds': natural,
  'core.v1.Probe.successThreshold': natural,
  'core.v1.Probe.timeoutSeconds': natural,
  'core.v1.ServicePort.port': port,
  'core.v1.ServicePort.protocol': protocols,
  'core.v1.ServiceSpec.externalTrafficPolicy': { enum: ['Cluster', 'Local'] },
  'core.v1.ServiceSpec.internalTrafficPolicy': { enum: ['Cluster', 'Local'] },
  'core.v1.ServiceSpec.sessionAffinity': { enum: ['ClientIP', 'None'] },
  'core.v1.ServiceSpec.type': { enum: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'] },
  'core.v1.Toleration.effect': { enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
  'core.v1.Toleration.operator': { enum: ['Equal', 'Exists', 'Lt', 'Gt'] },
  'core.v1.TopologySpreadConstraint.maxSkew': positive,
  'core.v1.TopologySpreadConstraint.whenUnsatisfiable': {
    enum: ['DoNotSchedule', 'ScheduleAnyway'],
  },
  'core.v1.Volume.name': { ...named, minLength: 1 },
  'core.v1.VolumeMount.mountPath': filled,
  'core.v1.VolumeMount.name': filled,
  'meta.v1.LabelSelectorRequirement.operator': { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
  'networking.v1.HTTPIngressPath.pathType': { enum: ['Exact', 'ImplementationSpecific', 'Prefix'] },
  'networking.v1.HTTPIngressRuleValue.paths': { minItems: 1 },
  'networking.v1.NetworkPolicyPort.protocol': protocols,
  'networking.v1.ServiceBackendPort.number': { minimum: 0, maximum: 65_535 },
  'rbac.v1.PolicyRule.verbs': { minItems: 1 },
  'rbac.v1.RoleRef.name': filled,
  'rbac.v1.Subject.kind': { enum: ['ServiceAccount', 'User', 'Group'] },
};

/** Empty is as if it were left out, where a default would come or a rule of its own asks for more. */
export function limitsOf(place: string): readonly Check[] {
  const own = Object.hasOwn(limits, place) ? limits[place] : undefined;
  if (own === undefined) return [];
  const checks = checksOf(own);
  if (own.enum === undefined) return checks;
  return checks.map(
    (check): Check =>
      (value) =>
        value === '' ? undefined : check(value),
  );
}

/** Fields that the document calls required, and without which the API server takes an object. */
const lenient: ReadonlySet<string> = new Set([
  'scheduling.v1.PriorityClass.value',
  'storage.v1.CSIDriver.spec',
  'networking.v1.NetworkPolicySpec.podSelector',
  'core.v1.LimitRangeSpec.limits',
  'core.v1.Event.involvedObject',
  'core.v1.Event.metadata',
  'discovery.v1.EndpointSlice.endpoints',
  'apps.v1.ControllerRevision.revision',
  'core.v1.PreferredSchedulingTerm.preference',
  'core.v1.Sysctl.value',
  'core.v1.HTTPHeader.value',
  'batch.v1.PodFailurePolicyOnPodConditionsPattern.status',
  'apiextensions.v1.CustomResourceDefinitionVersion.served',
  'apiextensions.v1.CustomResourceDefinitionVersion.storage',
]);

export function isLenient(place: string): boolean {
  return lenient.has(place);
}
