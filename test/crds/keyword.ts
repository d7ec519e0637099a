// The keywords of structural schemas that say something of one value: each a function that tells
// what is wrong, or nothing. Neighbour: structural-schema.ts, which walks objects with them.

import { isIPv4, isIPv6 } from 'node:net';
import { isObject, type Json, type JsonObject, listOf, textOf } from '../../lib/model/manifest';

type Check = (asked: Json, value: Json, schema: JsonObject) => string | undefined;

/** The first thing to know: whether the value is of the type at all. */
export function typeFault(schema: JsonObject, value: Json): string | undefined {
  if (value === null) {
    const mayBeNull = schema.nullable === true || typesOf(schema).length === 0;
    return mayBeNull ? undefined : 'is null';
  }
  const types = typesOf(schema);
  return types.length === 0 || types.some((type) => isOfType(type, value))
    ? undefined
    : `is no ${types.join(' or ')}`;
}

function typesOf(schema: JsonObject): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  const type = textOf(schema.type);
  return type === undefined ? [] : [type];
}

function isOfType(type: string, value: Json): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'number':
      return typeof value === 'bigint' || typeof value === 'number';
    default:
      return typeof value === type;
  }
}

/** Characters as Go counts them: code points. */
const lengthOf = (text: string) => [...text].length;

const ofText = (check: (asked: Json, value: string) => string | undefined): Check => {
  return (asked, value) => (typeof value === 'string' ? check(asked, value) : undefined);
};
const ofNumber = (
  check: (asked: Json, value: number, schema: JsonObject) => string | undefined,
): Check => {
  return (asked, value, schema) =>
    typeof value === 'number' || typeof value === 'bigint'
      ? check(asked, Number(value), schema)
      : undefined;
};
const ofList = (
  check: (asked: Json, value: readonly Json[], schema: JsonObject) => string | undefined,
): Check => {
  return (asked, value, schema) =>
    Array.isArray(value) ? check(asked, listOf(value), schema) : undefined;
};
const ofObject = (check: (asked: Json, value: JsonObject) => string | undefined): Check => {
  return (asked, value) => (isObject(value) ? check(asked, value) : undefined);
};

const unless = (holds: boolean, text: string) => (holds ? undefined : text);

export const keywords: readonly (readonly [string, Check])[] = [
  [
    'enum',
    (asked, value) =>
      unless(
        listOf(asked).some((one) => sameJson(one, value)),
        'is none of the allowed values',
      ),
  ],
  [
    'pattern',
    ofText((asked, value) =>
      unless(patternOf(String(asked)).test(value), `does not match ${asked}`),
    ),
  ],
  ['minLength', ofText((asked, value) => unless(lengthOf(value) >= Number(asked), 'is too short'))],
  ['maxLength', ofText((asked, value) => unless(lengthOf(value) <= Number(asked), 'is too long'))],
  ['format', (asked, value) => unless(formats[String(asked)]?.(value) ?? true, `is no ${asked}`)],
  [
    'minimum',
    ofNumber((asked, value, { exclusiveMinimum }) =>
      unless(
        exclusiveMinimum === true ? value > Number(asked) : value >= Number(asked),
        'is too small',
      ),
    ),
  ],
  [
    'maximum',
    ofNumber((asked, value, { exclusiveMaximum }) =>
      unless(
        exclusiveMaximum === true ? value < Number(asked) : value <= Number(asked),
        'is too large',
      ),
    ),
  ],
  [
    'multipleOf',
    ofNumber((asked, value) => unless(value % Number(asked) === 0, `is no multiple of ${asked}`)),
  ],
  [
    'minItems',
    ofList((asked, value) => unless(value.length >= Number(asked), 'has too few items')),
  ],
  [
    'maxItems',
    ofList((asked, value) => unless(value.length <= Number(asked), 'has too many items')),
  ],
  ['x-kubernetes-list-type', ofList(listTypeFault)],
  [
    'minProperties',
    ofObject((asked, value) =>
      unless(Object.keys(value).length >= Number(asked), 'has too few fields'),
    ),
  ],
  [
    'maxProperties',
    ofObject((asked, value) =>
      unless(Object.keys(value).length <= Number(asked), 'has too many fields'),
    ),
  ],
  ['required', ofObject((asked, value) => requiredFault(listOf(asked), value))],
];

function requiredFault(asked: readonly Json[], value: JsonObject): string | undefined {
  const absent = asked.filter((field) => {
    const name = String(field);
    return !Object.hasOwn(value, name) || value[name] === undefined;
  });
  return absent.length === 0 ? undefined : `lacks ${absent.join(', ')}`;
}

/** A list that is a set holds no value twice, one that is a map no two items of the same keys. */
function listTypeFault(asked: Json, list: readonly Json[], schema: JsonObject): string | undefined {
  if (asked !== 'set' && asked !== 'map') return undefined;
  const keys = listOf(schema['x-kubernetes-list-map-keys']).map(String);
  const idOf = (item: Json) =>
    asked === 'set' || !isObject(item)
      ? jsonText(item)
      : jsonText(keys.map((key) => (Object.hasOwn(item, key) ? (item[key] ?? null) : null)));
  const seen = new Set(list.map(idOf));
  return seen.size === list.length ? undefined : 'holds the same item twice';
}

const patterns = new Map<string, RegExp>();

/** Patterns are RE2's; those of the CRDs mean the same here. */
function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text);
  patterns.set(text, known);
  return known;
}

const inRange = (least: bigint, most: bigint) => (value: Json) =>
  (typeof value !== 'number' && typeof value !== 'bigint') ||
  (Number.isInteger(Number(value)) && BigInt(value) >= least && BigInt(value) <= most);
const ofPattern = (pattern: RegExp) => (value: Json) =>
  typeof value !== 'string' || pattern.test(value);

const decimal = (part: string) => (/^\d+$/.test(part) ? String(Number(part)) : part);

/** Formats that the API server checks; it ignores all others. */
const formats: { readonly [format: string]: (value: Json) => boolean } = {
  int32: inRange(-(2n ** 31n), 2n ** 31n - 1n),
  int64: inRange(-(2n ** 63n), 2n ** 63n - 1n),
  'date-time': ofPattern(
    /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
  ),
  byte: ofPattern(/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  // Go's sloppy reader lets zeros stand in front; neither takes zones.
  ipv4: (value) => typeof value !== 'string' || isIPv4(value.split('.').map(decimal).join('.')),
  ipv6: (value) => typeof value !== 'string' || (isIPv6(value) && !value.includes('%')),
};

export function sameJson(left: Json, right: Json): boolean {
  return left === right || jsonText(left) === jsonText(right);
}

/** One text for one value: keys sorted, whole numbers alike whether large or not. */
function jsonText(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return Number(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
