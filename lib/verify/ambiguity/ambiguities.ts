// Where the baseline itself leaves open which rule decides: two rules that only ages tell apart, two
// kinds of routes on one host, an expression beside a path.
//
// Each is shown with a request for which it matters, and `decide` has confirmed it. What a proof
// says of such requests is no more than that sandboxes add no other outcome.
// Neighbours: ../under-law.ts, ../site/place-contests.ts.

import type { Outcome } from '../../model/decision';
import type { Ambiguity } from '../../model/proof';
import type { HttpRequest } from '../../model/request';
import type { Lists } from '../../routing/arena/arena';
import { decide } from '../../routing/decide';
import type { Law } from '../../routing/law';
import { Cube, type Grounds } from '../search/cube';
import { requestBeside } from '../search/solve';
import { chainOf, type Link } from '../site/chain';
import { Court } from '../site/court';
import { comparer, Entries, type PlacedEntry } from '../site/entries';
import { pathClassesOf, pathTreeOf } from '../site/path-tree';
import { meetingsAt, type Place } from '../site/place';
import { readingsOf, settledLaws } from '../site/settled-laws';
import type { VerifyRequest } from '../verify-request';
import { witnessOf } from '../witness/request-of';

/** So many are listed; where there are more the first tell enough. */
const mostListed = 200;

export function ambiguitiesOf(
  request: VerifyRequest,
  asked: Law,
  places: readonly Place[],
): readonly Ambiguity[] {
  const found = new Map<string, Ambiguity>();
  const { baseline } = request;
  const seen = new Set<string>();
  for (const law of settledLaws(asked, [baseline])) {
    // A text that holds an expression holds it in some reading, so each is looked at by itself.
    for (const [index, reading] of readingsOf(law, [baseline]).entries()) {
      const court = new Court({ ...request, applied: baseline, law: reading });
      addUnder({ court, asked, seen, isAgain: index > 0 }, places, found);
      if (found.size >= mostListed) break;
    }
  }
  return [...found.values()].slice(0, mostListed);
}

interface Search {
  readonly court: Court;
  readonly asked: Law;
  /** Pairs of rules that were shown. */
  readonly seen: Set<string>;
  /** Whether all was looked at but for how expressions are read. */
  readonly isAgain: boolean;
}

/** What one settled law leaves open. */
function addUnder(search: Search, places: readonly Place[], found: Map<string, Ambiguity>): void {
  const { court, asked, isAgain, seen } = search;
  const { baseline, law } = court;
  const tell = (request: HttpRequest) => add(found, baseline, request, asked);
  for (const place of places) {
    const { ways, isContested } = meetingsAt(place, baseline, law);
    for (const meeting of ways) {
      if (!('lists' in meeting) || !court.isFirst(meeting.lists, place)) continue;
      for (const { pair, cube } of openCubes(search, place, meeting)) {
        const witness = witnessOf(cube, place);
        // Another request may tell two rules apart where this one does not.
        if (witness !== undefined && tell(witness.request)) seen.add(pair);
        if (found.size >= mostListed) return;
      }
      if (isContested && !isAgain) addContested(found, place, meeting, tell);
    }
  }
}

/** Which kind of route is accepted: a request to a path that some match names. */
function addContested(
  found: ReadonlyMap<string, Ambiguity>,
  { request }: Place,
  meeting: Lists,
  add: (request: HttpRequest) => boolean,
): void {
  const before = found.size;
  for (const paths of pathClassesOf(meeting.lists.map(pathTreeOf))) {
    const path = paths.type === 'Exact' ? paths.value : `${paths.key}/`;
    add({ ...request, path });
    add({ ...request, protocol: 'grpc', method: 'POST', path });
    if (found.size > before) return;
  }
}

/** Whether a request's outcome is open; what leaves it open is told once. */
function add(
  found: Map<string, Ambiguity>,
  table: VerifyRequest['baseline'],
  request: HttpRequest,
  law: Law,
): boolean {
  const outcome: Outcome = decide(table, request, law);
  if (outcome.outcome !== 'unspecified') return false;
  const reason = outcome.because.join('; ');
  if (!found.has(reason)) found.set(reason, { reason, request });
  return true;
}

interface OpenPair {
  /** Two rules. */
  readonly pair: string;
  readonly cube: Cube;
}

/** Requests that two matches accept of which neither is known to rank first, and no other does. */
function* openCubes(
  { court, seen, isAgain }: Search,
  place: Place,
  meeting: Lists,
): Generator<OpenPair> {
  const { law, keys } = court;
  const entries = new Entries(
    court,
    place,
    { table: court.baseline, entrance: meeting.place },
    true,
  );
  for (const paths of pathClassesOf(meeting.lists.map(pathTreeOf))) {
    const links = chainOf(meeting.lists, paths, law);
    if (links.length < 2 || (isAgain && !links.some((link) => isRead(entries.of(link))))) continue;
    const compare = comparer(court, paths.type === 'Exact' ? paths.value.length : undefined);
    const grounds: Grounds = { law, keys, state: keys.none, paths };
    for (const [one, other] of unrankedPairs(links, compare)) {
      const [left, right] = [entries.of(one), entries.of(other)];
      if (left.effect === right.effect) continue;
      const id = `${textOf(left)}\n${textOf(right)}`;
      if (seen.has(id)) continue;
      const cube = Cube.of(grounds).withAll(left.conditions)?.withAll(right.conditions);
      if (cube === undefined) continue;
      const blockers = links
        .map((link) => entries.of(link))
        .filter(
          (rival) =>
            rival.isSure &&
            (compare(rival, left).ranking === 'before' ||
              compare(rival, right).ranking === 'before'),
        );
      const solution = requestBeside(
        cube,
        blockers.map(({ conditions }) => conditions),
      );
      if (!('cube' in solution)) continue;
      yield { pair: id, cube: solution.cube };
    }
  }
}

/** Whether it hangs on how an expression is read. */
function isRead({ conditions }: PlacedEntry): boolean {
  return conditions.some(({ literal }) => 'reading' in literal);
}

/** Pairs of which neither is known to rank before the other. */
function* unrankedPairs(
  links: readonly Link[],
  compare: ReturnType<typeof comparer>,
): Generator<readonly [Link, Link]> {
  for (const [index, left] of links.entries()) {
    for (let next = index + 1; next < links.length; next += 1) {
      const right = links[next];
      if (right !== undefined && compare(left, right).ranking === 'unknown') yield [left, right];
    }
  }
}

function textOf({ entrant }: PlacedEntry): string {
  if (entrant === undefined) return '';
  const { route, rule } = entrant.candidate;
  return `${route.kind} ${route.namespace}/${route.name} ${rule.index}`;
}
