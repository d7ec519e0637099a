// The pods of workloads by their labels, and which of them the selector of a Service takes.
//
// The law is that of a Service: a plain map of labels, all of which a pod has, in the Service's
// own namespace; without a selector nothing is taken. Controllers add labels of their own, and what
// those will say is not in the input: whether such a selector takes a pod may be open.
// Neighbours: pod-faults.ts (who asks), ../../model/selector.ts.

import { collect } from '../../model/groups';
import { groupKindOf, type Inventory, type NamespaceKey } from '../../model/inventory';
import {
  at,
  type FieldPath,
  groupOf,
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';
import { remembered } from '../../model/memo';
import { type Labels, labelsOf } from '../../model/selector';

/** Pods that one workload runs under one set of labels. */
export interface Pods {
  readonly workload: Manifest;
  readonly labels: Labels;
}

export interface Taken extends Pods {
  /** Whether a label that only a controller knows has the last word. */
  readonly isOpen: boolean;
}

export interface PodIndex {
  /** The pods that the Service's selector takes; undefined where it has none. */
  takenBy(service: KubeObject): readonly Taken[] | undefined;
}

/** Where the spec of any kind keeps a template of pods. */
const templatePaths: readonly FieldPath[] = [['template'], ['jobTemplate', 'spec', 'template']];

const templateFields = ['template', 'jobTemplate'] as const;

/** What a Rollout may take its template from, with the place of it. */
const templateSources: ReadonlyMap<string, FieldPath> = new Map([
  ['apps/Deployment', ['spec', 'template']],
  ['apps/ReplicaSet', ['spec', 'template']],
  ['/PodTemplate', ['template']],
]);

/** Where a Rollout's strategy adds labels to the pods of one role. */
const roles: readonly FieldPath[] = [
  ['canary', 'stableMetadata', 'labels'],
  ['canary', 'canaryMetadata', 'labels'],
  ['blueGreen', 'activeMetadata', 'labels'],
  ['blueGreen', 'previewMetadata', 'labels'],
];

const podName = 'statefulset.kubernetes.io/pod-name';

/** Labels that controllers put on pods, whatever the template says. */
const controllerLabels: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
  podName,
  'apps.kubernetes.io/pod-index',
  'pod-template-generation',
]);

/** The pods of the workloads in an inventory, or of those that are meant. */
export function podIndex(
  inventory: Inventory,
  isMeant: (workload: Manifest) => boolean = () => true,
): PodIndex {
  const places = new Map<NamespaceKey, Place>();
  for (const workload of inventory.manifests) {
    const sets = labelSetsOf(workload.object, inventory);
    if (sets.length === 0 || !isMeant(workload)) continue;
    const namespace = inventory.namespaceOf(workload.object);
    const place = places.get(namespace) ?? new Place();
    places.set(namespace, place);
    for (const labels of sets) {
      const pods = { workload, labels };
      place.pods.push(pods);
      for (const label of Object.entries(labels)) place.add(label, pods);
    }
  }
  return {
    takenBy: (service) => {
      const wanted = wantedBy(service);
      if (wanted === undefined) return undefined;
      const place = places.get(inventory.namespaceOf(service));
      const near = place?.fewest(wanted) ?? [];
      return near.flatMap((pods) => {
        const answer = takes(wanted, pods);
        return answer === 'no' ? [] : [{ ...pods, isOpen: answer === 'open' }];
      });
    },
  };
}

/** The pods of one namespace. */
class Place {
  readonly pods: Pods[] = [];
  readonly #byLabel = new Map<string, Map<string, Pods[]>>();

  add([key, value]: readonly [string, string], pods: Pods): void {
    const values = this.#byLabel.get(key) ?? new Map<string, Pods[]>();
    this.#byLabel.set(key, values);
    collect(values, value, pods);
  }

  /** Those that have the rarest of some labels. */
  fewest(wanted: Wanted): readonly Pods[] {
    let least: readonly Pods[] = this.pods;
    for (const [key, value] of wanted) {
      if (controllerLabels.has(key)) continue;
      const some = this.#byLabel.get(key)?.get(value) ?? [];
      if (some.length < least.length) least = some;
    }
    return least;
  }
}

