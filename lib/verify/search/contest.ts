// The matches that one class of requests meets, without sandboxes and with them: is there a request
// for which one that may win without has another effect than one that may win with them?
//
// "May win" is the law's (../../routing/rank/contest.ts): accepted, and nothing accepted for certain
// ranks before it. A promise is broken where a match may win whose effect is the expected one of no
// match that may win without sandboxes. Neighbours: solve.ts, ../site/place-contests.ts (who gathers),
// ../witness/counterexample.ts (who makes a request of what is found).

import type { Comparison } from '../../routing/rank/criteria';
import { Cube, type Grounds } from './cube';
import { type Entry, Field } from './field';
import { type Blocker, requestBeside, type Solution } from './solve';

export interface Contest<E extends Entry> {
  readonly grounds: Grounds;
  /** Both end with the answer where no match accepts, which ranks last. */
  readonly before: readonly E[];
  readonly after: readonly E[];
  readonly compare: (left: E, right: E) => Comparison;
}

export interface Breach<E extends Entry> {
  readonly before: E;
  readonly after: E;
  readonly cube: Cube;
}

export interface Found<E extends Entry> {
  readonly breach?: Breach<E>;
  /** Entries between which too many others lie to say. */
  readonly tooMany?: { readonly before: E; readonly after: E };
}

/** Calls back for each pair of entries that breaks the promise, with requests that show it. */
export function breachesOf<E extends Entry>(
  contest: Contest<E>,
  found: (one: Found<E>) => void,
): void {
  const whole = Cube.of(contest.grounds);
  const before = new Field(contenders(contest.before, whole, contest), whole, contest.compare);
  const after = new Field(contenders(contest.after, whole, contest), whole, contest.compare);
  const isWhole = isContained(contest.before, contest.after);
  for (const one of after.entries) {
    for (const other of before.entries) {
      if (one.effect === other.expected || isMoot(one, other, isWhole)) continue;
      const solution = solve(other, one, before, after);
      if ('cube' in solution) found({ breach: { before: other, after: one, cube: solution.cube } });
      else if ('tooMany' in solution) found({ tooMany: { before: other, after: one } });
    }
  }
}

/** Those that some request of the class meets, and that nothing takes all requests from. */
function contenders<E extends Entry>(
  entries: readonly E[],
  whole: Cube,
  { compare }: Pick<Contest<E>, 'compare'>,
): readonly E[] {
  const met = entries.filter(({ conditions }) =>
    conditions.every((one) => whole.truthOf(one) !== 'none'),
  );
  const floors = met.filter(
    ({ conditions, isSure }) => isSure && conditions.every((one) => whole.truthOf(one) === 'all'),
  );
  return met.filter((one) =>
    floors.every((floor) => floor === one || compare(floor, one).ranking !== 'before'),
  );
}

/** Whether every entry without sandboxes is there with them, and does the same. */
export function isContained<E extends Entry>(before: readonly E[], after: readonly E[]): boolean {
  const kept = new Set(after.flatMap(({ same }) => (same === undefined ? [] : [same])));
  return before.every(({ id }) => kept.has(id));
}

/**
 * Whether a pair needs no look. Where all of the baseline is still there, one of its entries that may
 * win with sandboxes may win without: whatever ranks before it is there too. So it can break
 * a promise only by not doing what is expected of itself.
 */
function isMoot(after: Entry, before: Entry, isWhole: boolean): boolean {
  return isWhole && after.same !== undefined && after.same !== before.id;
}

function solve<E extends Entry>(
  before: E,
  after: E,
  without: Field<E>,
  withThem: Field<E>,
): Solution {
  const both = [...after.conditions, ...before.conditions];
  if (withThem.isHidden(after, both) || without.isHidden(before, both)) return { none: true };
  const cube = withThem.cubeOf(after)?.withAll(before.conditions);
  if (cube === undefined) return { none: true };
  const blockers = [...withThem.blockersOf(after), ...without.blockersOf(before)];
  const excuses = without.entries.filter(
    (one) =>
      one !== before &&
      one.expected === after.effect &&
      !(before.isSure && without.isBefore(before, one)),
  );
  return besideExcuses(cube, blockers, excuses, without);
}

/**
 * Entries that may win without sandboxes as well, and whose expected effect is what is done: where one
 * of them may win there is no breach. Each must not accept, or be beaten by one that does.
 */
function besideExcuses<E extends Entry>(
  cube: Cube,
  blockers: readonly Blocker[],
  excuses: readonly E[],
  field: Field<E>,
): Solution {
  // Most pairs need no excuse: something ranks before one of the two for every request.
  const without = requestBeside(cube, blockers);
  const [excuse, ...others] = excuses;
  if (excuse === undefined || 'none' in without) return without;
  const apart = besideExcuses(cube, [...blockers, excuse.conditions], others, field);
  if (!('none' in apart)) return apart;
  for (const rival of field.entries) {
    if (!rival.isSure || !field.isBefore(rival, excuse)) continue;
    const beaten = cube.withAll(excuse.conditions)?.withAll(rival.conditions);
    if (beaten === undefined) continue;
    const solution = besideExcuses(beaten, blockers, others, field);
    if (!('none' in solution)) return solution;
  }
  return { none: true };
}
