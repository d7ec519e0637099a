// The twins of one carrier: of what is forked, and the least set of shields beside it.
//
// For every twin, each match that can receive one of its requests, may rank before it in the
// baseline and does not rank strictly before the twin needs a twin too; the relation is closed,
// asked of every order in the set at once. A match that never gets a request of both, since a third
// one takes them all, needs none on their account, nor do two matches of one rule.
// Which orders would need a shield if they were alone is worked out along the way, as bits.
// Neighbours: standing.ts, implied.ts, seniority.ts, ../../routing/rank/order.ts; why:
// docs/architecture.md#shields.

import type { Match, Route } from '../../model/route';
import type { Candidate, Scope } from '../../model/route-table';
import { canOverlap } from '../../routing/overlap';
import { type Ranking, rank } from '../../routing/rank/order';
import { isBeside, isImplied } from './implied';
import { Likeness } from './likeness';
import type { Refusal } from './refusals';
import { type Standing, standingOf } from './standing';
import type { Ties } from './ties';
import type { CarrierTwins, KeyCarrier, Reason, TwinRequest } from './twin-set';

/** What is found along the way, for all carriers together. */
export interface Gathered {
  readonly ties: Ties;
  readonly met: Set<Route>;
  readonly refusals: Refusal[];
}

interface Twin {
  readonly isFork: boolean;
  /** The orders that would need it, each alone; every one for a fork. */
  alone: number;
}

/** Why a match needs a twin beside another's. */
interface Need {
  /** As bits. */
  readonly orders: number;
  /** Only the age of their routes tells the two apart, under one of them. */
  readonly isTie: boolean;
}

/** Two matches that compete, and all that they meet. */
interface Pair {
  readonly other: Candidate;
  readonly candidate: Candidate;
  /** The candidate's match with the key. */
  readonly twin: Match;
  readonly meeting: readonly Candidate[];
  /** Whether `other` has its twin and all orders are counted: only a tie would be news. */
  readonly isCounted: boolean;
}

/** Where more matches meet, a third one is looked for in the route of the other alone. */
const mostAsked = 128;

export class Closure {
  readonly #twins = new Map<Candidate, Twin>();
  readonly #queue: { readonly candidate: Candidate; readonly fresh: number }[] = [];
  readonly #standings = new Map<Candidate, Standing>();
  /** Matches that need a twin only where header lines are read one by one. */
  readonly #passedOver = new Set<Candidate>();
  readonly #likeness: Likeness;
  readonly #every: number;

  constructor(
    readonly request: TwinRequest,
    readonly carrier: KeyCarrier,
    readonly gathered: Gathered,
  ) {
    this.#likeness = new Likeness(new Set(request.forked.map(({ rule }) => rule)));
    this.#every = 2 ** request.orders.length - 1;
  }

  close(): CarrierTwins {
    for (const { rule } of this.request.forked) {
      for (const candidate of this.request.table.candidatesOf(rule)) {
        this.#add(candidate, true, this.#every);
      }
    }
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      this.#shield(next.candidate, next.fresh);
    }
    const twins = new Map<Candidate, Reason>();
    for (const [candidate, twin] of this.#twins) twins.set(candidate, this.#reason(twin));
    return { carrier: this.carrier, twins };
  }

