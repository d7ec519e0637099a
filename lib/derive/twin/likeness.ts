// Whether two rules do the same with a request: then it is one which of them takes it.
//
// Neighbours: closure.ts.

import { canonical } from '../../model/digest';
import { remembered } from '../../model/memo';
import type { Rule } from '../../model/route';
import type { Candidate } from '../../model/route-table';

export class Likeness {
  readonly #classes = new Map<string, number>();
  readonly #byRule = new Map<Rule, number>();

  constructor(readonly forked: ReadonlySet<Rule>) {}

  /** Keyed or not; rules of one namespace alone, where references mean the same. */
  areAlike(left: Candidate, right: Candidate): boolean {
    return left.rule === right.rule || this.#classOf(left) === this.#classOf(right);
  }

  /**
   * Two matches of one rule. What replaces a matched prefix depends on which one that was; the API
   * allows it beside one match only, but input is not held to that.
   */
  areOneRule(left: Candidate, right: Candidate): boolean {
    return left.rule === right.rule && !canonicalOf(left.rule).includes('ReplacePrefixMatch');
  }

  #classOf({ route, rule }: Candidate): number {
    const known = this.#byRule.get(rule);
    if (known !== undefined) return known;
    const id = `${route.namespace}\n${this.forked.has(rule)}\n${canonicalOf(rule)}`;
    const found = this.#classes.get(id) ?? this.#classes.size;
    this.#classes.set(id, found);
    this.#byRule.set(rule, found);
    return found;
  }
}

const canonicalOf = remembered((rule: Rule): string => {
  const { matches: _, name: __, ...action } = rule.raw;
  return canonical(action);
});
