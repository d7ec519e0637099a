// Plain data out of a construct tree: copied, and compared with what it was at the synthesis before.

import { Lazy } from 'cdk8s';
import { isPlainObject } from '../model/manifest';

/** A copy of plain data with lazy values produced and absent ones left out. */
export function settled(value: unknown): unknown {
  if (value instanceof Lazy) return settled(value.produce());
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, held]) => {
    const copy = settled(held);
    return copy === undefined ? [] : [[key, copy] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * Compares plain data by content and key order, anything else by identity. An answer of no
 * costs one more derivation; an answer of yes where something changed would cost a stale file.
 */
export function sameData(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (left === null || right === null) return false;
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameData(item, right[index]));
  }
  if (!isPlainObject(left)) return false;
  const [ours, theirs] = [Object.entries(left), Object.entries(right)];
  if (ours.length !== theirs.length) return false;
  return ours.every(([key, value], index) => {
    const [otherKey, otherValue] = theirs[index] ?? [];
    return key === otherKey && sameData(value, otherValue);
  });
}
