// Twins of several routes put into one derived route, where only that keeps the order of ages.
//
// The older of two routes that tie wins, but derived routes fall to their names. Where these sort
// the other way round and the routes differ in nothing but their rules, one derived route holds the
// rules of all, the oldest first: position settles what age did. What follows deriving sees one
// baseline route with all those rules. Neighbours: ties.ts, tie-findings.ts (what is refused).

import { canonical } from '../../model/digest';
import { isObject } from '../../model/manifest';
import { withoutOwnership } from '../../model/ownership';
import { type Route, type Rule, routePlace } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { secondOf } from '../../routing/rank/age';
import type { CarrierTwins, Reason, Tie, TwinSet } from './twin-set';

export interface OneRouteRequest {
  readonly twins: TwinSet;
  /** Whether keyed requests of a route may go to forks at all. */
  readonly mayFork: (route: Route) => boolean;
  /** Whether a policy names a route: a copy of it would cover the other's rules as well. */
  readonly isTargeted: (route: Route) => boolean;
}

export function oneRouteWhereAgesAsk(request: OneRouteRequest): TwinSet {
  const { twins } = request;
  const lost = twins.ties.filter(({ first }) => first === 'right');
  if (lost.length === 0) return twins;
  const moving = new Moving();
  const apart = new Map<Route, string>();
  for (const group of groupsOf(lost)) {
    const reason = whyApart(group, request);
    const base = reason === undefined ? baseOf(group, twins.ties) : undefined;
    if (base !== undefined) {
      moving.join(base, group);
      continue;
    }
    const why = reason ?? 'the name of none sorts as their ages do';
    for (const route of group) apart.set(route, why);
  }
  return rewritten(twins, moving, apart);
}

/** Routes that lost pairs tie together, each group from the oldest to the youngest. */
function groupsOf(lost: readonly Tie[]): readonly (readonly Route[])[] {
  const groups = new Map<Route, Set<Route>>();
  for (const { left, right } of lost) {
    const all = new Set([
      ...(groups.get(left.route) ?? [left.route]),
      ...(groups.get(right.route) ?? [right.route]),
    ]);
    for (const route of all) groups.set(route, all);
  }
  return [...new Set(groups.values())].map((group) => [...group].sort(byAge));
}

function byAge(left: Route, right: Route): number {
  const lead = (secondOf(left) ?? 0) - (secondOf(right) ?? 0);
  if (lead !== 0) return lead;
  return routePlace(left) < routePlace(right) ? -1 : 1;
}

/** What routes of one group must have in common, in words for where they do not. */
const common: readonly { readonly words: string; readonly of: (route: Route) => string }[] = [
  { words: 'their namespaces differ', of: ({ namespace }) => namespace },
  { words: 'their hostnames differ', of: ({ hostnames }) => canonical([...hostnames].sort()) },
  {
    words: 'their parentRefs differ',
    of: ({ parents }) => canonical(parents.map(({ raw }) => raw)),
  },
  { words: 'their labels or annotations differ', of: tokensOf },
  {
    words: 'their kinds differ',
    of: ({ manifest: { object } }) => `${object.apiVersion} ${object.kind}`,
  },
  { words: 'their specs differ in more than rules', of: specOf },
];

function tokensOf({ manifest: { object } }: Route): string {
  const { labels = {}, annotations = {} } = withoutOwnership(object.metadata ?? {});
  return canonical({ labels, annotations });
}

function specOf({ raw: { spec } }: Route): string {
  const { rules: _, parentRefs: __, hostnames: ___, ...rest } = isObject(spec) ? spec : {};
  return canonical(rest);
}

function whyApart(
  group: readonly Route[],
  { mayFork, isTargeted }: OneRouteRequest,
): string | undefined {
  for (const { words, of } of common) {
    if (new Set(group.map(of)).size > 1) return words;
  }
  if (new Set(group.map(mayFork)).size > 1) return 'one of them is never forked';
  if (group.some(isTargeted)) return 'a policy names one of them';
  return undefined;
}

/** The member whose name sorts as the group's ages do beside all others that it ties with. */
function baseOf(group: readonly Route[], ties: readonly Tie[]): Route | undefined {
  const own = new Set(group);
  const outside = ties.filter(({ left, right }) => own.has(left.route) !== own.has(right.route));
  return group.find((base) =>
    outside.every(({ left, right, first }) => {
      if (first === undefined) return true;
      const isOwnLeft = own.has(left.route);
      const other = isOwnLeft ? right.route : left.route;
      return routePlace(base) < routePlace(other) === (isOwnLeft === (first === 'left'));
    }),
  );
}

/** Candidates of routes that became one, as that one's. */
class Moving {
  readonly #routes = new Map<Route, Route>();
  readonly #rules = new Map<Rule, Rule>();
  readonly #candidates = new Map<Candidate, Candidate>();

  /** Puts the rules of a group, the oldest route's first, into one route like `base`. */
  join(base: Route, group: readonly Route[]): void {
    const rules: Rule[] = [];
    for (const rule of group.flatMap((route) => route.rules)) {
      const moved = { ...rule, index: rules.length };
      this.#rules.set(rule, moved);
      rules.push(moved);
    }
    const merged = { ...base, rules };
    for (const route of group) this.#routes.set(route, merged);
  }

  of(candidate: Candidate): Candidate {
    const route = this.#routes.get(candidate.route);
    if (route === undefined) return candidate;
    const known = this.#candidates.get(candidate);
    if (known !== undefined) return known;
    const moved = { ...candidate, route, rule: this.#rules.get(candidate.rule) ?? candidate.rule };
    this.#candidates.set(candidate, moved);
    return moved;
  }
}

function rewritten(twins: TwinSet, moving: Moving, apart: ReadonlyMap<Route, string>): TwinSet {
  const carriers = twins.carriers.map(({ carrier, twins: own }): CarrierTwins => {
    const moved = [...own].map(([one, reason]): [Candidate, Reason] => [moving.of(one), reason]);
    return { carrier, twins: new Map(moved) };
  });
  const ties = twins.ties.flatMap((tie): Tie[] => {
    const reason = apart.get(tie.left.route);
    if (tie.first === 'right' && reason !== undefined) return [{ ...tie, apart: reason }];
    const [left, right] = [moving.of(tie.left), moving.of(tie.right)];
    if (left.route === right.route) return [];
    if (routePlace(left.route) < routePlace(right.route)) return [{ ...tie, left, right }];
    const first = tie.first && (tie.first === 'left' ? 'right' : 'left');
    return [{ left: right, right: left, first }];
  });
  const crowds = twins.crowds.map((crowd) => ({
    ...crowd,
    members: [...new Set(crowd.members.map((one) => moving.of(one)))],
  }));
  return { ...twins, carriers, ties, crowds };
}
