// Matches of one route that another one of the route leaves nothing to.
//
// Matches of a route compete wherever it is attached, on the same hosts and from one age on, so
// that its position settles what ties: this needs neither Gateways nor ages. Neighbours:
// earlier.ts, across-routes.ts, shadow-findings.ts.

import type { Route } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import { anyHost } from '../../routing/hostname';
import { specification } from '../../routing/law';
import type { Comparison } from '../../routing/rank/criteria';
import { comparePrecedence } from '../../routing/rank/precedence';
import { Earlier } from './earlier';

/** How a match stands to one that takes all of its requests. */
export interface Shadow {
  readonly candidate: Candidate;
  readonly by: Candidate;
  /**
   * `shadowed`: it never takes a request; `same`: likewise, and it is the very same match of the
   * very same rule; `open`: nothing says which of the two goes first.
   */
  readonly relation: 'shadowed' | 'same' | 'open';
  /** What decided, or is open: a criterion of the law, as `rule order`. */
  readonly criterion: string;
}

/** One for each match that has such another, by rule and match. */
export function shadowsWithin(route: Route, table: RouteTable): readonly Shadow[] {
  const all = route.rules.flatMap(table.candidatesOf);
  if (all.length < 2) return [];
  const earlier = new Earlier<Candidate>();
  return all.flatMap((candidate) => {
    const found = shadowOf(candidate, earlier);
    // Whatever goes first of a match that takes nothing goes first of what it would take.
    if (found === undefined || found.relation === 'open') earlier.add(candidate);
    return found ?? [];
  });
}

function shadowOf(candidate: Candidate, earlier: Earlier<Candidate>): Shadow | undefined {
  const { match, rule } = candidate;
  let open: Shadow | undefined;
  for (const by of earlier.same(match)) {
    const { ranking, by: criterion } = compare(by, candidate);
    if (ranking === 'before') {
      return { candidate, by, relation: by.rule === rule ? 'same' : 'shadowed', criterion };
    }
    open ??= { candidate, by, relation: 'open', criterion };
  }
  for (const by of earlier.wider(match)) {
    const { ranking, by: criterion } = compare(by, candidate);
    if (ranking === 'before') return { candidate, by, relation: 'shadowed', criterion };
  }
  return open;
}

/** On any of the hosts of their route, which are the same for both. */
function compare(left: Candidate, right: Candidate): Comparison {
  const host = anyHost;
  return comparePrecedence({ candidate: left, host }, { candidate: right, host }, specification);
}
