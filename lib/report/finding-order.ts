// Findings in the order in which somebody goes through files: by file, document and field.
//
// Neighbours: finding-list.ts (how many are worth reading), ../model/origin.ts.

import type { Finding } from '../model/finding';
import type { FieldPath } from '../model/manifest';
import type { Origin } from '../model/origin';
import { compareText } from '../model/text-order';

/** Those without a place come last. */
export function inOrderOfPlace(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (left, right) =>
      compareOrigins(left.where?.origin, right.where?.origin) ||
      comparePaths(left.where?.path ?? [], right.where?.path ?? []) ||
      compareText(left.code, right.code) ||
      compareText(left.message, right.message),
  );
}

function compareOrigins(left: Origin | undefined, right: Origin | undefined): number {
  if (left === right) return 0;
  if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
  if (left.from === 'file' && right.from === 'file') {
    return (
      compareText(left.file, right.file) ||
      left.document - right.document ||
      (left.item ?? -1) - (right.item ?? -1)
    );
  }
  return compareText(placeOf(left), placeOf(right));
}

function placeOf(origin: Origin): string {
  return origin.from === 'file' ? origin.file : origin.path;
}

/** Indexes by number; what holds a field goes before it. */
function comparePaths(left: FieldPath, right: FieldPath): number {
  for (const [depth, step] of left.entries()) {
    const other = right[depth];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (typeof step === 'number' && typeof other === 'number') return step - other;
    return compareText(String(step), String(other));
  }
  return left.length - right.length;
}
