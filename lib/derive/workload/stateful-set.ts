// A StatefulSet's fork: pods with names of their own under a governing Service of their own.
//
// The governing Service (`serviceName`) gives each pod its DNS name, so its fork is always written.
// An update strategy that waits for somebody (OnDelete, a partition) would leave the fork's pods at
// the image before; ordinals and the order of starting stay, since programs count on them.
// What becomes of claim templates: ../storage/storage.ts.
// Neighbours: rollout.ts, ../fork/copy.ts (who asks).

import { type Finding, finding, type Where } from '../../model/finding';
import {
  at,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import { forkName, workloadForkName } from '../names/fork-name';
import { containerName, containersOf } from '../pods/containers';

/** The spec without what would hold back the pods of a new image. */
export function readyToUpdate(spec: JsonObject): JsonObject {
  const { updateStrategy, ...rest } = spec;
  if (!isObject(updateStrategy)) return rest;
  const { partition: _held, ...rolling } = isObject(updateStrategy.rollingUpdate)
    ? updateStrategy.rollingUpdate
    : {};
  const hasMore = updateStrategy.type !== 'OnDelete' && Object.keys(rolling).length > 0;
  return {
    ...rest,
    updateStrategy: { type: 'RollingUpdate', ...(hasMore ? { rollingUpdate: rolling } : {}) },
  };
}

export interface Governed {
  readonly sandbox: SandboxSpec;
  readonly baseline: Manifest;
  /** The Services that send to the workload's pods. */
  readonly services: readonly Manifest[];
  readonly where: Where;
}

/** The Service that names the pods of a StatefulSet, where it is one that is forked. */
export function governingService({ baseline, services }: Governed): Manifest | undefined {
  const { object } = baseline;
  if (object.kind !== 'StatefulSet') return undefined;
  const name = textOf(at(object, ['spec', 'serviceName']));
  return services.find((service) => service.object.metadata?.name === name);
}

/** The spec with the fork of the governing Service for its own, whatever a patch said. */
export function governedByFork(spec: JsonObject, governed: Governed): JsonObject {
  const { baseline, sandbox } = governed;
  const name = textOf(at(baseline.object, ['spec', 'serviceName']));
  if (name === undefined || name === '') return spec;
  const isForked = governingService(governed) !== undefined;
  return { ...spec, serviceName: isForked ? forkName(name, sandbox.name) : name };
}

/** What to know of a StatefulSet's fork: names of pods that it does not have, or still uses. */
export function statefulSetFindings(template: JsonObject, governed: Governed): readonly Finding[] {
  return [...withoutGoverning(governed), ...peerNames(template, governed)];
}

function withoutGoverning(governed: Governed): readonly Finding[] {
  const { baseline, sandbox, where } = governed;
  const name = textOf(at(baseline.object, ['spec', 'serviceName'])) ?? '';
  if (name === '' || governingService(governed) !== undefined) return [];
  return [
    finding('governing-service-missing', {
      message: `${nameOf(baseline.object)} names its pods by Service \`${name}\`, which the input does not hold for them, so the fork's pods get no names in DNS`,
      hint: `add Service \`${name}\`, with a selector that takes the workload's pods, to the baseline`,
      where,
      sandbox: sandbox.name,
    }),
  ];
}

/** Texts of the fork's containers that name a pod of the baseline: `db-0.db`. */
function peerNames(
  template: JsonObject,
  { baseline, sandbox, where }: Governed,
): readonly Finding[] {
  const name = baseline.object.metadata?.name ?? '';
  const governing = textOf(at(baseline.object, ['spec', 'serviceName'])) ?? '';
  if (governing === '') return [];
  const own = workloadForkName(baseline.object.kind, name, sandbox.name);
  const isName = new RegExp(
    `(?<![\\w.-])${literally(name)}-\\d+\\.${literally(governing)}(?![\\w-])`,
  );
  const found = containersOf(template).flatMap(({ container }) => {
    const place = textsOf(container).find(({ text }) => isName.test(text));
    return place === undefined ? [] : [{ container: containerName(container), ...place }];
  });
  return found.map(({ container, place }) =>
    finding('baseline-pod-named', {
      message: `${place} of container \`${container}\` in the fork of ${nameOf(baseline.object)} names pods of the baseline, which the fork would join`,
      hint: `name the fork's own, \`${own}-0.${forkName(governing, sandbox.name)}\` and so on, under \`env\` or in a patch`,
      where,
      sandbox: sandbox.name,
    }),
  );
}

function textsOf(container: Json): readonly { readonly place: string; readonly text: string }[] {
  const lists = ['command', 'args'].map((field) => {
    const words = listOf(at(container, [field])).flatMap((word) => textOf(word) ?? []);
    return { place: `\`${field}\``, text: words.join(' ') };
  });
  const variables = listOf(at(container, ['env'])).map((entry) => ({
    place: `variable \`${textOf(at(entry, ['name'])) ?? ''}\``,
    text: textOf(at(entry, ['value'])) ?? '',
  }));
  return [...lists, ...variables];
}

/** A text as a part of an expression that means it and nothing else. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
