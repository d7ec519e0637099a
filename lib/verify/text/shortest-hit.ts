// How far it is from each step of an expression to a hit, and the text along the shortest way.
//
// What assertions ask for is not looked at, so distances are lower bounds, and the text has to be
// asked of the law before it is believed. Neighbours: program-rules.ts, text-answer.ts.

import {
  type ExpressionProgram,
  type ExpressionStep,
  expressionProgram,
} from '../../routing/accept/expression-program';
import { bestIn } from './alphabet';
import type { Literal } from './text-question';

/** How many characters lie at least between each step and a hit, whatever stands around them. */
export function distancesOf(steps: readonly ExpressionStep[]): readonly number[] {
  const before = steps.map((): number[] => []);
  steps.forEach((step, from) => {
    if ('next' in step) before[step.next]?.push(from);
    if ('other' in step) before[step.other]?.push(from);
  });
  const distances = steps.map(() => Number.POSITIVE_INFINITY);
  let near = steps.flatMap(({ type }, at) => (type === 'Hit' ? [at] : []));
  for (let distance = 0; near.length > 0; distance += 1) {
    const far: number[] = [];
    for (let at = near.pop(); at !== undefined; at = near.pop()) {
      if ((distances[at] ?? 0) <= distance) continue;
      distances[at] = distance;
      for (const from of before[at] ?? []) {
        (steps[from]?.type === 'Take' ? far : near).push(from);
      }
    }
    near = far;
  }
  return distances;
}

/** A text that an expression is likely to take; undefined for all else. */
export function shortestHit(literal: Literal): string | undefined {
  if (literal.type !== 'RegularExpression') return undefined;
  const program = expressionProgram(literal.value);
  return program && hitOf(program);
}

function hitOf({ steps, start }: ExpressionProgram): string | undefined {
  const distances = distancesOf(steps);
  const distance = (at: number) => distances[at] ?? Number.POSITIVE_INFINITY;
  let text = '';
  let at = start;
  // Ways that take nothing may lead in a circle.
  for (let walked = 0; walked <= steps.length; walked += 1) {
    const step = steps[at];
    if (step === undefined || step.type === 'Fail') return undefined;
    if (step.type === 'Hit') return text;
    if (step.type === 'Take') text += bestIn(step.characters) ?? '';
    at =
      step.type === 'Choice' && distance(step.other) < distance(step.next) ? step.other : step.next;
  }
  return undefined;
}
