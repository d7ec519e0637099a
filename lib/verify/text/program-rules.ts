// The steps of an expression -> rules that read texts as RE2 does, under one reading.
//
// A state is where the threads of a match stand. Assertions look at the characters on both sides, so
// threads stand before them until the next character is known. `whole` and `search` ask whether
// some thread hits, and their order is no matter; for `leftmost` it is: a thread that hits ends those
// behind it, and a hit that is not the whole text is the leftmost one where none before it goes on.
// Texts have no line ends (carried-text.ts), so `^` and `$` are the text's ends with `(?m)` too.
// Neighbours: ../../routing/accept/expression-program.ts, automaton.ts.

import {
  type ExpressionProgram,
  type ExpressionStep,
  places,
  type Ranges,
} from '../../routing/accept/expression-program';
import type { ExpressionReading } from '../../routing/law';
import { type Character, isIn } from './alphabet';
import type { Rules, Verdict } from './automaton';
import type { Budget } from './budget';
import { distancesOf } from './shortest-hit';

type Side = 'end' | 'word' | 'other';

interface Threads {
  readonly at: readonly number[];
  /** What stands before them; the text's start is an end too. */
  readonly behind: Side;
}

/** Where threads come to a character, or to a hit. */
interface Reach {
  readonly takes: readonly (ExpressionStep & { readonly type: 'Take' })[];
  readonly isHit: boolean;
}

/** What a state costs besides its threads. */
const stepCost = 20;

const wordCharacters: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
const wordEdges = places.wordEdge | places.noWordEdge;

export function programRules(
  program: ExpressionProgram,
  reading: Exclude<ExpressionReading, 'anything'>,
  budget: Budget,
): Rules<Threads> {
  const { steps, start } = program;
  const looksAtWords = steps.some((one) => one.type === 'Look' && (one.needs & wordEdges) !== 0);
  const sideOf = ({ codePoint }: Character): Side =>
    looksAtWords && isIn(wordCharacters, codePoint) ? 'word' : 'other';
  const reaches = new Map<string, Reach>();
  const reachOf = (threads: Threads, ahead: Side): Reach => {
    const key = `${ahead}${keyOf(threads)}`;
    const known = reaches.get(key);
    if (known !== undefined) return known;
    const reach = follow({ steps, threads, ahead, isOrdered: reading === 'leftmost', budget });
    reaches.set(key, reach);
    return reach;
  };
  const distances = distancesOf(steps);
  return {
    sets: steps
      .flatMap((one) => (one.type === 'Take' ? [one.characters] : []))
      .concat(looksAtWords ? [wordCharacters] : []),
    start: { at: [start], behind: 'end' },
    after: (threads, character): Threads | Verdict => {
      const { takes, isHit } = reachOf(threads, sideOf(character));
      if (isHit && reading === 'search') return 'all';
      const at = new Set<number>();
      for (const { characters, next } of takes) {
        const canHit = distances[next] !== Number.POSITIVE_INFINITY;
        if (canHit && isIn(characters, character.codePoint)) at.add(next);
      }
      budget.left -= takes.length + stepCost;
      if (reading === 'search') at.add(start);
      if (at.size === 0) return 'none';
      const order = reading === 'leftmost' ? [...at] : [...at].sort((one, other) => one - other);
      return { at: order, behind: sideOf(character) };
    },
    missing: ({ at }) => Math.min(...at.map((one) => distances[one] ?? 0)),
    accepts: (threads) => reachOf(threads, 'end').isHit,
    keyOf,
  };
}

function keyOf({ at, behind }: Threads): string {
  return `${behind} ${at.join()}`;
}

interface Walk {
  readonly steps: readonly ExpressionStep[];
  readonly threads: Threads;
  readonly ahead: Side;
  readonly isOrdered: boolean;
  readonly budget: Budget;
}

/** Goes on until characters are asked for, what is tried first first. */
function follow({ steps, threads, ahead, isOrdered, budget }: Walk): Reach {
  const here = placesBetween(threads.behind, ahead);
  const takes: (ExpressionStep & { type: 'Take' })[] = [];
  const seen = new Set<number>();
  const open = [...threads.at].reverse();
  let isHit = false;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const step = steps[at];
    if (step === undefined || seen.has(at)) continue;
    seen.add(at);
    if (step.type === 'Take') takes.push(step);
    else if (step.type === 'Choice') open.push(step.other, step.next);
    else if (step.type === 'Pass') open.push(step.next);
    else if (step.type === 'Look' && (step.needs & ~here) === 0) open.push(step.next);
    else if (step.type === 'Hit') {
      isHit = true;
      if (isOrdered) break;
    }
  }
  budget.left -= seen.size + stepCost;
  return { takes, isHit };
}

function placesBetween(behind: Side, ahead: Side): number {
  const isEdge = (behind === 'word') !== (ahead === 'word');
  return (
    (behind === 'end' ? places.textStart | places.lineStart : 0) |
    (ahead === 'end' ? places.textEnd | places.lineEnd : 0) |
    (isEdge ? places.wordEdge : places.noWordEdge)
  );
}
