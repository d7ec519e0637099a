// One place -> its contests, one for each class of paths and each key that can matter there.
//
// A key matters where a match asks for it, or where the baseline sends to a Service that its claim
// replaces. Where no match is added, taken away or replaced nothing can change, and nothing is asked.
// Neighbours: ../search/contest.ts (the question), entries.ts, chain.ts, preview-contests.ts.

import type { Claim } from '../../model/claim';
import type { Outcome } from '../../model/decision';
import type { Candidate } from '../../model/route-table';
import type { MatchIndex } from '../../routing/lookup/match-index';
import { breachesOf, type Found, isContained } from '../search/contest';
import type { KeyState } from '../search/key-state';
import type { PathClass } from '../text/text-question';
import { chainOf, type Link } from './chain';
import type { Court } from './court';
import { comparer, Entries, type PlacedEntry } from './entries';
import { inWorldOf, type Kind, kindsOf, type Meetings } from './kind-worlds';
import { pathClassesOf, pathTreeOf } from './path-tree';
import { type Meeting, meetingsAt, type Place } from './place';
import { judgePreview, type Staged, stagedAt } from './preview-contests';
import { targetsOf } from './targets';

export interface PlaceFound extends Found<PlacedEntry> {
  readonly place: Place;
  readonly paths: PathClass;
  readonly state: KeyState;
  /** Where ages decide which kind of route is accepted: the one that is taken to be. */
  readonly kind?: Kind;
  /** At the hostname of a preview: which. */
  readonly staged?: Staged;
}

/** How much of a place was looked at. */
export interface Looked {
  readonly rules: number;
  /** Whether ages decide which kind of route is accepted there. */
  readonly isContested: boolean;
}

export function judgePlace(court: Court, place: Place, found: (one: PlaceFound) => void): Looked {
  const before = meetingsAt(place, court.baseline, court.law);
  const after = meetingsAt(place, court.applied, court.law);
  const staged = stagedAt(court, place, after.ways);
  if (staged !== undefined) return judgeStaged({ court, place, staged }, after, found);
  const isOpen = before.isContested || after.isContested;
  let rules = 0;
  const judge = (ways: Both<readonly Meeting[]>, told: (one: PlaceFound) => void) => {
    for (const [left, right] of pairsOf(ways.before, ways.after)) {
      rules = Math.max(rules, judgeMeetings({ court, place, left, right }, told));
    }
  };
  if (!isOpen) judge({ before: before.ways, after: after.ways }, found);
  for (const kind of isOpen ? kindsOf(before) : []) {
    const ways = { before: inWorldOf(kind, before), after: inWorldOf(kind, after) };
    judge(ways, (one) => found({ ...one, kind }));
  }
  return { rules, isContested: isOpen };
}

/** At the hostname of a preview the rules of the route that it names are the measure. */
function judgeStaged(
  {
    court,
    place,
    staged,
  }: { readonly court: Court; readonly place: Place; readonly staged: Staged },
  { ways, isContested }: Meetings,
  found: (one: PlaceFound) => void,
): Looked {
  let rules = 0;
  for (const way of ways) {
    if ('answer' in way) continue;
    rules += way.lists.reduce((sum, { all }) => sum + all.length, 0);
    judgePreview({ court, place, staged }, way, (one) => found({ ...one, place, staged }));
  }
  return { rules, isContested };
}

/** Ways that correspond, where the law leaves both sides alike; else each with each. */
function pairsOf(
  before: readonly Meeting[],
  after: readonly Meeting[],
): readonly (readonly [Meeting, Meeting])[] {
  if (before.length !== after.length) {
    return before.flatMap((left) => after.map((right) => [left, right] as const));
  }
  return before.flatMap((left, index) => {
    const right = after[index];
    return right === undefined ? [] : [[left, right] as const];
  });
}

interface Encounter {
  readonly court: Court;
  readonly place: Place;
  readonly left: Meeting;
  readonly right: Meeting;
}

function judgeMeetings(
  { court, place, left, right }: Encounter,
  found: (one: PlaceFound) => void,
): number {
  const lists = { before: listsOf(left), after: listsOf(right) };
  const all = [...lists.before, ...lists.after];
  const rules = all.reduce((sum, { all: entrants }) => sum + entrants.length, 0);
  const isAnswered = 'answer' in left || 'answer' in right;
  // Hosts and clients of several classes may meet the very same lists.
  if (!isAnswered && !court.isFirst([...lists.before, ...lists.after], place)) return rules;
  if (!isAnswered && !court.isTouched(lists)) return rules;
  const entrance =
    'place' in left ? left.place : 'place' in right ? right.place : plainEntrance(place);
  const isShut = court.isShut(place);
  const sides = {
    before: new Entries(court, place, { table: court.baseline, entrance }, isShut),
    after: new Entries(court, place, { table: court.applied, entrance }, isShut),
  };
  for (const paths of pathClassesOf(all.map(pathTreeOf))) {
    const scene: Scene = { court, place, paths, sides };
    const links = {
      before: chainOf(lists.before, paths, court.law),
      after: chainOf(lists.after, paths, court.law),
    };
    const twinOf = twinsIn(links.before, court);
    if (!isAnswered && isUnchanged(links, twinOf, court)) continue;
    const answers = {
      before: 'answer' in left ? left.answer : undefined,
      after: 'answer' in right ? right.answer : undefined,
    };
    const entries = entriesOf(scene, { links, twinOf, answers });
    judgeClass(scene, entries, found);
  }
  return rules;
}

