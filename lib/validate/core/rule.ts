// How rules of Kubernetes' own kinds tell what is wrong, and how they look at lists.
//
// Neighbours: core-rules.ts and the files of rules beside this one.

import {
  at,
  type FieldPath,
  isObject,
  type Json,
  type JsonObject,
  listOf,
} from '../../model/manifest';
import type { Fault } from '../fault';

/** A fault whose code is `object-refused` where it has none. */
export type Tell = (fault: Omit<Fault, 'code'> & Partial<Pick<Fault, 'code'>>) => void;

export interface Entry {
  readonly value: JsonObject;
  readonly path: FieldPath;
}

/** The objects of a list below a value, each with its own path. */
export function entriesAt(
  value: Json | undefined,
  below: FieldPath,
  path: FieldPath,
): readonly Entry[] {
  return listOf(at(value, below)).flatMap((one, index) =>
    isObject(one) ? [{ value: one, path: [...path, ...below, index] }] : [],
  );
}

/** Tells of entries that have what an earlier one has. @param keyOf undefined: it has nothing to tell by */
export function tellTwice(
  entries: readonly Entry[],
  field: string,
  keyOf: (value: JsonObject) => string | undefined,
  tell: Tell,
): void {
  const seen = new Set<string>();
  for (const { value, path } of entries) {
    const key = keyOf(value);
    if (key === undefined) continue;
    if (seen.has(key)) {
      tell({
        code: 'item-duplicate',
        path: [...path, field],
        text: `is \`${key}\`, as is that of an earlier entry`,
        hint: 'keep one of them, or name it otherwise',
      });
    }
    seen.add(key);
  }
}

/** The fields of an object that are there. */
export function given(value: JsonObject, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => Object.hasOwn(value, field) && value[field] !== undefined);
}
