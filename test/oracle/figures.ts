// The figures of many cases as lines of text.

import { costText } from './cost';
import type { Figures } from './trial';

export function figuresText(figures: Figures): string {
  const { baselines, refusals, compared, ambiguous, forked, keyed, control, controlled } = figures;
  const derived = baselines - refusals;
  return [
    `baselines   ${baselines}, broken ${figures.broken}`,
    `refused     ${refusals} (${share(refusals, baselines)}) ${codes(figures.refused)}`,
    `by profile  ${figures.profileRefusals} (${share(figures.profileRefusals, derived)}) ${codes(figures.profileRefused)}; ${figures.recarried} with another carrier`,
    `compared    ${compared}, keyed with a fork in the outcome ${forked} (${share(forked, keyed)})`,
    `ambiguous   ${ambiguous} comparisons left out (${share(ambiguous, compared + ambiguous)})`,
    `control     ${control} of ${controlled} break without shields (${share(control, controlled)})`,
    'cost of a forked rule, in rules that are written',
    costText(figures.costs),
  ].join('\n');
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;
}

function codes(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([code, count]) => `${code} ${count}`).join(', ');
}
