// Matches of one path, found by one header that each asks for.
//
// A header with an Exact value, or a list member that a carrier's expression asks for, is looked
// up by its text; matches without such a header are handed out to every request. Of several
// headers a match is filed under the one that tells most matches of its bucket apart. As with any
// index here: too many is allowed, too few is not. Neighbours: match-index.ts, ../carrier.ts.

import { collect } from '../../model/groups';
import type { ValueMatch } from '../../model/route';
import type { PreparedRequest } from '../accept/prepared-request';
import { memberOf } from '../carrier';
import type { Law } from '../law';
import type { Entrant } from './entrant';

/** A text that a request must hold for a match to accept it. */
interface Telling {
  /** Header name in lower case. */
  readonly name: string;
  readonly as: 'value' | 'member';
  readonly text: string;
}

interface Slot {
  readonly name: string;
  readonly as: Telling['as'];
  readonly byText: Map<string, Entrant[]>;
}

interface Filing {
  readonly slots: readonly Slot[];
  readonly without: readonly Entrant[];
}

export class HeaderBucket {
  readonly #all: Entrant[] = [];
  /** Worked out when the bucket is first met after something was added. */
  #filing: Filing | undefined;

  get all(): readonly Entrant[] {
    return this.#all;
  }

  add(entrant: Entrant): void {
    this.#all.push(entrant);
    this.#filing = undefined;
  }

  meet(request: PreparedRequest, law: Law, visit: (entrant: Entrant) => void): void {
    if (this.#all.length < 2 || !isReadAsText(law)) {
      this.#all.forEach(visit);
      return;
    }
    this.#filing ??= filed(this.#all);
    this.#filing.without.forEach(visit);
    for (const { name, as, byText } of this.#filing.slots) {
      const lines = request.headers.get(name);
      if (lines === undefined) continue;
      const texts = as === 'value' ? valuesIn(name, lines) : membersIn(lines);
      for (const text of texts) byText.get(text)?.forEach(visit);
    }
  }
}

/** Whether a value that matches is among those that `valuesIn` and `membersIn` look up. */
function isReadAsText(law: Law): boolean {
  return law.exactHeaders === 'equal' && !law.headerExpressions.includes('anything');
}

function filed(entrants: readonly Entrant[]): Filing {
  const tellings = entrants.map(tellingsOf);
  const texts = new Map<string, Set<string>>();
  for (const telling of tellings.flat()) {
    const known = texts.get(slotOf(telling)) ?? new Set<string>();
    texts.set(slotOf(telling), known.add(telling.text));
  }
  const width = (telling: Telling) => texts.get(slotOf(telling))?.size ?? 0;
  const slots = new Map<string, Slot>();
  const without: Entrant[] = [];
  entrants.forEach((entrant, index) => {
    const [first, ...others] = tellings[index] ?? [];
    if (first === undefined) {
      without.push(entrant);
      return;
    }
    const best = others.reduce((top, one) => (width(one) > width(top) ? one : top), first);
    const slot = slots.get(slotOf(best)) ?? { name: best.name, as: best.as, byText: new Map() };
    slots.set(slotOf(best), slot);
    collect(slot.byText, best.text, entrant);
  });
  return { slots: [...slots.values()], without };
}

function slotOf({ name, as }: Telling): string {
  return `${as} ${name}`;
}

/** Of one name's entries only the first need count; a match on Host has its own law. */
function tellingsOf({ candidate }: Entrant): readonly Telling[] {
  const { headers } = candidate.match;
  return headers.flatMap((header: ValueMatch, index): Telling[] => {
    const name = header.name.toLowerCase();
    const isFirst = headers.findIndex((other) => other.name.toLowerCase() === name) === index;
    if (name === 'host' || !isFirst) return [];
    if (header.type === 'Exact') return [{ name, as: 'value', text: header.value }];
    const member = memberOf(header.value);
    return member === undefined ? [] : [{ name, as: 'member', text: member }];
  });
}

/** Every text that an Exact value may be compared with: lines, all of them joined, their parts. */
function valuesIn(name: string, lines: readonly string[]): ReadonlySet<string> {
  const values = new Set(lines);
  // Cookies are joined in their own way: ../accept/header-accepts.ts.
  if (lines.length > 1) values.add(lines.join(name === 'cookie' ? '; ' : ','));
  for (const whole of [...values]) {
    if (whole.includes(',')) for (const part of whole.split(',')) values.add(part);
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
      if (equals < 0) continue;
      members.add(`${pair.slice(0, equals).trim()}=${pair.slice(equals + 1).trim()}`);
    }
  }
  return members;
}
