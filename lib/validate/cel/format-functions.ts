// `format.dns1123Label().validate(self)`: formats by name, which answer with what is wrong, if anything.
//
// Of what is wrong no more is said than the format's name: what the API server says are its own
// words. Neighbours: environment.ts, ../url.ts.

import { isUrl } from '../url';
import { engine, type Value } from './engine';
import type { Functions, Namespace } from './signature';

export class TextFormat {
  readonly name: string;
  readonly fits: (text: string) => boolean;

  constructor(name: string, fits: (text: string) => boolean) {
    this.name = name;
    this.fits = fits;
  }
}

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const letterFirst = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const value = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const short = (pattern: RegExp) => (text: string) => text.length <= 63 && pattern.test(text);

function isSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

/** A prefix may end with a dash, behind which more would come. */
const prefix = (fits: (text: string) => boolean) => (text: string) =>
  fits(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text);

function isQualified(text: string): boolean {
  const parts = text.split('/');
  const [first = ''] = parts;
  const isNamed = short(value)(parts.at(-1) ?? '');
  return isNamed && (parts.length === 1 || (parts.length === 2 && isSubdomain(first)));
}

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const byte = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const time =
  /^(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const fits: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['dns1123Label', short(label)],
  ['dns1123Subdomain', isSubdomain],
  ['dns1035Label', short(letterFirst)],
  ['qualifiedName', isQualified],
  ['dns1123LabelPrefix', prefix(short(label))],
  ['dns1123SubdomainPrefix', prefix(isSubdomain)],
  ['dns1035LabelPrefix', prefix(short(letterFirst))],
  ['labelValue', (text: string) => text === '' || short(value)(text)],
  ['uri', isUrl],
  ['uuid', (text: string) => uuid.test(text)],
  ['byte', (text: string) => byte.test(text)],
  ['date', isDate],
  ['datetime', (text: string) => isDate(time.exec(text)?.[1] ?? '')],
]);

const formats = new Map([...fits].map(([name, own]) => [name, new TextFormat(name, own)]));

export const formatNames: Namespace = {
  name: 'format',
  functions: {
    ...Object.fromEntries(
      [...formats].map(([name, format]) => [`${name}(): TextFormat`, (): Value => format]),
    ),
    'named(string): optional<TextFormat>': (name: string) => optional(formats.get(name)),
  },
};

export const formatFunctions: Functions = {
  // An optional; said to be anything, since rules of the Gateway API compare it with null.
  'TextFormat.validate(string): dyn': (format: TextFormat, text: string) =>
    optional(format.fits(text) ? undefined : [`is not of the format ${format.name}`]),
};

function optional(one: unknown): unknown {
  const { Optional } = engine();
  return one === undefined ? Optional.none() : Optional.of(one);
}
