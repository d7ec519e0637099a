// An object held against a schema: what is wrong, field by field.
//
// In the order of the API server: unknown fields are told of first (strict field validation), then
// the value as it would be stored is looked at, types before all else. Neighbours: schema.ts,
// filled.ts (what would be stored), keywords.ts, ../metadata.ts (objects within objects).

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import { nearest } from '../../model/spelling';
import type { Fault, Report } from '../fault';
import { embeddedFaults } from '../metadata';
import { valueId } from './same-value';
import { anything, type JsonType, type Schema } from './schema';
import { shown, shownWithType } from './shown';

/** Where a walk is: one list for all of it, copied where a fault is told. */
type Path = (string | number)[];

/** Tells of fields that the schema does not know. @param path grown and cut while it walks */
export function walkUnknown(schema: Schema, value: Json, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return;
    for (let index = 0; index < value.length; index += 1) {
      const item = value[index] as Json;
      if (typeof item !== 'object' || item === null) continue;
      path.push(index);
      walkUnknown(items, item, path, report);
      path.pop();
    }
    return;
  }
  if (!isObject(value)) return;
  const { fields, others, keepsUnknown } = schema;
  for (const key of Object.keys(value)) {
    const inner = value[key];
    if (inner === undefined) continue;
    const own = fields.get(key) ?? others;
    path.push(key);
    if (own !== undefined) {
      if (typeof inner === 'object' && inner !== null) walkUnknown(own, inner, path, report);
    } else if (!keepsUnknown && !(schema.isEmbedded && objectFields.has(key))) {
      tellUnknown(schema, key, path, report);
    }
    path.pop();
  }
}

/** Every object has them, whatever its schema says. */
const objectFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function tellUnknown(schema: Schema, key: string, path: Path, report: Report): void {
  if (schema.elsewhere?.has(key)) {
    report({
      code: 'field-experimental',
      path: [...path],
      text: 'is a field of the experimental channel alone',
      hint: 'leave it out, or set `api: 1.6/experimental` (`--api` of the command) if the cluster has that channel',
    });
    return;
  }
  const known = [...schema.fields.keys()];
  const close = nearest(key, known);
  report({
    code: 'field-unknown',
    path: [...path],
    text: 'is not a known field',
    hint:
      close === undefined ? `leave it out: there are ${listText(known)}` : `write ${shown(close)}`,
  });
}

function listText(known: readonly string[]): string {
  return known.length === 0 ? 'no fields there' : [...known].sort().map(shown).join(', ');
}

/** Tells what is wrong with a value as it would be stored. @param path grown and cut while it walks */
export function walkValue(schema: Schema, value: Json, path: Path, report: Report): void {
  if (!isOfType(schema, value)) {
    if (value === null && schema.isNullable) return;
    const hint = typeHint(schema, value);
    report({
      code: 'type-invalid',
      path: [...path],
      text: `is ${shownWithType(value)}, and must be ${schema.types.map(typeText).join(' or ')}`,
      ...(hint === undefined ? {} : { hint }),
    });
    return;
  }
  for (const check of schema.checks) {
    const complaint = check(value);
    if (complaint !== undefined) report({ ...complaint, path: [...path] });
  }
  if (schema.hasJunctures) walkJunctures(schema, value, path, report);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) walkList(schema, value as readonly Json[], path, report);
  else walkObject(schema, value as JsonObject, path, report);
}

const typeTexts: { readonly [type in JsonType]: string } = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
};

function typeText(type: JsonType): string {
  return typeTexts[type];
}

function walkList(schema: Schema, list: readonly Json[], path: Path, report: Report): void {
  const { items, list: kind } = schema;
  if (kind !== undefined && list.length > 1) walkTwice(kind, list, path, report);
  if (items === undefined) return;
  for (let index = 0; index < list.length; index += 1) {
    path.push(index);
    walkValue(items, list[index] as Json, path, report);
    path.pop();
  }
}

function walkTwice(
  kind: NonNullable<Schema['list']>,
  list: readonly Json[],
  path: Path,
  report: Report,
): void {
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const id = idIn(kind, item);
    if (id === undefined) continue;
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      continue;
    }
    const keys = kind.type === 'map' ? kind.keys.map(shown).join(' and ') : '';
    report({
      code: 'item-duplicate',
      path: [...path, index],
      text:
        keys === ''
          ? `is ${shown(item)}, which entry ${first} is already`
          : `has the ${keys} of entry ${first}, by which entries are told apart`,
      hint: 'keep one of them',
    });
  }
}

function idIn(kind: NonNullable<Schema['list']>, item: Json): string | undefined {
  if (kind.type === 'set') return valueId(item);
  if (!isObject(item)) return undefined;
  return valueId(kind.keys.map((key) => (Object.hasOwn(item, key) ? (item[key] ?? null) : null)));
}

