// Rules that are worked out of a few props: they stand among a route's rules and become its own
// when they join it, so that what can never be right is refused with the path of that route.
//
// Known by their `rulesFor`, so that two copies of this package understand each other. Neighbours:
// route-object.ts (where they join), patterns/http-pattern.ts (the patterns).

import type { ApiObject } from 'cdk8s';
import { isObject } from '../model/manifest';

/** Stands for the rules that it gives; these may be patterns again. */
export interface RulePattern<R> {
  rulesFor(route: ApiObject): readonly RuleOrPattern<R>[];
}

export type RuleOrPattern<R> = R | RulePattern<R>;

/** The rules in their order, patterns replaced by what they stand for. */
export function plainRules<R>(route: ApiObject, rules: readonly RuleOrPattern<R>[]): readonly R[] {
  return rules.flatMap((rule) =>
    isPattern(rule) ? plainRules(route, rule.rulesFor(route)) : [rule],
  );
}

function isPattern<R>(rule: RuleOrPattern<R>): rule is RulePattern<R> {
  // What is no object is refused, by its field, where the whole spec is checked.
  return isObject(rule) && 'rulesFor' in rule && typeof rule.rulesFor === 'function';
}
