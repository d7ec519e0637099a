// The twins of one route, dealt out to as few routes as the limits of the API ask for.
//
// Between two routes what ties falls to their age, and that of derived routes says nothing. So
// twins that overlap go to different routes only where every order puts one before the other, or
// where it does not matter which of them wins: the same key in another carrier, whose part holds
// the whole order again, or another match of one rule
// (docs/adr/0007-split-where-order-is-decided.md).
// Neighbours: derived-route.ts (parts -> objects), ../twin/twins.ts (which matches have twins).

import { collect } from '../../model/groups';
import { at, type JsonObject, listOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import type { Rule } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { pathKey } from '../../routing/accept/path';
import { limits } from '../../routing/limits';
import { canOverlap } from '../../routing/overlap';
import { meetingKey, type Order, rank } from '../../routing/rank/order';

export type RouteLimits = Pick<
  typeof limits,
  'rulesPerRoute' | 'matchesPerRule' | 'matchesPerRoute'
>;

export interface PartsRequest<K> {
  /** Twins by carrier, each list of one route's; the key is whatever stands for the carrier. */
  readonly carriers: readonly { readonly key: K; readonly twins: readonly Candidate[] }[];
  /** The orders under which no split may change who wins. */
  readonly orders: readonly Order[];
  readonly limits?: { readonly [name in keyof RouteLimits]: number };
}

/** One twin of a part: a baseline match, and the carrier that its key is in. */
export interface TwinMatch<K> {
  readonly candidate: Candidate;
  readonly key: K;
}

/** What one rule of a part holds: matches of one baseline rule. */
export interface PartRule<K> {
  readonly rule: Rule;
  readonly matches: readonly TwinMatch<K>[];
}

/** The rules of each route to write; undefined where no split keeps both limits and order. */
export function partsOf<K>({
  carriers,
  orders,
  limits: most = limits,
}: PartsRequest<K>): readonly (readonly PartRule<K>[])[] | undefined {
  const all = carriers.flatMap(({ key, twins }) => withKey(twins, key));
  const together = new Part(most);
  together.add(all.map(({ candidate }) => candidate));
  if (together.fits) return all.length === 0 ? [] : [rulesOf(all, most)];
  const parts: (readonly PartRule<K>[])[] = [];
  for (const { key, twins } of carriers) {
    const dealt = deal(knots(twins, orders), most);
    if (dealt === undefined) return undefined;
    for (const part of dealt) parts.push(rulesOf(withKey(part, key), most));
  }
  return parts.length > mostParts ? undefined : parts;
}

function withKey<K>(twins: readonly Candidate[], key: K): readonly TwinMatch<K>[] {
  return twins.map((candidate) => ({ candidate, key }));
}

/** The rules of one route, in the baseline's order; one that is too long goes on in the next. */
function rulesOf<K>(
  twins: readonly TwinMatch<K>[],
  { matchesPerRule }: { readonly matchesPerRule: number },
): readonly PartRule<K>[] {
  const byRule = new Map<Rule, TwinMatch<K>[]>();
  for (const twin of twins) collect(byRule, twin.candidate.rule, twin);
  return [...byRule]
    .sort(([left], [right]) => left.index - right.index)
    .flatMap(([rule, own]) => {
      own.sort((left, right) => left.candidate.matchIndex - right.candidate.matchIndex);
      const size = replacesPrefix(rule.raw) ? 1 : matchesPerRule;
      const count = Math.ceil(own.length / size);
      return Array.from({ length: count }, (_, index) => ({
        rule,
        matches: own.slice(index * size, (index + 1) * size),
      }));
    });
}

/** How full a route is. */
class Part {
  readonly twins: Candidate[] = [];
  readonly #counts = new Map<Rule, number>();
  #rules = 0;

  constructor(readonly most: { readonly [name in keyof RouteLimits]: number }) {}

  get fits(): boolean {
    return this.#rules <= this.most.rulesPerRoute && this.twins.length <= this.most.matchesPerRoute;
  }

  /** Whether it still fits with these, which it does not hold yet. */
  hasRoomFor(more: readonly Candidate[]): boolean {
    if (this.twins.length + more.length > this.most.matchesPerRoute) return false;
    const added = new Map<Rule, number>();
    for (const { rule } of more) added.set(rule, (added.get(rule) ?? 0) + 1);
    let rules = this.#rules;
    for (const [rule, count] of added) {
      const held = this.#counts.get(rule) ?? 0;
      rules += this.#rulesFor(rule, held + count) - this.#rulesFor(rule, held);
    }
    return rules <= this.most.rulesPerRoute;
  }

  add(more: readonly Candidate[]): void {
    for (const candidate of more) {
      const { rule } = candidate;
      const held = this.#counts.get(rule) ?? 0;
      this.#rules += this.#rulesFor(rule, held + 1) - this.#rulesFor(rule, held);
      this.#counts.set(rule, held + 1);
      this.twins.push(candidate);
    }
  }

  #rulesFor(rule: Rule, count: number): number {
    return replacesPrefix(rule.raw) ? count : Math.ceil(count / this.most.matchesPerRule);
  }
}

