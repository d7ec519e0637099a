// The defaults that the API server fills into Gateway API objects, by the algorithm of
// Kubernetes for structural schemas: a default stands in for an absent key, and for a null where
// the field may not be null (no field of these kinds may); then the same below each property,
// list item and map value, inside a default too.
//
// The facts are those of the experimental channel, which adds fields to the standard one and
// changes no default. Status is left alone: it is the cluster's to write.
//
// Neighbours: imports/gateway-api-facts.ts (the facts), ../model/manifest.ts.

import { kindFacts, type Shape } from '../../imports/gateway-api-facts';
import type { Json, JsonObject, KubeObject } from '../model/manifest';

/** What a shape fills in, cut down to the branches that fill in anything. */
interface Plan {
  /** Values are complete and frozen, so that every object may share them. */
  readonly defaults: readonly (readonly [key: string, value: Json])[];
  readonly properties: readonly (readonly [key: string, plan: Plan])[];
  readonly items: Plan | undefined;
}

/**
 * The object as the API server would store it: every default written out.
 *
 * Untouched parts are shared with the given object, which is returned itself where nothing is
 * missing, or where its kind is not of the Gateway API.
 */
export function withDefaults(object: KubeObject): KubeObject {
  const plan = plans.get(`${object.apiVersion} ${object.kind}`);
  const spec = object.spec;
  if (plan === undefined || spec === undefined) return object;
  const filled = fill(spec, plan);
  return filled === spec ? object : { ...object, spec: filled };
}

function fill(value: Json, plan: Plan): Json {
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? fillList(value, plan) : fillObject(value, plan);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}

function fillList(list: readonly Json[], { items }: Plan): Json {
  if (items === undefined) return list;
  let copy: Json[] | undefined;
  for (const [index, item] of list.entries()) {
    const filled = fill(item, items);
    if (filled === item) continue;
    copy ??= [...list];
    copy[index] = filled;
  }
  return copy ?? list;
}

function fillObject(object: JsonObject, plan: Plan): Json {
  let copy: Record<string, Json | undefined> | undefined;
  for (const [key, value] of plan.defaults) {
    if (Object.hasOwn(object, key) && object[key] !== undefined && object[key] !== null) continue;
    copy ??= { ...object };
    copy[key] = value;
  }
  for (const [key, below] of plan.properties) {
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (value === undefined || value === null) continue;
    const filled = fill(value, below);
    if (filled === value) continue;
    copy ??= { ...object };
    copy[key] = filled;
  }
  return copy ?? object;
}

/**
 * The plan of a shape; undefined where nothing below it has a default.
 *
 * INVARIANT: neither a list item nor the value of a map has a default of its own, and no map's
 * values have one below them (test/routing/defaults.test.ts).
 */
function planOf(shape: Shape): Plan | undefined {
  const defaults: [string, Json][] = [];
  const properties: [string, Plan][] = [];
  for (const [key, field] of Object.entries(shape.properties ?? {})) {
    const plan = planOf(field);
    if (plan !== undefined) properties.push([key, plan]);
    if (field.default === undefined) continue;
    const value: Json = structuredClone(field.default);
    defaults.push([key, frozen(plan === undefined ? value : fill(value, plan))]);
  }
  const items = shape.items && planOf(shape.items);
  if (defaults.length === 0 && properties.length === 0 && items === undefined) return undefined;
  return { defaults, properties, items };
}

function frozen(value: Json): Json {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner as Json);
    Object.freeze(value);
  }
  return value;
}

const plans: ReadonlyMap<string, Plan> = new Map(
  kindFacts.flatMap(({ group, kind, versions }) =>
    Object.entries(versions).flatMap(([version, { shape }]) => {
      const spec = shape.properties?.spec;
      const plan = spec && planOf(spec);
      return plan === undefined ? [] : [[`${group}/${version} ${kind}`, plan] as const];
    }),
  ),
);
