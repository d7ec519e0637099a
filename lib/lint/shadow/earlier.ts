// Matches that were met before another one, found by what it asks for.
//
// Neighbours: asked.ts, takes-all.ts, within-route.ts and across-routes.ts (who fill it).

import { collect } from '../../model/groups';
import type { Match } from '../../model/route';
import { askedShape, askedText } from './asked';
import { hasExpressions, takesAllOf } from './takes-all';

/** So many expressions of one shape are held against each match, and not every one. */
const mostExpressions = 16;

/** Matches, each with what stands for it. */
export class Earlier<T extends { readonly match: Match }> {
  readonly #byText = new Map<string, T[]>();
  readonly #expressions = new Map<string, T[]>();

  add(one: T): void {
    collect(this.#byText, askedText(one.match), one);
    if (!hasExpressions(one.match)) return;
    const shape = askedShape(one.match);
    if (shape === undefined) return;
    const known = this.#expressions.get(shape) ?? [];
    this.#expressions.set(shape, known);
    if (known.length < mostExpressions) known.push(one);
  }

  /** Those that take the very same requests, in the order in which they were added. */
  same(match: Match): readonly T[] {
    return this.#byText.get(askedText(match)) ?? [];
  }

  /** Those that take all requests that a match takes and others too, as far as that is plain. */
  *wider(match: Match): Generator<T> {
    if (this.#expressions.size === 0) return;
    const shape = askedShape(match);
    const known = shape === undefined ? undefined : this.#expressions.get(shape);
    for (const one of known ?? []) {
      if (askedText(one.match) === askedText(match)) continue;
      if (takesAllOf(one.match, match)) yield one;
    }
  }
}
