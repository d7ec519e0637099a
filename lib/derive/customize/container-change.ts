// The containers of a fork: images and environment variables changed as the sandbox says.
//
// Neighbours: fork-value.ts fills in values read from other forks, ../pods/ports.ts knows the
// containers' ports.

import { type Finding, finding, type Where } from '../../model/finding';
import type { EnvChange } from '../../model/fork';
import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';

/** Where a pod spec holds containers that a sandbox may name. */
export const containerLists = ['containers', 'initContainers'] as const;

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
  const name = wanted.container ?? onlyContainer(template);
  const spec = isObject(template.spec) ? template.spec : {};
  let isFound = false;
  const lists: { [list: string]: Json } = {};
  for (const list of containerLists) {
    if (!Array.isArray(spec[list])) continue;
    lists[list] = listOf(spec[list]).map((container) => {
      if (!isObject(container) || name === undefined || container.name !== name) return container;
      isFound = true;
      return change(container);
    });
  }
  if (isFound) return { template: { ...template, spec: { ...spec, ...lists } }, findings: [] };
  return { template, findings: [notFound(template, wanted)] };
}

function onlyContainer(template: JsonObject): string | undefined {
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

/** One environment variable set, in its old place where it has one, or removed. */
export function withEnv(
  container: JsonObject,
  change: EnvChange,
  forkValue: string | undefined,
): JsonObject {
  const { env, ...rest } = container;
  const entries = listOf(env);
  const isOther = (entry: Json): boolean => at(entry, ['name']) !== change.name;
  if (change.operation === 'delete') {
    const left = entries.filter(isOther);
    if (left.length === entries.length) return container;
    return left.length === 0 ? rest : { ...container, env: left };
  }
  const entry: JsonObject =
    forkValue === undefined && change.valueFrom !== undefined
      ? { name: change.name, valueFrom: change.valueFrom }
      : { name: change.name, value: forkValue ?? change.value ?? '' };
  const place = entries.findIndex((old) => !isOther(old));
  const changed =
    place < 0 ? [...entries, entry] : entries.map((old, index) => (index === place ? entry : old));
  return { ...container, env: changed.filter((kept) => kept === entry || isOther(kept)) };
}
