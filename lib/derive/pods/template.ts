// The pod template of a workload, whatever its kind, and the label selectors inside it:
// terms of affinity and constraints of topology spread.
//
// Neighbours: ../selectors/selectors.ts reads the terms of all workloads, ../capture/scheduling.ts
// rewrites those of a fork.

import { groupKindOf } from '../../model/inventory';
import {
  at,
  type FieldPath,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../model/manifest';
import { type Labels, labelsOf } from '../../model/selector';

/** Kinds that run pods, with the place of their template. */
const templatePaths: ReadonlyMap<string, FieldPath> = new Map<string, FieldPath>([
  ['apps/Deployment', ['spec', 'template']],
  ['extensions/Deployment', ['spec', 'template']],
  ['apps/StatefulSet', ['spec', 'template']],
  ['apps/DaemonSet', ['spec', 'template']],
  ['apps/ReplicaSet', ['spec', 'template']],
  ['argoproj.io/Rollout', ['spec', 'template']],
  ['/ReplicationController', ['spec', 'template']],
  ['batch/Job', ['spec', 'template']],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['/Pod', []],
]);

export function podTemplateOf(object: KubeObject): JsonObject | undefined {
  const path = templatePaths.get(groupKindOf(object));
  const template = path === undefined ? undefined : at(object, path);
  return isObject(template) ? template : undefined;
}

export function podLabelsOf(template: JsonObject): Labels {
  return labelsOf(at(template, ['metadata', 'labels']));
}

const children: ReadonlySet<string> = new Set(['apps/ReplicaSet', 'batch/Job', '/Pod']);

/** A controller's child, as in a dump of a cluster: its pods are those of its parent. */
export function isChild(object: KubeObject): boolean {
  return (
    children.has(groupKindOf(object)) &&
    listOf(at(object, ['metadata', 'ownerReferences'])).length > 0
  );
}

const affinityKinds = ['podAffinity', 'podAntiAffinity'] as const;
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Every term of a pod spec that selects pods: `{ labelSelector, namespaces, ... }`. */
export function schedulingTerms(podSpec: Json | undefined): readonly JsonObject[] {
  const terms: (Json | undefined)[] = [...listOf(at(podSpec, ['topologySpreadConstraints']))];
  for (const kind of affinityKinds) {
    for (const term of listOf(at(podSpec, ['affinity', kind, required]))) terms.push(term);
    for (const weighted of listOf(at(podSpec, ['affinity', kind, preferred]))) {
      terms.push(at(weighted, ['podAffinityTerm']));
    }
  }
  return terms.filter(isObject);
}

/** The pod spec with every such term replaced by what `change` makes of it. */
export function withSchedulingTerms(
  podSpec: JsonObject,
  change: (term: JsonObject) => JsonObject,
): JsonObject {
  const each = (list: Json | undefined, of: (entry: JsonObject) => JsonObject): Json | undefined =>
    Array.isArray(list) ? listOf(list).map((entry) => (isObject(entry) ? of(entry) : entry)) : list;
  const inside = (object: Json | undefined, key: string, of: (value: JsonObject) => JsonObject) => {
    if (!isObject(object)) return {};
    const value = object[key];
    return isObject(value) ? { [key]: of(value) } : {};
  };
  const ofKind = (terms: JsonObject): JsonObject => ({
    ...terms,
    ...(terms[required] === undefined ? {} : { [required]: each(terms[required], change) }),
    ...(terms[preferred] === undefined
      ? {}
      : {
          [preferred]: each(terms[preferred], (weighted) => ({
            ...weighted,
            ...inside(weighted, 'podAffinityTerm', change),
          })),
        }),
  });
  const spread = podSpec.topologySpreadConstraints;
  return {
    ...podSpec,
    ...inside(podSpec, 'affinity', (affinity) => ({
      ...affinity,
      ...inside(affinity, 'podAffinity', ofKind),
      ...inside(affinity, 'podAntiAffinity', ofKind),
    })),
    ...(spread === undefined ? {} : { topologySpreadConstraints: each(spread, change) }),
  };
}
