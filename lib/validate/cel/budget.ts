// A bound to what a rule may cost: the steps of its comprehensions, however they are nested.
//
// The API server counts costs otherwise; both bounds are far beyond what rules need that are meant well.
// Neighbours: engine.ts (the shapes of the library), compiled-rule.ts.

import type { Checker, Context, Evaluator, Node } from './engine';

/** Steps of one rule on one value. */
const mostOfRule = 1_000_000;
/** Steps of all rules on one object. */
const mostOfObject = 4_000_000;

/** More steps than there may be: nobody knows what the rule says. */
class OverBudget extends Error {}

/** One for all: making one takes long, and a rule may meet it for each entry of a list. */
const overBudget = new OverBudget();

export class Budget {
  private left = mostOfObject;
  private leftOfRule = mostOfRule;

  beginRule(): void {
    this.leftOfRule = mostOfRule;
  }

  spend(): void {
    this.left -= 1;
    this.leftOfRule -= 1;
    if (this.isSpent()) throw overBudget;
  }

  isSpent(): boolean {
    return this.left < 0 || this.leftOfRule < 0;
  }
}

/** Whose steps are counted now: evaluation is one after the other. */
let current = new Budget();

export function spending<T>(budget: Budget, work: () => T): T {
  const before = current;
  current = budget;
  try {
    budget.beginRule();
    return work();
  } finally {
    current = before;
  }
}

export function spend(): void {
  current.spend();
}

interface Comprehension {
  step: Node;
}

/** Makes every step of a parsed expression count. */
export function count(root: Node): void {
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isNode(value)) {
      if (value.op === 'comprehension') {
        const args = value.args as Comprehension;
        visit(args);
        args.step = counted(args.step);
        return;
      }
      visit(value.meta.alternate);
      visit(value.meta.macro);
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(root);
}

function isNode(value: object): value is Node {
  return 'op' in value && 'meta' in value && 'clone' in value;
}

function counted(step: Node): Node {
  const own = step.clone(
    {
      name: 'counted',
      check: (checker: Checker, _: Node, context: Context) => checker.check(step, context),
      evaluate: (evaluator: Evaluator, _: Node, context: Context) => {
        spend();
        return evaluator.run(step, context);
      },
    },
    [step],
  );
  return own.setMeta('async', false);
}
