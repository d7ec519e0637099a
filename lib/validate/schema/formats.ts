// The formats that the API server looks at; it ignores all others.
//
// Neighbours: keywords.ts, json-schema.ts, shape-schema.ts, ../address.ts, ../url.ts.

import type { Json } from '../../model/manifest';
import { readAnyAddress, readNetwork } from '../address';
import { isUrl } from '../url';
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

const ofText = (fits: (text: string) => boolean) => (value: Json) =>
  typeof value !== 'string' || fits(value);

/** Zeros in front, as Go took them before 1.17. */
const plain = (text: string) => text.replace(/(^|\.)0+(?=\d)/g, '$1');

const uuid = (third: string, fourth = '[0-9a-f]') =>
  new RegExp(
    `^[0-9a-f]{8}-?[0-9a-f]{4}-?${third}[0-9a-f]{3}-?${fourth}[0-9a-f]{3}-?[0-9a-f]{12}$`,
    'i',
  );

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** In Go's words, or in Scala's: `5 minutes`. */
const duration =
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h)|\d\s*(?:n|u|µ|m|s|h|d|w)|^[+-]?0$/i;

/** INVARIANT: no pattern here takes more than linear time. */
const formats: ReadonlyMap<string, Format> = new Map([
  ['int32', { fits: inRange(-(2n ** 31n), 2n ** 31n - 1n), name: 'a number of 32 bits' }],
  ['int64', { fits: inRange(-(2n ** 63n), 2n ** 63n - 1n), name: 'a number of 64 bits' }],
  [
    'datetime',
    {
      fits: ofPattern(
        /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
      ),
      name: 'a time as RFC 3339 writes it',
    },
  ],
  ['date', { fits: ofText(isDate), name: 'a date as `2006-01-02`' }],
  ['duration', { fits: ofPattern(duration), name: 'a duration as `1h30m`' }],
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
      fits: ofText((text) => text.includes('.') && readAnyAddress(plain(text)) !== undefined),
      name: 'an IPv4 address',
    },
  ],
  [
    'ipv6',
    {
      fits: ofText((text) => text.includes(':') && readAnyAddress(text) !== undefined),
      name: 'an IPv6 address',
    },
  ],
  ['cidr', { fits: ofText((text) => readNetwork(plain(text)) !== undefined), name: 'a CIDR' }],
  ['uri', { fits: ofText(isUrl), name: 'a URL' }],
  [
    'mac',
    {
      fits: ofPattern(
        /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,19}$|^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,9}$/i,
      ),
      name: 'a MAC address',
    },
  ],
  ['email', { fits: ofPattern(/[^\s@]@[^\s@]/), name: 'an email address' }],
  [
    'hostname',
    {
      fits: ofText(
        (text) =>
          text.length <= 255 &&
          /^[^.]{1,63}(?:\.[^.]{0,63})*$/.test(text) &&
          /^[\p{L}\p{N}.-]+$/u.test(text),
      ),
      name: 'a host name',
    },
  ],
  ['uuid', { fits: ofPattern(uuid('[0-9a-f]')), name: 'a UUID' }],
  ['uuid3', { fits: ofPattern(uuid('3')), name: 'a UUID of version 3' }],
  ['uuid4', { fits: ofPattern(uuid('4', '[89ab]')), name: 'a UUID of version 4' }],
  ['uuid5', { fits: ofPattern(uuid('5', '[89ab]')), name: 'a UUID of version 5' }],
  [
    'hexcolor',
    { fits: ofPattern(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i), name: 'a colour as `#a0b1c2`' },
  ],
  [
    'k8sshortname',
    {
      fits: ofText((text) => text.length <= 63 && new RegExp(`^${label}$`).test(text)),
      name: 'a name of at most 63 of `a-z`, `0-9` and `-`',
    },
  ],
  [
    'k8slongname',
    {
      fits: ofText(
        (text) => text.length <= 253 && new RegExp(`^${label}(?:\\.${label})*$`).test(text),
      ),
      name: 'a name of at most 253 of `a-z`, `0-9`, `-` and `.`',
    },
  ],
]);

export function formatChecks(format: string | undefined): readonly Check[] {
  const known = format === undefined ? undefined : formats.get(format.replaceAll('-', ''));
  if (known === undefined) return [];
  const { fits, name } = known;
  return [
    (value) =>
      fits(value)
        ? undefined
        : { code: 'format-invalid', text: `is ${shown(value)}, which is not ${name}` },
  ];
}
