// The last step of deriving: the marks that every object of an owner carries, the wave in which it
// is applied, and the order in which it is written.
//
// Neighbours: owner-meta.ts (labels), baseline-digest.ts (by which staleness is seen).

import type { Config } from '../../model/config';
import type { KubeObject, Manifest } from '../../model/manifest';
import { markedList, marks } from '../../model/marks';
import { type MarkedReplacement, replacesText } from '../../model/replaces-mark';
import type { Owner } from '../../model/sandbox';
import { stageOf, stages } from '../../model/stage';
import { byText } from '../../model/text-order';
import type { Digests } from './baseline-digest';
import { annotate } from './owner-meta';

export interface FinishRequest {
  readonly owner: Owner;
  readonly config: Config;
  readonly digests: Digests;
  /** Every object of the baseline that went into the owner's. */
  readonly used: ReadonlySet<Manifest>;
  /** Objects of other owners that the owner's own name: a route group's forks. */
  readonly reached?: readonly string[];
  readonly isMeshed: boolean;
  /** What a sandbox sends elsewhere without a fork. @default [] */
  readonly replaces?: readonly MarkedReplacement[];
  /** The sandboxes of a route group, by name. @default [] */
  readonly members?: readonly string[];
}

export function finished(
  objects: readonly KubeObject[],
  { owner, digests, used, replaces = [], members = [], ...settings }: FinishRequest,
): readonly KubeObject[] {
  const annotations = {
    [marks.baselineDigest]: digests.of(used, settings),
    ...(owner.expiresAt === undefined ? {} : { [marks.expiresAt]: owner.expiresAt }),
    // What no single object tells, for whoever has the objects alone.
    ...(replaces.length === 0 ? {} : { [marks.replaces]: replacesText(replaces) }),
    ...(members.length === 0 ? {} : { [marks.members]: markedList(members) }),
  };
  return [...objects]
    .sort(byText(sortKey))
    .map((object) => annotate(inItsWave(object), annotations));
}

/** Argo CD applies wave by wave, each when the one before is healthy, and prunes in reverse. */
const syncWave = 'argocd.argoproj.io/sync-wave';

/** Routes go into the wave after the default one; a wave that somebody wrote stays. */
function inItsWave(object: KubeObject): KubeObject {
  const isSaid = object.metadata?.annotations?.[syncWave] !== undefined;
  return isSaid || stageOf(object) === 'forks' ? object : annotate(object, { [syncWave]: '1' });
}

/** Within a stage: what others need, then workloads and Services; then by name of the kind. */
const kindOrder = [
  ...['ServiceAccount', 'ConfigMap', 'PersistentVolumeClaim', 'NetworkPolicy'],
  ...['Deployment', 'StatefulSet', 'Rollout', 'Service'],
];

/** The route kinds last, after the policies that name them. */
function sortKey(object: KubeObject): string {
  const { kind, metadata } = object;
  const stage = stageOf(object);
  const known = kindOrder.indexOf(kind);
  const place = known < 0 ? kindOrder.length : known;
  const isLast = stage === 'routes' && kind.endsWith('Route');
  const rank = `${stages.indexOf(stage)}${isLast ? 1 : 0}${place}`;
  return `${rank}\n${kind}\n${metadata?.namespace ?? ''}\n${metadata?.name ?? ''}`;
}
