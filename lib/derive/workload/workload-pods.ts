// The pods that a workload stands for, where progressive delivery has a word in it: their template,
// the labels that they may carry, and the objects that are one workload with it.
//
// An Argo Rollout may take its template from another object (`workloadRef`), and labels its pods by
// role. Flagger runs the pods of a Deployment in a second one, `<name>-primary`, which stands in no
// repository; the first one keeps the pods of the next version. Services of either are the
// workload's. Both set the weights of routes while they shift traffic.
// Neighbours: lookup.ts (finding workloads and Services), rollout.ts (a Rollout's fork).

import { groupKindOf, type Inventory } from '../../model/inventory';
import {
  at,
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Manifest,
  placeText,
  textOf,
} from '../../model/manifest';
import { isOurs } from '../../model/marks';
import { type Labels, labelsOf } from '../../model/selector';
import type { ForkIndexes } from '../fork/fork-indexes';
import { podLabelsOf, podTemplateOf } from '../pods/template';

export interface WorkloadPods {
  /** Absent: the workload has none, or what it names is not in the input. */
  readonly template?: JsonObject;
  /** What the template is to be taken from and the input does not hold, as messages name it. */
  readonly missing?: string;
  /** Other objects that are the same workload. */
  readonly aliases: readonly Manifest[];
  /** Labels that its pods may carry: those of the template first. */
  readonly labels: readonly Labels[];
  /** Whose controller sets the weights of its Services while the cluster runs. */
  readonly shifter?: Manifest;
  /** Objects beside the workload whose content is in this answer. */
  readonly used: readonly Manifest[];
}

export function podsOf(workload: Manifest, indexes: ForkIndexes): WorkloadPods {
  switch (groupKindOf(workload.object)) {
    case 'argoproj.io/Rollout':
      return podsOfRollout(workload, indexes);
    case 'apps/StatefulSet':
      return podsOfStatefulSet(workload);
  }
  return podsOfDeployment(workload, indexes);
}

/** The most pods of one StatefulSet for which a Service each is looked up. */
const numberedPods = 64;

/** A Service may be there for one pod alone; the fork stands for each of them. */
function podsOfStatefulSet({ object }: Manifest): WorkloadPods {
  const template = podTemplateOf(object);
  if (template === undefined) return { aliases: [], labels: [], used: [] };
  const own = podLabelsOf(template);
  const start = wholeNumber(at(object, ['spec', 'ordinals', 'start'])) ?? 0;
  const replicas = wholeNumber(at(object, ['spec', 'replicas'])) ?? 1;
  const labels = Array.from({ length: Math.min(replicas, numberedPods) }, (_, index) => ({
    ...own,
    'statefulset.kubernetes.io/pod-name': `${object.metadata?.name}-${start + index}`,
    'apps.kubernetes.io/pod-index': String(start + index),
  }));
  return { template, aliases: [], labels: [own, ...labels], used: [] };
}

function wholeNumber(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** What a Rollout may take its template from, with the place of it. */
const templateSources: { readonly [kind: string]: readonly (string | number)[] } = {
  'apps/Deployment': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  '/PodTemplate': ['template'],
};

/** Where a Rollout's strategy gives labels to the pods of one role. */
const roleLabels: readonly (readonly string[])[] = [
  ['canary', 'stableMetadata', 'labels'],
  ['canary', 'canaryMetadata', 'labels'],
  ['blueGreen', 'activeMetadata', 'labels'],
  ['blueGreen', 'previewMetadata', 'labels'],
];

function podsOfRollout(rollout: Manifest, { inventory }: ForkIndexes): WorkloadPods {
  const { object } = rollout;
  const ref = at(object, ['spec', 'workloadRef']);
  const isShifting = isObject(at(object, ['spec', 'strategy', 'canary', 'trafficRouting']));
  const shifter = isShifting ? { shifter: rollout } : {};
  if (!isObject(ref)) {
    return { ...describing(podTemplateOf(object), object), aliases: [], used: [], ...shifter };
  }
  const source = sourceOf(ref, object, inventory);
  if (source === undefined) {
    const name = placeText(object.metadata?.namespace, textOf(ref.name) ?? '(no name)');
    const missing = `${textOf(ref.kind) ?? 'object'} ${name}`;
    return { missing, aliases: [], labels: [], used: [] };
  }
  const template = at(source.object, templateSources[groupKindOf(source.object)] ?? []);
  const own = isObject(template) ? template : undefined;
  return { ...describing(own, object), aliases: [source], used: [source], ...shifter };
}

function sourceOf(
  ref: JsonObject,
  { metadata }: KubeObject,
  inventory: Inventory,
): Manifest | undefined {
  const kind = `${groupOf(textOf(ref.apiVersion) ?? 'apps/v1')}/${textOf(ref.kind) ?? 'Deployment'}`;
  const name = textOf(ref.name);
  if (name === undefined || !Object.hasOwn(templateSources, kind)) return undefined;
  const found = inventory.find(kind, inventory.namespaceKey(metadata?.namespace), name);
  return found === undefined || isOurs(found.object) ? undefined : found;
}

function describing(template: JsonObject | undefined, rollout: KubeObject) {
  if (template === undefined) return { labels: [] };
  const own = podLabelsOf(template);
  const roles = roleLabels.map((path) => labelsOf(at(rollout, ['spec', 'strategy', ...path])));
  const labelled = roles.filter((labels) => Object.keys(labels).length > 0);
  return { template, labels: [own, ...labelled.map((labels) => ({ ...own, ...labels }))] };
}

function podsOfDeployment(workload: Manifest, indexes: ForkIndexes): WorkloadPods {
  const template = podTemplateOf(workload.object);
  if (template === undefined) return { aliases: [], labels: [], used: [] };
  const labels = podLabelsOf(template);
  const canary = indexes.canaries.get(indexes.inventory.idOf(workload.object));
  if (canary === undefined) return { template, aliases: [], labels: [labels], used: [] };
  const primary = primaryOf(workload, indexes.inventory);
  const known = primary === undefined ? undefined : podTemplateOf(primary.object);
  const others = known === undefined ? primaryLabels(workload.object, labels) : podLabelsOf(known);
  const aliases = primary === undefined ? [] : [primary];
  return {
    template,
    aliases,
    labels: [labels, ...(others === undefined ? [] : [others])],
    shifter: canary,
    used: [canary, ...aliases],
  };
}

function primaryOf({ object }: Manifest, inventory: Inventory): Manifest | undefined {
  const namespace = inventory.namespaceOf(object);
  return inventory.find(groupKindOf(object), namespace, `${object.metadata?.name}-primary`);
}

/** The labels by which Flagger tells a workload's pods apart: the first that its selector asks. */
const flaggerLabels = ['app', 'name', 'app.kubernetes.io/name'] as const;

function primaryLabels(workload: KubeObject, labels: Labels): Labels | undefined {
  const selector = labelsOf(at(workload, ['spec', 'selector', 'matchLabels']));
  const key = flaggerLabels.find((label) => Object.hasOwn(selector, label));
  return key === undefined ? undefined : { ...labels, [key]: `${selector[key]}-primary` };
}
