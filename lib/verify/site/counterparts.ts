// Which routes of the baseline are there with sandboxes too, unchanged: their rules, one by one.
//
// Neighbours: entries.ts, ../../model/same-json.ts (equal whatever the order of keys).

import type { Route, Rule } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { isSameJson } from '../../model/same-json';

export class Counterparts {
  /** Rules of the baseline by the rules that are the same with sandboxes. */
  readonly #rules = new Map<Rule, Rule>();

  constructor(baseline: RouteTable, applied: RouteTable) {
    const before = new Map(baseline.routes.map((route) => [route.manifest, route]));
    for (const route of applied.routes) {
      const id = applied.inventory.idOf(route.manifest.object);
      const manifest = baseline.inventory.withId(id);
      const known = manifest === undefined ? undefined : before.get(manifest);
      if (known === undefined || !isSame(known, route)) continue;
      for (let index = 0; index < route.rules.length; index += 1) {
        const [rule, own] = [route.rules[index], known.rules[index]];
        if (rule !== undefined && own !== undefined) this.#rules.set(rule, own);
      }
    }
  }

  has(rule: Rule): boolean {
    return this.#rules.has(rule);
  }

  of(rule: Rule): Rule | undefined {
    return this.#rules.get(rule);
  }
}

/** By what was written and by age: marks and labels play no part in where requests go. */
function isSame(left: Route, right: Route): boolean {
  if (left.created !== right.created) return false;
  return (
    left.manifest.object === right.manifest.object || isSameJson(left.raw.spec, right.raw.spec)
  );
}
