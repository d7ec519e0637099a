// One place -> its contests, one for each class of paths and each key that can matter there.
//
// A key matters where a match asks for it, or where the baseline sends to a Service that its claim
// replaces. Where no match is added, taken away or replaced nothing can change, and nothing is asked.
// Neighbours: ../search/contest.ts (the question), entries.ts, chain.ts, preview-contests.ts.

import type { MatchIndex } from '../../routing/lookup/match-index';
import { breachesOf, type Found } from '../search/contest';
import type { KeyState } from '../search/key-state';
import type { PathClass } from '../text/text-question';
import { chainOf } from './chain';
import { type Both, entriesOf, isUnchanged, type Scene, twinsIn } from './class-entries';
import type { Court } from './court';
import { comparer, Entries, type PlacedEntry } from './entries';
import { byKey, statesOf } from './key-choice';
import { inWorldOf, type Kind, kindsOf } from './kind-worlds';
import type { Meeting, Meetings } from './meeting';
import { pathClassesOf, pathTreeOf } from './path-tree';
import { meetingsAt, type Place } from './place';
import { judgePreview, type Staged, stagedAt } from './preview-contests';

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
  if (staged !== undefined) return judgeStaged({ court, place, staged }, { before, after }, found);
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

/**
 * At the hostname of a preview the rules of the route that it names are the measure, and below them
 * what the host had before.
 */
function judgeStaged(
  {
    court,
    place,
    staged,
  }: { readonly court: Court; readonly place: Place; readonly staged: Staged },
  { before, after }: Both<Meetings>,
  found: (one: PlaceFound) => void,
): Looked {
  const isOpen = before.isContested || after.isContested;
  let rules = 0;
  const judge = (ways: Both<readonly Meeting[]>, one: Staged, more: Pick<PlaceFound, 'kind'>) => {
    for (const [left, way] of pairsOf(ways.before, ways.after)) {
      if ('answer' in way) continue;
      rules += way.lists.reduce((sum, { all }) => sum + all.length, 0);
      judgePreview({ court, place, staged: one, below: listsOf(left) }, way, (told) =>
        found({ ...told, ...more, place, staged: one }),
      );
    }
  };
  if (!isOpen) judge({ before: before.ways, after: after.ways }, staged, {});
  // Where ages decide which kind is accepted, a preview answers where its own is.
  for (const kind of isOpen ? kindsStaged(staged) : []) {
    const ways = { before: inWorldOf(kind, before), after: inWorldOf(kind, after) };
    judge(ways, ofKindStaged(staged, kind), { kind });
  }
  return { rules, isContested: isOpen };
}

const kindNames = { http: 'HTTPRoute', grpc: 'GRPCRoute' } as const;

function kindsStaged({ routes }: Staged): readonly Kind[] {
  return (['http', 'grpc'] as const).filter((kind) =>
    routes.some((route) => route.kind === kindNames[kind]),
  );
}

function ofKindStaged(staged: Staged, kind: Kind): Staged {
  return { ...staged, routes: staged.routes.filter((route) => route.kind === kindNames[kind]) };
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

function judgeClass(
  scene: Scene,
  { before, after }: Both<readonly PlacedEntry[]>,
  found: (one: PlaceFound) => void,
): void {
  const { court, place, paths, sides } = scene;
  const sorted = byKey(after, court);
  const compare = comparer(court, paths.type === 'Exact' ? paths.value.length : undefined);
  for (const { state } of statesOf(scene, before, sorted)) {
    const { keys, law } = court;
    const { carried } = state;
    const own = carried && sorted.keyed.get(carried.claim.owner.routingKey);
    breachesOf(
      {
        grounds: { law, keys, state, paths },
        before:
          carried === undefined ? before : before.map((one) => sides.before.forked(one, carried)),
        after: own === undefined ? sorted.common : [...own, ...sorted.common],
        compare,
      },
      (one) => found({ ...one, place, paths, state }),
    );
  }
}
