// The formats that the API server looks at; it ignores all others.
//
// Neighbours: keywords.ts, json-schema.ts, shape-schema.ts.

import type { Json } from '../../model/manifest';
import type { Check } from './schema';
import { shown } from './shown';

const inRange = (least: bigint, most: bigint) => (value: Json) =>
  typeof value === 'bigint'
    ? value >= least && value <= most
    : typeof value !== 'number' || (value >= Number(least) && value <= Number(most));
const ofPattern = (pattern: RegExp) => (value: Json) =>
  typeof value !== 'string' || pattern.test(value);

interface Format {
  readonly fits: (value: Json) => boolean;
  readonly name: string;
}

/** INVARIANT: no pattern here takes more than linear time. */
const formats: ReadonlyMap<string, Format> = new Map([
  ['int32', { fits: inRange(-(2n ** 31n), 2n ** 31n - 1n), name: 'a number of 32 bits' }],
  ['int64', { fits: inRange(-(2n ** 63n), 2n ** 63n - 1n), name: 'a number of 64 bits' }],
  [
    'date-time',
    {
      fits: ofPattern(
        /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
      ),
      name: 'a time as RFC 3339 writes it',
    },
  ],
  [
    'byte',
    {
      fits: ofPattern(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
      name: 'base64',
    },
  ],
  [
    'ipv4',
    {
      fits: ofPattern(/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/),
      name: 'an IPv4 address',
    },
  ],
  ['ipv6', { fits: ofPattern(/^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/), name: 'an IPv6 address' }],
]);

export function formatChecks(format: string | undefined): readonly Check[] {
  const known = format === undefined ? undefined : formats.get(format);
  if (known === undefined) return [];
  const { fits, name } = known;
  return [
    (value) =>
      fits(value)
        ? undefined
        : { code: 'format-invalid', text: `is ${shown(value)}, which is not ${name}` },
  ];
}
