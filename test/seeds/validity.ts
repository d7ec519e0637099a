// Whether an object has the form that its CRD asks for: fields, types, enumerations, patterns,
// lengths. The CRD's CEL rules are not asked.

import { at, isObject, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { schemaOf } from './grammar';

/** Every place that is not as the schema wants it; none where the object is valid. */
export function formProblems(object: KubeObject): readonly string[] {
  const { metadata: _metadata, ...rest } = object;
  return problemsAt(rest, schemaOf(object.kind), object.kind);
}

function problemsAt(value: Json, schema: Json | undefined, path: string): string[] {
  const type = textOf(at(schema, ['type']));
  const problems = [
    ...(isOfType(value, type) ? [] : [`${path} is no ${type}`]),
    ...textProblems(value, schema).map((text) => `${path} ${text}`),
    ...numberProblems(value, schema).map((text) => `${path} ${text}`),
  ];
  if (Array.isArray(value)) return [...problems, ...listProblems(value, schema, path)];
  return isObject(value) ? [...problems, ...objectProblems(value, schema, path)] : problems;
}

function isOfType(value: Json, type: string | undefined): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return type === undefined || type === typeof value;
}

function textProblems(value: Json, schema: Json | undefined): string[] {
  if (typeof value !== 'string') return [];
  const allowed = listOf(at(schema, ['enum']));
  const pattern = textOf(at(schema, ['pattern']));
  return [
    ...(allowed.length === 0 || allowed.includes(value)
      ? []
      : [`is none of ${allowed.join(', ')}`]),
    ...(pattern === undefined || new RegExp(pattern).test(value)
      ? []
      : [`does not fit ${pattern}`]),
    ...boundProblems(value.length, schema, 'Length'),
  ];
}

function numberProblems(value: Json, schema: Json | undefined): string[] {
  if (typeof value !== 'number') return [];
  const least = at(schema, ['minimum']);
  const most = at(schema, ['maximum']);
  return [
    ...(typeof least === 'number' && value < least ? [`is below ${least}`] : []),
    ...(typeof most === 'number' && value > most ? [`is above ${most}`] : []),
  ];
}

function boundProblems(size: number, schema: Json | undefined, what: string): string[] {
  const least = at(schema, [`min${what}`]);
  const most = at(schema, [`max${what}`]);
  return [
    ...(typeof least === 'number' && size < least ? [`has less than ${least}`] : []),
    ...(typeof most === 'number' && size > most ? [`has more than ${most}`] : []),
  ];
}

function listProblems(list: readonly Json[], schema: Json | undefined, path: string): string[] {
  const items = at(schema, ['items']);
  return [
    ...boundProblems(list.length, schema, 'Items').map((text) => `${path} ${text}`),
    ...list.flatMap((item, index) => problemsAt(item, items, `${path}[${index}]`)),
  ];
}

function objectProblems(
  value: { readonly [key: string]: Json | undefined },
  schema: Json | undefined,
  path: string,
): string[] {
  const fields = at(schema, ['properties']);
  const others = at(schema, ['additionalProperties']);
  const absent = listOf(at(schema, ['required'])).filter(
    (name) => typeof name === 'string' && value[name] === undefined,
  );
  return [
    ...absent.map((name) => `${path}.${String(name)} is absent`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = isObject(fields) ? fields[name] : undefined;
      if (inner === undefined) return [];
      if (known === undefined && others === undefined) return [`${path}.${name} is unknown`];
      return problemsAt(inner, known ?? others, `${path}.${name}`);
    }),
  ];
}
