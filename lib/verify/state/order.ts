// The objects that the full set adds to the baseline or changes in it, in the order in which a
// delivery applies them.
//
// The law is that of Argo CD (gitops-engine, pkg/sync/sync_tasks.go and syncwaves): by wave, then by
// kind, kinds that are not listed last, then by name. Kinds of one wave follow each other without
// waiting for health, objects of one kind are applied at once; a wave begins when the one before is
// healthy. Pruned is wave by wave in reverse, all of a wave at once. Neighbours: states.ts,
// ../../model/stage.ts (the waves that deriving writes).

import type { Inventory } from '../../model/inventory';
import { at, type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { isSameJson } from '../../model/same-json';
import { compareText } from '../../model/text-order';

export interface Step {
  readonly manifest: Manifest;
  /** What stands in the baseline in its place; undefined where it is new. */
  readonly before?: Manifest;
  readonly wave: number;
  /** Where it stands among all steps, from 0. */
  readonly place: number;
}

/** What is new or changed, in order. */
export function stepsOf(baseline: Inventory, applied: Inventory): readonly Step[] {
  const drafts: Omit<Step, 'place'>[] = [];
  for (const manifest of applied.manifests) {
    const before = baseline.withId(applied.idOf(manifest.object));
    if (before !== undefined && isSameJson(before.object, manifest.object)) continue;
    const wave = waveOf(manifest.object);
    drafts.push(before === undefined ? { manifest, wave } : { manifest, before, wave });
  }
  return drafts.sort(compareDrafts).map((draft, place) => ({ ...draft, place }));
}

/** `wave 1, HTTPRoute shop/pr-42--cart`. */
export function stepText({ wave, manifest }: Pick<Step, 'wave' | 'manifest'>): string {
  return `wave ${wave}, ${nameOf(manifest.object)}`;
}

function compareDrafts(left: Omit<Step, 'place'>, right: Omit<Step, 'place'>): number {
  const [a, b] = [left.manifest.object, right.manifest.object];
  const byName = (): number =>
    compareText(a.metadata?.name ?? '', b.metadata?.name ?? '') ||
    compareText(`${a.kind} ${a.metadata?.namespace}`, `${b.kind} ${b.metadata?.namespace}`);
  return left.wave - right.wave || kindPlace(a) - kindPlace(b) || byName();
}

const waveMarks = ['argocd.argoproj.io/sync-wave', 'helm.sh/hook-weight'] as const;

/** What is no whole number does not count, as there. */
export function waveOf(object: KubeObject): number {
  for (const mark of waveMarks) {
    const text = String(at(object, ['metadata', 'annotations', mark]) ?? '');
    if (/^[+-]?\d{1,9}$/.test(text)) return Number(text);
  }
  return 0;
}

const kindsInOrder: readonly string[] = [
  ...['Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy'],
  ...['PodDisruptionBudget', 'ServiceAccount', 'Secret', 'SecretList', 'ConfigMap'],
  ...['StorageClass', 'PersistentVolume', 'PersistentVolumeClaim', 'CustomResourceDefinition'],
  ...['ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding', 'ClusterRoleBindingList'],
  ...['Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod'],
  ...['ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler'],
  ...['StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress', 'APIService'],
];

const placeOfKind: ReadonlyMap<string, number> = new Map(
  kindsInOrder.map((kind, place) => [kind, place]),
);

function kindPlace({ kind }: KubeObject): number {
  return placeOfKind.get(kind) ?? kindsInOrder.length;
}
