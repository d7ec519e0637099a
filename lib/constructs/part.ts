// Parts of a spec: plain typed values, or the value objects that our factories give. Value
// objects are known by their `toSpec`, so that two copies of this package understand each other.

import { isPlainObject } from '../model/manifest';

/** A value object that stands for a part of a spec. */
export interface SpecPart<T> {
  toSpec(): T;
}

export type Part<T> = T | SpecPart<T>;

export function specOf<T extends object>(part: Part<T>): T {
  // What is no object is refused, by its field, where the whole spec is checked.
  if (typeof part !== 'object' || part === null) return part;
  return 'toSpec' in part && typeof part.toSpec === 'function' ? part.toSpec() : (part as T);
}

/** Whether a value holds nothing that only cdk8s can resolve, such as a `Lazy`. */
export function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return isPlainObject(value) && Object.values(value).every(isPlain);
}
