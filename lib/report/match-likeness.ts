// How the match of one rule stands to that of another, for whoever is told which to change.
//
// What is written is compared and not what is accepted: words for people, no proof. Neighbour:
// proof-remedy.ts.

import type { DecidedBy } from '../model/decision';
import type { Match, ValueMatch } from '../model/route';
import { isSameJson } from '../model/same-json';

/** `narrower`: all that the other asks for, and more headers or parameters: a twin of it. */
export type Likeness = 'same' | 'narrower' | 'other';

export function likenessOf(one: DecidedBy, other: DecidedBy): Likeness {
  const [match, wanted] = [matchOf(one), matchOf(other)];
  if (match === undefined || wanted === undefined) return 'other';
  const { entries, ...asked } = partsOf(match);
  const { entries: due, ...rest } = partsOf(wanted);
  if (!isSameJson(asked, rest)) return 'other';
  if (!due.every((entry) => entries.some((own) => isSameJson(own, entry)))) return 'other';
  return entries.length === due.length ? 'same' : 'narrower';
}

function matchOf({ route, rule, match }: DecidedBy): Match | undefined {
  if (!('rules' in route) || match === undefined) return undefined;
  return route.rules[rule]?.matches[match];
}

/** Headers and parameters apart from all else that a match asks for. */
function partsOf(match: Match) {
  const entries = (kind: string, list: readonly ValueMatch[]) =>
    list.map(({ type, name, value }) => ({ kind, type, name: name.toLowerCase(), value }));
  if (match.protocol === 'grpc') {
    const { type, service = '', method = '', headers } = match;
    return {
      path: `${type} ${service}/${method}`,
      method: '',
      entries: entries('header', headers),
    };
  }
  const { path, method = '', headers, query } = match;
  return {
    path: `${path.type} ${path.value}`,
    method,
    entries: [...entries('header', headers), ...entries('query', query)],
  };
}
