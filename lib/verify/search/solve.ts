// Is there a request in a cube that none of some matches accepts?
//
// A match accepts where all of its conditions hold, so it is kept away by any one that does not: the
// cube is cut along the conditions of the match that leaves the fewest ways, and each part is asked
// again. Exact; the work is bounded, and what lies beyond is told as such. Neighbours: cube.ts,
// contest.ts (who asks).

import type { Condition } from './condition';
import type { Cube } from './cube';

/** The conditions of matches that must not accept. */
export type Blocker = readonly Condition[];

export type Solution =
  | { readonly cube: Cube }
  | { readonly none: true }
  | { readonly tooMany: true };

const none: Solution = { none: true };

/** So many cuts are made for one question. */
const mostCuts = 20_000;

interface Budget {
  cuts: number;
}

export function requestBeside(cube: Cube, blockers: readonly Blocker[]): Solution {
  return search(cube, blockers, { cuts: 0 });
}

function search(cube: Cube, blockers: readonly Blocker[], budget: Budget): Solution {
  const open: Blocker[] = [];
  let best: Blocker | undefined;
  for (const blocker of blockers) {
    const left = openIn(blocker, cube);
    if (left === undefined) continue;
    // It accepts all of the cube.
    if (left.length === 0) return none;
    open.push(left);
    if (best === undefined || left.length < best.length) best = left;
  }
  if (best === undefined) return { cube };
  return cut({ cube, open, by: best, budget });
}

/** The conditions that only some requests meet; undefined where one is met by none. */
function openIn(blocker: Blocker, cube: Cube): Blocker | undefined {
  let left: Condition[] | undefined;
  for (const [index, one] of blocker.entries()) {
    const truth = cube.truthOf(one);
    if (truth === 'none') return undefined;
    if (truth === 'all') left ??= blocker.slice(0, index);
    else left?.push(one);
  }
  return left ?? blocker;
}

interface Cut {
  readonly cube: Cube;
  readonly open: readonly Blocker[];
  readonly by: Blocker;
  readonly budget: Budget;
}

/** The first condition fails; or the first holds and the second fails; and so on. */
function cut({ cube, open, by, budget }: Cut): Solution {
  let rest: Cube | undefined = cube;
  for (const one of by) {
    budget.cuts += 1;
    if (budget.cuts > mostCuts) return { tooMany: true };
    const without = rest?.with(one, false);
    if (without !== undefined) {
      const found = search(without, open, budget);
      if (!('none' in found)) return found;
    }
    rest = rest?.with(one, true);
    if (rest === undefined) break;
  }
  return none;
}
