// Some readers that must accept and some that must not -> the shortest text, or that there is none.
//
// All are walked together, breadth first, one state of each at a time. States are worked out as they
// are met, so that nothing is ever complemented or multiplied out; where all that can be reached
// was seen, there is no such text. Neighbours: automaton.ts, alphabet.ts, text-search.ts (who asks).

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
  readonly read: string;
}

const mostUnwanted = 50;

export function shortestText(meeting: Meeting): Met {
  const { accepting, refusing, tried, budget } = meeting;
  const start = [...accepting, ...refusing].map((one) => one.start);
  if (isHopeless(start, accepting.length)) return 'none';
  const seen = new Set([keyOf(start)]);
  const steps: Step[] = [{ states: start, read: '' }];
  let unwanted = 0;
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at];
    if (step === undefined) break;
    if (isAccepted(step.states, meeting)) {
      const text = textOf(step);
      if (meeting.isWanted(text)) return { text };
      unwanted += 1;
    }
    budget.left -= tried.length * step.states.length;
    if (budget.left < 0 || unwanted > mostUnwanted) return 'spent';
    for (const character of tried) {
      const states = after(step.states, character, meeting);
      if (states === undefined) continue;
      const key = keyOf(states);
      if (seen.has(key)) continue;
      seen.add(key);
      steps.push({ states, before: step, read: meeting.characters[character]?.text ?? '' });
    }
  }
  return unwanted === 0 ? 'none' : 'spent';
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
