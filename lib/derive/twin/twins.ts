// Which matches of the baseline get a twin for one sandbox: the forked ones, and the least set
// of shields that keeps every other match where it ranked.
//
// A twin asks for one header more than its match, so it can overtake another rule that used to
// win. For every twin, each match that can receive one of its requests, may rank before it in
// the baseline and does not rank strictly before the twin needs a twin too; the relation is
// closed, asked of every order in the set, carrier by carrier (docs/architecture.md#shields).
// Neighbours: derived-route.ts (twins -> routes), ../routing/rank/order.ts, ../routing/overlap.ts.

import type { Carrier } from '../../model/config';
import { canonical } from '../../model/digest';
import type { Finding } from '../../model/finding';
import {
  type Match,
  type ParentRef,
  type Route,
  type Rule,
  routePlace,
  type ValueMatch,
} from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import { carriesKey, headerOf, keyMatch } from '../../routing/carrier';
import { limits } from '../../routing/limits';
import { canOverlap } from '../../routing/overlap';
import { type Order, rank } from '../../routing/rank/order';
import { headerExact, headerInUse, headersFull } from './refusals';

export interface KeyCarrier {
  readonly carrier: Carrier;
  readonly key: ValueMatch;
}

export interface TwinRequest {
  readonly table: RouteTable;
  readonly orders: readonly Order[];
  readonly carriers: readonly Carrier[];
  readonly keyName: string;
  readonly routingKey: string;
  /** The parents through which a route may be derived; none for a route that may not be. */
  readonly parentsOf: (route: Route) => readonly ParentRef[];
  /** Rules that hold a forked backend, of routes that may be forked. */
  readonly forked: readonly { readonly route: Route; readonly rule: Rule }[];
}

/** Why a match has a twin: it holds a fork, or these orders need the shield. */
export type Reason = 'fork' | ReadonlySet<string>;

export interface CarrierTwins {
  readonly carrier: KeyCarrier;
  readonly twins: ReadonlyMap<Candidate, Reason>;
}

/** Two routes whose twins tie: only age tells which of their rules wins in the baseline. */
export interface Tie {
  readonly left: Candidate;
  readonly right: Candidate;
}

export interface TwinSet {
  readonly carriers: readonly CarrierTwins[];
  /** One pair for each two routes that tie somewhere. */
  readonly ties: readonly Tie[];
  readonly findings: readonly Finding[];
}

/** The match with the key added. */
function twinOf<M extends Match>(match: M, key: ValueMatch): M {
  return { ...match, headers: [...match.headers, key] };
}

export function findTwins(request: TwinRequest): TwinSet {
  const ties = new Map<string, Tie>();
  const findings: Finding[] = [];
  const carriers = request.carriers.map((carrier) => {
    const key = keyMatch(carrier, request.keyName, request.routingKey);
    return new Closure(request, { carrier, key }, ties, findings).close();
  });
  return { carriers, ties: [...ties.values()], findings };
}

/** How a match stands to the carrier's header. */
type Standing = 'free' | 'never' | 'in-use' | 'full';

/** Why a match needs a twin beside another's. */
interface Need {
  readonly orders: ReadonlySet<string>;
  /** Only the age of their routes tells the two apart. */
  readonly isTie: boolean;
}

class Closure {
  readonly #twins = new Map<Candidate, Reason>();
  readonly #queue: Candidate[] = [];
  readonly #standings = new Map<Candidate, Standing>();
  readonly #forked: ReadonlySet<Rule>;
  /** Matches that need a shield only where header lines are read one by one. */
  readonly #passedOver = new Set<Candidate>();

  constructor(
    readonly request: TwinRequest,
    readonly carrier: KeyCarrier,
    readonly ties: Map<string, Tie>,
    readonly findings: Finding[],
  ) {
    this.#forked = new Set(request.forked.map(({ rule }) => rule));
  }

  close(): CarrierTwins {
    for (const { rule } of this.request.forked) {
      for (const candidate of this.request.table.candidatesOf(rule)) this.#add(candidate, 'fork');
    }
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      this.#shield(next);
    }
    return { carrier: this.carrier, twins: this.#twins };
  }

