// The containers of a pod template, one by one: read, changed, taken out.
//
// Neighbour: ../customize/container-change.ts (a container that a sandbox names).

import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';

/** Where a pod spec holds containers that run to serve it or to prepare it. */
export const containerLists = ['containers', 'initContainers'] as const;

/** The same, and those that somebody adds to a running pod. */
export const allContainerLists = [...containerLists, 'ephemeralContainers'] as const;

export type ContainerList = (typeof containerLists)[number];

export interface ListedContainer {
  readonly list: ContainerList;
  readonly container: JsonObject;
  /** Runs as long as the pod: an init container that is restarted always does, too. */
  readonly isServing: boolean;
}

export function containersOf(template: JsonObject): readonly ListedContainer[] {
  return containerLists.flatMap((list) =>
    listOf(at(template, ['spec', list]))
      .filter(isObject)
      .map((container) => ({
        list,
        container,
        isServing: list === 'containers' || container.restartPolicy === 'Always',
      })),
  );
}

export function containerName(container: Json): string {
  return textOf(at(container, ['name'])) ?? '';
}

/** The template with each container of the lists changed; undefined takes one out. */
export function mapContainers(
  template: JsonObject,
  lists: readonly ContainerList[],
  change: (container: JsonObject, list: ContainerList) => JsonObject | undefined,
): JsonObject {
  const { spec } = template;
  if (!isObject(spec)) return template;
  let changed: JsonObject = spec;
  for (const list of lists) {
    if (!Array.isArray(spec[list])) continue;
    const old = listOf(spec[list]);
    const mapped = old.map((entry) => (isObject(entry) ? change(entry, list) : entry));
    if (mapped.every((entry, index) => entry === old[index])) continue;
    const { [list]: _replaced, ...rest } = changed;
    const left = mapped.filter((entry) => entry !== undefined);
    // An empty list of init containers is written as none.
    changed = left.length === 0 ? rest : { ...changed, [list]: left };
  }
  return changed === spec ? template : { ...template, spec: changed };
}
