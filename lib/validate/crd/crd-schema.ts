// The schema of one version of a CustomResourceDefinition as something to check objects with, and
// what of it nobody can check.
//
// Neighbours: custom-kinds.ts (who asks), ../schema/json-schema.ts, ../cel/.

import type { Finding } from '../../model/finding';
import { type FieldPath, isObject, type Json } from '../../model/manifest';
import { expressionError } from '../../routing/accept/expression';
import type { KindCheck } from '../kind-check';
import { jsonSchema } from '../schema/json-schema';
import { type CrdVersion, type CustomKind, crdFinding } from './read-crd';

export function crdSchema(
  { crd }: CustomKind,
  { schema, path }: CrdVersion,
  tell: (finding: Finding) => void,
): KindCheck {
  for (const { pattern, at } of patternsOf(schema, path)) {
    const error = expressionError(pattern);
    if (error === undefined) continue;
    tell(crdFinding(crd, at, `is \`${pattern}\`, which RE2 cannot read: ${error}`));
  }
  return { schema: jsonSchema(schema) };
}

interface Pattern {
  readonly pattern: string;
  readonly at: FieldPath;
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
      return [{ pattern: inner, at: [...path, key] }];
    }
    if (values.has(key) || typeof inner !== 'object') return [];
    if (!named.has(key) || !isObject(inner)) return patternsOf(inner, [...path, key]);
    return Object.entries(inner).flatMap(([name, one]) => patternsOf(one, [...path, key, name]));
  });
}
