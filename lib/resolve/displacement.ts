// Who stays where only one of several may: the older, then the first by namespace and name. One
// that is displaced displaces nobody. What only unknown ages would tell stays open.
//
// Claims contest each other by keys, so that settling takes time in the number of keys, however
// many claims there are. Neighbours: listener-merge.ts (listeners), kind-contest.ts (routes).

import { collect } from '../model/groups';
import type { NamespaceKey } from '../model/inventory';
import { compareText } from '../model/text-order';

export interface Claim<T> {
  readonly value: T;
  /** Whose claim it is: claims of one holder have no order, so that all of them that conflict go. */
  readonly holder: string;
  /** To the second; -Infinity before all others; undefined: unknown, only after -Infinity. */
  readonly time: number | undefined;
  readonly namespace: NamespaceKey;
  readonly name: string;
  /** What it holds while it stands. */
  readonly keys: readonly string[];
  /** Held by another, each of these is a conflict. */
  readonly against: readonly string[];
}

export type Standing<T> =
  | { readonly state: 'stays' }
  /** `by` stays in its place, or is of the same holder and goes as well. */
  | { readonly state: 'displaced'; readonly by: T }
  /** Ages that the input does not hold decide between it and `by`. */
  | { readonly state: 'open'; readonly by: T };

/** Claims by key; two of different holders are enough to find another one's. */
class Held<T> {
  readonly #byKey = new Map<string, Claim<T>[]>();

  constructor(readonly isSame: (left: Claim<T>, right: Claim<T>) => boolean) {}

  add(claim: Claim<T>): void {
    for (const key of claim.keys) {
      const held = this.#byKey.get(key);
      if (held === undefined || (held.length < 2 && !held.some((one) => this.isSame(one, claim)))) {
        collect(this.#byKey, key, claim);
      }
    }
  }

  /** One that conflicts with a claim and is not the same. */
  against(claim: Claim<T>): Claim<T> | undefined {
    for (const key of claim.against) {
      const found = this.#byKey.get(key)?.find((one) => !this.isSame(one, claim));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

export function settle<T>(claims: readonly Claim<T>[]): ReadonlyMap<T, Standing<T>> {
  return new Settling(claims).standings;
}

class Settling<T> {
  readonly standings = new Map<T, Standing<T>>();
  readonly #staying = new Held<T>(ofOneHolder);
  readonly #open = new Held<T>(ofOneHolder);

  constructor(claims: readonly Claim<T>[]) {
    const known = new Map<number, Claim<T>[]>();
    const ageless: Claim<T>[] = [];
    for (const claim of claims) {
      if (claim.time === undefined) ageless.push(claim);
      else collect(known, claim.time, claim);
    }
    const times = [...known.keys()].sort((left, right) => (left < right ? -1 : 1));
    const first = known.get(Number.NEGATIVE_INFINITY) ?? [];
    this.#settleTogether(first);
    // Those that are first for sure displace even what has no age.
    const undecided = this.#displaced(ageless);
    for (const claim of undecided) this.#open.add(claim);
    for (const time of times) {
      if (time === Number.NEGATIVE_INFINITY) continue;
      for (const group of inOrder(known.get(time) ?? [])) this.#settleTogether(group);
    }
    for (const group of byHolder(undecided)) this.#settleAgeless(group);
  }

  /** Records what is displaced for certain and returns the rest. */
  #displaced(group: readonly Claim<T>[]): readonly Claim<T>[] {
    return group.filter((claim) => {
      const by = this.#staying.against(claim);
      if (by !== undefined) this.standings.set(claim.value, { state: 'displaced', by: by.value });
      return by === undefined;
    });
  }

  /** Claims that nothing puts in order: of one holder, or of one age and name. */
  #settleTogether(group: readonly Claim<T>[]): void {
    const rest = this.#displaced(group);
    this.#settleAmong(rest, (claim) => this.#open.against(claim));
    for (const claim of rest) {
      const { state } = this.standings.get(claim.value) ?? { state: 'stays' };
      if (state === 'stays') this.#staying.add(claim);
      if (state === 'open') this.#open.add(claim);
    }
  }

  /** Nothing is older for certain than what has no age, and nothing younger. */
  #settleAgeless(group: readonly Claim<T>[]): void {
    this.#settleAmong(group, (claim) => this.#staying.against(claim) ?? this.#open.against(claim));
  }

  #settleAmong(
    group: readonly Claim<T>[],
    outsideOf: (claim: Claim<T>) => Claim<T> | undefined,
  ): void {
    const others = new Held<T>(ofOneHolder);
    const own = new Held<T>((left, right) => left === right);
    for (const claim of group) {
      others.add(claim);
      own.add(claim);
    }
    const rivalOf = (claim: Claim<T>) => outsideOf(claim) ?? others.against(claim);
    for (const claim of group) {
      const rival = rivalOf(claim);
      // Without a rival, what it conflicts with is of its own holder.
      const equal = own.against(claim);
      const unsure = rival ?? (equal && rivalOf(equal) && equal);
      if (unsure !== undefined) {
        this.standings.set(claim.value, { state: 'open', by: unsure.value });
      } else if (equal === undefined) {
        this.standings.set(claim.value, { state: 'stays' });
      } else {
        this.standings.set(claim.value, { state: 'displaced', by: equal.value });
      }
    }
  }
}

function ofOneHolder<T>(left: Claim<T>, right: Claim<T>): boolean {
  return left.holder === right.holder;
}

/** Claims of one age by namespace and name; together where the name of a namespace is not known. */
function inOrder<T>(claims: readonly Claim<T>[]): readonly (readonly Claim<T>[])[] {
  const unnamed = claims.filter(({ namespace }) => namespace === '').length;
  if (unnamed > 0 && unnamed < claims.length) return [claims];
  const groups = new Map<string, Claim<T>[]>();
  for (const claim of claims) collect(groups, `${claim.namespace}/${claim.name}`, claim);
  return [...groups].sort(([left], [right]) => compareText(left, right)).map(([, group]) => group);
}

function byHolder<T>(claims: readonly Claim<T>[]): readonly (readonly Claim<T>[])[] {
  const groups = new Map<string, Claim<T>[]>();
  for (const claim of claims) collect(groups, claim.holder, claim);
  return [...groups.values()];
}
