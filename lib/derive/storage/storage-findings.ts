// What to say of a fork's volumes: that nobody chose what becomes of those that last, that the
// choice cannot be had, or what the fork goes on sharing with its baseline.
//
// Neighbours: storage.ts (what becomes of them), volumes.ts (which last).

import type { Finding } from '../../model/finding';
import { at, type JsonObject, nameOf, placeText, textOf } from '../../model/manifest';
import { aboutFork, type StepContext } from '../fork/fork-step';
import { isBlock, sizeOf } from './claim';
import type { PodVolume } from './volumes';

/** A volume that lasts: one of the pod, or one that a StatefulSet makes for each of its pods. */
export type Lasting =
  | { readonly template: JsonObject; readonly name: string }
  | { readonly volume: PodVolume; readonly name: string };

/** Why the choice cannot be had for a volume. */
export function impossible(
  one: Lasting,
  storage: 'ephemeral' | 'claim',
  context: StepContext,
): readonly Finding[] {
  const refuse = (why: string, hint: string): readonly Finding[] => [
    aboutFork(context, 'storage-impossible', {
      ...placeOf(context),
      message: `the fork of ${nameOf(context.baseline.object)} cannot have \`storage: ${storage}\` for ${volumeText(one, context)}: ${why}`,
      hint,
    }),
  ];
  const claim = 'volume' in one ? one.volume.claim : undefined;
  const isDevice =
    'template' in one
      ? isBlock(one.template)
      : one.volume.isDevice || isBlock(claim?.manifest?.object);
  if (storage === 'ephemeral') {
    if (!isDevice) return [];
    const hint = 'say `storage: claim`, or take the volume out by a patch';
    return refuse('its containers want a block device, which no empty volume is', hint);
  }
  if ('template' in one || claim?.manifest !== undefined) return [];
  const hint = 'say `storage: ephemeral`, or put another volume in its place by a patch';
  if (claim === undefined) return refuse('it is no claim, so there is none to make', hint);
  return refuse('the claim is not in the input', `add the claim to the baseline, or ${hint}`);
}

/** Where the sandbox chose, if it did. */
function placeOf({ fork, where }: StepContext) {
  const path = [...fork.path, 'customizations', 'storage'];
  return fork.storage === undefined ? {} : { where: { ...where, path } };
}

export function undecided(lasting: readonly Lasting[], context: StepContext): Finding {
  const { baseline, fork } = context;
  const volumes = lasting.map((one) => volumeText(one, context)).join(', ');
  const said = fork.storage === 'deny' ? 'refuses them' : 'does not say what becomes of them';
  return aboutFork(context, 'storage-undecided', {
    ...placeOf(context),
    message: `${nameOf(baseline.object)} keeps data in ${volumes}, and its fork ${said}`,
    hint: 'say `storage: ephemeral` for empty volumes that go with the pods, or `storage: claim` for empty claims of its own; or take the volumes out by a patch',
  });
}

/** ``volume claim template `data` (10Gi)``, `PersistentVolumeClaim shop/uploads`, ``nfs volume `x```. */
function volumeText(one: Lasting, { baseline }: StepContext): string {
  if ('template' in one) {
    const size = sizeOf(one.template);
    return `volume claim template \`${one.name}\`${size === undefined ? '' : ` (${size})`}`;
  }
  const { claim, source } = one.volume;
  if (claim === undefined) return `${source} volume \`${one.name}\``;
  const { namespace } = baseline.object.metadata ?? {};
  return `PersistentVolumeClaim ${placeText(namespace, claim.name)}`;
}

/** Volumes that a fork goes on sharing, where that is not without trouble. */
export function sharedVolumes(
  volumes: readonly PodVolume[],
  context: StepContext,
): readonly Finding[] {
  const workload = nameOf(context.baseline.object);
  return volumes.flatMap((volume) => {
    const { name, fate } = volume;
    if (fate === 'node') {
      const path = textOf(at(volume.volume, ['hostPath', 'path'])) ?? '';
      return aboutFork(context, 'volume-shared', {
        message: `the fork of ${workload} writes to \`${path}\` of its node, as the baseline's pods do (volume \`${name}\`)`,
        hint: 'give the fork another path or an empty volume by a patch, or let its mounts be `readOnly: true`',
      });
    }
    if (fate !== 'contended') return [];
    const claim = volumeText({ volume, name }, context);
    return aboutFork(context, 'volume-shared', {
      message: `the fork of ${workload} reads ${claim}, which one node at a time can hold, so its pods may wait for ever`,
      hint: 'give the claim the access mode `ReadOnlyMany`, or the fork another volume by a patch',
    });
  });
}

/** A strategy by which no two pods of the workload run at once, where no volume explains it. */
export function singleInstance(
  spec: JsonObject,
  lasting: readonly Lasting[],
  context: StepContext,
): readonly Finding[] {
  if (at(spec, ['strategy', 'type']) !== 'Recreate' || lasting.length > 0) return [];
  return [
    aboutFork(context, 'single-instance', {
      message: `${nameOf(context.baseline.object)} has the strategy \`Recreate\`, by which no two versions of it run at once, and its fork runs beside it`,
      hint: 'see that two of its pods can run at once, or leave the workload to the baseline',
    }),
  ];
}
