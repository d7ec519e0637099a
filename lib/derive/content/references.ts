// Where a pod template names ConfigMaps and Secrets, as a table of paths that reading and renaming
// walk alike. `*` stands for every entry of a list.
//
// The paths are those of the core API's PodSpec; names in arguments, annotations and custom fields
// are text that nobody can tell from other text. Neighbour: config-copy.ts (who renames).

import type { ConfigChange } from '../../model/fork';
import { isObject, type Json, type JsonObject } from '../../model/manifest';
import { allContainerLists } from '../pods/containers';

export type ConfigKind = ConfigChange['kind'];

type Path = readonly string[];

/** The same path below every container of the pod. */
function inContainers(...path: Path): readonly Path[] {
  return allContainerLists.map((list) => ['spec', list, '*', ...path]);
}

/** Sources of a volume that ask for a Secret by `secretRef`. */
const secretVolumes = ['cephfs', 'flexVolume', 'iscsi', 'rbd', 'scaleIO', 'storageos'] as const;

export const referencePaths: { readonly [kind in ConfigKind]: readonly Path[] } = {
  ConfigMap: [
    ...inContainers('env', '*', 'valueFrom', 'configMapKeyRef', 'name'),
    ...inContainers('envFrom', '*', 'configMapRef', 'name'),
    ['spec', 'volumes', '*', 'configMap', 'name'],
    ['spec', 'volumes', '*', 'projected', 'sources', '*', 'configMap', 'name'],
  ],
  Secret: [
    ...inContainers('env', '*', 'valueFrom', 'secretKeyRef', 'name'),
    ...inContainers('envFrom', '*', 'secretRef', 'name'),
    ['spec', 'volumes', '*', 'secret', 'secretName'],
    ['spec', 'volumes', '*', 'projected', 'sources', '*', 'secret', 'name'],
    ['spec', 'volumes', '*', 'csi', 'nodePublishSecretRef', 'name'],
    ['spec', 'volumes', '*', 'azureFile', 'secretName'],
    ...secretVolumes.map((source) => ['spec', 'volumes', '*', source, 'secretRef', 'name']),
    ['spec', 'imagePullSecrets', '*', 'name'],
  ],
};

/** The names of all objects of a kind that a pod template refers to. */
export function referencedNames(template: JsonObject, kind: ConfigKind): ReadonlySet<string> {
  const names = new Set<string>();
  const see = (name: string): string => {
    names.add(name);
    return name;
  };
  for (const path of referencePaths[kind]) mapText(template, path, 0, see);
  return names;
}

/** The template with every reference to an object of a kind put through a change. */
export function withReferences(
  template: JsonObject,
  kind: ConfigKind,
  rename: (name: string) => string,
): JsonObject {
  let changed: Json = template;
  for (const path of referencePaths[kind]) changed = mapText(changed, path, 0, rename);
  return isObject(changed) ? changed : template;
}

/** The value with the texts at a path changed; the same value where nothing changes. */
function mapText(value: Json, path: Path, depth: number, change: (text: string) => string): Json {
  const step = path[depth];
  if (step === undefined) return typeof value === 'string' ? change(value) : value;
  if (step === '*') {
    if (!Array.isArray(value)) return value;
    const list = value as readonly Json[];
    const mapped = list.map((entry) => mapText(entry, path, depth + 1, change));
    return mapped.some((entry, index) => entry !== list[index]) ? mapped : value;
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const old = value[step] ?? null;
  const inner = mapText(old, path, depth + 1, change);
  return inner === old ? value : { ...value, [step]: inner };
}