  #reason({ isFork, alone }: Twin): Reason {
    if (isFork) return 'fork';
    const { orders } = this.request;
    return new Set(orders.filter((_, bit) => alone & (2 ** bit)).map(({ name }) => name));
  }

  #add(candidate: Candidate, isFork: boolean, alone: number): void {
    const known = this.#twins.get(candidate);
    if (known !== undefined) {
      const fresh = alone & ~known.alone;
      known.alone |= alone;
      if (fresh !== 0) this.#queue.push({ candidate, fresh });
      return;
    }
    const standing = this.#standing(candidate);
    if (standing === 'no-place') return;
    if (standing === 'never') {
      // A list that is cut at its commas holds the key and the other value, each alone.
      if (isFork && this.request.mayCut && isList(this.carrier)) this.#passOver(candidate, isFork);
      return;
    }
    this.#twins.set(candidate, { isFork, alone });
    this.#queue.push({ candidate, fresh: alone });
    if (standing !== 'free') this.#refuse(candidate, standing, isFork);
  }

  /** Adds every match that the twin of `candidate` could overtake. */
  #shield(candidate: Candidate, fresh: number): void {
    const twin = twinOf(candidate.match, this.carrier);
    const { table, parentsOf } = this.request;
    for (const parent of parentsOf(candidate.route)) {
      for (const scope of table.scopesOf(parent)) this.#shieldIn(scope, candidate, twin, fresh);
    }
  }

  #shieldIn(scope: Scope, candidate: Candidate, twin: Match, fresh: number): void {
    const meeting = scope.meeting(candidate.match);
    for (const other of meeting) {
      this.gathered.met.add(other.route);
      if (other === candidate) continue;
      const known = this.#twins.get(other);
      const isCounted = known !== undefined && (fresh & ~known.alone) === 0;
      if (isCounted && this.#isTieSettled(other, candidate)) continue;
      const need = this.#needing({ other, candidate, twin, meeting, isCounted });
      if (need !== undefined) this.#meet(other, candidate, need, fresh);
    }
  }

  /** Whether nothing is to be told of a tie of the two. */
  #isTieSettled(other: Candidate, candidate: Candidate): boolean {
    if (other.route === candidate.route || this.#likeness.areAlike(other, candidate)) return true;
    return this.gathered.ties.has(other.route, candidate.route);
  }

  #meet(other: Candidate, candidate: Candidate, need: Need, fresh: number): void {
    const standing = this.#standing(other);
    if (standing === 'no-place') return;
    if (standing === 'never') {
      if (!this.#likeness.areAlike(other, candidate)) this.#passOver(other, false);
      return;
    }
    if (need.isTie && !this.#likeness.areAlike(other, candidate)) {
      this.gathered.ties.add(other, candidate);
    }
    this.#add(other, false, need.orders & fresh);
  }

  /** The orders in which `other` may rank before `candidate` and not strictly before its twin. */
  #needing(pair: Pair): Need | undefined {
    const { other, candidate, twin } = pair;
    let [orders, ties] = [0, 0];
    for (const [index, order] of this.request.orders.entries()) {
      const bit = 2 ** index;
      const ranking = rank(other.match, candidate.match, order);
      if (ranking === 'after' || (ranking === 'tie' && this.#comesAfter(other, candidate)))
        continue;
      if (rank(other.match, twin, order) === 'before') continue;
      orders |= bit;
      if (this.#mayTie(other, candidate, ranking)) ties |= bit;
    }
    if (orders === 0 || (pair.isCounted && ties === 0)) return undefined;
    if (this.#likeness.areOneRule(other, candidate)) return undefined;
    if (!canOverlap(other.match, candidate.match)) return undefined;
    orders &= ~this.#takenBefore(pair, orders);
    return orders === 0 ? undefined : { orders, isTie: (ties & orders) !== 0 };
  }

  /**
   * Whether age decides between two routes. What an order leaves open is a tie in some implementation,
   * or for some path: that counts where the input tells which of the two is older.
   */
  #mayTie(left: Candidate, right: Candidate, ranking: Ranking): boolean {
    if (left.route === right.route || ranking === 'before') return false;
    return (
      ranking === 'tie' || this.gathered.ties.seniority.of(left.route, right.route) !== undefined
    );
  }

  /** Whether the first of two that tie is known to lose. */
  #comesAfter(left: Candidate, right: Candidate): boolean {
    if (left.route === right.route) return !standsBefore(left, right);
    return this.gathered.ties.seniority.of(left.route, right.route) === 'after';
  }

  /**
   * Those of the orders under which a third match takes whatever both accept before `other` does. It
   * must be attached wherever they both are.
   */
  #takenBefore({ other, candidate, meeting }: Pair, orders: number): number {
    let taken = 0;
    for (const third of meeting.length > mostAsked ? this.#matchesOf(other.route) : meeting) {
      if (third === other || third === candidate) continue;
      if (!isImplied(third.match, other.match, candidate.match)) continue;
      if (!isBeside(third.route, other.route, candidate.route)) continue;
      for (const [index, order] of this.request.orders.entries()) {
        const bit = 2 ** index;
        if ((orders & bit & ~taken) === 0) continue;
        const ranking = rank(third.match, other.match, order);
        if (ranking === 'before' || (ranking === 'tie' && this.#comesAfter(other, third))) {
          taken |= bit;
        }
      }
      if (taken === orders) return taken;
    }
    return taken;
  }

  #matchesOf(route: Route): readonly Candidate[] {
    return route.rules.flatMap((rule) => this.request.table.candidatesOf(rule));
  }

  /** Tells once that a match can have no twin. */
  #passOver(candidate: Candidate, isFork: boolean): void {
    if (this.#passedOver.has(candidate)) return;
    this.#passedOver.add(candidate);
    this.#refuse(candidate, 'never', isFork);
  }

  #refuse(candidate: Candidate, standing: Exclude<Standing, 'free' | 'no-place'>, isFork: boolean) {
    const { carrier, request } = this;
    this.gathered.refusals.push({ candidate, standing, isFork, carrier, request });
  }

  #standing(candidate: Candidate): Standing {
    const known = this.#standings.get(candidate);
    if (known !== undefined) return known;
    const standing = standingOf(candidate.match, this.carrier, this.request);
    this.#standings.set(candidate, standing);
    return standing;
  }
}

function isList({ carrier: { type } }: KeyCarrier): boolean {
  return type === 'baggage' || type === 'tracestate';
}

/** The match with the key added. */
function twinOf(match: Match, { key }: KeyCarrier): Match {
  if (key.place === 'headers') return { ...match, headers: [...match.headers, key] };
  return match.protocol === 'http' ? { ...match, query: [...match.query, key] } : match;
}

function standsBefore(left: Candidate, right: Candidate): boolean {
  return left.rule === right.rule
    ? left.matchIndex < right.matchIndex
    : left.rule.index < right.rule.index;
}
