// The states in which some of the objects that meet are there and others are not yet, or no more.
//
// The order of waves is kept for each delivery: an owner's objects are one. Within a wave any may be
// there first, since all of a wave are pruned at once; where there are many, what is looked at are
// the beginnings of the order, of all and of each delivery beside none and all of the others.
// Neighbours: order.ts, components.ts, isolation-states.ts (who asks what happens then).

import { nameOf } from '../../model/manifest';
import { marks } from '../../model/marks';
import { listText } from '../../model/text-list';
import type { Acting } from './acting';
import { type Step, stepText } from './order';

export interface Halfway {
  readonly there: readonly Step[];
  /** `after wave 1, HTTPRoute shop/pr-42--cart`. */
  readonly text: string;
}

/** So many are tried in every order; for more it would be a state for each subset. */
const fewest = 4;

/** None where all of them are there, or none. */
export function halfwayStates(component: readonly Acting[]): readonly Halfway[] {
  const steps = component.map(({ step }) => step);
  const found = new Map<string, Halfway>();
  const others = steps.length <= fewest ? subsets(steps) : deliveries(steps);
  // First what somebody sees who applies all of them in order.
  for (const there of [...prefixesOf(steps), ...others]) {
    if (there.length === 0 || there.length === steps.length) continue;
    const id = there.map(({ place }) => place).join();
    if (!found.has(id)) found.set(id, { there, text: stateText(there, steps) });
  }
  return [...found.values()];
}

/** Whether every state that a delivery can be in is among them. */
export function areAll(component: readonly Acting[]): boolean {
  return component.length <= fewest;
}

/** In which nothing of a wave is there without all that one delivery has in waves before. */
function subsets(steps: readonly Step[]): readonly (readonly Step[])[] {
  const all = Array.from({ length: 2 ** steps.length }, (_, bits) =>
    steps.filter((_step, index) => (bits >> index) % 2 === 1),
  );
  return all.filter((there) =>
    steps.every(
      (step) =>
        there.includes(step) ||
        there.every((other) => other.wave <= step.wave || !areTogether(other, step)),
    ),
  );
}

/** The beginnings of each delivery, alone and beside all of the others. */
function deliveries(steps: readonly Step[]): readonly (readonly Step[])[] {
  return steps.flatMap((one) => {
    const own = steps.filter((step) => areTogether(step, one));
    const others = steps.filter((step) => !own.includes(step));
    const beside = prefixesOf(own).map((some) =>
      steps.filter((step) => some.includes(step) || others.includes(step)),
    );
    return [...prefixesOf(own), own, ...beside];
  });
}

function prefixesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  return steps.map((_, index) => steps.slice(0, index));
}

/** Whether one delivery applies both: what nobody's label says comes with everything. */
function areTogether(left: Step, right: Step): boolean {
  const [one, other] = [ownerOf(left), ownerOf(right)];
  return one === other || one === undefined || other === undefined;
}

function ownerOf({ manifest: { object } }: Step): string | undefined {
  const labels = object.metadata?.labels;
  return labels?.[marks.sandbox] ?? labels?.[marks.routeGroup];
}

function stateText(there: readonly Step[], steps: readonly Step[]): string {
  const last = there.at(-1);
  const isPrefix = there.every((step, index) => step === steps[index]);
  if (last !== undefined && isPrefix) return `after ${stepText(last)}`;
  const missing = steps.filter((step) => !there.includes(step));
  const names = (some: readonly Step[]) =>
    listText(
      some.map((one) => nameOf(one.manifest.object)),
      2,
    );
  return `with ${names(there)} there and ${names(missing)} not`;
}
