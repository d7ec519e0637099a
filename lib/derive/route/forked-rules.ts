// Which rules of the baseline a sandbox or route group forks, and which references to a replaced
// Service lead nowhere in the baseline already.
//
// Neighbours: ../reference/fork-references.ts (what stands in for what), exclusion.ts (routes that
// may fork).

import type { Finding } from '../../model/finding';
import type { Route, Rule } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { ForkReferences } from '../reference/fork-references';
import { isForked } from '../reference/substitution';
import type { Exclusion } from './exclusion';
import { unresolvedFindings } from './route-findings';

/** Rules whose keyed requests go elsewhere, each once, of routes that may be forked. */
export function forkedRules(
  table: RouteTable,
  forks: ForkReferences,
  exclusion: Exclusion,
): readonly { readonly route: Route; readonly rule: Rule }[] {
  const seen = new Set<Rule>();
  return [...forks.keys].flatMap((service) =>
    table.rulesTo(service).filter(({ route, rule }) => {
      if (seen.has(rule) || !exclusion.mayFork(route)) return false;
      seen.add(rule);
      const groups = forks.groupsOf(route, exclusion.parentsOf(route));
      return groups.some(({ substitution }) => isForked(rule, substitution));
    }),
  );
}

/** References to replaced Services that the baseline does not resolve, of routes that may fork. */
export function unresolvedReferences(
  table: RouteTable,
  forks: ForkReferences,
  exclusion: Exclusion,
): readonly Finding[] {
  const routes = new Set(
    [...forks.keys].flatMap((service) => table.rulesTo(service).map(({ route }) => route)),
  );
  return [...routes]
    .filter((route) => exclusion.mayFork(route))
    .flatMap((route) =>
      unresolvedFindings(route, forks.unresolved(route, exclusion.parentsOf(route))),
    );
}
