// The containers of a fork: images and environment variables changed as the sandbox says.
//
// Neighbours: fork-value.ts fills in values read from other forks, ../pods/ports.ts knows the
// containers' ports.

import { type Finding, finding, type Where } from '../../model/finding';
import type { EnvChange } from '../../model/fork';
import { at, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';
import { containerLists, mapContainers } from '../pods/containers';

/** A change of one container, and what to say when there is none. */
export interface ContainerChange {
  /** The workload as messages name it. */
  readonly workload: string;
  /** Undefined: the only container. */
  readonly container: string | undefined;
  readonly where: Where;
  readonly sandbox: string;
}

export interface Changed {
  readonly template: JsonObject;
  readonly findings: readonly Finding[];
}

/** The template with one container replaced; the template itself and a finding where there is none. */
export function changeContainer(
  template: JsonObject,
  wanted: ContainerChange,
  change: (container: JsonObject) => JsonObject,
): Changed {
  const name = meantContainer(template, wanted.container);
  let isFound = false;
  const changed = mapContainers(template, containerLists, (container) => {
    if (name === undefined || container.name !== name) return container;
    isFound = true;
    return change(container);
  });
  if (isFound) return { template: changed, findings: [] };
  return { template, findings: [notFound(template, wanted)] };
}

/** The container that a change is of: the one that it names, else the only one. */
export function meantContainer(
  template: JsonObject,
  container: string | undefined,
): string | undefined {
  if (container !== undefined) return container;
  const names = containerNames(template, 'containers');
  return names.length === 1 ? names[0] : undefined;
}

function containerNames(template: JsonObject, list: string): readonly string[] {
  return listOf(at(template, ['spec', list])).flatMap(
    (container) => textOf(at(container, ['name'])) ?? [],
  );
}

function notFound(
  template: JsonObject,
  { workload, container, where, sandbox }: ContainerChange,
): Finding {
  const names = containerLists.flatMap((list) => containerNames(template, list));
  const known = names.map((name) => `\`${name}\``).join(', ');
  const several = `${workload} has several containers, and the change names none`;
  const none = `${workload} has no container${container === undefined ? '' : ` \`${container}\``}`;
  return finding('container-not-found', {
    message: container === undefined && names.length > 0 ? several : none,
    hint:
      names.length === 0 ? 'give the workload a container' : `name one of its containers: ${known}`,
    where,
    sandbox,
  });
}

/** A change of a variable, and its value where that is read from another fork. */
export interface EnvWish {
  readonly change: EnvChange;
  readonly value?: string;
}

/** One environment variable set, in its old place where it has one, or removed. */
export function withEnv(container: JsonObject, change: EnvChange): JsonObject {
  return withEnvs(container, [{ change }]);
}

/** Environment variables set, each in its old place where it has one, or removed. */
export function withEnvs(container: JsonObject, wishes: readonly EnvWish[]): JsonObject {
  const wanted = new Map(wishes.map((wish) => [wish.change.name, entryOf(wish)]));
  const { env, ...rest } = container;
  const old = listOf(env);
  const placed = new Set<string>();
  const kept = old.flatMap((entry): readonly Json[] => {
    const name = textOf(at(entry, ['name']));
    if (name === undefined || !wanted.has(name)) return [entry];
    if (placed.has(name)) return [];
    placed.add(name);
    const changed = wanted.get(name);
    return changed === undefined ? [] : [changed];
  });
  const added = [...wanted].flatMap(([name, entry]) =>
    entry === undefined || placed.has(name) ? [] : [entry],
  );
  const changed = [...kept, ...added];
  if (changed.length > 0) return { ...container, env: changed };
  return old.length === 0 ? container : rest;
}

/** What stands in the list; undefined for a variable that is taken out. */
function entryOf({ change, value }: EnvWish): JsonObject | undefined {
  const { name, operation, valueFrom } = change;
  if (operation === 'delete') return undefined;
  return value === undefined && valueFrom !== undefined
    ? { name, valueFrom }
    : { name, value: value ?? change.value ?? '' };
}
