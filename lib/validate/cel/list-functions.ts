// Functions of lists and sets that the API server has and the engine lacks.
//
// Neighbours: signature.ts, same-cel.ts (equality).

import { durationType, engine, RuleError } from './engine';
import { isSame } from './same-cel';
import type { Functions, Namespace } from './signature';

type List = readonly unknown[];

export const listFunctions: Functions = {
  'list.isSorted(): bool': (list: List) =>
    list.every((one, index) => index === 0 || compared(list[index - 1], one) <= 0),
  'list.sum(): dyn': sum,
  'list.min(): dyn': (list: List) => extreme(list, -1),
  'list.max(): dyn': (list: List) => extreme(list, 1),
  'list.placeOf(dyn): int': (list: List, value: unknown) =>
    BigInt(list.findIndex((one) => isSame(one, value))),
  'list.lastPlaceOf(dyn): int': (list: List, value: unknown) =>
    BigInt(list.findLastIndex((one) => isSame(one, value))),
  'list.slice(int, int): list<dyn>': (list: List, from: bigint, to: bigint) => {
    if (from < 0n || to > BigInt(list.length) || from > to) {
      throw new RuleError(`cannot slice(${from}, ${to}) a list of ${list.length}`);
    }
    return list.slice(Number(from), Number(to));
  },
  'list.flatten(): list<dyn>': (list: List) => list.flat(1),
  'list.flatten(int): list<dyn>': (list: List, depth: bigint) => {
    if (depth < 0n) throw new RuleError('level must be non-negative');
    return list.flat(Number(depth > 16n ? 16n : depth));
  },
  'list.distinct(): list<dyn>': distinct,
  'list.reverse(): list<dyn>': (list: List) => [...list].reverse(),
  'list.sort(): list<dyn>': (list: List) => [...list].sort(compared),
  'list.first(): dyn': (list: List) => optional(list[0]),
  'list.last(): dyn': (list: List) => optional(list.at(-1)),
};

export const setFunctions: Namespace = {
  name: 'sets',
  functions: {
    'contains(list, list): bool': isSubset,
    'equivalent(list, list): bool': (left: List, right: List) =>
      isSubset(left, right) && isSubset(right, left),
    'intersects(list, list): bool': (left: List, right: List) =>
      left.some((one) => has(right, one)),
  },
};

const longestRange = 100_000n;

export const rangeFunctions: Namespace = {
  name: 'lists',
  functions: {
    'range(int): list<int>': (length: bigint) => {
      if (length > longestRange) throw new RuleError(`a range of ${length} is too long`);
      return Array.from({ length: Number(length < 0n ? 0n : length) }, (_, at) => BigInt(at));
    },
  },
};

function optional(value: unknown): unknown {
  const { Optional } = engine();
  return value === undefined ? Optional.none() : Optional.of(value);
}

function has(list: List, value: unknown): boolean {
  return list.some((one) => isSame(one, value));
}

function isSubset(list: List, part: List): boolean {
  return part.every((one) => has(list, one));
}

function distinct(list: List): List {
  const kept: unknown[] = [];
  for (const one of list) if (!has(kept, one)) kept.push(one);
  return kept;
}

/** Of numbers, texts, booleans, times and durations alone. */
function compared(left: unknown, right: unknown): number {
  const [one, other] = [comparable(left), comparable(right)];
  if (typeof one === 'string' || typeof other === 'string') {
    if (typeof one !== typeof other) throw new RuleError('no such overload');
  }
  return one < other ? -1 : one > other ? 1 : 0;
}

function comparable(value: unknown): number | bigint | string {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date || value instanceof durationType()) return Number(value.valueOf());
  throw new RuleError('no such overload');
}

function sum(list: List): unknown {
  let total: bigint | number | undefined;
  for (const one of list) {
    if (typeof one === 'bigint' && typeof total !== 'number') total = (total ?? 0n) + one;
    else if (typeof one === 'number' && typeof total !== 'bigint') total = (total ?? 0) + one;
    else throw new RuleError('no such overload');
  }
  return total ?? 0n;
}

function extreme(list: List, sign: 1 | -1): unknown {
  if (list.length === 0) throw new RuleError('min or max called on empty list');
  return list.reduce((best, one) => (compared(one, best) * sign > 0 ? one : best));
}
