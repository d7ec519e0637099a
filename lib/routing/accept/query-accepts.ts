// Do a request's query parameters satisfy the query matches of a match?
//
// The law is `HTTPQueryParamMatch`: all entries must hold, names in their very case, and of
// entries of one name the first alone counts. Which of repeated parameters is looked at,
// whether they are decoded first, and how expressions must fit is the implementation's.
// Neighbours: prepared-request.ts, readings.ts, expression.ts, accepts.ts.

import { remembered } from '../../model/memo';
import type { ValueMatch } from '../../model/route';
import type { Law } from '../law';
import { expressionError, fits, readingsMatter } from './expression';
import type { PreparedRequest } from './prepared-request';
import { type QueryReading, queryReadings } from './readings';
import { agreed, type Truth } from './truth';

type Values = ReadonlyMap<string, readonly string[]>;

interface Parameters {
  readonly sent: Values;
  readonly decoded: Values;
  /** Whether it may matter which of repeated parameters counts, or whether they are decoded. */
  readonly areOpen: boolean;
}

export function acceptsQuery(
  matches: readonly ValueMatch[],
  request: PreparedRequest,
  law: Law,
): Truth {
  if (matches.length === 0) return 'yes';
  const entries = countingParameters(matches);
  const parameters = parametersOf(request);
  let areExpressionsOpen = false;
  for (const { type, value } of entries) {
    areExpressionsOpen ||= type !== 'Exact' && readingsMatter(value, law.queryExpressions);
  }
  const readings = queryReadings(law, areExpressionsOpen, parameters.areOpen);
  return agreed(readings, allHold, entries, parameters);
}

/** The entries that count: the first of each name. */
export const countingParameters = remembered(
  (matches: readonly ValueMatch[]): readonly ValueMatch[] => {
    const seen = new Set<string>();
    return matches.filter(({ name }) => !seen.has(name) && seen.add(name));
  },
);

const parametersOf = remembered((request: PreparedRequest): Parameters => {
  const { query } = request;
  const isEncoded = query.some(([name, value]) => /[%+]/.test(name) || /[%+]/.test(value));
  const sent = byName(request, (text) => text);
  const decoded = isEncoded ? byName(request, decode) : sent;
  return { sent, decoded, areOpen: isEncoded || sent.size < query.length };
});

function byName({ query }: PreparedRequest, read: (text: string) => string): Values {
  const values = new Map<string, string[]>();
  for (const [name, value] of query) {
    const known = values.get(read(name));
    if (known === undefined) values.set(read(name), [read(value)]);
    else known.push(read(value));
  }
  return values;
}

/** As forms are read: `+` is a blank. Escapes that are malformed or no UTF-8 stay as they are. */
function decode(text: string): string {
  return text.replace(/\+/g, ' ').replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

function allHold(
  reading: QueryReading,
  entries: readonly ValueMatch[],
  parameters: Parameters,
): Truth {
  let truth: Truth = 'yes';
  for (const entry of entries) {
    const one = holds(reading, entry, reading.decodes ? parameters.decoded : parameters.sent);
    if (one === 'no') return 'no';
    if (one === 'maybe') truth = 'maybe';
  }
  return truth;
}

function holds(reading: QueryReading, match: ValueMatch, parameters: Values): Truth {
  const isExpression = match.type === 'RegularExpression';
  if (isExpression && reading.expression === 'anything') return 'yes';
  const values = parameters.get(match.name);
  if (values === undefined || !valuesHold(reading, match, values)) return 'no';
  return isExpression && expressionError(match.value) !== undefined ? 'maybe' : 'yes';
}

function valuesHold(reading: QueryReading, match: ValueMatch, values: readonly string[]): boolean {
  switch (reading.repeated) {
    case 'first':
      return textHolds(reading, match, values[0] ?? '');
    case 'last':
      return textHolds(reading, match, values.at(-1) ?? '');
    case 'any':
      return values.some((value) => textHolds(reading, match, value));
  }
}

function textHolds({ expression }: QueryReading, match: ValueMatch, text: string): boolean {
  return match.type === 'Exact' ? match.value === text : fits(match.value, text, expression);
}
