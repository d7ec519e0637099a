// One entry of `forks`: a baseline workload, and what is changed about it.
//
// Neighbours: workload-ref.ts, env.ts, config-change.ts, patch.ts (the parts of one).

import {
  type EffectChoice,
  type EffectName,
  effectNames,
  type ForkSpec,
  type ImageChange,
} from '../../model/fork';
import type { FieldPath, Json } from '../../model/manifest';
import { present } from '../../model/present';
import type { DocumentReader } from '../document-reader';
import { readConfigChanges } from './config-change';
import { readEnvs } from './env';
import { readPatches } from './patch';
import { readWorkload } from './workload-ref';

const storages = ['ephemeral', 'claim', 'deny'] as const;
const effectChoices = ['suffix', 'drop', 'keep'] as const;
const serviceAccounts = ['baseline', 'dedicated'] as const;

const customizationFields = [
  'replicas',
  'images',
  'env',
  'config',
  'patch',
  'storage',
  'effects',
  'serviceAccount',
] as const;

export function readFork(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): readonly ForkSpec[] {
  const raw = reader.fields(value, path, ['forkOf', 'customizations', 'forkService']);
  const workload = readWorkload(raw.forkOf, [...path, 'forkOf'], reader);
  const forkService = readForkService(raw.forkService, [...path, 'forkService'], reader);
  const changes = readCustomizations(raw.customizations, [...path, 'customizations'], reader);
  if (workload === undefined) return [];
  return [present<ForkSpec>({ workload, ...changes, forkService, path })];
}

function readForkService(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): string | undefined {
  if (value === undefined || value === null) return undefined;
  const { name } = reader.fields(value, path, ['name']);
  return reader.filledText(name, [...path, 'name']);
}

function readCustomizations(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): Omit<ForkSpec, 'workload' | 'path'> {
  const raw = reader.fields(value, path, customizationFields);
  const below = (field: (typeof customizationFields)[number]) => [...path, field];
  return present<Omit<ForkSpec, 'workload' | 'path'>>({
    replicas: reader.wholeNumber(raw.replicas, below('replicas'), {
      least: 0,
      most: 2 ** 31 - 1,
      hint: 'use a whole number from 0',
    }),
    images: readImages(raw.images, below('images'), reader),
    env: readEnvs(raw.env, below('env'), reader),
    patches: readPatches(raw.patch, below('patch'), reader),
    config: readConfigChanges(raw.config, below('config'), reader),
    storage: reader.word(raw.storage, below('storage'), storages),
    effects: readEffects(raw.effects, below('effects'), reader),
    serviceAccount: reader.word(raw.serviceAccount, below('serviceAccount'), serviceAccounts),
  });
}

function readImages(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): readonly ImageChange[] {
  const seen = new Set<string>();
  return reader.entries(value, path, (entry, place) =>
    readImage(entry, place, reader).filter(({ container = '' }) => {
      if (seen.has(container)) {
        const which = container === '' ? 'the same container' : `container \`${container}\``;
        reader.report(place, `changes ${which} once more`, 'keep one of the images');
      }
      seen.add(container);
      return true;
    }),
  );
}

function readImage(value: Json, path: FieldPath, reader: DocumentReader): readonly ImageChange[] {
  const raw = reader.fields(value, path, ['container', 'image']);
  const container = reader.optionalText(raw.container, [...path, 'container']);
  const image = reader.filledText(raw.image, [...path, 'image']);
  if (image !== undefined && /\s/.test(image)) {
    const hint = 'take the blanks out';
    reader.report(
      [...path, 'image'],
      `is \`${image}\`, and no image has a blank in its name`,
      hint,
    );
  }
  return image === undefined ? [] : [{ ...(container ? { container } : {}), image }];
}

function readEffects(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): ForkSpec['effects'] {
  if (value === undefined || value === null) return undefined;
  const raw = reader.fields(value, path, effectNames);
  return present<{ readonly [name in EffectName]?: EffectChoice }>(
    Object.fromEntries(
      effectNames.map((name) => [name, reader.word(raw[name], [...path, name], effectChoices)]),
    ),
  );
}
