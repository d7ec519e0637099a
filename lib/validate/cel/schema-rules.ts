// The CEL rules of a schema, asked of an object as it would be stored: those of a value first, then
// those of its fields.
//
// Rules about changes are asked where there was such a value before: entries of lists are found again
// by their keys. What did not change may stay as it is. Neighbours: compiled-rule.ts,
// cel-value.ts, ../crd/crd-schema.ts (who asks).

import { type FieldPath, isObject, type Json, type JsonObject } from '../../model/manifest';
import { isSameJson } from '../../model/same-json';
import type { Fault, Report } from '../fault';
import type { KindCheck } from '../kind-check';
import { valueId } from '../schema/same-value';
import type { Schema, StatedRule } from '../schema/schema';
import { Budget } from './budget';
import { celValue, spoken } from './cel-value';
import { compiledRule, type Verdict } from './compiled-rule';
import type { Value } from './engine';

/** A rule that cannot be evaluated here, and why. @param path of a value that it was asked of */
export type Unasked = (rule: StatedRule, path: FieldPath, why: string) => void;

/** Undefined: the schema states none. */
export function schemaRules(schema: Schema, unasked: Unasked): KindCheck['rules'] {
  if (!schema.hasRules) return undefined;
  return (stored, report, old) => {
    const walk: Walk = { report, unasked, budget: new Budget(), path: [] };
    visit(schema, { value: stored, old }, walk);
  };
}

interface Walk {
  readonly report: Report;
  readonly unasked: Unasked;
  readonly budget: Budget;
  /** Grown and cut while it walks. */
  readonly path: (string | number)[];
}

interface Place {
  readonly value: Json;
  /** The value as rules see it; undefined until a rule is met. */
  readonly cel?: Value;
  /** What stood there before. */
  readonly old?: Json | undefined;
  /** Whether it is part of something that did not change. */
  readonly isUnchanged?: boolean | undefined;
}

function visit(schema: Schema, place: Place, walk: Walk): void {
  const { value, old } = place;
  if (!schema.hasRules || value === null) return;
  let { cel } = place;
  const isUnchanged = place.isUnchanged || (old !== undefined && isSameJson(value, old));
  if (schema.rules !== undefined) {
    cel ??= celValue(schema, value);
    const before = old === undefined || old === null ? undefined : celValue(schema, old);
    for (const rule of schema.rules) ask(rule, { cel, before, isUnchanged }, walk);
  }
  for (const part of schema.allOf) visit(part, { ...place, cel, isUnchanged }, walk);
  if (Array.isArray(value)) visitList(schema, { value, cel, old, isUnchanged }, walk);
  else if (isObject(value)) visitObject(schema, { value, cel, old, isUnchanged }, walk);
}

interface Asked {
  readonly cel: Value;
  readonly before: Value | undefined;
  readonly isUnchanged: boolean;
}

function ask(rule: StatedRule, { cel, before, isUnchanged }: Asked, walk: Walk): void {
  const { usesOld, verdict } = compiledRule(rule);
  if (usesOld && before === undefined && rule.optionalOldSelf !== true) return;
  if (!usesOld && isUnchanged) return;
  const said = verdict(cel, before, walk.budget);
  if (said.is === 'kept') return;
  if (said.is === 'unknown') walk.unasked(rule, [...walk.path], said.why);
  else walk.report(faultOf(rule, said, walk.path));
}

function faultOf(rule: StatedRule, said: Verdict, path: FieldPath): Fault {
  const { message, fieldPath } = rule;
  const stated = (said.is === 'broken' ? said.message : undefined) ?? message?.trim();
  const text = stated || `the rule \`${oneLine(rule.rule)}\``;
  const why = said.is === 'failed' ? `, which cannot be worked out for it (${said.why})` : '';
  return {
    code: 'rule-broken',
    path: [...path, ...fieldsOf(fieldPath)],
    text: stated ? `breaks a rule of its kind${why}: ${oneLine(text)}` : `breaks ${text}${why}`,
    rule: rule.rule,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `.spec.x['y']` as a path. */
function fieldsOf(path: string | undefined): FieldPath {
  if (path === undefined) return [];
  return [...path.matchAll(/\.([^.[\]]+)|\['((?:\\.|[^'\\])*)'\]/g)].map(
    ([, field, key = '']) => field ?? key.replace(/\\(.)/g, '$1'),
  );
}

function visitList(
  { items, list }: Schema,
  { value, cel, old, isUnchanged }: Place & { readonly value: readonly Json[] },
  walk: Walk,
): void {
  if (!items?.hasRules) return;
  const before = list?.type === 'map' && Array.isArray(old) ? byKeys(list.keys, old) : undefined;
  for (const [index, item] of value.entries()) {
    walk.path.push(index);
    visit(
      items,
      {
        value: item,
        cel: (cel as readonly Value[] | undefined)?.[index],
        old: list?.type === 'map' ? before?.get(keysId(list.keys, item)) : undefined,
        isUnchanged,
      },
      walk,
    );
    walk.path.pop();
  }
}

function byKeys(keys: readonly string[], list: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(list.map((item) => [keysId(keys, item), item]));
}

function keysId(keys: readonly string[], item: Json): string {
  const own = isObject(item) ? item : {};
  return valueId(keys.map((key) => (Object.hasOwn(own, key) ? (own[key] ?? null) : null)));
}

function visitObject(
  { fields, others }: Schema,
  { value, cel, old, isUnchanged }: Place & { readonly value: JsonObject },
  walk: Walk,
): void {
  for (const key of Object.keys(value)) {
    const named = fields.get(key);
    const own = named ?? others;
    const inner = value[key];
    if (!own?.hasRules || inner === undefined) continue;
    walk.path.push(key);
    const field = named === undefined ? key : spoken(key);
    visit(
      own,
      {
        value: inner,
        cel: (cel as ReadonlyMap<string, Value> | undefined)?.get(field),
        old: isObject(old) && Object.hasOwn(old, key) ? old[key] : undefined,
        isUnchanged,
      },
      walk,
    );
    walk.path.pop();
  }
}
