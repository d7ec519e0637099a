// Some texts, read as one: a tree of their characters.
//
// However many there are, a text is held against all of them at once. Neighbours: automaton.ts,
// path-class.ts (the same tree, with paths below).

import { type Character, setOf } from './alphabet';
import type { Rules, Verdict } from './automaton';

/** What texts that begin alike have in common. */
export interface Branch<T> {
  readonly number: number;
  readonly next: ReadonlyMap<string, Branch<T>>;
  readonly ends: ReadonlySet<T>;
}

interface GrowingBranch<T> extends Branch<T> {
  readonly next: Map<string, GrowingBranch<T>>;
  readonly ends: Set<T>;
}

/** A tree of texts, each with what is said of it. */
export function treeOf<T>(texts: Iterable<readonly [text: string, says: T]>): Branch<T> {
  let count = 0;
  const branch = (): GrowingBranch<T> => {
    count += 1;
    return { number: count, next: new Map(), ends: new Set() };
  };
  const root = branch();
  for (const [text, says] of texts) {
    let at = root;
    for (const character of text) {
      let next = at.next.get(character);
      if (next === undefined) {
        next = branch();
        at.next.set(character, next);
      }
      at = next;
    }
    at.ends.add(says);
  }
  return root;
}

/** Accepts these texts alone. */
export function wordRules(words: readonly string[]): Rules<Branch<true>> {
  return {
    sets: eachOf(words),
    start: treeOf(words.map((word) => [word, true] as const)),
    after: ({ next }, { text }: Character): Branch<true> | Verdict => next.get(text) ?? 'none',
    accepts: ({ ends }) => ends.has(true),
    keyOf: ({ number }) => `${number}`,
  };
}

/** A set for every character that occurs. */
export function eachOf(texts: readonly string[]) {
  const characters = new Set<string>();
  for (const text of texts) for (const one of text) characters.add(one);
  return [...characters].map(setOf);
}
