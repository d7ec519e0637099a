// A patch applied to an object, whichever of the three kinds it is: RFC 6902 operations,
// RFC 7396 merge, or a strategic merge.
//
// The libraries work on copies, so neither the object nor the patch changes. Neighbour:
// patch-strategic.ts.

import { applyOperation, type Operation } from 'fast-json-patch';
import { apply as applyMerge } from 'json-merge-patch';
import type { Patch } from '../../model/fork';
import { isObject, type Json, type JsonObject, textOf } from '../../model/manifest';
import { mergeStrategic, PatchError } from './patch-strategic';
import { copyOf, withoutNulls } from './patch-values';

export type PatchResult =
  | { readonly object: JsonObject }
  /** Completes the sentence `the patch ...`. */
  | { readonly problem: string };

/** The patched copy, without nulls; or why there is none. */
export function applyPatch(object: JsonObject, patch: Patch): PatchResult {
  try {
    const patched = patchedCopy(copyOf(object), copyOf(patch.value), patch.type);
    if (!isObject(patched)) return { problem: 'leaves no object' };
    return { object: withoutNulls(patched) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function patchedCopy(object: Json, patch: Json, type: Patch['type']): unknown {
  switch (type) {
    case 'json':
      if (!Array.isArray(patch)) throw new PatchError('is no list of operations');
      return withOperations(object, patch);
    case 'merge':
      if (!isObject(patch)) throw new PatchError('is no object');
      refuseReservedKeys(patch);
      return applyMerge(object, patch);
    case 'strategic':
      if (!isObject(patch) || !isObject(object)) throw new PatchError('is no object');
      return mergeStrategic(object, patch);
  }
}

/** One by one, since the library tells of a wrong operation but not which one it is. */
function withOperations(object: Json, operations: readonly Json[]): unknown {
  let document: unknown = object;
  for (const [index, operation] of operations.entries()) {
    try {
      // The library checks what an operation holds; `validate` and `mutate` are on.
      document = applyOperation(
        document,
        operation as unknown as Operation,
        true,
        true,
      ).newDocument;
    } catch (error) {
      const path = isObject(operation) ? textOf(operation.path) : undefined;
      const place = path === undefined ? `operation ${index}` : `operation ${index}, \`${path}\``;
      throw new PatchError(`${operationProblem(error)} (${place})`);
    }
  }
  return document;
}

/** The merge library stops at these keys without a word, and so would drop what follows. */
function refuseReservedKeys(value: Json): void {
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      throw new PatchError(`has the key \`${key}\`, which a merge patch cannot set`);
    }
    refuseReservedKeys(inner ?? null);
  }
}

/** fast-json-patch's errors, which print the whole document, as a sentence. */
const operationProblems: { readonly [name: string]: string } = {
  OPERATION_FROM_UNRESOLVABLE: 'copies or moves from a path that is not there',
  OPERATION_NOT_AN_OBJECT: 'has an operation that is no object',
  OPERATION_OP_INVALID: 'has an `op` that is none of add, remove, replace, move, copy and test',
  OPERATION_PATH_CANNOT_ADD: 'adds to a path whose parent is not there',
  OPERATION_PATH_ILLEGAL_ARRAY_INDEX: 'has a list index that is no number',
  OPERATION_PATH_INVALID: 'has a path that does not start with `/`',
  OPERATION_PATH_UNRESOLVABLE: 'names a path that is not there',
  OPERATION_VALUE_OUT_OF_BOUNDS: 'has a list index beyond the end of the list',
  OPERATION_VALUE_REQUIRED: 'has an operation without `value`',
  TEST_OPERATION_FAILED: 'has a `test` that does not hold',
};

function operationProblem(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  const told = Object.hasOwn(operationProblems, name) ? operationProblems[name] : undefined;
  return told ?? 'has an operation that cannot be applied';
}

function problemOf(error: unknown): string {
  if (error instanceof PatchError) return error.message;
  return 'cannot be applied: a value is no JSON, or it is nested too deep';
}
