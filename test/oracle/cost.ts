// What derived routes cost: for each forked rule of the baseline, the rules that are written for
// it and the shields beside, by what the routes are to be right under.

import { at, type Json, listOf, textOf } from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Case } from '../arbitrary/baseline';
import type { Derived } from './derive';
import { ownersOf } from './owners';
import { isKeyed, namesOf, namesOne } from './shields';

/** Sums over derivations. */
export interface Cost {
  derivations: number;
  /** Baseline rules with a twin that reaches a fork. */
  forked: number;
  /** Written rules that reach forks, one for each carrier and part. */
  twins: number;
  /** Written rules that keep requests where they were. */
  shields: number;
}

export type Costs = Map<string, Cost>;

export function addCost(costs: Costs, name: string, subject: Case, derived: Derived): void {
  const cost = costs.get(name) ?? { derivations: 0, forked: 0, twins: 0, shields: 0 };
  costs.set(name, cost);
  for (const { owner, forks } of ownersOf(subject)) {
    const own = derived.owners.find((one) => one.name === owner.name);
    if (own === undefined) continue;
    cost.derivations += 1;
    const targets = namesOf(forks);
    const forked = new Set<string>();
    for (const object of own.objects) {
      const from = object.metadata?.annotations?.[marks.derivedFrom];
      if (!object.kind.endsWith('Route') || from?.startsWith('Service/') !== false) continue;
      for (const rule of listOf(at(object, ['spec', 'rules']))) {
        if (!isKeyed(rule, owner.routingKey)) continue;
        if (!namesOne(rule, targets)) cost.shields += 1;
        else {
          cost.twins += 1;
          forked.add(`${from} ${withoutKey(rule, owner.routingKey)}`);
        }
      }
    }
    cost.forked += forked.size;
  }
}

/** The first match of a rule as its baseline has it, whatever carrier it is for. */
function withoutKey(rule: Json, key: string): string {
  const [first] = listOf(at(rule, ['matches']));
  const isOther = (asked: Json) => !(textOf(at(asked, ['value'])) ?? '').includes(key);
  const headers = listOf(at(first, ['headers'])).filter(isOther);
  const query = listOf(at(first, ['queryParams'])).filter(isOther);
  return JSON.stringify([at(first, ['path']), at(first, ['method']), headers, query]);
}

export function costText(costs: Costs): string {
  const rows = [...costs].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows
    .map(([name, { forked, twins, shields }]) => {
      const each = (part: number) => (part / Math.max(forked, 1)).toFixed(2);
      return `${name.padEnd(40)} ${each(twins).padStart(6)} twins ${each(shields).padStart(6)} shields`;
    })
    .join('\n');
}
