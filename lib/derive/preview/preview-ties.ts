// Previews of several routes at one hostname: as in the baseline, age decides between rules of
// theirs that tie, and the ages of derived routes tell nothing.
//
// Their matches have no key, so no match gains on another: only ties are to be looked at. Matches
// of different paths never tie, so those of one key are compared (../../routing/rank/order.ts).
// Neighbours: previews.ts (who asks), ../twin/tie-findings.ts (the words).

import type { Config } from '../../model/config';
import type { Finding } from '../../model/finding';
import { collect } from '../../model/groups';
import { type Match, type Route, routePlace } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import type { SandboxSpec } from '../../model/sandbox';
import { byText } from '../../model/text-order';
import { canOverlap } from '../../routing/overlap';
import { doAgesSettle, ordersOf } from '../../routing/profile';
import { meetingKey, type Order, rank } from '../../routing/rank/order';
import { Seniority } from '../twin/seniority';
import { ageFindings } from '../twin/tie-findings';
import type { Tie } from '../twin/twins';
import { type Asked, mixedKinds } from './preview-findings';

interface PlacedRoute {
  readonly asked: Asked;
  readonly route: Route;
}

export function previewTies(
  placed: readonly PlacedRoute[],
  { profiles }: Config,
  sandbox: SandboxSpec,
): readonly Finding[] {
  const ranks: Ranks = {
    orders: ordersOf(profiles),
    seniority: new Seniority(doAgesSettle(profiles)),
  };
  const byHost = new Map<string, PlacedRoute[]>();
  for (const one of placed) collect(byHost, one.asked.preview.hostname, one);
  return [...byHost.values()].flatMap((own) => {
    const routes = [...new Set(own.map(({ route }) => route))].sort(byText(routePlace));
    return [...mixed(own), ...ageFindings(tiesOf(routes, ranks), sandbox)];
  });
}

/** An HTTPRoute and a GRPCRoute at one hostname: one of them is accepted. */
function mixed(own: readonly PlacedRoute[]): readonly Finding[] {
  const grpc = own.find(({ route }) => route.kind === 'GRPCRoute');
  const http = own.find(({ route }) => route.kind === 'HTTPRoute');
  if (grpc === undefined || http === undefined) return [];
  const { sandbox, preview } = http.asked;
  return [
    mixedKinds(grpc.asked, 'that of an HTTPRoute', { origin: sandbox.origin, path: preview.path }),
  ];
}

interface Ranks {
  readonly orders: readonly Order[];
  readonly seniority: Seniority;
}

const winners = { before: 'left', after: 'right', open: undefined } as const;

/** One tie for each two routes. */
function tiesOf(routes: readonly Route[], { orders, seniority }: Ranks): readonly Tie[] {
  const ties = new Map<string, Tie>();
  const keyed = new Map<string, Candidate[]>();
  const open: Candidate[] = [];
  const seen: Candidate[] = [];
  for (const right of routes.flatMap(candidatesOf)) {
    const key = meetingKey(right.match);
    const meeting = key === undefined ? seen : [...(keyed.get(key) ?? []), ...open];
    for (const left of meeting) {
      if (left.route === right.route) continue;
      const id = `${routePlace(left.route)}\n${routePlace(right.route)}`;
      if (ties.has(id) || !canTie(left.match, right.match, orders)) continue;
      const first = winners[seniority.of(left.route, right.route) ?? 'open'];
      ties.set(id, { left, right, first });
    }
    if (key === undefined) open.push(right);
    else collect(keyed, key, right);
    seen.push(right);
  }
  return [...ties.values()];
}

function candidatesOf(route: Route): readonly Candidate[] {
  return route.rules.flatMap((rule) =>
    rule.matches.map((match, matchIndex) => ({ route, rule, match, matchIndex })),
  );
}

function canTie(left: Match, right: Match, orders: readonly Order[]): boolean {
  return orders.some((order) => rank(left, right, order) === 'tie') && canOverlap(left, right);
}
