// Durations: `1h30m`, in the units of the Gateway API; timeouts that fit each other, intervals in range.
//
// Neighbours: rules-of.ts.

import type { Json } from '../../model/manifest';
import { shown } from '../schema/shown';
import { type Asked, ofObject, ofText } from './ruled';

const form = /^(?:[0-9]{1,5}(?:h|m|s|ms)){1,4}$/;
const part = /(\d+)(ms|[hms])/g;
const milliseconds: { readonly [unit: string]: number } = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** In milliseconds; undefined for what is no duration, of which the schema tells. */
function durationOf(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || !form.test(value)) return undefined;
  let sum = 0;
  for (const [, count = '0', unit = 's'] of value.matchAll(part)) {
    sum += Number(count) * (milliseconds[unit] ?? 0);
  }
  return sum;
}

export const timeouts: Asked = ofObject(['timeouts-inverted'], (own, tell) => {
  if (own.request === undefined || own.backendRequest === undefined) return;
  const request = durationOf(own.request);
  const backend = durationOf(own.backendRequest);
  // A request timeout of zero is none.
  if (request === undefined || backend === undefined || request === 0 || backend <= request) return;
  tell({
    code: 'timeouts-inverted',
    path: ['backendRequest'],
    text: `is ${shown(own.backendRequest)}, which is longer than \`request\` with ${shown(own.request)}, of which it is a part`,
    hint: 'lengthen `request`, or shorten `backendRequest`',
    rule: 'timeouts-inverted',
  });
});

const hour = 3_600_000;

/** @param least in milliseconds @param leastText as the message says it */
export function interval(rule: string, least: number, leastText: string): Asked {
  return ofText([rule], (text, tell) => {
    const own = durationOf(text);
    if (own === undefined || (own >= least && own <= hour)) return;
    tell({
      code: 'duration-out-of-range',
      path: [],
      text: `is ${shown(text)}, and must be ${leastText} and at most \`1h\``,
      hint: 'write a duration in that range, as `10s`',
      rule,
    });
  });
}
