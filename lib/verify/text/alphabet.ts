// The characters that texts of a request can have, one for all that nobody tells apart.
//
// Expressions speak of a million characters, but a handful of kinds; a search that takes one of each
// kind has seen all texts. Of a kind the character that reads best stands for it.
// Neighbours: carried-text.ts (which characters), automaton.ts (who asks for kinds).

import type { Ranges } from '../../routing/accept/expression-program';
import type { Budget } from './budget';

/** One for all of its kind. */
export interface Character {
  readonly text: string;
  readonly codePoint: number;
  /** Whether it is one that stays itself in a URL and in a log. */
  readonly isPlain: boolean;
}

/** In the order in which they are tried; the rest of ASCII comes behind them. */
const plain =
  "xabcdefghijklmnopqrstuvwyz1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.~/,;:=@!*$'()" + ' ';

const rest = '|"<>[]{}\\^`&+?#%\t';

const rank = new Map([...plain, ...rest].map((text, index) => [text.charCodeAt(0), index]));

/** C1 controls are no good example. */
const firstInPrint = 0xa1;

/**
 * The kinds of characters that some sets tell apart, the best to read first; undefined where there
 * are too many to be sorted.
 */
export function alphabetOf(
  carried: Ranges,
  sets: readonly Ranges[],
  budget: Budget,
): readonly Character[] | undefined {
  const all = [carried, ...distinct(sets)];
  const bounds = boundsOf(all);
  budget.left -= bounds.length * all.length;
  if (budget.left < 0) return undefined;
  /** Of each kind the best so far. */
  const kinds = new Map<string, number>();
  const cursors = all.map(() => 0);
  bounds.forEach((first, index) => {
    const kind = kindAt(first, all, cursors);
    if (!kind.startsWith('1')) return;
    const best = bestOf(first, (bounds[index + 1] ?? first + 1) - 1);
    const known = kinds.get(kind);
    if (known === undefined || rankOf(best) < rankOf(known)) kinds.set(kind, best);
  });
  return [...kinds.values()].sort((left, right) => rankOf(left) - rankOf(right)).map(character);
}

/** Each set once, however often it is asked for. */
function distinct(sets: readonly Ranges[]): readonly Ranges[] {
  const alike = new Map<string, Ranges[]>();
  for (const set of new Set(sets)) {
    const key = `${set.length} ${set[0]} ${set[set.length - 1]}`;
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [set]);
    else if (!known.some((one) => isSame(one, set))) known.push(set);
  }
  return [...alike.values()].flat();
}

function isSame(one: Ranges, other: Ranges): boolean {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

/** Where characters of another kind may begin, ascending. */
function boundsOf(sets: readonly Ranges[]): readonly number[] {
  const bounds = new Set<number>();
  for (const set of sets) {
    for (let at = 0; at + 1 < set.length; at += 2) {
      bounds.add(set[at] ?? 0);
      bounds.add((set[at + 1] ?? 0) + 1);
    }
  }
  return [...bounds].sort((left, right) => left - right);
}

/** Which of the sets a character is in. INVARIANT: asked in ascending order, cursors go along. */
function kindAt(codePoint: number, sets: readonly Ranges[], cursors: number[]): string {
  let kind = '';
  sets.forEach((set, index) => {
    let cursor = cursors[index] ?? 0;
    while (cursor < set.length && (set[cursor + 1] ?? 0) < codePoint) cursor += 2;
    cursors[index] = cursor;
    kind += cursor < set.length && (set[cursor] ?? 0) <= codePoint ? '1' : '0';
  });
  return kind;
}

function bestOf(first: number, last: number): number {
  let best = first < firstInPrint && last >= firstInPrint ? firstInPrint : first;
  for (let one = first; one <= Math.min(last, 0x7e); one += 1) {
    if (rankOf(one) < rankOf(best)) best = one;
  }
  return best;
}

/** The character of a set that reads best. */
export function bestIn(set: Ranges): string | undefined {
  let best: number | undefined;
  for (let at = 0; at + 1 < set.length; at += 2) {
    const one = bestOf(set[at] ?? 0, set[at + 1] ?? 0);
    if (best === undefined || rankOf(one) < rankOf(best)) best = one;
  }
  return best === undefined ? undefined : String.fromCodePoint(best);
}

/** Whether all characters of a text are plain. */
export function isPlain(text: string): boolean {
  return [...text].every((one) => rankOf(one.codePointAt(0) ?? 0) < plain.length);
}

function rankOf(codePoint: number): number {
  return rank.get(codePoint) ?? rank.size + codePoint;
}

function character(codePoint: number): Character {
  const text = String.fromCodePoint(codePoint);
  return { text, codePoint, isPlain: isPlain(text) };
}

/** Whether a character is in a set. */
export function isIn(set: Ranges, codePoint: number): boolean {
  let [low, high] = [0, set.length >> 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((set[2 * middle + 1] ?? 0) < codePoint) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && (set[2 * low] ?? 0) <= codePoint;
}

/** The characters of a text as a set. */
export function setOf(text: string): Ranges {
  const points = [...new Set([...text].map((one) => one.codePointAt(0) ?? 0))];
  return points.sort((left, right) => left - right).flatMap((one) => [one, one]);
}
