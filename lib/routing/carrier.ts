// How a routing key travels in a request, and the header match that finds it there.
//
// The grammars are W3C Baggage (blanks around `,` `=` `;`, properties after `;`) and W3C Trace
// Context's tracestate (blanks around `,` only). The expressions are anchored and use capturing
// groups only, so that they mean the same to engines that match the whole value, search in it,
// split it at commas or look at each header line alone: docs/architecture.md#carriers.

import type { Carrier } from '../model/config';
import type { ValueMatch } from '../model/route';

/** The header match that a request must meet to carry the key. */
export function keyMatch(carrier: Carrier, keyName: string, key: string): ValueMatch {
  const name = escapeExpression(keyName);
  const value = escapeExpression(key);
  switch (carrier.type) {
    case 'baggage':
      return expression('baggage', `^(.*,)?\\s*${name}\\s*=\\s*${value}\\s*([,;].*)?$`);
    case 'tracestate':
      return expression('tracestate', `^(.*,)?\\s*${name}=${value}\\s*(,.*)?$`);
    case 'header':
    case 'query':
      return { type: 'Exact', name: carrier.name, value: key };
    case 'cookie':
      return expression(
        'cookie',
        `^(.*;)?\\s*${escapeExpression(carrier.name)}=${value}\\s*(;.*)?$`,
      );
  }
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

function expression(name: string, value: string): ValueMatch {
  return { type: 'RegularExpression', name, value };
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&');
}

/** The header's name, lower case, as names are compared. */
export function headerOf(carrier: Carrier): string {
  return carrier.type === 'header' ? carrier.name.toLowerCase() : carrier.type;
}

const nouns = { header: 'header', query: 'query parameter', cookie: 'cookie' } as const;

/** The carrier as messages name it: `baggage`, `header x-routing-key`, `query parameter sandbox`. */
export function carrierName(carrier: Carrier): string {
  if (carrier.type === 'baggage' || carrier.type === 'tracestate') return carrier.type;
  return `${nouns[carrier.type]} ${carrier.name}`;
}

/** Whether a header value, as one line, carries the key. */
export function carriesKey(carrier: Carrier, keyName: string, key: string, value: string): boolean {
  if (carrier.type === 'header') return value === key;
  return value.split(',').some((member) => {
    const [pair = ''] = carrier.type === 'baggage' ? member.split(';') : [member];
    const equals = pair.indexOf('=');
    if (equals < 0) return false;
    const [name, held] = [pair.slice(0, equals), pair.slice(equals + 1)];
    if (carrier.type === 'baggage') return name.trim() === keyName && held.trim() === key;
    return name.trimStart() === keyName && held.trimEnd() === key;
  });
}
