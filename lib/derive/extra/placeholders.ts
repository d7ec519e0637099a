// `${sandbox.name}` and `${sandbox.routingKey}` in the objects that a sandbox brings, filled in.
//
// They stand in texts and keys alike, at any depth. Other `${...}` belong to somebody else, a shell
// or a template, and stay; one that begins as ours and is none of ours is a mistake. What is filled
// in is a name of [a-z0-9-], so that it is the same text in YAML, JSON, a URL and a shell.
// Neighbour: extra-resources.ts.

import { isObject, type Json } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';

export interface Filled {
  readonly value: Json;
  /** What stands for nothing: `${sandbox.key}`. */
  readonly unknown: readonly string[];
  /** Keys that are the same once they are filled in. */
  readonly repeated: readonly string[];
}

/** A word in braces; what stands there is looked at afterwards. */
const placeholder = /\$\{sandbox\.([^{}]{0,100})\}/g;

export function filled(value: Json, { name, routingKey }: SandboxSpec): Filled {
  const words = new Map([
    ['name', name],
    ['routingKey', routingKey],
  ]);
  const unknown = new Set<string>();
  const repeated = new Set<string>();
  const text = (old: string): string => {
    if (!old.includes('${sandbox.')) return old;
    return old.replace(placeholder, (whole: string, word: string) => {
      const known = words.get(word.trim());
      if (known === undefined) unknown.add(whole);
      return known ?? whole;
    });
  };
  const fill = (old: Json): Json => {
    if (typeof old === 'string') return text(old);
    if (Array.isArray(old)) return (old as readonly Json[]).map(fill);
    if (!isObject(old)) return old;
    const keys = new Set<string>();
    // From entries, so that a key `__proto__` is a key like any other.
    const entries = Object.entries(old).map(([key, inner]) => {
      const name = text(key);
      if (keys.has(name)) repeated.add(name);
      keys.add(name);
      return [name, fill(inner ?? null)] as const;
    });
    return Object.fromEntries(entries);
  };
  return { value: fill(value), unknown: [...unknown], repeated: [...repeated] };
}
