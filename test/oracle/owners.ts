// Whom a routing key belongs to: a sandbox, or a route group with the forks of its sandboxes. And
// what stands in for which Service then, read off the baseline: a workload's fork for each
// Service that selects its pods, and what sandboxes name without a fork.

import { at, type KubeObject, textOf } from '../../lib/model/manifest';
import type { GroupMatch, Owner, SandboxSpec } from '../../lib/model/sandbox';
import type { Case } from '../arbitrary/baseline';
import type { Forks, StandIn } from './outcome';

export interface KeyOwner {
  readonly owner: Owner;
  readonly forks: Forks;
}

/** Sandboxes, then route groups. */
export function ownersOf({ objects, sandboxes, groups }: Case): KeyOwner[] {
  const own = sandboxes.map((owner) => ({ owner, forks: forksOf(objects, owner) }));
  const joint = groups.map((owner) => {
    const members = own.filter((one) => isMember(one.owner, owner.match));
    return { owner, forks: new Map(members.flatMap(({ forks }) => [...forks])) };
  });
  return [...own, ...joint];
}

export function forksOf(objects: readonly KubeObject[], sandbox: SandboxSpec): Forks {
  const forks = new Map<string, StandIn>();
  for (const { workload } of sandbox.forks) {
    const namespace = workload.namespace ?? '';
    for (const { kind, metadata, spec } of objects) {
      const isHere = kind === 'Service' && (metadata?.namespace ?? '') === namespace;
      if (!isHere || textOf(at(spec, ['selector', 'app'])) !== workload.name) continue;
      const name = `${namespace}/${metadata?.name ?? ''}`;
      forks.set(name, { service: `${name}-${sandbox.name}` });
    }
  }
  for (const { service, to } of sandbox.virtual) {
    const port = to.port === undefined ? {} : { port: to.port };
    forks.set(`${service.namespace ?? ''}/${service.name}`, {
      service: `${to.namespace ?? ''}/${to.name}`,
      ...port,
    });
  }
  return forks;
}

/** A label matches by `*` for any characters but `/`. */
export function isMember(sandbox: SandboxSpec, match: GroupMatch): boolean {
  if ('sandboxes' in match) return match.sandboxes.includes(sandbox.name);
  if ('any' in match) return match.any.some((one) => isMember(sandbox, one));
  if ('all' in match) return match.all.every((one) => isMember(sandbox, one));
  const { key, value } = match.label;
  const held = sandbox.labels[key];
  return held !== undefined && new RegExp(`^${value.split('*').join('[^/]*')}$`).test(held);
}
