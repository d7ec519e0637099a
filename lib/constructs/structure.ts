// Whether a spec keeps to the limits of the API's schema: types, ranges, lengths, patterns,
// words, list keys. Fields that the schema does not know pass, and so does whatever either
// channel allows: which one the cluster has is not known here.
//
// Neighbours: imports/gateway-api-facts.ts (the limits), http-route-check.ts and its kin (what
// the schema cannot say).

import { kindFacts, type Shape } from '../../imports/gateway-api-facts';
import type { FieldPath } from '../model/manifest';
import type { ApiType } from './gateway-api-object';
import type { Problem, Problems } from './misuse';

export interface StructureOptions {
  /** Whether the spec is complete, so that what is missing is missing for good. */
  readonly isFinal: boolean;
}

interface Field extends StructureOptions {
  readonly path: FieldPath;
  readonly shape: Shape;
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

export function* structureProblems(
  { apiVersion, kind }: ApiType,
  spec: unknown,
  options: StructureOptions,
): Problems {
  const shape = specShapes.get(`${apiVersion} ${kind}`);
  if (shape !== undefined) yield* problemsOf(spec, { ...options, path: [], shape });
}

function* problemsOf(value: unknown, field: Field): Generator<Problem> {
  switch (field.shape.type) {
    case 'object':
      return yield* objectProblems(value, field);
    case 'array':
      return yield* listProblems(value, field);
    case 'string':
      return yield* textProblems(value, field);
    case 'integer':
      return yield* numberProblems(value, field);
    case 'boolean':
      if (typeof value !== 'boolean') yield unlike(field, value, 'true or false');
  }
}

function unlike({ path }: Field, value: unknown, wanted: string): Problem {
  return { path, message: `is ${spelt(value)}, not ${wanted}` };
}

function spelt(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? `${value}`);
  const plain = typeof value === 'string' ? value : text;
  return `\`${plain.length > 60 ? `${plain.slice(0, 60)}…` : plain}\``;
}

function* objectProblems(value: unknown, field: Field): Generator<Problem> {
  const { path, shape, isFinal } = field;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield unlike(field, value, 'an object');
    return;
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (entries.length > (shape.maxProperties ?? Number.POSITIVE_INFINITY)) {
    yield {
      path,
      message: `has ${entries.length} entries, and ${shape.maxProperties} is the most`,
    };
  }
  for (const [key, inner] of entries) {
    const known = Object.hasOwn(shape.properties ?? {}, key) ? shape.properties?.[key] : undefined;
    const below = known ?? shape.additionalProperties;
    // A null is left out when the object is written, as if the key were absent.
    if (below !== undefined && inner !== null) {
      yield* problemsOf(inner, { path: [...path, key], shape: below, isFinal });
    }
  }
  if (!isFinal) return;
  for (const key of shape.required ?? []) {
    if (!entries.some(([name]) => name === key)) yield { path, message: `lacks \`${key}\`` };
  }
}

function* listProblems(value: unknown, field: Field): Generator<Problem> {
  const { path, shape, isFinal } = field;
  if (!Array.isArray(value)) {
    yield unlike(field, value, 'a list');
    return;
  }
  const items: readonly unknown[] = value;
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = shape;
  if (items.length > maxItems) {
    yield { path, message: `has ${items.length} entries, and ${maxItems} is the most` };
  }
  if (isFinal && items.length < minItems) {
    yield { path, message: `has ${items.length} entries, and ${minItems} is the least` };
  }
  yield* duplicateProblems(items, field);
  if (shape.items === undefined) return;
  for (const [index, item] of items.entries()) {
    yield* problemsOf(item, { path: [...path, index], shape: shape.items, isFinal });
  }
}

function* duplicateProblems(items: readonly unknown[], { path, shape }: Field): Generator<Problem> {
  const { listType, listMapKeys = [] } = shape;
  if (listType !== 'set' && listType !== 'map') return;
  const known = new Set<string>();
  for (const [index, item] of items.entries()) {
    const fields = listMapKeys.map((key) => (item as Record<string, unknown> | null)?.[key]);
    const identity = listType === 'set' ? [item] : fields;
    const key = JSON.stringify(identity);
    if (known.has(key)) {
      const what = identity.map(spelt).join(', ');
      yield { path: [...path, index], message: `is the second entry for ${what}` };
    }
    known.add(key);
  }
}

function* textProblems(value: unknown, field: Field): Generator<Problem> {
  const { path, shape } = field;
  if (typeof value !== 'string') {
    yield unlike(field, value, 'a text');
    return;
  }
  const words = [...(shape.enum ?? []), ...(shape.inExperimental?.enum ?? [])].map(String);
  if (words.length > 0 && !words.includes(value)) {
    yield unlike(field, value, `one of ${[...new Set(words)].join(', ')}`);
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = shape;
  // Characters as the API server counts them: code points.
  const length = value.length <= maxLength && value !== '' ? value.length : [...value].length;
  if (length > maxLength) {
    yield { path, message: `has ${length} characters, and ${maxLength} is the most` };
  } else if (length < minLength) {
    yield { path, message: 'is empty' };
  } else if (pattern !== undefined && expressions.get(pattern)?.test(value) === false) {
    yield { path, message: `is ${spelt(value)}, which the pattern ${pattern} does not allow` };
  }
}

function* numberProblems(value: unknown, field: Field): Generator<Problem> {
  const { path, shape } = field;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    yield unlike(field, value, 'a whole number');
    return;
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = shape;
  const allowed: readonly (string | number)[] = shape.enum ?? [];
  if (value < minimum) yield { path, message: `is \`${value}\`, and ${minimum} is the least` };
  if (value > maximum) yield { path, message: `is \`${value}\`, and ${maximum} is the most` };
  if (allowed.length > 0 && !allowed.includes(value)) {
    yield unlike(field, value, `one of ${allowed.join(', ')}`);
  }
}
