// Which of two quantities is more. Neighbours: pod-rules.ts, ../quantity.ts.

import type { Json } from '../../model/manifest';
import { readQuantity } from '../quantity';

/** Below 0: the first is less. 0 also where one is none, of which the schema tells. */
export function comparedQuantities(one: Json, other: Json): number {
  const [left, right] = [readQuantity(String(one)), readQuantity(String(other))];
  if (left === undefined || right === undefined || left.nanos === right.nanos) return 0;
  return left.nanos < right.nanos ? -1 : 1;
}
