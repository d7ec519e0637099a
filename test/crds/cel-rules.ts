// The rules that a CRD states, evaluated as they are written by an engine of their own: a second
// opinion beside what is written by hand in lib/validate/rules.
//
// Neighbours: structural-schema.ts (all else of a schema), crds.ts (the files).

import { isIP } from 'node:net';
import { type CelInput, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { isObject, type Json, type JsonObject, listOf } from '../../lib/model/manifest';

export interface RuleVerdict {
  /** Where the rule stands in the schema: `.spec.rules[].filters[]`. */
  readonly place: string;
  /** Where it was asked: `spec.rules[0].filters[1]`. */
  readonly path: string;
  readonly message: string;
  readonly isBroken: boolean;
}

/** Where a schema states rules. */
export interface RulePlace {
  readonly place: string;
  readonly message: string;
}

interface Stated {
  readonly rule: string;
  readonly message: string;
}

function statedIn(schema: JsonObject): readonly Stated[] {
  return listOf(schema['x-kubernetes-validations']).flatMap((one) =>
    isObject(one) ? [{ rule: String(one.rule).trim(), message: String(one.message) }] : [],
  );
}

export function rulePlaces(schema: JsonObject, place = ''): readonly RulePlace[] {
  const { properties = {}, items, additionalProperties: others } = schema;
  return [
    ...statedIn(schema).map(({ message }) => ({ place, message })),
    ...Object.entries(isObject(properties) ? properties : {}).flatMap(([name, inner]) =>
      isObject(inner) ? rulePlaces(inner, `${place}.${name}`) : [],
    ),
    ...(isObject(items) ? rulePlaces(items, `${place}[]`) : []),
    ...(isObject(others) ? rulePlaces(others, `${place}{}`) : []),
  ];
}

/** What every rule says of an object as it would be stored. @param old asked by rules about changes */
export function ruleVerdicts(
  schema: JsonObject,
  stored: Json,
  old?: Json,
  place = '',
  path = '',
): RuleVerdict[] {
  const own = statedIn(schema).flatMap(({ rule, message }) => {
    const isChange = /\boldSelf\b/.test(rule);
    if (isChange && old === undefined) return [];
    const isBroken = !holds(rule, schema, stored, isChange ? old : undefined);
    return [{ place, path, message, isBroken }];
  });
  if (Array.isArray(stored)) {
    const { items } = schema;
    if (!isObject(items)) return own;
    const inner = listOf(stored).flatMap((item, index) =>
      ruleVerdicts(items, item, undefined, `${place}[]`, `${path}[${index}]`),
    );
    return [...own, ...inner];
  }
  if (!isObject(stored)) return own;
  const inner = Object.entries(stored).flatMap(([name, value]) => {
    const [field, step] = fieldOf(schema, name);
    if (field === undefined || value === undefined) return [];
    const before = isObject(old) && Object.hasOwn(old, name) ? old[name] : undefined;
    const below = path === '' ? name : `${path}.${name}`;
    return ruleVerdicts(field, value, before, `${place}${step}`, below);
  });
  return [...own, ...inner];
}

function fieldOf(schema: JsonObject, name: string): [JsonObject | undefined, string] {
  const { properties, additionalProperties: others } = schema;
  const own =
    isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (isObject(own)) return [own, `.${name}`];
  return [isObject(others) ? others : undefined, '{}'];
}

/** Neither zones nor IPv4 in the clothes of IPv6 are addresses to Kubernetes. */
const isAddress = (text: string) =>
  isIP(text) !== 0 && !text.includes('%') && !/^(0*:)*:?(0*:)*ffff:/i.test(text);

const env = celEnv({
  funcs: [...strings, celFunc('isIP', [CelScalar.STRING], CelScalar.BOOL, isAddress)],
});

type Evaluate = ReturnType<typeof plan>;
const plans = new Map<string, Evaluate>();

function planOf(rule: string): Evaluate {
  const known = plans.get(rule);
  if (known !== undefined) return known;
  // The one rule that uses `format` compares an optional with null, which is never true.
  const text = rule.replace('format.dns1123Label().validate(self) == null', 'false');
  const made = plan(env, parse(text));
  plans.set(rule, made);
  return made;
}

/** Answers by rule and value: objects share most of their values. */
const mostAnswers = 10_000;
const answers = new Map<string, Map<string, boolean>>();

function holds(rule: string, schema: JsonObject, self: Json, oldSelf: Json | undefined): boolean {
  let known = answers.get(rule);
  if (known === undefined) {
    known = new Map();
    answers.set(rule, known);
  }
  const id = JSON.stringify([self, oldSelf ?? null]);
  if (known.size > mostAnswers) known.clear();
  const answer = known.get(id) ?? evaluate(rule, schema, self, oldSelf);
  known.set(id, answer);
  return answer;
}

function evaluate(
  rule: string,
  schema: JsonObject,
  self: Json,
  oldSelf: Json | undefined,
): boolean {
  const result = planOf(rule)({
    self: celValue(schema, self),
    ...(oldSelf === undefined ? {} : { oldSelf: celValue(schema, oldSelf) }),
  });
  // A rule that errs is broken.
  return !isCelError(result) && result === true;
}

/** Names that mean something in CEL are written otherwise. */
const reserved = new Set(['namespace', 'package', 'loop', 'if', 'for', 'in', 'as', 'break', 'var']);

function celValue(schema: JsonObject, value: Json): CelInput {
  if (Array.isArray(value)) {
    const items = isObject(schema.items) ? schema.items : {};
    return listOf(value).map((item) => celValue(items, item));
  }
  if (isObject(value)) {
    return new Map(
      Object.entries(value).flatMap(([name, inner]): [string, CelInput][] => {
        const [field, step] = fieldOf(schema, name);
        if (field === undefined || inner === undefined) return [];
        const key = step === '{}' || !reserved.has(name) ? name : `__${name}__`;
        return [[key, celValue(field, inner)]];
      }),
    );
  }
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as CelInput);
}
