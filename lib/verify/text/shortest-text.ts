// Some readers that must accept and some that must not -> the shortest text, or that there is none.
//
// All are walked together, one state of each at a time, towards the shortest text that may still
// come. States are worked out as they are met, so that nothing is ever complemented or multiplied
// out; where all that can be reached was seen, there is no such text.
// Neighbours: automaton.ts, alphabet.ts, text-search.ts (who asks).

import type { Character } from './alphabet';
import { type Automaton, everywhere, nowhere } from './automaton';
import type { Budget } from './budget';

export interface Meeting {
  readonly accepting: readonly Automaton[];
  readonly refusing: readonly Automaton[];
  readonly characters: readonly Character[];
  /** Indexes of the characters that are tried. */
  readonly tried: readonly number[];
  readonly budget: Budget;
  /** A last look at a text; where it fails the search goes on, and can no longer say `none`. */
  readonly isWanted: (text: string) => boolean;
}

/** `spent`: the budget, or the patience with texts that were not wanted. */
export type Met = { readonly text: string } | 'none' | 'spent';

/** Where the walk came through, with what it read there. */
interface Step {
  readonly states: readonly number[];
  readonly before?: Step;
  readonly length: number;
  /** So long is every text that comes of it. */
  readonly atLeast: number;
  readonly read: string;
}

/** What a step costs besides its states. */
const stepCost = 5;

const mostUnwanted = 50;

export function shortestText(meeting: Meeting): Met {
  const { accepting, refusing, tried, budget } = meeting;
  const start = [...accepting, ...refusing].map((one) => one.start);
  if (isHopeless(start, accepting.length)) return 'none';
  const open = new Frontier();
  open.add([{ states: start, length: 0, atLeast: missingIn(start, accepting), read: '' }]);
  let unwanted = 0;
  for (let step = open.take(); step !== undefined; step = open.take()) {
    if (isAccepted(step.states, meeting)) {
      const text = textOf(step);
      if (meeting.isWanted(text)) return { text };
      unwanted += 1;
    }
    budget.left -= tried.length * (step.states.length + stepCost);
    if (budget.left < 0 || unwanted > mostUnwanted) return 'spent';
    const next: Step[] = [];
    for (const character of tried) {
      const states = after(step.states, character, meeting);
      if (states === undefined) continue;
      const read = meeting.characters[character]?.text ?? '';
      const length = step.length + 1;
      next.push({
        states,
        before: step,
        length,
        atLeast: length + missingIn(states, accepting),
        read,
      });
    }
    open.add(next);
  }
  return unwanted === 0 ? 'none' : 'spent';
}

/** Steps that are to be looked at, those first from which the shortest texts may come. */
class Frontier {
  readonly #byLength: Step[][] = [];
  /** By states, how long a text had to be to come there. */
  readonly #shortest = new Map<string, number>();
  #at = 0;

  /** Of several that are alike the first is taken first, and kept where states are the same. */
  add(steps: readonly Step[]): void {
    for (const step of steps.filter((one) => this.#isNew(one)).reverse()) {
      this.#at = Math.min(this.#at, step.atLeast);
      const alike = this.#byLength[step.atLeast] ?? [];
      this.#byLength[step.atLeast] = alike;
      alike.push(step);
    }
  }

  #isNew({ states, length }: Step): boolean {
    const key = keyOf(states);
    const known = this.#shortest.get(key);
    if (known !== undefined && known <= length) return false;
    this.#shortest.set(key, length);
    return true;
  }

  take(): Step | undefined {
    for (; this.#at < this.#byLength.length; this.#at += 1) {
      const step = this.#byLength[this.#at]?.pop();
      if (step !== undefined) return step;
    }
    return undefined;
  }
}

function missingIn(states: readonly number[], accepting: readonly Automaton[]): number {
  let most = 0;
  for (const [index, one] of accepting.entries()) {
    most = Math.max(most, one.missing(states[index] ?? nowhere));
  }
  return most;
}

function after(
  states: readonly number[],
  character: number,
  { accepting, refusing }: Meeting,
): readonly number[] | undefined {
  const next: number[] = [];
  for (const [index, one] of accepting.entries()) {
    const state = one.after(states[index] ?? nowhere, character);
    if (state === nowhere) return undefined;
    next.push(state);
  }
  for (const [index, one] of refusing.entries()) {
    const state = one.after(states[accepting.length + index] ?? nowhere, character);
    if (state === everywhere) return undefined;
    next.push(state);
  }
  return next;
}

function isHopeless(states: readonly number[], accepting: number): boolean {
  return states.some((state, index) => state === (index < accepting ? nowhere : everywhere));
}

function isAccepted(states: readonly number[], { accepting, refusing }: Meeting): boolean {
  return (
    accepting.every((one, index) => one.accepts(states[index] ?? nowhere)) &&
    !refusing.some((one, index) => one.accepts(states[accepting.length + index] ?? nowhere))
  );
}

/** Two units of text for each state: longer than numbers need, and never read two ways. */
function keyOf(states: readonly number[]): string {
  let key = '';
  for (const state of states) key += String.fromCharCode(state & 0xffff, state >>> 16);
  return key;
}

function textOf(last: Step): string {
  const read: string[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = step.before) {
    read.push(step.read);
  }
  return read.reverse().join('');
}
