// Which of two routes wins where their rules tie: by creation time, then by namespace and name.
//
// Asked for every pair of rules that tie, so answers are kept by route. Neighbours: closure.ts,
// ../../routing/rank/age.ts (the law).

import type { Route } from '../../model/route';
import { compareText } from '../../model/text-order';
import { compareAge, secondOf } from '../../routing/rank/age';

export class Seniority {
  readonly #known = new Map<Route, Map<Route, 'before' | 'after' | undefined>>();

  /** @param settles whether ages count wherever the routes are to run */
  constructor(readonly settles: boolean) {}

  /** Undefined where no file tells. */
  of(left: Route, right: Route): 'before' | 'after' | undefined {
    if (!this.settles || left.created === undefined || right.created === undefined) {
      return undefined;
    }
    const row = this.#known.get(left) ?? new Map<Route, 'before' | 'after' | undefined>();
    this.#known.set(left, row);
    if (!row.has(right)) row.set(right, seniorityOf(left, right));
    return row.get(right);
  }
}

function seniorityOf(left: Route, right: Route): 'before' | 'after' | undefined {
  const found = compareAge(left, right);
  if (found !== 'before' && found !== 'after') return undefined;
  if (secondOf(left) !== secondOf(right) || left.namespace === right.namespace) return found;
  // Of one age: some compare `namespace/name` as one text, others one after the other.
  const apart = compareText(left.namespace, right.namespace) < 0 ? 'before' : 'after';
  return apart === found ? found : undefined;
}
