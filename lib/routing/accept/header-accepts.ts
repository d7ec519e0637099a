// Do a request's headers satisfy the header matches of a match?
//
// The law is `HTTPHeaderMatch`: all entries must hold, names in any case, and of entries of one
// name the first alone counts. What repeated lines are read as, whether values are cut at
// commas, and how expressions must fit is the implementation's.
// Neighbours: prepared-request.ts, readings.ts, expression.ts, wildcards.ts, accepts.ts.

import { remembered } from '../../model/memo';
import type { ValueMatch } from '../../model/route';
import type { Law } from '../law';
import { expressionError, fits, readingsMatter } from './expression';
import type { PreparedRequest } from './prepared-request';
import { type HeaderReading, headerReadings } from './readings';
import { agreed, type Truth } from './truth';
import { fitsWildcards } from './wildcards';

/** An entry with its name in lower case. */
interface Entry {
  readonly name: string;
  readonly match: ValueMatch;
  readonly isExpression: boolean;
}

interface Entries {
  readonly all: readonly Entry[];
  readonly firsts: readonly Entry[];
}

export function acceptsHeaders(
  matches: readonly ValueMatch[],
  request: PreparedRequest,
  law: Law,
): Truth {
  if (matches.length === 0) return 'yes';
  const { all, firsts } = entriesOf(matches);
  const entries = law.sameHeaderTwice === 'first' ? firsts : all;
  const readings = law.headerExpressions;
  let [areExpressionsOpen, areRepeated] = [false, false];
  for (const { name, match, isExpression } of entries) {
    const lines = request.headers.get(name);
    if (lines === undefined && !(isExpression && readings.includes('anything'))) return 'no';
    areRepeated ||= lines !== undefined && lines.length > 1;
    areExpressionsOpen ||= isExpression && readingsMatter(match.value, readings);
  }
  return agreed(headerReadings(law, areExpressionsOpen, areRepeated), allHold, entries, request);
}

/** The entries that count under a law. */
export function countingHeaders(matches: readonly ValueMatch[], law: Law): readonly ValueMatch[] {
  if (law.sameHeaderTwice === 'all') return matches;
  return entriesOf(matches).firsts.map(({ match }) => match);
}

const entriesOf = remembered((matches: readonly ValueMatch[]): Entries => {
  const seen = new Set<string>();
  const firsts: Entry[] = [];
  const all = matches.map((match) => {
    const isExpression = match.type === 'RegularExpression';
    const entry = { name: match.name.toLowerCase(), match, isExpression };
    if (!seen.has(entry.name)) firsts.push(entry);
    seen.add(entry.name);
    return entry;
  });
  return { all, firsts };
});

function allHold(
  reading: HeaderReading,
  entries: readonly Entry[],
  request: PreparedRequest,
): Truth {
  let truth: Truth = 'yes';
  for (const entry of entries) {
    const one = holds(reading, entry, request);
    if (one === 'no') return 'no';
    if (one === 'maybe') truth = 'maybe';
  }
  return truth;
}

function holds(reading: HeaderReading, entry: Entry, { headers, host }: PreparedRequest): Truth {
  if (entry.isExpression && reading.expression === 'anything') return 'yes';
  const lines = headers.get(entry.name);
  if (lines === undefined) return 'no';
  if (entry.name === 'host') return hostHolds(reading, entry, lines, host);
  if (!linesHold(reading, entry, lines)) return 'no';
  const isRefused = entry.isExpression && expressionError(entry.match.value) !== undefined;
  return isRefused ? 'maybe' : 'yes';
}

/** The Host is a header as any other; that it may count without its port and case is nowhere said. */
function hostHolds(
  reading: HeaderReading,
  entry: Entry,
  lines: readonly string[],
  host: string,
): Truth {
  if (reading.host === 'no') return 'no';
  const asSent = linesHold(reading, entry, lines);
  const asHost = textHolds(reading, entry.match, host);
  if (!asSent && !asHost) return 'no';
  return asSent && asHost && reading.host === 'yes' ? 'yes' : 'maybe';
}

function linesHold(reading: HeaderReading, entry: Entry, lines: readonly string[]): boolean {
  const [first = ''] = lines;
  if (lines.length === 1) return lineHolds(reading, entry.match, first);
  switch (reading.repeated) {
    case 'joined':
      // Cookies are joined by RFC 9113, 8.2.3: HTTP/2 clients send them in pieces.
      return lineHolds(reading, entry.match, lines.join(entry.name === 'cookie' ? '; ' : ','));
    case 'any line':
      return lines.some((line) => lineHolds(reading, entry.match, line));
    case 'every line':
      return lines.every((line) => lineHolds(reading, entry.match, line));
    case 'refused':
      return false;
  }
}

/** Parts keep the blanks around commas. */
function lineHolds(reading: HeaderReading, match: ValueMatch, line: string): boolean {
  if (!reading.splits || !line.includes(',')) return textHolds(reading, match, line);
  return line.split(',').some((part) => textHolds(reading, match, part));
}

function textHolds({ expression, exact }: HeaderReading, match: ValueMatch, text: string): boolean {
  if (match.type === 'RegularExpression') return fits(match.value, text, expression);
  return exact === 'equal' ? match.value === text : fitsWildcards(match.value, text);
}
