// Whether two values are one as CEL compares them: `1` is `1.0`, the order of keys is nothing.
//
// Neighbours: list-functions.ts, cel-value.ts (how values are held).

import { durationType } from './engine';

export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left === 'bigint' || typeof right === 'bigint') {
    return isNumber(left) && isNumber(right) && Number(left) === Number(right);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, index) => isSame(one, right[index]));
  }
  if (left instanceof Map && right instanceof Map) {
    if (left.size !== right.size) return false;
    return [...left].every(([key, one]) => right.has(key) && isSame(one, right.get(key)));
  }
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  const Duration = durationType();
  return left instanceof Duration && right instanceof Duration && String(left) === String(right);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'bigint' || typeof value === 'number';
}
