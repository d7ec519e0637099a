// A feature of the conformance suite and the field that asks for it, and tables of such fields.
//
// Neighbours: uses.ts, http-route-uses.ts, gateway-uses.ts.

import { at, type FieldPath, type Json } from '../../model/manifest';

export interface FieldUse {
  readonly feature: string;
  readonly path: FieldPath;
}

/** Fields of a thing and the feature that each asks for. */
export type FeatureTable = readonly (readonly [feature: string, ...path: readonly string[]])[];

/** @param path of the thing itself */
export function usesOf(
  thing: Json | undefined,
  table: FeatureTable,
  path: FieldPath,
): readonly FieldUse[] {
  return table.flatMap(([feature, ...field]) => {
    const value = at(thing, field);
    const isEmpty = Array.isArray(value) && value.length === 0;
    const isThere = value !== undefined && value !== null && !isEmpty;
    return isThere ? [{ feature, path: [...path, ...field] }] : [];
  });
}