function walkObject(schema: Schema, object: JsonObject, path: Path, report: Report): void {
  if (schema.isEmbedded) embeddedFaults(object, path, report);
  for (const name of schema.required) {
    if (Object.hasOwn(object, name) && object[name] !== undefined) continue;
    report({
      code: 'field-required',
      path: [...path, name],
      text: 'is not there, and is required',
      hint: `add ${shown(name)}`,
    });
  }
  const { fields, others } = schema;
  for (const key of Object.keys(object)) {
    const own = fields.get(key) ?? others;
    const inner = object[key];
    if (own === undefined || own === anything || inner === undefined) continue;
    path.push(key);
    walkValue(own, inner, path, report);
    path.pop();
  }
}

function isOfType({ types }: Schema, value: Json): boolean {
  if (types.length === 0) return true;
  for (const type of types) if (isOf(type, value)) return true;
  return false;
}

function isOf(type: Schema['types'][number], value: Json): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    default:
      return typeof value === type;
  }
}

/** What to do about a value of another type, where it is plain. */
function typeHint({ types }: Schema, value: Json): string | undefined {
  if (value === null || isObject(value) || Array.isArray(value)) return undefined;
  if (types.includes('array')) return 'write a list, if of one entry alone';
  if (typeof value !== 'string') return types.includes('string') ? 'write it in quotes' : undefined;
  const isBare =
    (/^-?\d+$/.test(value) && (types.includes('integer') || types.includes('number'))) ||
    (/^(?:true|false)$/.test(value) && types.includes('boolean'));
  return isBare ? 'leave the quotes out' : undefined;
}

/** `allOf`, `anyOf`, `oneOf` and `not` speak of values alone: fields are known from elsewhere. */
function walkJunctures(schema: Schema, value: Json, path: Path, report: Report): void {
  const { allOf, anyOf, oneOf, not } = schema;
  for (const part of allOf) walkValue(part, value, path, report);
  const told = (text: string) => report({ code: 'schema-mismatch', path: [...path], text });
  if (anyOf.length > 0 && !anyOf.some((part) => fits(part, value))) {
    const formats = ofFormats(anyOf, value, path);
    if (formats !== undefined) report({ code: 'format-invalid', path: [...path], text: formats });
    else told(`fits none of ${anyOf.length} forms that it may have${asksFor(anyOf)}`);
  }
  if (oneOf.length > 0) {
    const count = oneOf.filter((part) => fits(part, value)).length;
    const meant = count === 0 ? meantForm(oneOf, value, path) : undefined;
    if (meant !== undefined) for (const fault of meant) report(fault);
    else if (count !== 1) {
      told(`fits ${count} of ${oneOf.length} forms, and must fit one${asksFor(oneOf)}`);
    }
  }
  if (not !== undefined && fits(not, value)) told(excluded);
}

const excluded = 'has a form that it must not have';

function faultsOf(schema: Schema, value: Json, path: Path): readonly Fault[] {
  const faults: Fault[] = [];
  walkValue(schema, value, path, (fault) => faults.push(fault));
  return faults;
}

/** `is x, which is not an IPv4 address and not an IPv6 address`, where formats are all that differs. */
function ofFormats(parts: readonly Schema[], value: Json, path: Path): string | undefined {
  const told = parts.map((part) => faultsOf(part, value, path));
  const isFormat = told.every(
    ([one, ...more]) => one?.code === 'format-invalid' && more.length === 0,
  );
  if (!isFormat) return undefined;
  const [first, ...others] = told.flatMap((faults) => faults.map(({ text }) => text));
  return [first, ...others.map((text) => text.split(', which is ').at(-1))].join(' and ');
}

/**
 * What is wrong with the form that somebody meant: the only one whose faults lie within its fields,
 * and none of them is a word that says which form it is.
 */
function meantForm(
  forms: readonly Schema[],
  value: Json,
  path: Path,
): readonly Fault[] | undefined {
  const meant = forms
    .map((form) => faultsOf(form, value, path))
    .filter(
      (faults) =>
        !faults.some(({ code, path: { length }, text }) => {
          return code === 'value-not-allowed' || text === excluded || length <= path.length;
        }),
    );
  return meant.length === 1 ? meant[0] : undefined;
}

/** Mostly a form is a field that must be there. */
function asksFor(parts: readonly Schema[]): string {
  const names = [...new Set(parts.flatMap(({ required }) => required))].sort();
  return names.length === 0 ? '' : `: look at ${names.map(shown).join(', ')}`;
}

function fits(schema: Schema, value: Json): boolean {
  let isFit = true;
  walkValue(schema, value, [], () => {
    isFit = false;
  });
  return isFit;
}
