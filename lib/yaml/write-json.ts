// Manifests -> JSON, one List, the same bytes whatever the order of their keys.
//
// JSON.stringify takes no bigint, and integers beyond 2^53 are read as such, so that they
// are written as they were. Nulls under keys are left out, as in write.ts.

import { isObject, type Json, type JsonObject, type KubeObject } from '../model/manifest';

/** A `List` of the objects, as `kubectl get -o json` prints one. */
export function writeJson(objects: readonly KubeObject[]): string {
  return `${jsonText({ apiVersion: 'v1', kind: 'List', items: objects }, '')}\n`;
}

function jsonText(value: Json, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => `${inner}${jsonText(item, inner)}`);
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (isObject(value)) {
    const pairs = keysOf(value).map((key) => {
      return `${inner}${JSON.stringify(key)}: ${jsonText(value[key] ?? null, inner)}`;
    });
    return pairs.length === 0 ? '{}' : `{\n${pairs.join(',\n')}\n${indent}}`;
  }
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

const first: readonly string[] = ['apiVersion', 'kind', 'metadata'];

function keysOf(value: JsonObject): readonly string[] {
  const keys = Object.keys(value).filter(
    (key) => value[key] !== undefined && value[key] !== null && !first.includes(key),
  );
  const head = first.filter((key) => Object.hasOwn(value, key) && value[key] != null);
  return [...head, ...keys.sort()];
}
