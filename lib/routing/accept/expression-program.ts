// The steps that RE2 makes of an expression, for whoever asks about all texts and not about one.
//
// They are the engine's own: flags, classes, folded case and counted repetitions are worked out, and
// what a step takes is a set of characters. So there is no second reading of RE2's syntax that could
// differ from the one that decides requests (expression.ts). Where a choice stands, `next` is tried
// before `other`. Neighbours: ../../verify/text/program-rules.ts (who walks them).

import { engineOf } from './expression';

/** Characters, as pairs of first and last code points in ascending order. */
export type Ranges = ArrayLike<number>;

export type ExpressionStep =
  | { readonly type: 'Take'; readonly characters: Ranges; readonly next: number }
  | { readonly type: 'Choice'; readonly next: number; readonly other: number }
  /** Goes on where all of some places (`places`) are where it stands. */
  | { readonly type: 'Look'; readonly needs: number; readonly next: number }
  | { readonly type: 'Pass'; readonly next: number }
  | { readonly type: 'Hit' }
  | { readonly type: 'Fail' };

export interface ExpressionProgram {
  readonly steps: readonly ExpressionStep[];
  readonly start: number;
}

/** Places in a text, as bits of `needs`. */
export const places = {
  lineStart: 1,
  lineEnd: 2,
  textStart: 4,
  textEnd: 8,
  wordEdge: 16,
  noWordEdge: 32,
} as const;

/** An instruction of the engine, as far as it is read here. */
interface Instruction {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: ArrayLike<number>;
}

/** The engine's numbers of its instructions. */
const readers: { readonly [op: number]: (one: Instruction) => ExpressionStep | undefined } = {
  1: ({ out, arg }) => ({ type: 'Choice', next: out, other: arg }),
  3: ({ out }) => ({ type: 'Pass', next: out }),
  4: ({ out, arg }) => ({ type: 'Look', needs: arg, next: out }),
  5: () => ({ type: 'Fail' }),
  6: () => ({ type: 'Hit' }),
  7: ({ out }) => ({ type: 'Pass', next: out }),
  8: take,
  9: take,
  10: ({ out }) => ({ type: 'Take', characters: anything, next: out }),
  11: ({ out }) => ({ type: 'Take', characters: anythingInLine, next: out }),
};

const lastCharacter = 0x10ffff;
const anything: Ranges = [0, lastCharacter];
const anythingInLine: Ranges = [0, 9, 11, lastCharacter];
const foldsCase = 1;

function take({ runes, arg, out }: Instruction): ExpressionStep | undefined {
  const [rune] = Array.from(runes).slice(0, 1);
  if (runes.length !== 1 || rune === undefined) {
    return { type: 'Take', characters: runes, next: out };
  }
  const characters = (arg & foldsCase) === 0 ? [rune, rune] : inAnyCase(rune);
  return characters && { type: 'Take', characters, next: out };
}

/** INVARIANT: a memo of a pure function; there are fewer characters with a case than three thousand. */
const folded = new Map<number, Ranges | undefined>();

/**
 * A character in all of its cases, `K`, `k` and the Kelvin sign, as RE2 counts them: its classes list
 * them. The last character keeps the class from being made a single letter again.
 */
function inAnyCase(rune: number): Ranges | undefined {
  const known = folded.get(rune);
  if (known !== undefined) return known;
  const hex = rune.toString(16);
  const listed = engineOf(`(?i)[\\x{${hex}}\\x{10FFFF}]`)?.re2().prog.inst as
    | Instruction[]
    | undefined;
  const runes = listed?.find(({ op }) => op === 8)?.runes;
  if (runes === undefined) return undefined;
  const cases = Array.from(runes).filter((one) => one !== lastCharacter);
  folded.set(rune, cases);
  return cases;
}

/** More steps than these are not handed out: nobody could walk them in bounded time. */
const mostSteps = 20_000;

/** INVARIANT: a memo of a pure function, nothing else; emptied when it grows past its size. */
const memo = new Map<string, ExpressionProgram | undefined>();
const memoSize = 10_000;

/** Undefined where RE2 does not take the expression, or its steps are too many or not known here. */
export function expressionProgram(expression: string): ExpressionProgram | undefined {
  if (memo.has(expression)) return memo.get(expression);
  const program = read(expression);
  if (memo.size >= memoSize) memo.clear();
  memo.set(expression, program);
  return program;
}

function read(expression: string): ExpressionProgram | undefined {
  const program = engineOf(expression)?.re2().prog;
  if (program === undefined || program.inst.length > mostSteps) return undefined;
  const steps: ExpressionStep[] = [];
  for (const one of program.inst as Instruction[]) {
    const step = readers[one.op]?.(one);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return { steps, start: program.start };
}
