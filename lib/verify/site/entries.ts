// Matches of a place as entries of a contest: what each asks for, what it does, what is expected.
//
// Neighbours: ../search/contest.ts (the contest), chain.ts (the matches of a class),
// ../expect/effect.ts (what rules do), counterparts.ts.

import type { Claim } from '../../model/claim';
import type { Outcome } from '../../model/decision';
import { marks } from '../../model/marks';
import { remembered } from '../../model/memo';
import type { Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { compareText } from '../../model/text-order';
import { type Place as Entrance, notFound } from '../../routing/arena/arena';
import type { Law } from '../../routing/law';
import type { Entrant } from '../../routing/lookup/entrant';
import type { Comparison } from '../../routing/rank/criteria';
import { comparePrecedence } from '../../routing/rank/precedence';
import { answerText, effectText, forkedEffectText } from '../expect/effect';
import { canAskFor } from '../expect/exclusion';
import { type Condition, conditionsOf } from '../search/condition';
import type { Entry } from '../search/field';
import type { CarriedKey } from '../search/key-state';
import type { Link } from './chain';
import type { Court } from './court';
import type { Place } from './place';
import { targetsOf } from './targets';

/** An entry with where it comes from. */
export interface PlacedEntry extends Entry {
  /** Undefined: the answer where no match accepts, or a Service itself. */
  readonly entrant?: Entrant;
  readonly answer?: Outcome;
}

/** One side of a place: the entries of one table. */
export interface Side {
  readonly table: RouteTable;
  readonly entrance: Entrance;
}

export class Entries {
  readonly #made = new Map<Entrant, PlacedEntry>();
  readonly #forked = new Map<Claim, Map<PlacedEntry, PlacedEntry>>();

  constructor(
    readonly court: Court,
    readonly place: Place,
    readonly side: Side,
    /** Whether the sandboxes' claims hold here at all. */
    readonly isShut: boolean,
  ) {}

  /** @param twin without sandboxes: the same match, standing as it stood */
  of({ entrant, path }: Link, twin?: PlacedEntry): PlacedEntry {
    const known = path === undefined ? this.#made.get(entrant) : undefined;
    if (known !== undefined) return known;
    const { candidate } = entrant;
    const own = conditionsOf(candidate.match, this.court.law);
    const conditions: readonly Condition[] = path === undefined ? own : [path, ...own];
    // What it leads to is what it was, unless something has moved.
    const isKept = twin !== undefined && !this.court.isMoved;
    const effect = isKept ? twin.effect : effectText(candidate, this.#standpoint());
    const entry: PlacedEntry = {
      id: candidate,
      entrant,
      conditions,
      isSure: entrant.certainty === 'certain',
      effect,
      expected: effect,
      ...(twin?.effect === effect ? { same: twin.id } : {}),
    };
    if (path === undefined) this.#made.set(entrant, entry);
    return entry;
  }

  /** The answer where no match accepts, or that the place gives at once. */
  answer(outcome: Outcome): PlacedEntry {
    const effect = answeredText(outcome);
    return { id: {}, answer: outcome, conditions: [], isSure: true, effect, expected: effect };
  }

  nothing(): PlacedEntry {
    return this.answer(unmatched);
  }

  /** The entry with what is expected of it for requests with a key. */
  forked(entry: PlacedEntry, { claim, carrier }: CarriedKey): PlacedEntry {
    const route = entry.entrant?.candidate.route;
    if (route !== undefined && !canAskFor(carrier, route)) return entry;
    if (this.isShut || !this.isReplaced(entry, claim)) return entry;
    const known = this.#forked.get(claim)?.get(entry);
    if (known !== undefined) return known;
    const made = { ...entry, expected: this.#expected(entry, claim) };
    const own = this.#forked.get(claim) ?? new Map<PlacedEntry, PlacedEntry>();
    this.#forked.set(claim, own.set(entry, made));
    return made;
  }

  /** Whether a claim speaks of a Service that the entry sends to. */
  isReplaced({ entrant, answer }: PlacedEntry, claim: Claim): boolean {
    if (entrant !== undefined) {
      const { route, rule } = entrant.candidate;
      return (
        this.court.exclusions.mayFork(route) &&
        targetsOf(rule).some((key) => claim.replaced.has(key))
      );
    }
    return (
      answer?.outcome === 'backends' &&
      answer.backends.some((one) => one.to === 'backend' && claim.replaced.has(one.name))
    );
  }

  #expected({ entrant, answer }: PlacedEntry, claim: Claim): string {
    const replacing = { claim, weights: this.court.config.weights };
    if (entrant !== undefined)
      return forkedEffectText(entrant.candidate, this.#standpoint(), replacing);
    return answer === undefined ? '' : answerText(answer, replacing);
  }

  #standpoint() {
    const { table, entrance } = this.side;
    return { table, law: this.court.law, place: entrance };
  }
}

const unmatched: Outcome = notFound('no rule matches', false);

const answeredText = remembered((outcome: Outcome) => answerText(outcome));

type Ranked = Pick<PlacedEntry, 'entrant'>;

/** What ranks first; where no match accepts comes last. */
export function comparer({ law }: Court, pathLength: number | undefined) {
  return (left: Ranked, right: Ranked): Comparison => {
    const [one, other] = [left.entrant, right.entrant];
    if (one === undefined) return other === undefined ? tie : last;
    if (other === undefined) return first;
    return compare(one, other, law, pathLength);
  };
}

function compare(
  left: Entrant,
  right: Entrant,
  law: Law,
  pathLength: number | undefined,
): Comparison {
  const found = comparePrecedence(left, right, law, pathLength);
  if (found.ranking !== 'unknown' || found.by !== 'age') return found;
  return byNames(left.candidate.route, right.candidate.route) ?? found;
}

const tie: Comparison = { ranking: 'tie', by: '' };
const first: Comparison = { ranking: 'before', by: 'a match' };
const last: Comparison = { ranking: 'after', by: 'a match' };

/** Routes of one owner are applied together, in the order of their names: no older one comes later. */
function byNames(left: Route, right: Route): Comparison | undefined {
  const owner = ownerOf(left);
  if (owner === undefined || owner !== ownerOf(right)) return undefined;
  if (left.created !== undefined || right.created !== undefined) return undefined;
  const lead = compareText(left.namespace, right.namespace) || compareText(left.name, right.name);
  if (lead === 0) return undefined;
  return { ranking: lead < 0 ? 'before' : 'after', by: 'namespace and name' };
}

function ownerOf({ manifest }: Route): string | undefined {
  const labels = manifest.object.metadata?.labels;
  if (labels?.[marks.managedBy] !== marks.manager) return undefined;
  return labels[marks.sandbox] ?? labels[marks.routeGroup];
}
