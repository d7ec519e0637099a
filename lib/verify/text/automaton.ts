// Rules that read a text character by character -> states with numbers, worked out when they are met.
//
// Every literal becomes such rules (literal-reader.ts), and so does what a request can carry
// (carried-text.ts), so that one search can ask all of them at once (shortest-text.ts).
// Neighbours: alphabet.ts (characters), budget.ts.

import type { Ranges } from '../../routing/accept/expression-program';
import type { Character } from './alphabet';

/** `none`: no text that goes on from here is accepted; `all`: every one is. */
export type Verdict = 'none' | 'all';

/** What a reader of texts does. INVARIANT: deterministic. */
export interface Rules<S> {
  /** The characters that it tells apart. */
  readonly sets: readonly Ranges[];
  readonly start: S | Verdict;
  after(state: S, character: Character): S | Verdict;
  /** Whether a text that ends here is accepted. */
  accepts(state: S): boolean;
  /** At least so many characters are missing before a text is accepted; infinite: none is. @default 0 */
  missing?(state: S): number;
  /** Equal for equal states. */
  keyOf(state: S): string;
}

/** The state from which nothing is accepted, and the one from which everything is. */
export const nowhere = 0;
export const everywhere = 1;

export interface Automaton {
  readonly start: number;
  /** `character` is an index in the alphabet. */
  after(state: number, character: number): number;
  accepts(state: number): boolean;
  /** At least so many characters are missing. */
  missing(state: number): number;
  /** How many states were met: a measure of who makes a search long. */
  size(): number;
}

/** Rules whose states nobody else knows of. */
export interface Reader {
  readonly sets: readonly Ranges[];
  over(characters: readonly Character[]): Automaton;
}

export function readerOf<S>(rules: Rules<S>): Reader {
  return { sets: rules.sets, over: (characters) => automatonOf(rules, characters) };
}

function automatonOf<S>(rules: Rules<S>, characters: readonly Character[]): Automaton {
  const states: (S | undefined)[] = [undefined, undefined];
  const steps: number[][] = [[], []];
  const verdicts: (boolean | undefined)[] = [false, true];
  const distances: (number | undefined)[] = [0, 0];
  const numbers = new Map<string, number>();
  const numberOf = (state: S | Verdict): number => {
    if (state === 'none') return nowhere;
    if (state === 'all') return everywhere;
    const key = rules.keyOf(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (rules.missing?.(state) === Number.POSITIVE_INFINITY) {
      numbers.set(key, nowhere);
      return nowhere;
    }
    numbers.set(key, states.length);
    steps.push([]);
    return states.push(state) - 1;
  };
  return {
    start: numberOf(rules.start),
    after: (from, character) => {
      const state = states[from];
      if (state === undefined) return from;
      const known = steps[from]?.[character];
      if (known !== undefined) return known;
      const read = characters[character];
      const next = read === undefined ? nowhere : numberOf(rules.after(state, read));
      const row = steps[from];
      if (row !== undefined) row[character] = next;
      return next;
    },
    accepts: (from) => {
      const state = states[from];
      if (state === undefined) return from === everywhere;
      verdicts[from] ??= rules.accepts(state);
      return verdicts[from] === true;
    },
    missing: (from) => {
      const state = states[from];
      distances[from] ??= state === undefined ? 0 : (rules.missing?.(state) ?? 0);
      return distances[from];
    },
    size: () => states.length,
  };
}
