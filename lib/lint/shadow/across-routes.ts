// Matches that a match of another route leaves nothing to, or that only ages tell from it.
//
// A match is shadowed where it is in every place that it stands in, maybe by another one in each.
// The hosts that routes were written with and known creation times settle that; where times are not
// known, the very same match of two routes in one place is told, since only the cluster knows
// which of them goes first. Neighbours: places.ts, asked.ts, takes-all.ts, within-route.ts.

import { collect } from '../../model/groups';
import type { ParentRef } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import { specification } from '../../routing/law';
import { comparePrecedence } from '../../routing/rank/precedence';
import { askedShape, askedText } from './asked';
import { type Place, placesOf } from './places';
import { hasExpressions, takesAllOf } from './takes-all';
import type { Shadow } from './within-route';

/** A match in one place. */
interface Stand extends Place {
  readonly candidate: Candidate;
}

export interface ShadowAcross extends Shadow {
  /** The first place where it is so, for messages. */
  readonly place: string;
}

/** So many expressions of one shape are held against the matches of a place, and not every one. */
const mostExpressions = 16;

/** One at most for each match, in the order of routes, rules and matches. */
export function shadowsAcross(table: RouteTable): readonly ShadowAcross[] {
  const stands = standsIn(table);
  const field = new Field();
  for (const own of stands.values())
    for (const stand of own) if (stand !== undefined) field.add(stand);
  return [...stands].flatMap(([candidate, own]) => {
    const verdicts = own.map((stand) => stand && field.rivalOf(stand));
    const first = verdicts.find((verdict) => verdict !== undefined);
    if (first === undefined) return [];
    const areAll = verdicts.every((verdict) => verdict?.isBefore === true);
    const told = areAll ? first : verdicts.find((verdict) => verdict?.isBefore === false);
    if (told === undefined) return [];
    const relation = areAll ? 'shadowed' : 'open';
    const { by, criterion } = told;
    return { candidate, by: by.candidate, relation, criterion, place: by.name };
  });
}

/** The stands of each match; an undefined one: it is somewhere where nobody knows its rivals. */
function standsIn(table: RouteTable): ReadonlyMap<Candidate, readonly (Stand | undefined)[]> {
  const found = new Map<Candidate, (Stand | undefined)[]>();
  for (const route of table.routes) {
    const places = route.parents.flatMap((parent: ParentRef): readonly (Place | undefined)[] => {
      const attachment = table.attachmentOf(parent);
      return attachment === undefined ? [] : (placesOf(attachment, route) ?? [undefined]);
    });
    for (const candidate of route.rules.flatMap(table.candidatesOf)) {
      for (const place of places) collect(found, candidate, place && { ...place, candidate });
    }
  }
  return found;
}

interface Verdict {
  readonly by: Stand;
  /** Whether it goes first for certain, or only ages tell. */
  readonly isBefore: boolean;
  readonly criterion: string;
}

/** What stands in one place, by what it asks for. */
interface Standing {
  readonly same: Map<string, Stand[]>;
  /** Those with expressions, by shape. */
  readonly expressions: Map<string, Stand[]>;
  readonly first: Map<string, Stand>;
}

/** All stands, by place. */
class Field {
  readonly #places = new Map<string, Standing>();

  add(stand: Stand): void {
    const { match } = stand.candidate;
    const place = this.#places.get(stand.key) ?? {
      same: new Map(),
      expressions: new Map(),
      first: new Map(),
    };
    this.#places.set(stand.key, place);
    collect(place.same, askedText(match), stand);
    const shape = hasExpressions(match) ? askedShape(match) : undefined;
    if (shape === undefined) return;
    const known = place.expressions.get(shape) ?? [];
    place.expressions.set(shape, known);
    if (known.length < mostExpressions) known.push(stand);
  }

  /** What takes all requests of a stand in its place, of another route. */
  rivalOf(stand: Stand): Verdict | undefined {
    const { key, within } = stand;
    const own = this.#rivalAt(key, stand);
    if (within === undefined || own?.isBefore === true) return own;
    const wide = this.#rivalAt(within, stand);
    return wide?.isBefore === true ? wide : (own ?? wide);
  }

  #rivalAt(key: string, stand: Stand): Verdict | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const { match } = stand.candidate;
    const first = firstIn(place, askedText(match));
    const same = first === undefined ? undefined : judged(first, stand);
    if (same?.isBefore === true || place.expressions.size === 0) return same;
    const shape = askedShape(match);
    const known = shape === undefined ? undefined : place.expressions.get(shape);
    for (const wide of known ?? []) {
      if (wide.candidate.match === match || !takesAllOf(wide.candidate.match, match)) continue;
      const verdict = judged(wide, stand);
      if (verdict?.isBefore === true) return verdict;
    }
    return same;
  }
}

/** How one that takes all requests of a stand stands to it; undefined where that tells nothing. */
function judged(by: Stand, stand: Stand): Verdict | undefined {
  if (by.candidate.route === stand.candidate.route || !by.isCertain) return undefined;
  const { ranking, by: criterion } = comparePrecedence(by, stand, specification);
  if (ranking === 'before') return { by, isBefore: true, criterion };
  const isSame = askedText(by.candidate.match) === askedText(stand.candidate.match);
  return ranking === 'unknown' && isSame ? { by, isBefore: false, criterion } : undefined;
}

/** Of the same matches in one place one that none goes before, as far as is known. */
function firstIn({ same, first: known }: Standing, text: string): Stand | undefined {
  const stands = same.get(text) ?? [];
  if (stands.length < 2) return stands[0];
  let first = known.get(text);
  if (first !== undefined) return first;
  for (const stand of stands) {
    const isBefore =
      first === undefined || comparePrecedence(stand, first, specification).ranking === 'before';
    if (isBefore) first = stand;
  }
  if (first !== undefined) known.set(text, first);
  return first;
}
