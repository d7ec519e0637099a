// A value of an object as rules see it: whole numbers are of 64 bits, objects are maps whose fields have
// names that CEL can say, and texts of some formats are times, durations or bytes.
//
// Neighbours: schema-rules.ts (who asks), ../schema/schema.ts.

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import type { Schema } from '../schema/schema';
import { durationType, type Value } from './engine';

export function celValue(schema: Schema | undefined, value: Json): Value {
  if (typeof value === 'string') return textValue(schema, value);
  if (typeof value === 'number') return numberValue(schema, value);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => celValue(schema?.items, item));
  }
  return isObject(value) ? objectValue(schema, value) : value;
}

function numberValue(schema: Schema | undefined, value: number): Value {
  const isDecimal = schema?.types.includes('number') === true;
  return isDecimal || !Number.isSafeInteger(value) ? value : BigInt(value);
}

function objectValue(schema: Schema | undefined, object: JsonObject): Value {
  const fields = new Map<string, Value>();
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    const own = schema?.fields.get(key);
    // Keys of maps are texts, and stay as they are.
    fields.set(own === undefined ? key : spoken(key), celValue(own ?? schema?.others, value));
  }
  return fields;
}

/** Words that CEL keeps for itself. */
const reserved: ReadonlySet<string> = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function'],
  ...['if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

const spelling: ReadonlyMap<string, string> = new Map([
  ['__', '__underscores__'],
  ['.', '__dot__'],
  ['-', '__dash__'],
  ['/', '__slash__'],
]);

const plain = /^(?!.*__)\w*$/;

/** A field as rules write it: `namespace` is `__namespace__`. */
export function spoken(field: string): string {
  if (reserved.has(field)) return `__${field}__`;
  if (plain.test(field)) return field;
  return field.replace(/__|[./-]/g, (part) => spelling.get(part) ?? part);
}

function textValue(schema: Schema | undefined, text: string): Value {
  switch (schema?.format) {
    case 'duration':
      return durationValue(text) ?? text;
    case 'date':
      return timeValue(`${text}T00:00:00Z`) ?? text;
    case 'date-time':
    case 'datetime':
      return timeValue(text) ?? text;
    case 'byte':
      return bytesValue(text) ?? text;
    default:
      return text;
  }
}

function bytesValue(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function timeValue(text: string): Date | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const units: ReadonlyMap<string, bigint> = new Map([
  ...([
    ['ns', 1n],
    ['us', 1_000n],
    ['µs', 1_000n],
    ['ms', 1_000_000n],
  ] as const),
  ...([
    ['s', 1_000_000_000n],
    ['m', 60_000_000_000n],
    ['h', 3_600_000_000_000n],
  ] as const),
]);

/** As Go's `time.ParseDuration` reads it. */
function durationValue(text: string): Value | undefined {
  if (!/^[+-]?(?:\d{1,18}(?:\.\d{0,18})?(?:ns|us|µs|ms|s|m|h))+$/.test(text) || text.length > 100) {
    return text === '0' ? new (durationType())(0n) : undefined;
  }
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(
    /(\d+)(?:\.(\d*))?(ns|us|µs|ms|s|m|h)/g,
  )) {
    const size = units.get(unit) ?? 0n;
    nanos +=
      BigInt(whole) * size + (BigInt(`0${fraction}`) * size) / 10n ** BigInt(fraction.length);
  }
  if (text.startsWith('-')) nanos = -nanos;
  return new (durationType())(nanos / 1_000_000_000n, Number(nanos % 1_000_000_000n));
}
