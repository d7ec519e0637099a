// Two sets of objects and what sandboxes claim -> Services whose pods break a promise although
// every rule keeps it: a Service of the baseline that takes a fork's pods, a fork's that takes none
// of its own.
//
// Routes lead to Services; which pods answer there is a matter of labels. A workload that the
// baseline lacks counts as a fork, whoever marked it; a Service that asks for marks of ours wants
// what it gets. Neighbours: workload-pods.ts (who is taken), baseline-changes.ts,
// ../../model/proof.ts (what becomes of a fault).

import type { Claim, ClaimOwner, Replacement } from '../../model/claim';
import type { Inventory } from '../../model/inventory';
import { at, type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { isOwnMark, marks } from '../../model/marks';
import { serviceKey, serviceKeyOf } from '../../model/route';
import { type Selector, selectorOfLabels, selectorText } from '../../model/selector';
import { listText } from '../../model/text-list';
import { byText } from '../../model/text-order';
import { type PodIndex, podIndex, podsIn, type Taken } from './workload-pods';

export interface PodFault {
  readonly promise: 'isolation' | 'fidelity';
  /** Whose pods they are, or whose key; undefined for pods of nobody. */
  readonly owner?: ClaimOwner;
  /** The baseline's Service, by its key: requests that are sent to it in the baseline show the fault. */
  readonly service: string;
  /** The Service whose pods they are: the same, or the one that stands in for it. */
  readonly reached: string;
  /** A sentence without full stop. */
  readonly because: string;
  /** An instruction: what would mend it. */
  readonly remedy: string;
}

/** The most workloads that one message names. */
const shown = 3;

/** By the Services' keys; one for each Service and owner. */
export function podFaults(
  baseline: Inventory,
  applied: Inventory,
  claims: readonly Claim[],
): readonly PodFault[] {
  const sets: Sets = { baseline, applied, pods: podsIn(applied), owners: new Map() };
  const alone = { ...sets, pods: podIndex(applied, ({ object }) => isFresh(object, sets)) };
  // A route group leads to what its members wrote, and they are told of.
  const inOrder = [...claims].sort(
    byText(({ owner }) => (owner.kind === 'Sandbox' ? '' : 'group')),
  );
  const seen = new Set<string>();
  const faults = inOrder.flatMap(({ owner, replaced }) =>
    [...replaced].flatMap(([service, replacement]) => {
      const place = `${service}\n${replacement.namespace}/${replacement.name}`;
      if (seen.has(place)) return [];
      seen.add(place);
      return forkServiceFaults({ owner, service, replacement }, sets);
    }),
  );
  const captured = baseline
    .ofKind('/Service')
    .flatMap((service) => captureFaults(service.object, claims, alone));
  return [...captured, ...faults].sort(byText(({ service }) => service));
}

interface Sets {
  readonly baseline: Inventory;
  readonly applied: Inventory;
  /** The pods of all workloads that are there in the end. */
  readonly pods: PodIndex;
  /** Whose a workload without marks is, by its id: told by the fork's Service that takes it. */
  readonly owners: Map<string, ClaimOwner>;
}

function isFresh(
  workload: KubeObject,
  { baseline, applied }: Pick<Sets, 'baseline' | 'applied'>,
): boolean {
  return baseline.withId(applied.idOf(workload)) === undefined;
}

interface Replaced {
  readonly owner: ClaimOwner;
  readonly service: string;
  readonly replacement: Replacement;
}

/** What is wrong with the pods of the Service that keyed requests are sent to. */
function forkServiceFaults(
  { owner, service, replacement }: Replaced,
  sets: Sets,
): readonly PodFault[] {
  const { baseline, applied } = sets;
  const { namespace, name } = replacement;
  const fork = applied.find('/Service', namespace, name)?.object;
  // A Service of the baseline stands in for another as it is: a virtual endpoint.
  if (fork === undefined || baseline.find('/Service', namespace, name) !== undefined) return [];
  const taken = sets.pods.takenBy(fork);
  if (taken === undefined) return [];
  const reached = serviceKey(namespace, name);
  const fault = (because: string, remedy: string): readonly PodFault[] => [
    { promise: 'fidelity', owner, service, reached, because, remedy },
  ];
  // Nothing runs its pods here either: whoever does may run the fork's.
  if (taken.length === 0 && podsOf(service, sets).length === 0) return [];
  const says = `${nameOf(fork)} selects \`${selectorText(selectorOn(fork))}\``;
  if (taken.length === 0) {
    return fault(
      `${says}, which no workload's pods have, so nothing answers requests with the key`,
      `let the selector of ${nameOf(fork)} name labels of the fork's pods`,
    );
  }
  const wrong = taken.filter(
    (pods) => !pods.isOpen && isWrong(pods, { owner, service, replacement }, sets),
  );
  for (const { workload } of taken) {
    const id = applied.idOf(workload.object);
    if (isFresh(workload.object, sets) && !sets.owners.has(id)) sets.owners.set(id, owner);
  }
  return wrong.length === 0
    ? []
    : fault(
        `${says}, which takes the pods of ${namesOf(wrong)}, so requests with the key do not all reach the fork`,
        `let the selector of ${nameOf(fork)} name labels that the fork's pods alone have`,
      );
}

/** Whether a fork's Service must not take the pods: the baseline's, or another sandbox's. */
function isWrong(
  { workload }: Taken,
  { owner, service, replacement }: Replaced,
  sets: Sets,
): boolean {
  const { applied } = sets;
  const sandbox = workload.object.metadata?.labels?.[marks.sandbox];
  if (isFresh(workload.object, sets)) {
    return owner.kind === 'Sandbox' && sandbox !== undefined && sandbox !== owner.name;
  }
  // What else stands in for a Service may have whatever pods its author wants, but not its own.
  if (isFork(replacement)) return true;
  const id = applied.idOf(workload.object);
  return podsOf(service, sets).some((pods) => applied.idOf(pods.workload.object) === id);
}

/** A virtual endpoint says itself how it is spoken to. */
function isFork({ tls }: Replacement): boolean {
  return tls === undefined;
}

/** The pods that a Service of the baseline takes in the end. */
function podsOf(service: string, { baseline, applied, pods }: Sets): readonly Taken[] {
  const slash = service.indexOf('/');
  const [namespace, name] = [service.slice(0, slash), service.slice(slash + 1)];
  const found = (set: Inventory): Manifest | undefined => set.find('/Service', namespace, name);
  const object = (found(applied) ?? found(baseline))?.object;
  return (object === undefined ? undefined : pods.takenBy(object)) ?? [];
}

/**
 * The pods that a Service of the baseline takes, by whose they are.
 *
 * @param sets with the pods of forks alone
 */
function captureFaults(
  service: KubeObject,
  claims: readonly Claim[],
  sets: Sets,
): readonly PodFault[] {
  const now = sets.applied.withId(sets.baseline.idOf(service))?.object;
  const taken = now === undefined ? [] : (sets.pods.takenBy(now) ?? []);
  const surely = taken.filter(({ isOpen }) => !isOpen);
  if (now === undefined || surely.length === 0) return [];
  if (selectorOn(now).some(({ key }) => isOwnMark(key))) return [];
  const byOwner = new Map<string, { owner?: ClaimOwner; taken: Taken[] }>();
  for (const pods of surely) {
    const owner = ownerOf(pods.workload.object, claims, sets);
    const key = owner === undefined ? '' : `${owner.kind} ${owner.name}`;
    const group = byOwner.get(key) ?? { ...(owner === undefined ? {} : { owner }), taken: [] };
    group.taken.push(pods);
    byOwner.set(key, group);
  }
  const key = serviceKeyOf(service, sets.baseline);
  const selector = selectorText(selectorOn(now));
  return [...byOwner.values()].map(({ owner, taken }) => ({
    promise: 'isolation' as const,
    ...(owner === undefined ? {} : { owner }),
    service: key,
    reached: key,
    because: `${nameOf(now)} of the baseline selects \`${selector}\`, which takes the pods of ${namesOf(taken)} too, so requests without the key reach them`,
    remedy: `change the labels of the pods of ${namesOf(taken)} until \`${selector}\` does not take them`,
  }));
}

function ownerOf(
  workload: KubeObject,
  claims: readonly Claim[],
  { applied, owners }: Sets,
): ClaimOwner | undefined {
  const sandbox = workload.metadata?.labels?.[marks.sandbox];
  const marked = claims.find(({ owner }) => owner.kind === 'Sandbox' && owner.name === sandbox);
  return marked?.owner ?? owners.get(applied.idOf(workload));
}

function selectorOn(service: KubeObject): Selector {
  return selectorOfLabels(at(service, ['spec', 'selector'])) ?? [];
}

/** Workloads by name, each once, as messages name them. */
function namesOf(taken: readonly Taken[]): string {
  const names = new Set(taken.map(({ workload }) => nameOf(workload.object)));
  return listText([...names].sort(byText((name) => name)), shown);
}
