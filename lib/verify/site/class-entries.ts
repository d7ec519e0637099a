// One class of paths at a place -> the entries of both sides, and which of them are the same match
// standing as it stood.
//
// Neighbours: place-contests.ts (who asks), entries.ts (one entry), chain.ts.

import type { Outcome } from '../../model/decision';
import type { Candidate } from '../../model/route-table';
import type { PathClass } from '../text/text-question';
import type { Link } from './chain';
import type { Court } from './court';
import type { Entries, PlacedEntry } from './entries';
import type { Place } from './place';
import { targetsOf } from './targets';

export interface Scene {
  readonly court: Court;
  readonly place: Place;
  readonly paths: PathClass;
  readonly sides: { readonly before: Entries; readonly after: Entries };
}

export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

export type TwinOf = (link: Link) => Link | undefined;

/** Finds the link without sandboxes that a link with them is: the same match, standing as it stood. */
export function twinsIn(before: readonly Link[], { baseline, counterparts }: Court): TwinOf {
  const known = new Map<Candidate, Link>();
  for (const link of before) known.set(link.entrant.candidate, link);
  return (link) => {
    const { rule, matchIndex } = link.entrant.candidate;
    const own = counterparts.of(rule);
    const candidate = own === undefined ? undefined : baseline.candidatesOf(own)[matchIndex];
    const twin = candidate === undefined ? undefined : known.get(candidate);
    return twin !== undefined && standsAlike(twin, link) ? twin : undefined;
  };
}

/** Whether both sides hold the same matches, and nothing that they lead to has changed. */
export function isUnchanged(
  { before, after }: Both<readonly Link[]>,
  twinOf: TwinOf,
  { isMoved, claimsOn }: Court,
): boolean {
  if (isMoved || before.length !== after.length) return false;
  return (
    after.every((link) => twinOf(link) !== undefined) &&
    !before.some(({ entrant }) =>
      targetsOf(entrant.candidate.rule).some((key) => claimsOn.has(key)),
    )
  );
}

export function entriesOf(
  { sides }: Scene,
  {
    links,
    twinOf,
    answers,
  }: {
    readonly links: Both<readonly Link[]>;
    readonly twinOf: TwinOf;
    readonly answers: Both<Outcome | undefined>;
  },
): Both<readonly PlacedEntry[]> {
  const after = (link: Link) => {
    const twin = twinOf(link);
    return sides.after.of(link, twin === undefined ? undefined : sides.before.of(twin));
  };
  const end = (side: Entries, outcome: Outcome | undefined) =>
    outcome === undefined ? side.nothing() : side.answer(outcome);
  const last = {
    before: end(sides.before, answers.before),
    after: end(sides.after, answers.after),
  };
  const isSame = last.before.effect === last.after.effect;
  return {
    before: [...links.before.map((link) => sides.before.of(link)), last.before],
    after: [
      ...links.after.map(after),
      isSame ? { ...last.after, same: last.before.id } : last.after,
    ],
  };
}

function standsAlike({ entrant: left }: Link, { entrant: right }: Link): boolean {
  return (
    left.certainty === right.certainty &&
    left.host === right.host &&
    left.own === right.own &&
    left.hosts?.join() === right.hosts?.join()
  );
}
