// Which keys can matter in a class of paths: those that a match asks for, and those whose claims
// replace a Service that the baseline sends to there. No key matters where a match is new that asks
// for none, or one is gone.
//
// Neighbours: place-contests.ts (who asks), ../search/key-state.ts.

import type { Claim } from '../../model/claim';
import { isContained } from '../search/contest';
import type { KeyState } from '../search/key-state';
import type { Scene } from './class-entries';
import type { Court } from './court';
import type { PlacedEntry } from './entries';
import { targetsOf } from './targets';

export interface Sorted {
  /** Those that ask for no known key. */
  readonly common: readonly PlacedEntry[];
  readonly keyed: ReadonlyMap<string, readonly PlacedEntry[]>;
}

export function byKey(entries: readonly PlacedEntry[], { keys }: Court): Sorted {
  const common: PlacedEntry[] = [];
  const keyed = new Map<string, PlacedEntry[]>();
  for (const entry of entries) {
    const asked = new Set(entry.conditions.flatMap((one) => keys.keyOf(one) ?? []));
    const [key, other] = asked;
    if (key === undefined) common.push(entry);
    // Who asks for two keys takes no request that the promises speak of.
    else if (other === undefined) keyed.set(key, [...(keyed.get(key) ?? []), entry]);
  }
  return { common, keyed };
}

export interface Asked {
  readonly state: KeyState;
  readonly claim?: Claim;
}

/** The keys that can matter, and no key where something can. */
export function statesOf(
  { court, place }: Pick<Scene, 'court' | 'place'>,
  before: readonly PlacedEntry[],
  { common, keyed }: Sorted,
): readonly Asked[] {
  const added = common.filter(({ same }) => same === undefined);
  const isWhole = isContained(before, common);
  const claims = new Set<Claim>();
  for (const key of keyed.keys()) for (const claim of court.keys.claimsOf(key)) claims.add(claim);
  for (const entry of before) for (const claim of claimsAbout(entry, court)) claims.add(claim);
  const looksAtCarrier = [...before, ...added].some(({ conditions }) =>
    conditions.some(({ dimension }) => court.keys.isCarrier(dimension)),
  );
  if (added.length > 0 && looksAtCarrier) for (const claim of court.claims) claims.add(claim);
  const plain: readonly Asked[] = added.length > 0 || !isWhole ? [{ state: court.keys.none }] : [];
  if (place.isOpaque === true) return plain;
  return [
    ...plain,
    ...[...claims].flatMap((claim) =>
      court.keys.statesOf(claim).map((state): Asked => ({ state, claim })),
    ),
  ];
}

function claimsAbout({ entrant, answer }: PlacedEntry, { claimsOn }: Court): readonly Claim[] {
  if (entrant !== undefined) {
    return targetsOf(entrant.candidate.rule).flatMap((key) => claimsOn.get(key) ?? []);
  }
  if (answer?.outcome !== 'backends') return [];
  return answer.backends.flatMap((one) =>
    one.to === 'backend' ? (claimsOn.get(one.name) ?? []) : [],
  );
}