/** As many parts as names can count: `r`, `r--02` to `r--99`. */
export const mostParts = 99;

/** Each knot goes to the first part that has room. */
function deal(
  all: readonly (readonly Candidate[])[],
  most: Part['most'],
): readonly (readonly Candidate[])[] | undefined {
  const parts: Part[] = [];
  for (const knot of all) {
    let part = parts.find((one) => one.hasRoomFor(knot));
    if (part === undefined) {
      part = new Part(most);
      if (parts.push(part) > mostParts || !part.hasRoomFor(knot)) return undefined;
    }
    part.add(knot);
  }
  return parts.map(({ twins }) => twins);
}

/** Beyond this number matches of one path are one knot, unasked: asking takes its square. */
const mostAsked = 2048;

/** Twins that must stay in one route, by their first ones. */
function knots(
  twins: readonly Candidate[],
  orders: readonly Order[],
): readonly (readonly Candidate[])[] {
  const sorted = [...twins].sort(byPosition);
  const ties = new Ties(sorted.length);
  const met = new Map<string, number[]>();
  const open: number[] = [];
  for (const [index, { match }] of sorted.entries()) {
    const key = meetingKey(match);
    if (key === undefined) open.push(index);
    else collect(met, key, index);
  }
  const mustMeet = (left: number, right: number) => {
    const [one, other] = [sorted[left], sorted[right]];
    if (one && other && isOrderOpen(one, other, orders)) ties.join(left, right);
  };
  for (const group of met.values()) joinWithin(group, ties, mustMeet);
  const isAsked = open.length * sorted.length <= mostAsked * mostAsked;
  for (const left of open) {
    for (const right of sorted.keys()) {
      if (isAsked) mustMeet(left, right);
      else ties.join(left, right);
    }
    if (!isAsked) break;
  }
  const knotted = new Map<number, Candidate[]>();
  for (const [index, candidate] of sorted.entries()) collect(knotted, ties.of(index), candidate);
  return [...knotted.values()];
}

function joinWithin(
  group: readonly number[],
  ties: Ties,
  mustMeet: (left: number, right: number) => void,
): void {
  const [first = 0] = group;
  if (group.length > mostAsked) {
    for (const index of group) ties.join(first, index);
    return;
  }
  for (const [place, left] of group.entries()) {
    for (const right of group.slice(place + 1)) mustMeet(left, right);
  }
}

/** Whether more than specificity may tell which of two twins a request takes, and it matters. */
function isOrderOpen(left: Candidate, right: Candidate, orders: readonly Order[]): boolean {
  if (left === right || areAlike(left, right) || !canOverlap(left.match, right.match)) return false;
  // The key adds the same to both, so twins rank as their matches do.
  const ranks = orders.map((order) => rank(left.match, right.match, order));
  return ranks.some((ranking) => ranking === 'tie' || ranking === 'unknown');
}

/** Two matches of one rule; what replaces a prefix depends on which prefix has matched. */
function areAlike(left: Candidate, right: Candidate): boolean {
  if (left.rule !== right.rule) return false;
  return !replacesPrefix(left.rule.raw) || prefixOf(left) === prefixOf(right);
}

function prefixOf({ match }: Candidate): string | undefined {
  return match.protocol === 'http' ? pathKey(match.path.value) : undefined;
}

function byPosition(left: Candidate, right: Candidate): number {
  return left.rule.index - right.rule.index || left.matchIndex - right.matchIndex;
}

/** Which indexes belong together: each points to one before it, or to itself. */
class Ties {
  readonly #to: number[];

  constructor(size: number) {
    this.#to = Array.from({ length: size }, (_, index) => index);
  }

  of(index: number): number {
    let here = index;
    for (let next = this.#next(here); next !== here; next = this.#next(here)) {
      this.#to[here] = this.#next(next);
      here = next;
    }
    return here;
  }

  join(left: number, right: number): void {
    const [one, other] = [this.of(left), this.of(right)];
    this.#to[Math.max(one, other)] = Math.min(one, other);
  }

  #next(index: number): number {
    return this.#to[index] ?? index;
  }
}

/** Whether a filter replaces the matched prefix: the API allows that beside exactly one match. */
const replacesPrefix = remembered((raw: JsonObject): boolean => {
  const ofBackends = listOf(raw.backendRefs).flatMap((ref) => listOf(at(ref, ['filters'])));
  return [...listOf(raw.filters), ...ofBackends].some((filter) =>
    ['requestRedirect', 'urlRewrite'].some(
      (kind) => at(filter, [kind, 'path', 'type']) === 'ReplacePrefixMatch',
    ),
  );
});
