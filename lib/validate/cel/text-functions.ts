// Functions of texts as the API server means them: places are counted in code points, patterns are
// RE2's.
//
// Neighbours: respelt.ts (names), signature.ts, ../../routing/accept/expression.ts (the engine).

import { engineOf, expressionError, finds } from '../../routing/accept/expression';
import { RuleError } from './engine';
import { formatted } from './formatted';
import type { Functions, Namespace } from './signature';

export const textFunctions: Functions = {
  'string.matchesRe2(string): bool': matches,
  'matchesRe2(string, string): bool': matches,
  'string.find(string): string': (text: string, pattern: string) =>
    found(text, pattern, 1)[0] ?? '',
  'string.findAll(string): list<string>': (text: string, pattern: string) =>
    found(text, pattern, Number.POSITIVE_INFINITY),
  'string.findAll(string, int): list<string>': (text: string, pattern: string, most: bigint) =>
    found(text, pattern, most < 0n ? Number.POSITIVE_INFINITY : Number(most)),
  'string.charAt(int): string': (text: string, at: bigint) => {
    const signs = [...text];
    if (at < 0n || at > BigInt(signs.length)) throw outOfRange(at);
    return signs[Number(at)] ?? '';
  },
  'string.partOf(int): string': (text: string, from: bigint) => partOf(text, from),
  'string.partOf(int, int): string': partOf,
  'string.placeOf(string): int': (text: string, part: string) => placeOf(text, part, 0n),
  'string.placeOf(string, int): int': placeOf,
  'string.lastPlaceOf(string): int': (text: string, part: string) =>
    place(text, text.lastIndexOf(part)),
  'string.lastPlaceOf(string, int): int': (text: string, part: string, to: bigint) => {
    const signs = [...text];
    if (to < 0n || to > BigInt(signs.length)) throw outOfRange(to);
    return place(text, text.lastIndexOf(part, signs.slice(0, Number(to)).join('').length));
  },
  'string.splitAt(string): list<string>': (text: string, by: string) => splitAt(text, by, -1n),
  'string.splitAt(string, int): list<string>': splitAt,
  'string.replace(string, string): string': (text: string, old: string, fresh: string) =>
    replaced(text, old, fresh, -1n),
  'string.replace(string, string, int): string': replaced,
  'string.asciiLower(): string': (text: string) =>
    text.replace(/[A-Z]/g, (sign) => sign.toLowerCase()),
  'string.asciiUpper(): string': (text: string) =>
    text.replace(/[a-z]/g, (sign) => sign.toUpperCase()),
  'string.format(list): string': formatted,
  'list.joined(): string': (list: readonly unknown[]) => joined(list, ''),
  'list.joined(string): string': joined,
};

export const quoteFunctions: Namespace = {
  name: 'strings',
  functions: { 'quote(string): string': (text: string) => JSON.stringify(text) },
};

function matches(text: string, pattern: string): boolean {
  readable(pattern);
  return finds(pattern, text);
}

function readable(pattern: string): void {
  const error = expressionError(pattern);
  if (error !== undefined) throw new RuleError(`no expression of RE2: ${error}`);
}

function found(text: string, pattern: string, most: number): readonly string[] {
  readable(pattern);
  const hits: string[] = [];
  const matcher = engineOf(pattern)?.matcher(text);
  while (matcher !== undefined && hits.length < most && matcher.find()) {
    hits.push(matcher.group() ?? '');
  }
  return hits;
}

function outOfRange(at: bigint): RuleError {
  return new RuleError(`index out of range: ${at}`);
}

function partOf(text: string, from: bigint, to?: bigint): string {
  const signs = [...text];
  const end = to ?? BigInt(signs.length);
  if (from < 0n || end > BigInt(signs.length)) throw outOfRange(from < 0n ? from : end);
  if (from > end) throw new RuleError(`invalid substring range: ${from}, ${end}`);
  return signs.slice(Number(from), Number(end)).join('');
}

function placeOf(text: string, part: string, from: bigint): bigint {
  const signs = [...text];
  if (from < 0n || from > BigInt(signs.length)) throw outOfRange(from);
  return place(text, text.indexOf(part, signs.slice(0, Number(from)).join('').length));
}

/** A place in code units as one in code points. */
function place(text: string, at: number): bigint {
  return at < 0 ? -1n : BigInt([...text.slice(0, at)].length);
}

function splitAt(text: string, by: string, most: bigint): readonly string[] {
  if (most === 0n) return [];
  const parts = by === '' ? [...text] : text.split(by);
  if (most < 0n || BigInt(parts.length) <= most) return parts;
  const kept = Number(most) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(by)];
}

function replaced(text: string, old: string, fresh: string, most: bigint): string {
  if (most < 0n) return old === '' ? text : text.replaceAll(old, () => fresh);
  const parts = splitAt(text, old, most + 1n);
  return parts.join(fresh);
}

function joined(list: readonly unknown[], by: string): string {
  if (list.some((one) => typeof one !== 'string')) throw new RuleError('no list of texts');
  return list.join(by);
}
