// Matches of one path, found by one header that each asks for.
//
// A header with an Exact value, or a list member that a carrier's expression asks for, is looked
// up by its text; matches without such a header are handed out to every request. As with any
// index here: too many is allowed, too few is not. Neighbours: match-index.ts, carrier.ts.

import { collect } from '../model/groups';
import type { ValueMatch } from '../model/route';
import { memberOf } from './carrier';
import type { Entrant } from './entrant';
import type { Law } from './law';
import type { PreparedRequest } from './prepared-request';

export class HeaderBucket {
  readonly #all: Entrant[] = [];
  readonly #without: Entrant[] = [];
  /** By header name in lower case, then by value or by `name=key` of a list member. */
  readonly #values = new Map<string, Map<string, Entrant[]>>();
  readonly #members = new Map<string, Map<string, Entrant[]>>();

  get all(): readonly Entrant[] {
    return this.#all;
  }

  add(entrant: Entrant): void {
    this.#all.push(entrant);
    const headers = entrant.candidate.match.headers.filter(isTelling);
    const exact = headers.find(({ type }) => type === 'Exact');
    if (exact !== undefined) {
      collectIn(this.#values, exact.name, exact.value, entrant);
      return;
    }
    for (const header of headers) {
      const member = memberOf(header.value);
      if (member === undefined) continue;
      collectIn(this.#members, header.name, member, entrant);
      return;
    }
    this.#without.push(entrant);
  }

  meet(request: PreparedRequest, law: Law, visit: (entrant: Entrant) => void): void {
    if (this.#all.length === this.#without.length || !isReadAsText(law)) {
      for (const entrant of this.#all) visit(entrant);
      return;
    }
    for (const entrant of this.#without) visit(entrant);
    for (const [name, byValue] of this.#values) {
      const lines = request.headers.get(name);
      if (lines === undefined) continue;
      for (const value of valuesIn(name, lines)) byValue.get(value)?.forEach(visit);
    }
    for (const [name, byMember] of this.#members) {
      const lines = request.headers.get(name);
      if (lines === undefined) continue;
      for (const member of membersIn(lines)) byMember.get(member)?.forEach(visit);
    }
  }
}

/** Of one name's entries only the first need count; a match on Host has its own law. */
function isTelling(header: ValueMatch, index: number, headers: readonly ValueMatch[]): boolean {
  const name = header.name.toLowerCase();
  if (name === 'host') return false;
  return headers.findIndex((other) => other.name.toLowerCase() === name) === index;
}

/** Whether a value that matches is among those that `valuesIn` and `membersIn` look up. */
function isReadAsText(law: Law): boolean {
  return law.exactHeaders === 'equal' && !law.headerExpressions.includes('anything');
}

function collectIn(
  index: Map<string, Map<string, Entrant[]>>,
  name: ValueMatch['name'],
  value: string,
  entrant: Entrant,
): void {
  const key = name.toLowerCase();
  const byValue = index.get(key) ?? new Map<string, Entrant[]>();
  index.set(key, byValue);
  collect(byValue, value, entrant);
}

/** Every text that an Exact value may be compared with: lines, all of them joined, their parts. */
function valuesIn(name: string, lines: readonly string[]): ReadonlySet<string> {
  const values = new Set(lines);
  // Cookies are joined in their own way: ./header-accepts.ts.
  if (lines.length > 1) values.add(lines.join(name === 'cookie' ? '; ' : ','));
  for (const line of lines) {
    if (line.includes(',')) for (const part of line.split(',')) values.add(part);
  }
  return values;
}

/** The members of comma-separated lists as `name=value`, without blanks and properties. */
function membersIn(lines: readonly string[]): ReadonlySet<string> {
  const members = new Set<string>();
  for (const line of lines) {
    for (const part of line.split(',')) {
      const [pair = ''] = part.split(';', 1);
      const equals = pair.indexOf('=');
      if (equals >= 0)
        members.add(`${pair.slice(0, equals).trim()}=${pair.slice(equals + 1).trim()}`);
    }
  }
  return members;
}
