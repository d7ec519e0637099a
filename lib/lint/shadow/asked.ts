// What a match asks for, as texts that can be looked up.
//
// Matches of one text take the very same requests. Matches of one shape ask about the same things
// and may differ in the values: only among them can one take all that another takes and go first,
// since a longer path, a method and every further header and parameter ranks a match higher.
// Neighbours: earlier.ts, ../../routing/rank/order.ts (the ranking).

import { remembered } from '../../model/memo';
import type { Match, ValueMatch } from '../../model/route';
import { byText } from '../../model/text-order';
import { pathKey } from '../../routing/accept/path';

/** A trailing slash of a prefix plays no part in what it takes. */
export const askedText = remembered((match: Match): string => {
  const values = valuesOf(match).map((list) =>
    list.map(({ name, type, value }) => [name, type, value]),
  );
  return JSON.stringify([placeOf(match), values]);
});

/** Undefined where a name stands twice: entries that do not count may yet rank a match higher. */
export const askedShape = remembered((match: Match): string | undefined => {
  const names = valuesOf(match).map((values) => values.map(({ name }) => name));
  if (names.some((list) => new Set(list).size < list.length)) return undefined;
  return JSON.stringify([placeOf(match), names]);
});

/**
 * Header matches with their names in lower case, then query matches; each by name. Entries of one
 * name stay in their order, of which the first counts.
 */
export const valuesOf = remembered((match: Match): readonly (readonly ValueMatch[])[] => {
  const headers = match.headers.map((one) => ({ ...one, name: one.name.toLowerCase() }));
  return [headers, match.protocol === 'http' ? match.query : []].map(sorted);
});

function placeOf(match: Match): readonly (string | null)[] {
  if (match.protocol === 'grpc') {
    return ['grpc', match.type, match.service ?? null, match.method ?? null];
  }
  const { type, value } = match.path;
  const path = type === 'PathPrefix' ? pathKey(value) : value;
  return ['http', type, path, match.method ?? null];
}

function sorted(values: readonly ValueMatch[]): readonly ValueMatch[] {
  return values.length < 2 ? values : [...values].sort(byText(({ name }) => name));
}
