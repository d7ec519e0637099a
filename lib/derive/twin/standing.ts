// How a baseline match stands to the entry that a twin of it would need.
//
// `headers` and `queryParams` are maps by name and hold 16 entries at most, so a match that already
// asks for the carrier's header or parameter cannot ask for the key too. What it asks for is
// decided where that can be done exactly: a value without the key is none that a keyed request has.
// Neighbours: closure.ts (who needs a twin), refusals.ts (what to tell), ../../routing/carrier.ts.

import type { Match, ValueMatch } from '../../model/route';
import { expressionError, finds } from '../../routing/accept/expression';
import { carriesKey, entryName, keyIn, usesExpression } from '../../routing/carrier';
import { limits } from '../../routing/limits';
import type { KeyCarrier, TwinRequest } from './twin-set';

/**
 * `free`: a twin can be written. `never`: no request that has the key in one line, or one
 * parameter, meets the match. `no-place`: a GRPCRoute has no query. The others cannot have the twin
 * that they may need: `in-use`, the entry's name is taken; `is-key`, by a value that holds this very
 * key; `full`, the list has no room.
 */
export type Standing = 'free' | 'never' | 'no-place' | 'in-use' | 'is-key' | 'full';

type Keyed = Pick<TwinRequest, 'keyName' | 'routingKey'>;

export function standingOf(match: Match, { carrier, key }: KeyCarrier, keyed: Keyed): Standing {
  const entries = entriesOf(match, key.place);
  if (entries === undefined) return 'no-place';
  const own = ownEntry(match, { carrier, key });
  if (own === undefined) {
    const most = key.place === 'headers' ? limits.headersPerMatch : limits.queryParamsPerMatch;
    return entries.length >= most ? 'full' : 'free';
  }
  const { keyName, routingKey } = keyed;
  if (own.type === 'Exact') {
    return carriesKey(carrier, keyName, routingKey, own.value) ? 'is-key' : 'never';
  }
  if (!usesExpression(carrier)) return takesKey(own.value, routingKey) ? 'in-use' : 'never';
  const asked = keyIn(carrier, keyName, own.value);
  if (asked === undefined) return 'in-use';
  return asked === routingKey ? 'is-key' : 'never';
}

/** The entry of a match that has the carrier's name. */
export function ownEntry(match: Match, { key }: KeyCarrier): ValueMatch | undefined {
  const name = entryName(key.place, key.name);
  return entriesOf(match, key.place)?.find((one) => entryName(key.place, one.name) === name);
}

export function entriesOf(
  match: Match,
  place: KeyCarrier['key']['place'],
): readonly ValueMatch[] | undefined {
  if (place === 'headers') return match.headers;
  return match.protocol === 'http' ? match.query : undefined;
}

/** Whether an expression may take the key in some reading: to search it is the widest. */
function takesKey(expression: string, key: string): boolean {
  return expressionError(expression) !== undefined || finds(expression, key);
}
