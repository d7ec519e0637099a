// Semantic versions in rules, read strictly as semver.org 2.0.0 has them.
//
// Neighbours: environment.ts.

import { RuleError } from './engine';
import type { Functions } from './signature';

export class Semver {
  readonly numbers: readonly bigint[];
  readonly before: readonly string[];

  constructor(numbers: readonly bigint[], before: readonly string[]) {
    this.numbers = numbers;
    this.before = before;
  }
}

const number = '(0|[1-9]\\d{0,18})';
const form = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

function read(text: string): Semver | undefined {
  const [, major, minor, patch, before] = form.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const parts = before === undefined ? [] : before.split('.');
  if (parts.some((part) => part === '' || /^0\d+$/.test(part))) return undefined;
  return new Semver([BigInt(major), BigInt(minor), BigInt(patch)], parts);
}

/** A leading `v` is taken away, numbers lose their zeros in front, and missing ones are 0. */
function normal(text: string): string {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor])];
  if (rest.length > 0) parts.push(rest.join('.'));
  else if (/[+-]/.test(parts.at(-1) ?? '')) return text;
  while (parts.length < 3) parts.push('0');
  return parts.map((part) => part.replace(/^0+(?=\d)/, '')).join('.');
}

function semver(text: string): Semver {
  const value = read(text);
  if (value === undefined) throw new RuleError(`\`${text}\` is no semantic version`);
  return value;
}

function compared(left: Semver, right: Semver): bigint {
  for (const [index, one] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0n;
    if (one !== other) return one < other ? -1n : 1n;
  }
  if (left.before.length === 0 || right.before.length === 0) {
    return BigInt(Math.sign(right.before.length - left.before.length));
  }
  for (const [index, one] of left.before.entries()) {
    const order = comparedParts(one, right.before[index]);
    if (order !== 0n) return order;
  }
  return left.before.length === right.before.length ? 0n : -1n;
}

function comparedParts(one: string, other: string | undefined): bigint {
  if (other === undefined) return 1n;
  if (one === other) return 0n;
  const [isNumber, isOther] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOther) return BigInt(one) < BigInt(other) ? -1n : 1n;
  if (isNumber !== isOther) return isNumber ? -1n : 1n;
  return one < other ? -1n : 1n;
}

export const semverFunctions: Functions = {
  'semver(string): Semver': semver,
  'semver(string, bool): Semver': (text: string, isLoose: boolean) =>
    semver(isLoose ? normal(text) : text),
  'isSemver(string): bool': (text: string) => read(text) !== undefined,
  'isSemver(string, bool): bool': (text: string, isLoose: boolean) =>
    read(isLoose ? normal(text) : text) !== undefined,
  'Semver.major(): int': ({ numbers }: Semver) => numbers[0],
  'Semver.minor(): int': ({ numbers }: Semver) => numbers[1],
  'Semver.patch(): int': ({ numbers }: Semver) => numbers[2],
  'Semver.compareTo(Semver): int': compared,
  'Semver.isLessThan(Semver): bool': (left: Semver, right: Semver) => compared(left, right) < 0n,
  'Semver.isGreaterThan(Semver): bool': (left: Semver, right: Semver) => compared(left, right) > 0n,
};
