// The entries of one side of a contest, with what is asked of each again and again.
//
// Hundreds of entries may meet in one class, and each of one side is held against each of the other.
// Nearly all of these pairs are settled by one rival that goes first for all that both accept; it is
// found by the rarest condition that it asks for, not by looking at all. Neighbours: contest.ts,
// solve.ts (for the pairs that are left).

import { collect } from '../../model/groups';
import type { Comparison } from '../../routing/rank/criteria';
import type { Condition } from './condition';
import type { Cube } from './cube';
import type { Blocker } from './solve';

/** A match as it stands in one class, or the answer where no match accepts. */
export interface Entry {
  /** The same for whatever stands for one match without sandboxes. */
  readonly id: object;
  readonly conditions: readonly Condition[];
  /** Whether its route is accepted for certain. */
  readonly isSure: boolean;
  /** What it does; equal texts where nobody could tell. */
  readonly effect: string;
  /** Without sandboxes: what must be done with them. */
  readonly expected: string;
  /** With sandboxes: the id of the entry of the baseline that it is, where it is one. */
  readonly same?: object;
}

export class Field<E extends Entry> {
  readonly #cubes = new Map<E, Cube | undefined>();
  readonly #blockers = new Map<E, readonly Blocker[]>();
  #rivals: Rivals<E> | undefined;

  constructor(
    readonly entries: readonly E[],
    readonly whole: Cube,
    readonly compare: (left: E, right: E) => Comparison,
  ) {}

  /**
   * Whether some other entry surely goes first for all requests that two entries accept. Among few
   * it is not looked for: the search itself finds it as soon.
   */
  isHidden(entry: E, both: readonly Condition[]): boolean {
    if (this.entries.length < manyEntries) return false;
    this.#rivals ??= new Rivals(this.entries, this.whole);
    return this.#rivals.within(both).some((one) => one !== entry && this.isBefore(one, entry));
  }

  /** The requests that an entry accepts; undefined: there are none. */
  cubeOf(entry: E): Cube | undefined {
    if (this.#cubes.has(entry)) return this.#cubes.get(entry);
    const cube = this.whole.withAll(entry.conditions);
    this.#cubes.set(entry, cube);
    return cube;
  }

  /** What must not accept where an entry is to win: all that surely ranks before it. */
  blockersOf(entry: E): readonly Blocker[] {
    const known = this.#blockers.get(entry);
    if (known !== undefined) return known;
    const blockers = this.entries
      .filter((one) => one !== entry && one.isSure && this.isBefore(one, entry))
      .map(({ conditions }) => conditions);
    this.#blockers.set(entry, blockers);
    return blockers;
  }

  isBefore(left: E, right: E): boolean {
    return this.compare(left, right).ranking === 'before';
  }
}

const manyEntries = 12;

/** Entries whose routes are accepted for certain, by the rarest condition that they ask for. */
class Rivals<E extends Entry> {
  readonly #asks = new Map<E, readonly Condition[]>();
  readonly #byRarest = new Map<Condition, E[]>();

  constructor(entries: readonly E[], whole: Cube) {
    const counts = new Map<Condition, number>();
    const sure = entries.filter(({ isSure }) => isSure);
    for (const entry of sure) {
      const asks = entry.conditions.filter((one) => whole.truthOf(one) !== 'all');
      this.#asks.set(entry, asks);
      for (const one of asks) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    const rarity = (one: Condition) => counts.get(one) ?? 0;
    for (const [entry, [first, ...others]] of this.#asks) {
      if (first === undefined) continue;
      const rarer = (one: Condition, other: Condition) =>
        rarity(other) < rarity(one) ? other : one;
      collect(this.#byRarest, others.reduce(rarer, first), entry);
    }
  }

  /** Those that accept every request which meets some conditions. */
  within(both: readonly Condition[]): readonly E[] {
    const met = new Set(both);
    const found: E[] = [];
    for (const condition of met) {
      for (const rival of this.#byRarest.get(condition) ?? []) {
        if (this.#asks.get(rival)?.every((one) => met.has(one))) found.push(rival);
      }
    }
    return found;
  }
}