function listsOf(meeting: Meeting): readonly MatchIndex[] {
  return 'lists' in meeting ? meeting.lists : [];
}

function plainEntrance({ request: { target, scheme } }: Place) {
  return {
    via: target.to === 'gateway' ? ('gateway' as const) : ('mesh' as const),
    scheme: scheme ?? ('http' as const),
    port: target.port,
  };
}

export interface Scene {
  readonly court: Court;
  readonly place: Place;
  readonly paths: PathClass;
  readonly sides: { readonly before: Entries; readonly after: Entries };
}

interface Both<T> {
  readonly before: T;
  readonly after: T;
}

type TwinOf = (link: Link) => Link | undefined;

/** Finds the link without sandboxes that a link with them is: the same match, standing as it stood. */
function twinsIn(before: readonly Link[], { baseline, counterparts }: Court): TwinOf {
  const known = new Map<Candidate, Link>();
  for (const link of before) known.set(link.entrant.candidate, link);
  return (link) => {
    const { rule, matchIndex } = link.entrant.candidate;
    const own = counterparts.of(rule);
    const candidate = own === undefined ? undefined : baseline.candidatesOf(own)[matchIndex];
    const twin = candidate === undefined ? undefined : known.get(candidate);
    return twin !== undefined && standsAlike(twin, link) ? twin : undefined;
  };
}

/** Whether both sides hold the same matches, and nothing that they lead to has changed. */
function isUnchanged(
  { before, after }: Both<readonly Link[]>,
  twinOf: TwinOf,
  { isMoved, claimsOn }: Court,
): boolean {
  if (isMoved || before.length !== after.length) return false;
  return (
    after.every((link) => twinOf(link) !== undefined) &&
    !before.some(({ entrant }) =>
      targetsOf(entrant.candidate.rule).some((key) => claimsOn.has(key)),
    )
  );
}

function entriesOf(
  { sides }: Scene,
  {
    links,
    twinOf,
    answers,
  }: {
    readonly links: Both<readonly Link[]>;
    readonly twinOf: TwinOf;
    readonly answers: Both<Outcome | undefined>;
  },
): Both<readonly PlacedEntry[]> {
  const sameAs = (link: Link) => {
    const twin = twinOf(link);
    if (twin === undefined) return undefined;
    const { id, effect } = sides.before.of(twin);
    return (own: string) => (own === effect ? id : undefined);
  };
  const end = (side: Entries, outcome: Outcome | undefined) =>
    outcome === undefined ? side.nothing() : side.answer(outcome);
  const last = {
    before: end(sides.before, answers.before),
    after: end(sides.after, answers.after),
  };
  const isSame = last.before.effect === last.after.effect;
  return {
    before: [...links.before.map((link) => sides.before.of(link)), last.before],
    after: [
      ...links.after.map((link) => sides.after.of(link, sameAs(link))),
      isSame ? { ...last.after, same: last.before.id } : last.after,
    ],
  };
}

function standsAlike({ entrant: left }: Link, { entrant: right }: Link): boolean {
  return (
    left.certainty === right.certainty &&
    left.host === right.host &&
    left.own === right.own &&
    left.hosts?.join() === right.hosts?.join()
  );
}

function judgeClass(
  scene: Scene,
  { before, after }: Both<readonly PlacedEntry[]>,
  found: (one: PlaceFound) => void,
): void {
  const { court, place, paths } = scene;
  const sorted = byKey(after, court);
  const compare = comparer(court, paths.type === 'Exact' ? paths.value.length : undefined);
  for (const { state, claim } of statesOf(scene, before, sorted)) {
    const { keys, law } = court;
    const own = claim === undefined ? undefined : sorted.keyed.get(claim.owner.routingKey);
    breachesOf(
      {
        grounds: { law, keys, state, paths },
        before:
          claim === undefined ? before : before.map((one) => scene.sides.before.forked(one, claim)),
        after: own === undefined ? sorted.common : [...own, ...sorted.common],
        compare,
      },
      (one) => found({ ...one, place, paths, state }),
    );
  }
}

interface Sorted {
  /** Those that ask for no known key. */
  readonly common: readonly PlacedEntry[];
  readonly keyed: ReadonlyMap<string, readonly PlacedEntry[]>;
}

function byKey(entries: readonly PlacedEntry[], { keys }: Court): Sorted {
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

interface Asked {
  readonly state: KeyState;
  readonly claim?: Claim;
}

/** The keys that can matter, and no key where something can. */
function statesOf(
  { court, place }: Scene,
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
