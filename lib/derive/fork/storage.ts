// What becomes of a fork's volumes that last: an empty volume that goes with the pod, an empty claim
// of the fork's own, or a refusal that says what there is to choose.
//
// Nothing is chosen for the user: an empty database and a volume shared with the baseline are both
// surprises, and one of them is not mended. Neighbours: volumes.ts (which volumes last), claim.ts.

import { type Finding, isError } from '../../model/finding';
import {
  at,
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../../model/manifest';
import { emptyClaim, emptyClaimTemplate, isBlock, sizeOf } from './claim';
import { forkName } from './fork-name';
import { aboutFork, type StepContext } from './fork-step';
import { type PodVolume, podVolumes } from './volumes';

export interface Stored {
  readonly object: KubeObject;
  readonly objects: readonly KubeObject[];
  readonly findings: readonly Finding[];
  readonly used: readonly Manifest[];
}

/** A volume that lasts: one of the pod, or one that a StatefulSet makes for each of its pods. */
type Lasting =
  | { readonly template: JsonObject; readonly name: string }
  | { readonly volume: PodVolume; readonly name: string };

export function withStorage(object: KubeObject, context: StepContext): Stored {
  const spec = isObject(object.spec) ? object.spec : {};
  const template = isObject(spec.template) ? spec.template : {};
  const { namespace } = context.baseline.object.metadata ?? {};
  const volumes = podVolumes(template, context.inventory, namespace);
  const lasting: readonly Lasting[] = [
    ...claimTemplates(spec),
    ...volumes
      .filter(({ fate }) => fate === 'lasts')
      .map((volume) => ({ volume, name: volume.name })),
  ];
  const notes = [...sharedVolumes(volumes, context), ...singleInstance(spec, lasting, context)];
  const used = volumes.flatMap(({ claim }) => claim?.manifest ?? []);
  if (lasting.length === 0) return { object, objects: [], findings: notes, used };
  const { storage = 'deny' } = context.fork;
  if (storage === 'deny') {
    return { object, objects: [], findings: [undecided(lasting, context)], used };
  }
  const problems = lasting.flatMap((one) => problemOf(one, storage, context));
  if (problems.some(isError)) return { object, objects: [], findings: problems, used };
  const changed =
    storage === 'ephemeral' ? emptied(spec, lasting) : claimed(spec, lasting, context);
  const claims = storage === 'ephemeral' ? [] : lasting.flatMap((one) => claimFor(one, context));
  return { object: { ...object, spec: changed }, objects: claims, findings: notes, used };
}

function claimTemplates(spec: JsonObject): readonly Lasting[] {
  return listOf(spec.volumeClaimTemplates).flatMap((template) =>
    isObject(template)
      ? [{ template, name: textOf(at(template, ['metadata', 'name'])) ?? '' }]
      : [],
  );
}

/** Each lasting volume as an empty one of the pod. */
function emptied(spec: JsonObject, lasting: readonly Lasting[]): JsonObject {
  const {
    volumeClaimTemplates: _templates,
    persistentVolumeClaimRetentionPolicy: _policy,
    ...rest
  } = spec;
  const empty = new Map(
    lasting.map((one) => {
      const size = sizeOf('template' in one ? one.template : one.volume.claim?.manifest?.object);
      const emptyDir = size === undefined ? {} : { sizeLimit: size };
      return [one.name, { name: one.name, emptyDir }] as const;
    }),
  );
  return withVolumes(rest, (volumes) => [
    ...volumes.map((volume) => empty.get(textOf(volume.name) ?? '') ?? volume),
    ...[...empty.values()].filter(({ name }) => !volumes.some((volume) => volume.name === name)),
  ]);
}

/** Each lasting volume as a claim of the fork's own. */
function claimed(
  spec: JsonObject,
  lasting: readonly Lasting[],
  { sandbox }: StepContext,
): JsonObject {
  const templates = lasting.flatMap((one) => ('template' in one ? [one.template] : []));
  const replaced = new Map(
    lasting.flatMap((one) => ('volume' in one ? [[one.name, one.volume] as const] : [])),
  );
  const withTemplates: JsonObject = {
    ...spec,
    ...(templates.length === 0
      ? {}
      : {
          volumeClaimTemplates: templates.map((one) => emptyClaimTemplate(one, sandbox)),
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
        }),
  };
  return withVolumes(withTemplates, (volumes) =>
    volumes.map((volume) => {
      const claim = replaced.get(textOf(volume.name) ?? '')?.claim;
      const { persistentVolumeClaim } = volume;
      if (claim === undefined || !isObject(persistentVolumeClaim)) return volume;
      const claimName = forkName(claim.name, sandbox.name);
      return { ...volume, persistentVolumeClaim: { ...persistentVolumeClaim, claimName } };
    }),
  );
}

function withVolumes(
  spec: JsonObject,
  change: (volumes: readonly JsonObject[]) => readonly JsonObject[],
): JsonObject {
  const template = isObject(spec.template) ? spec.template : {};
  const podSpec = isObject(template.spec) ? template.spec : {};
  const volumes = change(listOf(podSpec.volumes).filter(isObject));
  const own = volumes.length === 0 ? {} : { volumes };
  return { ...spec, template: { ...template, spec: { ...podSpec, ...own } } };
}

function claimFor(one: Lasting, { sandbox }: StepContext): readonly KubeObject[] {
  const manifest = 'volume' in one ? one.volume.claim?.manifest : undefined;
  return manifest === undefined ? [] : [emptyClaim(manifest, sandbox)];
}

/** Why the choice cannot be had for a volume. */
function problemOf(
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

function undecided(lasting: readonly Lasting[], context: StepContext): Finding {
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
  return `PersistentVolumeClaim ${namespace === undefined ? '' : `${namespace}/`}${claim.name}`;
}

/** Volumes that a fork goes on sharing, where that is not without trouble. */
function sharedVolumes(volumes: readonly PodVolume[], context: StepContext): readonly Finding[] {
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
function singleInstance(
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
