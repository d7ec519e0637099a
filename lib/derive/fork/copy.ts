// A baseline workload under a fork's name: at the start without what belongs to the baseline alone,
// at the end with the fork's own selector, labels and marks.
//
// Between the two stand the sandbox's changes, which may undo nothing of the end.
// Neighbours: one-fork.ts (which does both), ../workload/rollout.ts and ../workload/stateful-set.ts
// (what their kinds need).

import { isObject, type JsonObject, type KubeObject, type Manifest } from '../../model/manifest';
import { marks, sourceName } from '../../model/marks';
import { withoutKeys, withoutOwnership } from '../../model/ownership';
import type { SandboxSpec } from '../../model/sandbox';
import { type Labels, labelsOf } from '../../model/selector';
import type { Escape } from '../capture/escape';
import { withOwnTerms } from '../capture/scheduling';
import { labelValueOf, workloadForkName } from '../names/fork-name';
import { withoutNulls } from '../patch/patch-values';
import { podLabelsOf } from '../pods/template';
import { plainRollout } from '../workload/rollout';
import { type Governed, governedByFork, readyToUpdate } from '../workload/stateful-set';
import { ownerLabels } from '../write/owner-meta';

/** The baseline with its pod template, under the fork's name. */
export function copied(
  { object }: Manifest,
  template: JsonObject,
  sandbox: SandboxSpec,
): KubeObject {
  const { status: _status, metadata = {}, spec, ...rest } = object;
  const name = workloadForkName(object.kind, metadata.name ?? '', sandbox.name);
  const own = isObject(spec) ? spec : {};
  return withoutNulls({
    ...rest,
    metadata: { ...withoutOwnership(metadata), name },
    spec: specOf(object.kind, own, withoutStamps(template)),
  });
}

function specOf(kind: string, spec: JsonObject, template: JsonObject): JsonObject {
  if (kind === 'Rollout') return plainRollout(spec, template);
  if (kind === 'StatefulSet') return readyToUpdate({ ...spec, template });
  // A paused Deployment would be created without a pod.
  const { paused: _paused, ...kept } = spec;
  return { ...kept, template };
}

/** When somebody had the baseline's pods started again, and what tools note on their own objects. */
function withoutStamps(template: JsonObject): JsonObject {
  const { metadata } = template;
  if (!isObject(metadata)) return template;
  const { creationTimestamp: _created, annotations, ...rest } = metadata;
  const kept = withoutKeys(
    isObject(annotations) ? annotations : {},
    (key) => key === 'kubectl.kubernetes.io/restartedAt',
  );
  return { ...template, metadata: { ...rest, ...(kept && { annotations: kept }) } };
}

/**
 * Both the workload and its Services select by these two, which no baseline pod carries. Workloads
 * of two kinds may have one name; a Deployment's is written alone.
 */
export function ownSelector({ object }: Manifest, sandbox: SandboxSpec): Labels {
  const name = object.metadata?.name ?? '';
  const title = object.kind === 'Deployment' ? name : `${name}_${object.kind}`;
  return { [marks.sandbox]: sandbox.name, [marks.workload]: labelValueOf(title) };
}

export interface Finish extends Governed {
  /** The fork's pod template as it is to be written, but for labels. */
  readonly template: JsonObject;
  readonly freed: Escape;
  readonly selector: Labels;
}

export function finished(object: KubeObject, finish: Finish): KubeObject {
  const { sandbox, baseline, template, freed, selector } = finish;
  const { metadata = {} } = object;
  const podMetadata = isObject(template.metadata) ? template.metadata : {};
  const podSpec = withOwnTerms(isObject(template.spec) ? template.spec : {}, {
    labels: podLabelsOf(template),
    changed: freed.changed,
    marks: selector,
    namespace: metadata.namespace,
  });
  const spec: JsonObject = {
    ...(isObject(object.spec) ? object.spec : {}),
    selector: { matchLabels: selector },
    template: { ...template, metadata: { ...podMetadata, labels: freed.labels }, spec: podSpec },
  };
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...labelsOf(metadata.labels), ...ownerLabels(sandbox) },
      annotations: { ...metadata.annotations, [marks.forkOf]: sourceName(baseline.object) },
    },
    spec: object.kind === 'StatefulSet' ? governedByFork(spec, finish) : spec,
  };
}
