// What becomes of a fork's volumes that last: an empty volume that goes with the pod, an empty
// claim of the fork's own, or a refusal that says what there is to choose.
//
// Nothing is chosen for the user: an empty database and a volume shared with the baseline are both
// surprises, and one of them is not mended. Neighbours: volumes.ts (which volumes last), claim.ts,
// storage-findings.ts.

import { type Finding, isError } from '../../model/finding';
import {
  at,
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';
import type { StepContext } from '../fork/fork-step';
import { forkName } from '../names/fork-name';
import { emptyClaim, emptyClaimTemplate, sizeOf } from './claim';
import {
  impossible,
  type Lasting,
  sharedVolumes,
  singleInstance,
  undecided,
} from './storage-findings';
import { podVolumes } from './volumes';

export interface Stored {
  readonly object: KubeObject;
  readonly objects: readonly KubeObject[];
  readonly findings: readonly Finding[];
  readonly used: readonly Manifest[];
}

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
  const problems = lasting.flatMap((one) => impossible(one, storage, context));
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
