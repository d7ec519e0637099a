// Where a routing key travels, and the entry of a match that finds it there.
//
// The grammars are W3C Baggage (blanks around `,` `=` `;`, properties after `;`), W3C Trace
// Context's tracestate (blanks around `,` only) and RFC 6265's cookies (`; ` between pairs). The
// expressions are anchored and use capturing groups only, so that they mean the same to engines
// that match the whole value, search in it, split it at commas or look at each header line alone:
// docs/architecture.md#carriers. Neighbours: ../derive/twin/standing.ts (what a match holds already).

import type { Carrier } from '../model/config';
import type { ValueMatch } from '../model/route';

/** The list of a match that an entry stands in, as the CRDs name it. */
export type KeyPlace = 'headers' | 'queryParams';

/** What a request must meet to carry the key. */
export interface KeyMatch extends ValueMatch {
  readonly place: KeyPlace;
}

/** The entry that a request must meet to carry the key. */
export function keyMatch(carrier: Carrier, keyName: string, key: string): KeyMatch {
  const value = escapeExpression(key);
  switch (carrier.type) {
    case 'baggage': {
      const name = escapeExpression(keyName);
      return expression('baggage', `^(.*,)?\\s*${name}\\s*=\\s*${value}\\s*([,;].*)?$`);
    }
    case 'tracestate': {
      const name = escapeExpression(keyName);
      return expression('tracestate', `^(.*,)?\\s*${name}=${value}\\s*(,.*)?$`);
    }
    case 'cookie': {
      const name = escapeExpression(carrier.name);
      return expression('cookie', `^(.*;)?\\s*${name}=${value}\\s*(;.*)?$`);
    }
    case 'header':
      return { place: 'headers', type: 'Exact', name: carrier.name, value: key };
    case 'query':
      return { place: 'queryParams', type: 'Exact', name: carrier.name, value: key };
  }
}

/** Carriers in the order in which they count where several of them hold different keys. */
const precedence: readonly Carrier['type'][] = [
  'header',
  'baggage',
  'tracestate',
  'query',
  'cookie',
];

/** The carriers in the order in which derived routes list them, several headers as they come. */
export function inPrecedence(carriers: readonly Carrier[]): readonly Carrier[] {
  return precedence.flatMap((type) => carriers.filter((carrier) => carrier.type === type));
}

/** Whether a carrier's match is a regular expression, which not every implementation reads. */
export function usesExpression({ type }: Carrier): boolean {
  return type !== 'header' && type !== 'query';
}

const memberForm =
  /^\^\(\.\*,\)\?\\s\*([\w-]+)(?:\\s\*)?=(?:\\s\*)?([\w-]+)\\s\*\((?:\[,;\]|,)\.\*\)\?\$$/;

/**
 * The list member that an expression of `keyMatch` asks for, as `name=key`; undefined for every
 * other expression. What the expression matches holds that member.
 */
export function memberOf(expressionText: string): string | undefined {
  const found = memberForm.exec(expressionText);
  return found === null ? undefined : `${found[1]}=${found[2]}`;
}

/** The key that an expression of the carrier's own form asks for; undefined for all others. */
export function keyIn(carrier: Carrier, keyName: string, text: string): string | undefined {
  if (!usesExpression(carrier)) return undefined;
  // A letter that no key and no name holds marks the key's place in the form.
  const [head = '', tail = ''] = keyMatch(carrier, keyName, '\n').value.split('\n');
  if (!text.startsWith(head) || !text.endsWith(tail)) return undefined;
  const key = text.slice(head.length, text.length - tail.length);
  return /^[\w-]+$/.test(key) ? key : undefined;
}

function expression(name: string, value: string): KeyMatch {
  return { place: 'headers', type: 'RegularExpression', name, value };
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&');
}

/** A name as names compare in that place: those of headers in any case. */
export function entryName(place: KeyPlace, name: string): string {
  return place === 'headers' ? name.toLowerCase() : name;
}

const nouns = { header: 'header', query: 'query parameter', cookie: 'cookie' } as const;

/** The carrier as messages name it: `baggage`, `header x-routing-key`, `query parameter sandbox`. */
export function carrierName(carrier: Carrier): string {
  if (carrier.type === 'baggage' || carrier.type === 'tracestate') return carrier.type;
  return `${nouns[carrier.type]} ${carrier.name}`;
}

/** What stands between two members, and whether blanks may stand around `=`. */
const lists = {
  baggage: { between: ',', isLoose: true },
  tracestate: { between: ',', isLoose: false },
  cookie: { between: ';', isLoose: false },
} as const;

/** Whether a value, one header line or one parameter, carries the key. */
export function carriesKey(carrier: Carrier, keyName: string, key: string, value: string): boolean {
  if (carrier.type === 'header' || carrier.type === 'query') return value === key;
  const { between, isLoose } = lists[carrier.type];
  const name = carrier.type === 'cookie' ? carrier.name : keyName;
  return value.split(between).some((member) => {
    const [pair = ''] = carrier.type === 'baggage' ? member.split(';') : [member];
    const equals = pair.indexOf('=');
    if (equals < 0) return false;
    const [own, held] = [pair.slice(0, equals), pair.slice(equals + 1)];
    if (isLoose) return own.trim() === name && held.trim() === key;
    return own.trimStart() === name && held.trimEnd() === key;
  });
}
