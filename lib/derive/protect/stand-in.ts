// What stands for what: a baseline object that a policy may name, and the object that takes its
// keyed requests.
//
// Neighbours: protection.ts (who gathers them), ../policy/target-key.ts (how a policy names them),
// ../policy-copy/targeted-copies.ts (who asks).

import {
  at,
  type Json,
  type KubeObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';

export interface StandIn {
  readonly baseline: Manifest;
  readonly object: KubeObject;
  /** For a route: the names of its rules that stand for each named rule of the baseline. */
  readonly rules?: ReadonlyMap<string, readonly string[]>;
  /** For a route: the places of the baseline's rules that it holds rules for; all unless told. */
  readonly twinned?: ReadonlySet<number>;
}

/** A derived route in the place of its baseline. */
export function routeStandIn(
  baseline: Manifest,
  object: KubeObject,
  twinned?: ReadonlySet<number>,
): StandIn {
  const rules = new Map<string, string[]>();
  for (const name of ruleNames(baseline.object)) if (name !== undefined) rules.set(name, []);
  // What one rule became stands together, the baseline's name first.
  let current: string | undefined;
  for (const name of ruleNames(object)) {
    if (name === undefined || rules.has(name)) current = name;
    if (name !== undefined && current !== undefined) rules.get(current)?.push(name);
  }
  return { baseline, object, rules, ...(twinned === undefined ? {} : { twinned }) };
}

function ruleNames({ spec }: KubeObject): readonly (string | undefined)[] {
  return listOf(at(spec, ['rules'])).map((rule: Json) => textOf(at(rule, ['name'])));
}
