// The definitions of Kubernetes' own kinds -> schemas, each when it is asked for.
//
// A definition may hold itself, so a schema is known before its fields are. What the API server
// decodes is more than what a CRD may say: null stands for nothing in lists too, quantities are
// numbers or texts. Neighbours: ../../../imports/kubernetes-facts.ts (the definitions), limits.ts (what they do
// not say), kubernetes-kinds.ts (who asks).

import { definitions } from '../../../imports/kubernetes-facts';
import { formatChecks } from '../schema/formats';
import { anything, type Check, type JsonType, type Schema } from '../schema/schema';
import { shown } from '../schema/shown';
import { isLenient, limitsOf } from './limits';

const known = new Map<string, Schema>();

export function definitionSchema(name: string): Schema {
  const made = known.get(name);
  if (made !== undefined) return made;
  const fields = new Map<string, Schema>();
  const required: string[] = [];
  const schema: Schema = { ...bare, types: ['object'], keepsUnknown: false, fields, required };
  known.set(name, schema);
  for (const field of (definitions[name] ?? '').split(' ')) {
    const [, own = '', mark = '', type = ''] = /^(.+?)(!?):(.+)$/.exec(field) ?? [];
    if (own === '') continue;
    const place = `${name}.${own}`;
    if (mark === '!' && !isLenient(place)) required.push(own);
    fields.set(own, limited(typeSchema(type), limitsOf(place)));
  }
  return schema;
}

const bare: Schema = { ...anything, isNullable: false };

function limited(schema: Schema, checks: readonly Check[]): Schema {
  return checks.length === 0 ? schema : { ...schema, checks: [...schema.checks, ...checks] };
}

function typeSchema(type: string): Schema {
  const inner = type.slice(1);
  switch (type[0]) {
    case '#':
      return definitionSchema(inner);
    case '[': {
      const items = typeSchema(inner);
      return { ...bare, types: ['array'], items: { ...items, isNullable: true } };
    }
    case '{':
      return { ...bare, types: ['object'], keepsUnknown: false, others: typeSchema(inner) };
    default:
      return scalars.get(type) ?? anything;
  }
}

const scalar = (types: readonly JsonType[], checks: readonly Check[] = []): Schema => ({
  ...bare,
  types,
  checks,
});

const scalars: ReadonlyMap<string, Schema> = new Map([
  ['s', scalar(['string'])],
  ['b', scalar(['boolean'])],
  ['i', scalar(['integer'])],
  ['i32', scalar(['integer'], formatChecks('int32'))],
  ['i64', scalar(['integer'], formatChecks('int64'))],
  ['n', scalar(['number'])],
  ['q', scalar(['number', 'string'], [quantityCheck])],
  ['x', scalar(['integer', 'string'], formatChecks('int32'))],
  ['t', scalar(['string'], formatChecks('date-time'))],
  ['y', scalar(['string'], [base64Check])],
]);

const quantity = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;

function quantityCheck(value: Parameters<Check>[0]): ReturnType<Check> {
  if (typeof value !== 'string' || quantity.test(value)) return undefined;
  return {
    code: 'format-invalid',
    text: `is ${shown(value)}, which is no quantity`,
    hint: 'write a number with a unit if any, as `100m` or `1.5Gi`',
  };
}

/** Line breaks are passed over when it is decoded. */
function base64Check(value: Parameters<Check>[0]): ReturnType<Check> {
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/[\r\n]/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) return undefined;
  return {
    code: 'format-invalid',
    text: 'is no base64',
    hint: 'encode it, or write it as plain text under `stringData` if this is a Secret',
  };
}
