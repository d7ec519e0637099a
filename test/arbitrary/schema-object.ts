// Objects that a CRD's schema takes, and mostly its rules: some optional fields, values from a pool.
//
// What hangs together by rules is put right after a field is drawn (settled); what is still wrong
// then is drawn again with fewer fields. Neighbours: text-pool.ts, near-schema.ts (one step off).

import { isObject, type Json, type JsonObject, listOf } from '../../lib/model/manifest';
import type { Dice } from './dice';
import { keyTexts, texts } from './text-pool';

type Fields = { [name: string]: Json | undefined };

export interface Draw {
  readonly dice: Dice;
  /** Percent of optional fields that are there. */
  readonly density: number;
}

/** A step to what must be there: a field, `[]` an entry, `{}` a value of any key. */
export type Step = string;

/** `.spec.rules[].filters` as steps. */
export function stepsOf(place: string): readonly Step[] {
  return place.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? [];
}

/** A value of the schema. @param wanted what must be there below it */
export function drawn(schema: JsonObject, draw: Draw, wanted: readonly Step[] = []): Json {
  const { dice } = draw;
  const { type, enum: values } = schema;
  if (values !== undefined) return dice.pick(listOf(values));
  if (schema.default !== undefined && wanted.length === 0 && dice.chance(40)) return schema.default;
  switch (type) {
    case 'string':
      return drawnText(schema, dice);
    case 'integer':
      return drawnNumber(schema, dice);
    case 'boolean':
      return dice.chance(50);
    case 'array':
      return drawnList(schema, draw, wanted);
    default:
      return drawnObject(schema, draw, wanted);
  }
}

const fitting = new Map<string, readonly string[]>();

/** The texts of the pool that a field may hold. */
export function textsOf(schema: JsonObject): readonly string[] {
  const { pattern = '', minLength = 0, maxLength = 100_000, format } = schema;
  const id = JSON.stringify([pattern, minLength, maxLength, format ?? null]);
  const known = fitting.get(id);
  if (known !== undefined) return known;
  const form = new RegExp(String(pattern));
  const found = texts.filter(
    (text) =>
      form.test(text) &&
      text.length >= Number(minLength) &&
      text.length <= Number(maxLength) &&
      (format !== 'date-time' || /^\d{4}-/.test(text)),
  );
  if (found.length === 0) throw new Error(`no text of the pool matches ${pattern}`);
  fitting.set(id, found);
  return found;
}

function drawnText(schema: JsonObject, dice: Dice): string {
  return dice.pick(textsOf(schema));
}

function drawnNumber({ minimum = 0, maximum = 100_000 }: JsonObject, dice: Dice): number {
  const [least, most] = [Number(minimum), Number(maximum)];
  return dice.chance(20) ? dice.pick([least, most]) : least + dice.below(most - least + 1);
}

function drawnList(schema: JsonObject, draw: Draw, wanted: readonly Step[]): Json {
  const { minItems = 0, maxItems = 3, items } = schema;
  if (!isObject(items)) return [];
  const isWanted = wanted[0] === '[]';
  const least = Math.max(Number(minItems), isWanted ? 1 : 0);
  const most = Math.max(least, Math.min(Number(maxItems), draw.density > 50 ? 3 : 2));
  const list = draw.dice.many(least, most, (index) =>
    drawn(items, draw, index === 0 ? wanted.slice(1) : []),
  );
  return distinct(schema, list);
}

/** No two of one key, or of one value. */
function distinct(schema: JsonObject, list: readonly Json[]): Json {
  const keys = listOf(schema['x-kubernetes-list-map-keys']).map(String);
  const seen = new Set<string>();
  return list.filter((item) => {
    const id =
      keys.length > 0 && isObject(item)
        ? JSON.stringify(keys.map((key) => item[key] ?? null))
        : JSON.stringify(item);
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew || schema['x-kubernetes-list-type'] === undefined;
  });
}

