// Pairs of routes whose twins tie, gathered once for all carriers.
//
// Many expressions on one host tie each with each, and the number of pairs is the square of the
// number of routes. So pairs are listed up to a number that somebody may read; what ties beyond it
// is joined to crowds, of which only the members are kept. Neighbours: closure.ts,
// tie-findings.ts, one-route.ts.

import { type Route, routePlace } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import type { Seniority } from './seniority';
import type { Crowd, Tie } from './twin-set';

const mostPairs = 1000;

export class Ties {
  readonly #partners = new Map<Route, Set<Route>>();
  readonly #pairs: Tie[] = [];
  /** Each route's crowd, which joining replaces. */
  readonly #crowds = new Map<Route, { readonly members: Map<Route, Candidate>; isLost: boolean }>();

  constructor(readonly seniority: Seniority) {}

  get pairs(): readonly Tie[] {
    return this.#pairs;
  }

  get crowds(): readonly Crowd[] {
    return [...new Set(this.#crowds.values())].map(({ members, isLost }) => ({
      members: [...members.values()].sort((left, right) =>
        routePlace(left.route) < routePlace(right.route) ? -1 : 1,
      ),
      isLost,
    }));
  }

  /** Whether two routes are known to tie. */
  has(left: Route, right: Route): boolean {
    if (this.#partners.get(left)?.has(right) === true) return true;
    const crowd = this.#crowds.get(left);
    return crowd !== undefined && crowd === this.#crowds.get(right);
  }

  add(one: Candidate, other: Candidate): void {
    if (this.has(one.route, other.route)) return;
    const isSorted = routePlace(one.route) < routePlace(other.route);
    const [left, right] = isSorted ? [one, other] : [other, one];
    const age = this.seniority.of(left.route, right.route);
    const first = age === undefined ? undefined : age === 'before' ? 'left' : 'right';
    if (this.#pairs.length >= mostPairs) {
      this.#crowd(left, right, first === 'right');
      return;
    }
    this.#pairs.push({ left, right, first });
    this.#partner(left.route, right.route);
    this.#partner(right.route, left.route);
  }

  #partner(left: Route, right: Route): void {
    const known = this.#partners.get(left) ?? new Set<Route>();
    this.#partners.set(left, known.add(right));
  }

  #crowd(left: Candidate, right: Candidate, isLost: boolean): void {
    const [one, other] = [left, right].map(
      (candidate) =>
        this.#crowds.get(candidate.route) ?? {
          members: new Map([[candidate.route, candidate]]),
          isLost: false,
        },
    );
    if (one === undefined || other === undefined) return;
    const isLarger = one.members.size >= other.members.size;
    const [large, small] = isLarger ? [one, other] : [other, one];
    for (const [route, candidate] of small.members) {
      large.members.set(route, candidate);
      this.#crowds.set(route, large);
    }
    for (const route of [left.route, right.route]) this.#crowds.set(route, large);
    large.isLost ||= small.isLost || isLost;
  }
}

/** Every route that ties with another. */
export function tiedRoutes({
  ties,
  crowds,
}: {
  readonly ties: readonly Tie[];
  readonly crowds: readonly Crowd[];
}): ReadonlySet<Route> {
  return new Set([
    ...ties.flatMap(({ left, right }) => [left.route, right.route]),
    ...crowds.flatMap(({ members }) => members.map(({ route }) => route)),
  ]);
}
