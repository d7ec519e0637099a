// What a copy of an object must not carry over: fields that the API server fills in, and
// labels and annotations by which a tool knows the objects that it owns.
//
// A copy that kept them would be adopted, pruned or hooked together with its baseline.
// Marks of injection and identity (sidecar.istio.io/*, linkerd.io/inject, vault agents)
// are not ownership and stay. Neighbours: marks.ts (our own marks), selector.ts.

import type { Json, ObjectMeta } from './manifest';

/** Fields of metadata that only the API server or a controller may set. */
const serverFields: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'finalizers',
  'generateName',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** Who puts a mark on objects that it manages; `prefix/` stands for all keys below it. */
const ownershipMarks: readonly { readonly owner: string; readonly keys: readonly string[] }[] = [
  {
    owner: 'Argo CD',
    keys: ['argocd.argoproj.io/', 'app.kubernetes.io/instance', 'notifications.argoproj.io/'],
  },
  {
    owner: 'Flux',
    keys: ['kustomize.toolkit.fluxcd.io/', 'helm.toolkit.fluxcd.io/', 'fluxcd.io/'],
  },
  {
    owner: 'Flux operator',
    keys: ['fluxcd.controlplane.io/', 'resourceset.fluxcd.controlplane.io/'],
  },
  { owner: 'Helm', keys: ['meta.helm.sh/', 'helm.sh/', 'postrenderer.helm.sh/'] },
  {
    owner: 'kustomize and KRM functions',
    keys: [
      'config.kubernetes.io/',
      'internal.config.kubernetes.io/',
      'kustomize.config.k8s.io/',
      'config.k8s.io/',
      'internal.kpt.dev/',
    ],
  },
  {
    owner: 'kubectl',
    keys: ['kubectl.kubernetes.io/last-applied-configuration', 'applyset.kubernetes.io/'],
  },
  { owner: 'cli-utils', keys: ['cli-utils.sigs.k8s.io/'] },
  { owner: 'kapp', keys: ['kapp.k14s.io/'] },
  { owner: 'Fleet and Rancher', keys: ['objectset.rio.cattle.io/', 'field.cattle.io/'] },
  { owner: 'Skaffold', keys: ['skaffold.dev/'] },
  { owner: 'Keel, which sets images', keys: ['keel.sh/'] },
  { owner: 'any tool', keys: ['app.kubernetes.io/managed-by'] },
  { owner: 'workload controllers', keys: ['deployment.kubernetes.io/', 'rollout.argoproj.io/'] },
  { owner: 'Gatefork', keys: ['gatefork.dev/', 'service.gatefork.dev/'] },
];

const exactKeys: ReadonlySet<string> = new Set(ownershipKeys().filter((key) => !key.endsWith('/')));
const keyPrefixes: ReadonlySet<string> = new Set(
  ownershipKeys().filter((key) => key.endsWith('/')),
);

function ownershipKeys(): readonly string[] {
  return ownershipMarks.flatMap(({ keys }) => keys);
}

/** Whether a label or annotation says which tool an object belongs to. */
export function isOwnershipMark(key: string): boolean {
  return exactKeys.has(key) || keyPrefixes.has(key.slice(0, key.indexOf('/') + 1));
}

/** A map without the keys that a test names; undefined when nothing is left. */
export function withoutKeys<T extends Json>(
  map: { readonly [key: string]: T | undefined } | undefined,
  isDropped: (key: string) => boolean,
): { readonly [key: string]: T } | undefined {
  const kept: [string, T][] = [];
  for (const [key, value] of Object.entries(map ?? {})) {
    if (value !== undefined && value !== null && !isDropped(key)) kept.push([key, value]);
  }
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Metadata as a copy may carry it: name and namespace are kept, so the caller renames. */
export function withoutOwnership(metadata: ObjectMeta): ObjectMeta {
  const { labels, annotations, ...rest } = metadata;
  const keptLabels = withoutKeys(labels, isOwnershipMark);
  const keptAnnotations = withoutKeys(annotations, isOwnershipMark);
  return {
    ...withoutKeys(rest, (key) => serverFields.has(key)),
    ...(keptLabels === undefined ? {} : { labels: keptLabels }),
    ...(keptAnnotations === undefined ? {} : { annotations: keptAnnotations }),
  };
}
