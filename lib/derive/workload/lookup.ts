// The baseline workload that a fork names, near misses for the message when there is none,
// and the Services whose selector takes the workload's pods.
//
// Neighbours: workload-pods.ts (its pods), ../fork/refusals.ts (who tells of near misses).

import type { WorkloadRef } from '../../model/fork';
import { groupKindOf, type Inventory } from '../../model/inventory';
import { type Manifest, nameOf } from '../../model/manifest';
import { isOurs } from '../../model/marks';
import type { Labels } from '../../model/selector';
import { editDistance } from '../../model/spelling';
import { byText, compareText } from '../../model/text-order';
import { isExternalName } from '../../routing/reference/reference';
import type { ForkIndexes } from '../fork/fork-indexes';

const groupKinds: { readonly [kind in WorkloadRef['kind']]: readonly string[] } = {
  Deployment: ['apps/Deployment', 'extensions/Deployment'],
  StatefulSet: ['apps/StatefulSet'],
  Rollout: ['argoproj.io/Rollout'],
};

export function findWorkload(ref: WorkloadRef, inventory: Inventory): Manifest | undefined {
  const namespace = inventory.namespaceKey(ref.namespace);
  for (const kind of groupKinds[ref.kind]) {
    const found = inventory.find(kind, namespace, ref.name);
    if (found !== undefined && !isOurs(found.object)) return found;
  }
  return undefined;
}

/** Whether two references name one workload; a namespace may be spelt out or left out. */
export function isSameWorkload(
  left: WorkloadRef,
  right: WorkloadRef,
  inventory: Inventory,
): boolean {
  return (
    left.kind === right.kind &&
    left.name === right.name &&
    inventory.namespaceKey(left.namespace) === inventory.namespaceKey(right.namespace)
  );
}

/**
 * The Services of a workload, whose pods may carry any of these labels: the one of its own name first, then by name.
 *
 * The order does not follow the input's, since the first one is what `{{ .Host }}` means.
 */
export function servicesOf(
  workload: Manifest,
  labels: readonly Labels[],
  { selectors, inventory }: ForkIndexes,
): readonly Manifest[] {
  const namespace = inventory.namespaceOf(workload.object);
  const own = workload.object.metadata?.name;
  const owners = labels.flatMap((set) =>
    selectors.selecting('pods', namespace, set).map(({ owner }) => owner),
  );
  const services = [...new Set(owners)]
    .filter(
      ({ object }) => groupKindOf(object) === '/Service' && object.metadata?.name !== undefined,
    )
    // An ExternalName Service is a DNS alias: a selector on it selects nothing.
    .filter((service) => !isExternalName(service));
  const rank = ({ object }: Manifest): string => {
    const name = object.metadata?.name ?? '';
    return name === own ? '' : name;
  };
  return services.sort(byText(rank));
}

/** Up to three workloads that may have been meant, nearest first. */
export function nearWorkloads(ref: WorkloadRef, inventory: Inventory): readonly string[] {
  const namespace = inventory.namespaceKey(ref.namespace);
  const near: { readonly distance: number; readonly text: string }[] = [];
  for (const [kind, groups] of Object.entries(groupKinds)) {
    for (const { object } of groups.flatMap((group) => inventory.ofKind(group))) {
      if (isOurs(object)) continue;
      const { name = '' } = object.metadata ?? {};
      const spelling = name === ref.name ? 0 : spellingDistance(name, ref.name);
      if (spelling === undefined) continue;
      const isElsewhere = inventory.namespaceOf(object) !== namespace;
      const distance = spelling * 4 + Number(isElsewhere) * 2 + Number(kind !== ref.kind);
      near.push({ distance, text: nameOf(object) });
    }
  }
  near.sort((left, right) => left.distance - right.distance || compareText(left.text, right.text));
  return near.slice(0, 3).map(({ text }) => text);
}

/** Edits between two names; undefined beyond two, unless one begins with the other. */
function spellingDistance(left: string, right: string): number | undefined {
  if (Math.abs(left.length - right.length) <= 2) {
    const edits = editDistance(left, right);
    if (edits <= 2) return edits;
  }
  const isPrefix = left.startsWith(`${right}-`) || right.startsWith(`${left}-`);
  return isPrefix || left.endsWith(`-${right}`) || right.endsWith(`-${left}`) ? 3 : undefined;
}
