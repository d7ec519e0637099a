// Whether requests without a key go where the baseline sends them while only some objects are there.
//
// Components act on requests of their own, so that one table holds a state of each, and there are
// as many tables as the largest component has states. What is broken when all objects are there is
// told there and not again. Neighbours: halfway.ts, components.ts, states.ts.

import { type Inventory, inventoryOf } from '../../model/inventory';
import { nameOf } from '../../model/manifest';
import type { Undecided, Violation } from '../../model/proof';
import type { Target } from '../../model/request';
import { isService, type ParentRef } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { listText } from '../../model/text-list';
import type { Acting } from './acting';
import { areAll, type Halfway, halfwayStates } from './halfway';

export interface Isolated {
  readonly violations: readonly Violation[];
  readonly undecided: readonly Undecided[];
}

export interface IsolationRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly components: readonly (readonly Acting[])[];
  readonly tableOf: (inventory: Inventory) => RouteTable;
  /** What becomes of requests without a key in a state. */
  readonly isolationOf: (state: RouteTable) => Isolated;
  /** Whether the request of a violation goes astray in another state as well. */
  readonly isBroken: (violation: Violation, state: RouteTable) => boolean;
}

/** More objects than these at one place are not tried: each state is a proof of its own. */
const most = 8;

export function isolationInStates(request: IsolationRequest): Isolated {
  const crowds = request.components.filter(({ length }) => length > most);
  const courses = request.components
    .filter((component) => !crowds.includes(component))
    .map((component) => ({ component, states: halfwayStates(component) }));
  const rounds = Math.max(0, ...courses.map(({ states }) => states.length));
  const convicted = new Map<Course, Violation>();
  const undecided = new Map<string, Undecided>();
  for (let round = 0; round < rounds; round += 1) {
    const standing = courses.flatMap((course): Standing[] => {
      const half = convicted.has(course) ? undefined : course.states[round];
      return half === undefined ? [] : [{ course, half }];
    });
    if (standing.length === 0) continue;
    const found = request.isolationOf(tableIn(standing, request));
    for (const one of found.undecided) undecided.set(JSON.stringify(one), one);
    for (const violation of found.violations) {
      if (request.isBroken(violation, request.applied)) continue;
      const culprit = culpritOf(violation, standing, request);
      if (culprit === undefined || convicted.has(culprit.course)) continue;
      convicted.set(culprit.course, { ...violation, state: culprit.half.text });
    }
  }
  return {
    violations: [...convicted.values()],
    undecided: [...undecided.values(), ...crowds.map(crowdText)],
  };
}

interface Course {
  readonly component: readonly Acting[];
  readonly states: readonly Halfway[];
}

/** A component in one of its states. */
interface Standing {
  readonly course: Course;
  readonly half: Halfway;
}

function tableIn(
  standing: readonly Standing[],
  { baseline, tableOf }: IsolationRequest,
): RouteTable {
  const there = standing.flatMap(({ half }) => half.there);
  const replaced = new Set(there.flatMap(({ before }) => before ?? []));
  const kept = baseline.inventory.manifests.filter((manifest) => !replaced.has(manifest));
  const manifests = [...kept, ...there.map(({ manifest }) => manifest)];
  return tableOf(inventoryOf(manifests, baseline.inventory.currentNamespace));
}

/** The component whose state it is; the target tells, or else each is tried alone. */
function culpritOf(
  violation: Violation,
  standing: readonly Standing[],
  request: IsolationRequest,
): Standing | undefined {
  const { target } = violation.request;
  const near = standing.filter(({ course }) => actsAt(course.component, target));
  const [only, ...others] = near;
  if (only !== undefined && others.length === 0) return only;
  const tried = near.length === 0 ? standing : near;
  return tried.find((one) => request.isBroken(violation, tableIn([one], request)));
}

function actsAt(component: readonly Acting[], target: Target): boolean {
  return component.some(({ routes }) =>
    routes.some(({ parents }) => parents.some((parent) => isFor(parent, target))),
  );
}

function isFor(parent: ParentRef, target: Target): boolean {
  if (isService(parent) !== (target.to === 'service')) return false;
  // The Gateway of a ListenerSet is not told by its name.
  if (target.to === 'gateway' && parent.kind !== 'Gateway') return true;
  return parent.namespace === target.namespace && parent.name === target.name;
}

function crowdText(component: readonly Acting[]): Undecided {
  const names = component.map(({ step }) => nameOf(step.manifest.object));
  return {
    reason: `${component.length} objects act on requests without a key at one place, too many to try every state in which some of them are there`,
    where: listText(names, 2),
  };
}

/** What is taken for granted of the order, where not every state was tried. */
export function takenForGranted(components: readonly (readonly Acting[])[]): readonly string[] {
  if (components.every((one) => areAll(one) || one.length > most)) return [];
  return ['objects of one wave are applied by kind and name, and pruned the other way round'];
}
