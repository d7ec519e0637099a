// The schema of one version of a CustomResourceDefinition as something to check objects with, and
// what of it nobody can check.
//
// Neighbours: custom-kinds.ts (who asks), ../schema/json-schema.ts, ../cel/.

import { type Finding, finding } from '../../model/finding';
import {
  at,
  type FieldPath,
  fieldName,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  nameOf,
} from '../../model/manifest';
import { expressionError } from '../../routing/accept/expression';
import { schemaRules } from '../cel/schema-rules';
import type { KindCheck } from '../kind-check';
import { jsonSchema } from '../schema/json-schema';
import type { StatedRule } from '../schema/schema';
import { type CrdVersion, type CustomKind, crdFinding } from './read-crd';

export function crdSchema(
  { crd }: CustomKind,
  { schema, path }: CrdVersion,
  tell: (finding: Finding) => void,
): KindCheck {
  for (const { pattern, place } of patternsOf(schema, path)) {
    const error = expressionError(pattern);
    if (error === undefined) continue;
    tell(crdFinding(crd, place, `is \`${pattern}\`, which RE2 cannot read: ${error}`));
  }
  const read = jsonSchema(schema);
  const told = new Set<StatedRule>();
  const rules = schemaRules(read, (rule, below, why) => {
    if (told.has(rule)) return;
    told.add(rule);
    tell(notEvaluated(crd, rule, { why, below, at: placeOf(schema, below, path) }));
  });
  return { schema: read, ...(rules === undefined ? {} : { rules }) };
}

interface Unasked {
  readonly why: string;
  /** The field that the rule is of, from an object's root. */
  readonly below: FieldPath;
  /** Where the rule stands in the definition. */
  readonly at: FieldPath;
}

function notEvaluated(crd: Manifest, { rule }: StatedRule, { why, below, at }: Unasked): Finding {
  const field = below.length === 0 ? 'a rule' : `a rule of \`${fieldName(below)}\``;
  return finding('rule-not-evaluated', {
    message: `${field} in ${nameOf(crd.object)} cannot be evaluated here, so that nobody knows whether objects keep it: \`${rule.replace(/\s+/g, ' ').trim()}\`: ${why}`,
    hint: 'let the cluster look at such objects with `kubectl apply --dry-run=server`',
    where: { origin: crd.origin, path: at },
    object: nameOf(crd.object),
  });
}

/** The schema of a field, where it stands in the definition. */
function placeOf(schema: JsonObject, below: FieldPath, path: FieldPath): FieldPath {
  let here: Json | undefined = schema;
  const place = [...path];
  for (const step of below) {
    const isNamed = typeof step === 'string' && at(here, ['properties', step]) !== undefined;
    const steps: FieldPath = isNamed
      ? ['properties', step]
      : [typeof step === 'number' ? 'items' : 'additionalProperties'];
    here = at(here, steps);
    if (here === undefined) return place;
    place.push(...steps);
  }
  return [...place, 'x-kubernetes-validations'];
}

interface Pattern {
  readonly pattern: string;
  readonly place: FieldPath;
}

/** Fields whose keys are names of the user's, and no keywords. */
const named: ReadonlySet<string> = new Set(['properties']);
/** Fields that hold values, and no schemas. */
const values: ReadonlySet<string> = new Set(['default', 'enum', 'example']);

function patternsOf(schema: Json | undefined, path: FieldPath): readonly Pattern[] {
  if (Array.isArray(schema)) {
    return (schema as readonly Json[]).flatMap((one, index) => patternsOf(one, [...path, index]));
  }
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([key, inner]) => {
    if (key === 'pattern' && typeof inner === 'string') {
      return [{ pattern: inner, place: [...path, key] }];
    }
    if (values.has(key) || typeof inner !== 'object') return [];
    if (!named.has(key) || !isObject(inner)) return patternsOf(inner, [...path, key]);
    return Object.entries(inner).flatMap(([name, one]) => patternsOf(one, [...path, key, name]));
  });
}
