// The environment variables that a sandbox sets and takes out, container by container.
//
// All changes of one container are made at once, so that a thousand of them cost no more than one
// walk. Neighbours: container-change.ts (one container), fork-value.ts (values of other forks).

import type { Finding, Where } from '../../model/finding';
import type { JsonObject, Manifest } from '../../model/manifest';
import {
  type Changed,
  type ContainerChange,
  changeContainer,
  type EnvWish,
  meantContainer,
  withEnvs,
} from './container-change';
import { forkValueOf, type ValueRequest } from './fork-value';

export interface EnvRequest extends Omit<ValueRequest, 'where'> {
  readonly wishes: readonly EnvWish['change'][];
  /** Where the sandbox says the change at an index. */
  readonly where: (index: number) => Where;
  /** What to change, by the container's name in the sandbox. */
  readonly wanted: (container: string | undefined, where: Where) => ContainerChange;
}

interface Group {
  readonly wanted: ContainerChange;
  readonly wishes: EnvWish[];
}

export function changeEnv(
  template: JsonObject,
  request: EnvRequest,
): Changed & { readonly used: readonly Manifest[] } {
  const findings: Finding[] = [];
  const used: Manifest[] = [];
  const groups = new Map<string | undefined, Group>();
  for (const [index, change] of request.wishes.entries()) {
    const where = request.where(index);
    const read =
      change.fork === undefined ? undefined : forkValueOf(change.fork, { ...request, where });
    findings.push(...(read?.findings ?? []));
    used.push(...(read?.used ?? []));
    const name = meantContainer(template, change.container);
    const group = groups.get(name) ?? {
      wanted: request.wanted(change.container, where),
      wishes: [],
    };
    group.wishes.push(read?.value === undefined ? { change } : { change, value: read.value });
    groups.set(name, group);
  }
  let changed = template;
  for (const { wanted, wishes } of groups.values()) {
    const result = changeContainer(changed, wanted, (old) => withEnvs(old, wishes));
    changed = result.template;
    findings.push(...result.findings);
  }
  return { template: changed, findings, used };
}