/** Those of all workloads, worked out once. */
export const podsIn = remembered((inventory: Inventory) => podIndex(inventory));

type Wanted = readonly (readonly [key: string, value: string])[];

/** What a Service asks of its pods; undefined where others say what its endpoints are. */
function wantedBy(service: KubeObject): Wanted | undefined {
  if (at(service, ['spec', 'type']) === 'ExternalName') return undefined;
  const selector = at(service, ['spec', 'selector']);
  const labels = Object.entries(labelsOf(selector));
  // A value that is no text is none that the API server takes.
  const isWhole = isObject(selector) && Object.keys(selector).length === labels.length;
  return isWhole && labels.length > 0 ? labels : undefined;
}

function takes(wanted: Wanted, { workload, labels }: Pods): 'yes' | 'no' | 'open' {
  let answer: 'yes' | 'open' = 'yes';
  for (const [key, value] of wanted) {
    if (Object.hasOwn(labels, key)) {
      if (labels[key] !== value) return 'no';
    } else if (!mayBecome(workload.object, key, value)) {
      return 'no';
    } else if (key !== podName) {
      answer = 'open';
    }
  }
  return answer;
}

/** Whether a controller may give the label to some pod of the workload. */
function mayBecome({ kind, metadata }: KubeObject, key: string, value: string): boolean {
  if (key !== podName) return controllerLabels.has(key);
  const name = `${metadata?.name ?? ''}-`;
  return kind === 'StatefulSet' && value.startsWith(name) && /^\d+$/.test(value.slice(name.length));
}

/** The labels of a workload's pods, one set for each role; none where the object runs no pods. */
function labelSetsOf(object: KubeObject, inventory: Inventory): readonly Labels[] {
  const own = object.kind === 'Pod' ? podLabels(object) : templateLabels(object);
  if (own === undefined && object.kind !== 'Rollout') return [];
  // A controller's child, as in a dump: its pods are those of its parent.
  if (listOf(at(object, ['metadata', 'ownerReferences'])).length > 0) return [];
  if (groupKindOf(object) !== 'argoproj.io/Rollout') return own === undefined ? [] : [own];
  const labels = own ?? referredLabels(object, inventory);
  if (labels === undefined) return [];
  const added = roles.map((path) => labelsOf(at(object, ['spec', 'strategy', ...path])));
  const ofRoles = added.filter((role) => Object.keys(role).length > 0);
  return [labels, ...ofRoles.map((role) => ({ ...labels, ...role }))];
}

function podLabels(object: KubeObject): Labels | undefined {
  return groupKindOf(object) === '/Pod' ? labelsOf(object.metadata?.labels) : undefined;
}

/** Only what holds containers is a template of pods: Secrets and certificates have templates too. */
function templateLabels({ spec }: KubeObject): Labels | undefined {
  // Asked of every object there is, and few have one.
  if (!isObject(spec) || !templateFields.some((field) => field in spec)) return undefined;
  return labelsIn(spec);
}

const labelsIn = remembered((spec: JsonObject): Labels | undefined => {
  for (const path of templatePaths) {
    const template = at(spec, path);
    if (listOf(at(template, ['spec', 'containers'])).length > 0) {
      return labelsOf(at(template, ['metadata', 'labels']));
    }
  }
  return undefined;
});

function referredLabels(rollout: KubeObject, inventory: Inventory): Labels | undefined {
  const ref = at(rollout, ['spec', 'workloadRef']);
  if (!isObject(ref)) return undefined;
  const group = groupOf(textOf(ref.apiVersion) ?? 'apps/v1');
  const kind = `${group}/${textOf(ref.kind) ?? 'Deployment'}`;
  const path = templateSources.get(kind);
  const source = inventory.find(kind, inventory.namespaceOf(rollout), textOf(ref.name) ?? '');
  return path === undefined || source === undefined
    ? undefined
    : labelsOf(at(source.object, [...path, 'metadata', 'labels']));
}
