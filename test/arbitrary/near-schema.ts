// One thing changed in an object, near what its schema and its rules ask: a length or number by one,
// a text by a harder one, an entry doubled, a field added, taken away or of another type.
//
// Whether the object is still right is not known here. Neighbours: schema-object.ts, text-pool.ts.

import { isObject, type Json, type JsonObject, listOf } from '../../lib/model/manifest';
import type { Dice } from './dice';
import { type Draw, drawn, textsOf } from './schema-object';
import { hardTexts, keyTexts } from './text-pool';

type Holder = { [name: string]: Json | undefined } & { [index: number]: Json };

interface Spot {
  readonly schema: JsonObject;
  /** In the schema: `.spec.rules[]`. */
  readonly place: string;
  readonly holder: Holder;
  readonly key: string | number;
}

/**
 * A copy with one thing changed.
 *
 * @param focus a place in the schema: only values there, below, or right above are changed
 */
export function changed(
  schema: JsonObject,
  object: JsonObject,
  dice: Dice,
  focus: string,
): JsonObject {
  const copy = structuredClone(object) as Holder;
  const spots = spotsIn(schema, copy, '').filter(({ place }) => isNear(place, focus));
  if (spots.length > 0) change(dice.pick(spots), dice);
  return copy;
}

/** What an object is at all stays. */
const kept = new Set(['.apiVersion', '.kind', '.metadata']);

function isNear(place: string, focus: string): boolean {
  if (kept.has(place)) return false;
  const above = focus.replace(/(\.[^.[{]+|\[\]|\{\})$/, '');
  return place.startsWith(focus) || (place === above && place !== '' && place !== '.spec');
}

function spotsIn(schema: JsonObject, value: Json, place: string): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(value).flatMap((name) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const [inner, step] = innerOf(schema, key);
    const own = holder[key];
    if (inner === undefined || own === undefined) return [];
    const spot = { schema: inner, place: `${place}${step}`, holder, key };
    return [spot, ...spotsIn(inner, own, spot.place)];
  });
}

function innerOf(schema: JsonObject, key: string | number): [JsonObject | undefined, string] {
  const { properties, items, additionalProperties: others } = schema;
  if (typeof key === 'number') return [isObject(items) ? items : undefined, '[]'];
  const own = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (isObject(own)) return [own, `.${key}`];
  return [isObject(others) ? others : undefined, '{}'];
}

const draw = (dice: Dice): Draw => ({ dice, density: 30 });

function change(spot: Spot, dice: Dice): void {
  const { holder, key, schema } = spot;
  const value = holder[key] as Json;
  if (dice.chance(3)) {
    holder[key] = dice.pick<Json>([null, 'text', 7, 1.5, true, [], {}, [null], { a: 1 }]);
  } else if (dice.chance(4) && !Array.isArray(holder)) {
    delete holder[key];
  } else if (typeof value === 'string') holder[key] = changedText(schema, value, dice);
  else if (typeof value === 'number') holder[key] = changedNumber(schema, value, dice);
  else if (Array.isArray(value)) holder[key] = changedList(schema, value, dice);
  else if (isObject(value)) holder[key] = changedObject(schema, value, dice);
  else holder[key] = drawn(schema, draw(dice));
}

function changedText(schema: JsonObject, value: string, dice: Dice): Json {
  const { enum: values, minLength = 0, maxLength } = schema;
  if (values !== undefined) {
    if (dice.chance(85)) return dice.pick(listOf(values));
    return dice.pick([`${value}x`, value.toLowerCase(), '', value.slice(1)]);
  }
  const limits = [Number(minLength), ...(maxLength === undefined ? [] : [Number(maxLength)])];
  const cuts = limits.flatMap((limit) => (limit > 0 && limit <= 5000 ? [limit, limit + 1] : [1]));
  return dice.pick<() => string>([
    () => dice.pick(hardTexts),
    () => dice.pick(hardTexts),
    () => dice.pick(textsOf(schema)),
    () => value.padEnd(dice.pick(cuts), dice.pick(['a', 'é', '😀', 'a.'])),
    () => value.slice(0, Math.max(0, Number(minLength) - 1)),
    () => `${value}${dice.pick(['!', ' ', '/', '.', '-', 'a', '0', '*'])}`,
    () => `${dice.pick(['/', '.', '-', '*', '*.', ' ', 'a', '0'])}${value}`,
  ])();
}

function changedNumber(schema: JsonObject, value: number, dice: Dice): Json {
  const { enum: values, minimum, maximum } = schema;
  if (values !== undefined) return dice.pick([...listOf(values), value + 1]);
  const limits = [minimum, maximum].flatMap((limit) => (limit === undefined ? [] : Number(limit)));
  return dice.pick<Json>([
    ...limits.flatMap((limit) => [limit - 1, limit, limit + 1]),
    ...[value + 1, value - 1, -value, value + 0.5, String(value), 2 ** 31, 80, 443],
  ]);
}

function changedList(schema: JsonObject, list: readonly Json[], dice: Dice): Json {
  const { maxItems = 8, items } = schema;
  if (!isObject(items)) return [];
  const entry = list.length > 0 ? dice.pick(list) : drawn(items, draw(dice));
  const copy = () => structuredClone(entry);
  return dice.pick<() => readonly Json[]>([
    () => [...list, copy()],
    () => [...list, tweaked(items, copy(), dice)],
    () => [...list, tweaked(items, copy(), dice)],
    () => [...list, drawn(items, draw(dice))],
    () => [...list, drawn(items, draw(dice)), drawn(items, draw(dice))],
    () => list.slice(1),
    () => [],
    () => filledTo(Number(maxItems), list, copy()),
    () => filledTo(Number(maxItems) + 1, list, copy()),
  ])();
}

/** @param entry stands there as often as needed */
function filledTo(length: number, list: readonly Json[], entry: Json): readonly Json[] {
  const more = Math.max(0, Math.min(length, 2000) - list.length);
  const keyed = (index: number): Json =>
    isObject(entry) && typeof entry.name === 'string'
      ? { ...entry, name: `${entry.name}${index}` }
      : entry;
  return [...list, ...Array.from({ length: more }, (_, index) => keyed(index))];
}

/** An entry that differs in one field, so that its neighbours and it are nearly alike. */
function tweaked(schema: JsonObject, value: Json, dice: Dice): Json {
  return isObject(value) ? changedObject(schema, value, dice) : drawn(schema, draw(dice));
}

function changedObject(schema: JsonObject, value: JsonObject, dice: Dice): JsonObject {
  const fields: { [name: string]: Json | undefined } = { ...value };
  const { properties, additionalProperties: others } = schema;
  if (isObject(others)) {
    const inner = drawn(others, draw(dice));
    Object.defineProperty(fields, dice.pick(keyTexts), {
      value: inner,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    return fields;
  }
  const known = Object.entries(isObject(properties) ? properties : {});
  if (known.length === 0 || dice.chance(5)) return { ...fields, surprise: 'unknown' };
  const [name, field] = dice.pick(known);
  if (!isObject(field)) return fields;
  if (fields[name] !== undefined && dice.chance(50)) delete fields[name];
  else fields[name] = dice.chance(5) ? null : drawn(field, draw(dice));
  return fields;
}
