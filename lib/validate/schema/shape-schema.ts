// The facts of the Gateway API -> schemas, of either channel; each shape once, when it is asked for.
//
// Neighbours: ../../../imports/gateway-api-facts.ts (the facts), schema.ts, json-schema.ts (schemas
// of values as a CRD writes them).

import type { Channel, Limits, Shape } from '../../../imports/gateway-api-facts';
import type { Json, JsonObject } from '../../model/manifest';
import { remembered } from '../../model/memo';
import { formatChecks } from './formats';
import { valueSchema } from './json-schema';
import { checksOf } from './keywords';
import type { Schema } from './schema';

const schemas = {
  standard: remembered((shape: Shape) => schemaOf(shape, 'standard')),
  experimental: remembered((shape: Shape) => schemaOf(shape, 'experimental')),
} as const;

export function shapeSchema(shape: Shape, channel: Channel): Schema {
  return schemas[channel](shape);
}

function schemaOf(shape: Shape, channel: Channel): Schema {
  const { items, additionalProperties, listType, listMapKeys } = shape;
  const limits: Limits = channel === 'experimental' ? { ...shape, ...shape.inExperimental } : shape;
  const { fields, elsewhere } = fieldsOf(shape, channel);
  const inner = items && shapeSchema(items, channel);
  const others = additionalProperties && shapeSchema(additionalProperties, channel);
  const below = [...fields.values(), ...(inner ? [inner] : []), ...(others ? [others] : [])];
  return {
    types: [shape.type],
    isNullable: false,
    fields,
    ...(elsewhere.size === 0 ? {} : { elsewhere }),
    ...(others === undefined ? {} : { others }),
    keepsUnknown: false,
    isEmbedded: false,
    ...(inner === undefined ? {} : { items: inner }),
    required: shape.required ?? [],
    ...(shape.default === undefined ? {} : { default: shape.default as Json }),
    checks: [...checksOf(limits), ...formatChecks(limits.format)],
    ...listOf(listType, listMapKeys),
    allOf: [],
    anyOf: [],
    oneOf: (shape.oneOf ?? []).map((one) => valueSchema(one as JsonObject)),
    hasJunctures: shape.oneOf !== undefined,
    fillsIn: shape.default !== undefined || below.some(({ fillsIn }) => fillsIn),
    hasRules: false,
  };
}

function fieldsOf({ properties = {} }: Shape, channel: Channel) {
  const fields = new Map<string, Schema>();
  const elsewhere = new Map<string, Schema>();
  for (const [name, shape] of Object.entries(properties)) {
    if (channel === 'experimental' || shape.experimental !== true) {
      fields.set(name, shapeSchema(shape, channel));
    } else elsewhere.set(name, shapeSchema(shape, 'experimental'));
  }
  return { fields, elsewhere };
}

function listOf(type: Shape['listType'], keys: Shape['listMapKeys']): Pick<Schema, 'list'> {
  if (type === 'set') return { list: { type } };
  if (type === 'map') return { list: { type, keys: keys ?? [] } };
  return {};
}