  #add(candidate: Candidate, reason: Reason): void {
    const known = this.#twins.get(candidate);
    if (known !== undefined) {
      const isShield = known !== 'fork' && reason !== 'fork';
      if (isShield) this.#twins.set(candidate, new Set([...known, ...reason]));
      return;
    }
    const standing = this.#standing(candidate);
    if (standing === 'never') return;
    this.#twins.set(candidate, reason);
    this.#queue.push(candidate);
    if (standing === 'free') return;
    const refuse = standing === 'full' ? headersFull : headerInUse;
    this.findings.push(refuse(candidate, this.carrier.carrier, reason === 'fork'));
  }

  /** Adds every match that the twin of `candidate` could overtake. */
  #shield(candidate: Candidate): void {
    const twin = twinOf(candidate.match, this.carrier.key);
    const { table, parentsOf } = this.request;
    for (const parent of parentsOf(candidate.route)) {
      for (const scope of table.scopesOf(parent)) {
        for (const other of scope.meeting(candidate.match)) {
          const need = other === candidate ? undefined : this.#needing(other, candidate, twin);
          if (need !== undefined) this.#meet(other, candidate, need);
        }
      }
    }
  }

  #meet(other: Candidate, candidate: Candidate, { orders, isTie }: Need): void {
    if (this.#standing(other) === 'never') {
      if (!this.#passedOver.has(other) && !this.#areAlike(other, candidate)) {
        this.findings.push(headerExact(other, this.carrier.carrier));
      }
      this.#passedOver.add(other);
      return;
    }
    if (isTie && !this.#areAlike(other, candidate)) this.#tie(other, candidate);
    this.#add(other, orders);
  }

  /** The orders in which `other` may rank before `candidate` and not strictly before its twin. */
  #needing(other: Candidate, candidate: Candidate, twin: Match): Need | undefined {
    let needing: Set<string> | undefined;
    let isTie = false;
    for (const order of this.request.orders) {
      const ranking = rank(other.match, candidate.match, order);
      if (ranking === 'after') continue;
      if (ranking === 'tie') {
        if (other.route !== candidate.route) isTie = true;
        else if (!standsBefore(other, candidate)) continue;
      }
      if (rank(other.match, twin, order) === 'before') continue;
      needing ??= new Set();
      needing.add(order.name);
    }
    if (needing === undefined || !canOverlap(other.match, candidate.match)) return undefined;
    return { orders: needing, isTie };
  }

  #tie(other: Candidate, candidate: Candidate): void {
    const [left, right] =
      routePlace(other.route) < routePlace(candidate.route)
        ? [other, candidate]
        : [candidate, other];
    const id = `${routePlace(left.route)}\n${routePlace(right.route)}`;
    if (!this.ties.has(id)) this.ties.set(id, { left, right });
  }

  /** Whether two rules do the same with a request, keyed or not: then it is one which wins. */
  #areAlike(left: Candidate, right: Candidate): boolean {
    if (left.rule === right.rule) return true;
    return (
      left.route.namespace === right.route.namespace &&
      this.#forked.has(left.rule) === this.#forked.has(right.rule) &&
      actionOf(left.rule) === actionOf(right.rule)
    );
  }

  #standing(candidate: Candidate): Standing {
    const known = this.#standings.get(candidate);
    if (known !== undefined) return known;
    const standing = standingOf(candidate.match, this.carrier, this.request);
    this.#standings.set(candidate, standing);
    return standing;
  }
}

function standingOf(
  match: Match,
  { carrier }: KeyCarrier,
  { keyName, routingKey }: Pick<TwinRequest, 'keyName' | 'routingKey'>,
): Standing {
  const header = headerOf(carrier);
  const own = match.headers.find(({ name }) => name.toLowerCase() === header);
  if (own !== undefined) {
    // An exact value either holds the key or no keyed request has it.
    if (own.type === 'Exact' && !carriesKey(carrier, keyName, routingKey, own.value)) {
      return 'never';
    }
    return 'in-use';
  }
  return match.headers.length >= limits.headersPerMatch ? 'full' : 'free';
}

function actionOf({ raw: { matches: _, name: __, ...action } }: Rule): string {
  return canonical(action);
}

function standsBefore(left: Candidate, right: Candidate): boolean {
  return left.rule === right.rule
    ? left.matchIndex < right.matchIndex
    : left.rule.index < right.rule.index;
}
