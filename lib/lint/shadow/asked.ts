// What a match asks for, as texts that can be looked up.
//
// Matches of one text take the very same requests. Matches of one shape ask about the same things
// and may differ in the values: only among them can one take all that another takes and go first,
// since a longer path, a method and every further header and parameter ranks a match higher.
// Neighbours: earlier.ts, ../../routing/rank/order.ts (the ranking).

import { remembered } from '../../model/memo';
import type { Match, ValueMatch } from '../../model/route';
import { pathKey } from '../../routing/accept/path';

/** A trailing slash of a prefix plays no part in what it takes. */
export const askedText = remembered((match: Match): string =>
  JSON.stringify([...placeOf(match), ...valuesOf(match).map(sorted)]),
);

/** Undefined where a name stands twice: entries that do not count may yet rank a match higher. */
export function askedShape(match: Match): string | undefined {
  const names = valuesOf(match).map((values) => values.map(({ name }) => name).sort());
  if (names.some((list) => new Set(list).size < list.length)) return undefined;
  return JSON.stringify([...placeOf(match), ...names]);
}

/** Header matches with their names in lower case, then query matches. */
export function valuesOf(match: Match): readonly (readonly ValueMatch[])[] {
  const headers = match.headers.map((one) => ({ ...one, name: one.name.toLowerCase() }));
  return match.protocol === 'http' ? [headers, match.query] : [headers];
}

function placeOf(match: Match): readonly (string | null)[] {
  if (match.protocol === 'grpc') {
    return ['grpc', match.type, match.service ?? null, match.method ?? null];
  }
  const { type, value } = match.path;
  const path = type === 'PathPrefix' ? pathKey(value) : value;
  return ['http', type, path, match.method ?? null];
}

/** Entries of one name stay in their order, of which the first counts. */
function sorted(values: readonly ValueMatch[]): readonly (readonly string[])[] {
  const byName = new Map<string, ValueMatch[]>();
  for (const value of values) byName.set(value.name, [...(byName.get(value.name) ?? []), value]);
  return [...byName.keys()]
    .sort()
    .flatMap((key) => byName.get(key) ?? [])
    .map(({ name, type, value }) => [name, type, value]);
}
