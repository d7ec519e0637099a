// Manifests -> YAML, the same bytes whatever the order of their keys.
//
// Block style, two spaces, lists at their key's own level as kubectl prints them. Never an
// anchor, never a null under a key: server-side apply would refuse it. Strings: quote.ts.

import { finding, UsageError } from '../model/finding';
import { isPlainObject, type KubeObject, nameOf } from '../model/manifest';
import { literalBlock, quote } from './quote';

/** Deeper than the API server takes; a value that holds itself ends up here too. */
const maxDepth = 1000;

/** Readers give up on a simple key after 1024 characters. */
const longestSimpleKey = 1000;

export interface WriteOptions {
  /** Without it keys stand as the objects hold them, after apiVersion, kind and metadata. @default true */
  readonly sortKeys?: boolean;
}

/**
 * The objects as one YAML stream, documents separated by `---`. Keys whose value is null or
 * undefined are left out. Throws a UsageError for what no YAML can hold: a value that
 * contains itself, a number that is not finite, a function.
 */
export function writeManifests(
  objects: readonly KubeObject[],
  { sortKeys = true }: WriteOptions = {},
): string {
  const writer = new Writer(sortKeys);
  return objects.map((object) => writer.document(object)).join('---\n');
}

type Mapping = { readonly [key: string]: unknown };

/** What every object starts with, as kubectl prints it. */
const head: readonly string[] = ['apiVersion', 'kind', 'metadata'];

class Writer {
  readonly #keys = new Map<string, string>();
  #root: KubeObject = { apiVersion: '', kind: '' };
  #out = '';

  constructor(readonly sortKeys: boolean) {}

  document(object: KubeObject): string {
    this.#root = object;
    this.#out = '';
    const keys = keysOf(object, this.sortKeys);
    const first = head.filter((key) => keys.includes(key));
    const rest = keys.filter((key) => !head.includes(key));
    this.#mapping(object, [...first, ...rest], '', 0);
    return this.#out;
  }

  /** Writes keys with their values, each but the first on a line that starts with the indent. */
  #mapping(value: Mapping, keys: readonly string[], indent: string, depth: number): void {
    let isFirst = true;
    for (const key of keys) {
      if (isFirst) isFirst = false;
      else this.#out += indent;
      this.#out += this.#key(key, indent);
      this.#underKey(value[key], indent, depth);
    }
  }

  #underKey(value: unknown, indent: string, depth: number): void {
    if (typeof value !== 'object' || value === null) {
      this.#out += ` ${this.#scalar(value, `${indent}  `)}\n`;
    } else if (Array.isArray(value)) {
      if (value.length === 0) {
        this.#out += ' []\n';
        return;
      }
      this.#out += `\n${indent}`;
      this.#list(value, indent, depth + 1);
    } else {
      const keys = this.#keysOf(value);
      if (keys.length === 0) {
        this.#out += ' {}\n';
        return;
      }
      this.#out += `\n${indent}  `;
      this.#mapping(value as Mapping, keys, `${indent}  `, depth + this.#step(depth));
    }
  }

  #list(items: readonly unknown[], indent: string, depth: number): void {
    this.#step(depth);
    const inner = `${indent}  `;
    let isFirst = true;
    for (const item of items) {
      if (isFirst) isFirst = false;
      else this.#out += indent;
      if (typeof item !== 'object' || item === null) {
        this.#out += `- ${this.#scalar(item, inner)}\n`;
      } else if (Array.isArray(item)) {
        this.#out += item.length === 0 ? '- []\n' : '- ';
        if (item.length > 0) this.#list(item, inner, depth + 1);
      } else {
        const keys = this.#keysOf(item);
        this.#out += keys.length === 0 ? '- {}\n' : '- ';
        this.#mapping(item as Mapping, keys, inner, depth + 1);
      }
    }
  }

  #step(depth: number): 1 {
    if (depth > maxDepth) {
      throw this.#refusal(
        `nests deeper than ${maxDepth} levels or contains itself`,
        'give it values that do not refer back to what holds them',
      );
    }
    return 1;
  }

  #keysOf(value: object): readonly string[] {
    const keys = keysOf(value as Mapping, this.sortKeys);
    const isPlain = keys.length > 0 || isPlainObject(value);
    if (!isPlain) {
      throw this.#refusal(
        `holds a ${value.constructor?.name ?? 'value'} that is no plain object`,
        'turn it into strings, numbers, lists and objects first',
      );
    }
    return keys;
  }

  #key(key: string, indent: string): string {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const text = quote(key);
    if (text.length > longestSimpleKey) return `? ${text}\n${indent}:`;
    const written = `${text}:`;
    this.#keys.set(key, written);
    return written;
  }

  #scalar(value: unknown, indent: string): string {
    if (typeof value === 'string') return literalBlock(value, indent) ?? quote(value);
    if (typeof value === 'number' && Number.isFinite(value)) {
      return numberText(value);
    }
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    // Left out under a key; in a list it keeps the others in their places.
    if (value === null) return 'null';
    if (typeof value === 'bigint' && value >= -(2n ** 63n) && value < 2n ** 64n) {
      return String(value);
    }
    throw this.#refusal(
      `holds ${typeof value === 'number' || typeof value === 'bigint' ? `the number ${value}` : `a value of type ${typeof value}`}, which no manifest can hold`,
      'leave the field out, or give it a value that JSON knows',
    );
  }

  #refusal(what: string, hint: string): UsageError {
    const message = `${nameOf(this.#root)} ${what}`;
    return new UsageError(finding('object-invalid', { message, hint }));
  }
}

/** A number as a reader gets it back: bare digits beyond 2^53 would become another integer. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded && !text.includes('e') ? `${text}.0` : text;
}

/** The keys that have a value, sorted by code unit where asked. */
function keysOf(value: Mapping, sortKeys: boolean): readonly string[] {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined && value[key] !== null);
  return sortKeys ? keys.sort() : keys;
}