function drawnObject(schema: JsonObject, draw: Draw, wanted: readonly Step[]): Json {
  const { dice, density } = draw;
  const { properties, additionalProperties: others } = schema;
  const [first, ...rest] = wanted;
  const fields: Fields = {};
  if (isObject(others)) {
    const count = (first === '{}' ? 1 : 0) + dice.below(2);
    for (let made = 0; made < count; made += 1) {
      fields[dice.pick(keyTexts.slice(0, 6))] = drawn(others, draw, rest);
    }
  }
  const required = new Set(listOf(schema.required));
  for (const [name, field] of Object.entries(isObject(properties) ? properties : {})) {
    if (!isObject(field)) continue;
    const isWanted = name === first;
    if (!isWanted && !required.has(name) && !dice.chance(density)) continue;
    fields[name] = drawn(field, draw, isWanted ? rest : []);
  }
  settle(schema, fields, draw, first);
  return fields;
}

/** Which field belongs to which value of another. */
const members: readonly (readonly [by: string, value: string, field: string])[] = [
  ['type', 'RequestHeaderModifier', 'requestHeaderModifier'],
  ['type', 'ResponseHeaderModifier', 'responseHeaderModifier'],
  ['type', 'RequestMirror', 'requestMirror'],
  ['type', 'RequestRedirect', 'requestRedirect'],
  ['type', 'URLRewrite', 'urlRewrite'],
  ['type', 'ExtensionRef', 'extensionRef'],
  ['type', 'CORS', 'cors'],
  ['type', 'ExternalAuth', 'externalAuth'],
  ['type', 'ReplaceFullPath', 'replaceFullPath'],
  ['type', 'ReplacePrefixMatch', 'replacePrefixMatch'],
  ['type', 'Hostname', 'hostname'],
  ['type', 'URI', 'uri'],
  ['type', 'Cookie', 'cookieConfig'],
  ['type', 'ExternalHostname', 'externalHostname'],
  ['mode', 'ClientAndServer', 'clientCertificateRef'],
  ['protocol', 'GRPC', 'grpc'],
  ['protocol', 'HTTP', 'http'],
];

/** Puts right what hangs together by rules. @param wanted a field that must stay */
function settle(schema: JsonObject, fields: Fields, draw: Draw, wanted: Step | undefined): void {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const own = members.filter(
    ([by, , field]) => hasField(properties, by) && hasField(properties, field),
  );
  const asked = own.find(([, , field]) => field === wanted);
  if (asked !== undefined) fields[asked[0]] = asked[1];
  for (const [by, value, field] of own) {
    const inner = properties[field];
    if (fields[by] !== value) delete fields[field];
    else if (fields[field] === undefined && isObject(inner)) fields[field] = drawn(inner, draw);
  }
  if (hasField(properties, 'port') && hasField(properties, 'kind') && fields.port === undefined) {
    if (hasField(properties, 'sectionName')) return;
    fields.port = 80;
  }
  if (typeof fields.numerator === 'number') fields.denominator = fields.numerator + 1;
  if (fields.percent !== undefined && wanted !== 'fraction') delete fields.fraction;
  if (wanted === 'fraction') delete fields.percent;
  if (hasField(properties, 'wellKnownCACertificates')) {
    fields.wellKnownCACertificates = 'System';
    delete fields.caCertificateRefs;
  }
  settleListener(properties, fields, wanted);
  if (isObject(fields.cookieConfig)) fields.absoluteTimeout = '10s';
}

function settleListener(properties: JsonObject, fields: Fields, wanted: Step | undefined): void {
  if (!hasField(properties, 'tls') || !hasField(properties, 'allowedRoutes')) return;
  if (wanted === 'tls') fields.protocol = 'HTTPS';
  if (!['HTTP', 'HTTPS', 'TLS', 'TCP'].includes(String(fields.protocol))) fields.protocol = 'HTTP';
  if (fields.protocol === 'TCP') delete fields.hostname;
  const isTls = fields.protocol === 'HTTPS' || fields.protocol === 'TLS';
  if (isTls) fields.tls = { mode: 'Terminate', certificateRefs: [{ name: 'a' }] };
  else delete fields.tls;
}

function hasField(properties: JsonObject, name: string): boolean {
  return Object.hasOwn(properties, name);
}
