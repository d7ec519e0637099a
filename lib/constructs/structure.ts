// Whether a spec keeps to the limits of the API's schema: types, ranges, lengths, patterns,
// words, list keys. Fields that the schema does not know pass, and so does whatever either
// channel allows: which one the cluster has is not known here.
//
// Neighbours: imports/gateway-api-facts.ts (the limits), http-route-check.ts and its kin (what
// the schema cannot say).

import { kindFacts, type Shape } from '../../imports/gateway-api-facts';
import type { ApiType } from './gateway-api-object';
import type { Problem } from './misuse';

export interface StructureOptions {
  /** Whether the spec is complete, so that what is missing is missing for good. */
  readonly isFinal: boolean;
}

/** One walk through a spec: where it is, and what it has found. */
interface Walk extends StructureOptions {
  /** Grows and shrinks with the walk: most specs are right, and need no paths at all. */
  readonly path: (string | number)[];
  readonly problems: Problem[];
}

const specShapes: ReadonlyMap<string, Shape> = new Map(
  kindFacts.flatMap(({ group, kind, versions }) =>
    Object.entries(versions).flatMap(([version, { shape }]) => {
      const spec = shape.properties?.spec;
      return spec === undefined ? [] : [[`${group}/${version} ${kind}`, spec] as const];
    }),
  ),
);

const expressions: ReadonlyMap<string, RegExp> = new Map(
  [...specShapes.values()]
    .flatMap(patternsOf)
    .map((pattern) => [pattern, new RegExp(pattern, 'u')]),
);

function patternsOf({ pattern, properties, items, additionalProperties }: Shape): string[] {
  const below = [...Object.values(properties ?? {}), items, additionalProperties];
  const own = pattern === undefined ? [] : [pattern];
  return [...own, ...below.flatMap((shape) => (shape === undefined ? [] : patternsOf(shape)))];
}

export function structureProblems(
  { apiVersion, kind }: ApiType,
  spec: unknown,
  { isFinal }: StructureOptions,
): readonly Problem[] {
  const shape = specShapes.get(`${apiVersion} ${kind}`);
  const walk: Walk = { path: [], problems: [], isFinal };
  if (shape !== undefined) checkValue(spec, shape, walk);
  return walk.problems;
}

function checkValue(value: unknown, shape: Shape, walk: Walk): void {
  const { type } = shape;
  if (type === 'object') checkObject(value, shape, walk);
  else if (type === 'array') checkList(value, shape, walk);
  else if (type === 'string') checkText(value, shape, walk);
  else if (type === 'integer') checkNumber(value, shape, walk);
  else if (typeof value !== 'boolean') unlike(walk, value, 'true or false');
}

function report({ path, problems }: Walk, message: string): void {
  problems.push({ path: [...path], message });
}

function unlike(walk: Walk, value: unknown, wanted: string): void {
  report(walk, `is ${spelt(value)}, not ${wanted}`);
}

function below(walk: Walk, step: string | number, value: unknown, shape: Shape): void {
  walk.path.push(step);
  checkValue(value, shape, walk);
  walk.path.pop();
}

function spelt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? `${value}`);
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}

function checkObject(value: unknown, shape: Shape, walk: Walk): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    unlike(walk, value, 'an object');
    return;
  }
  const { properties = {}, additionalProperties, required = [], maxProperties } = shape;
  const object = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object);
  if (maxProperties !== undefined && keys.length > maxProperties) {
    report(walk, `has ${keys.length} entries, and ${maxProperties} is the most`);
  }
  for (const key of keys) {
    const inner = object[key];
    // A null is left out when the object is written, as if the key were absent.
    if (inner === undefined || inner === null) continue;
    const field = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (field !== undefined) below(walk, key, inner, field);
  }
  if (!walk.isFinal) return;
  for (const key of required) {
    const isThere = Object.hasOwn(object, key) && object[key] !== undefined && object[key] !== null;
    if (!isThere) report(walk, `lacks \`${key}\``);
  }
}

function checkList(value: unknown, shape: Shape, walk: Walk): void {
  if (!Array.isArray(value)) {
    unlike(walk, value, 'a list');
    return;
  }
  const items: readonly unknown[] = value;
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, listType } = shape;
  if (items.length > maxItems) {
    report(walk, `has ${items.length} entries, and ${maxItems} is the most`);
  }
  if (walk.isFinal && items.length < minItems) {
    report(walk, `has ${items.length} entries, and ${minItems} is the least`);
  }
  if (listType !== undefined && listType !== 'atomic') checkDuplicates(items, shape, walk);
  if (shape.items === undefined) return;
  for (const [index, item] of items.entries()) below(walk, index, item, shape.items);
}

function checkDuplicates(
  items: readonly unknown[],
  { listType, listMapKeys }: Shape,
  walk: Walk,
): void {
  const known = new Set<string>();
  for (const [index, item] of items.entries()) {
    const fields = listMapKeys?.map((key) => (item as Record<string, unknown> | null)?.[key]) ?? [];
    const identity = listType === 'set' ? [item] : fields;
    const key = JSON.stringify(identity);
    if (known.has(key)) {
      walk.path.push(index);
      report(walk, `is the second entry for ${identity.map(spelt).join(', ')}`);
      walk.path.pop();
    }
    known.add(key);
  }
}

function checkText(value: unknown, shape: Shape, walk: Walk): void {
  if (typeof value !== 'string') {
    unlike(walk, value, 'a text');
    return;
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = shape;
  const words: readonly unknown[] = shape.inExperimental?.enum ?? shape.enum ?? [];
  if (words.length > 0 && !words.includes(value)) {
    unlike(walk, value, `one of ${words.join(', ')}`);
  }
  // Characters as the API server counts them: code points, of which there are no more than units.
  const length = value.length <= maxLength ? value.length : [...value].length;
  if (length > maxLength) {
    report(walk, `has ${length} characters, and ${maxLength} is the most`);
  } else if (length < minLength) {
    report(walk, 'is empty');
  } else if (pattern !== undefined && expressions.get(pattern)?.test(value) === false) {
    report(walk, `is ${spelt(value)}, which the pattern ${pattern} does not allow`);
  }
}

function checkNumber(value: unknown, shape: Shape, walk: Walk): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    unlike(walk, value, 'a whole number');
    return;
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = shape;
  const allowed: readonly unknown[] = shape.enum ?? [];
  if (value < minimum) report(walk, `is \`${value}\`, and ${minimum} is the least`);
  if (value > maximum) report(walk, `is \`${value}\`, and ${maximum} is the most`);
  if (allowed.length > 0 && !allowed.includes(value)) {
    unlike(walk, value, `one of ${allowed.join(', ')}`);
  }
}
