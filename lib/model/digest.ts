// Digests of JSON that do not depend on the order of keys.
//
// `node:crypto` is used here and nowhere else outside lib/io.ts: hashing is a pure function.

import { createHash } from 'node:crypto';
import { isObject, type Json } from './manifest';

/** 16 hexadecimal digits of SHA-256: enough to tell versions apart, short enough to read. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** JSON with keys sorted by code unit at every depth; absent and undefined are the same. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (isObject(value)) {
    const entries = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${entries.join()}}`;
  }
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
}
