// Quantities of Kubernetes, `100m` or `1.5Gi`, exact to a billionth as the API server keeps them.
//
// Neighbours: environment.ts.

import { RuleError } from './engine';
import type { Functions } from './signature';

export class Quantity {
  /** In billionths. */
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

const form =
  /^([+-]?)(\d{0,200})(?:\.(\d{0,200}))?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d{1,3})?$/;
const billion = 1_000_000_000n;
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal: ReadonlyMap<string, number> = new Map([
  ...([
    ['n', -9],
    ['u', -6],
    ['m', -3],
    ['', 0],
    ['k', 3],
  ] as const),
  ...([
    ['M', 6],
    ['G', 9],
    ['T', 12],
    ['P', 15],
    ['E', 18],
  ] as const),
]);

function read(text: string): Quantity | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] = form.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const power = binary.indexOf(suffix);
  const exponent = /^[eE]./.test(suffix) ? Number(suffix.slice(1)) : (decimal.get(suffix) ?? 0);
  const scale = power < 0 ? 1n : 1024n ** BigInt(power + 1);
  let up = BigInt(whole + fraction) * scale * billion;
  let down = 10n ** BigInt(fraction.length);
  if (power < 0 && exponent >= 0) up *= 10n ** BigInt(exponent);
  else if (power < 0) down *= 10n ** BigInt(-exponent);
  const nanos = (up + down - 1n) / down;
  return new Quantity(sign === '-' ? -nanos : nanos);
}

function quantity(text: string): Quantity {
  const value = read(text);
  if (value === undefined) throw new RuleError(`\`${text}\` is no quantity`);
  return value;
}

const whole = (value: bigint) => new Quantity(value * billion);
const mostInteger = 2n ** 63n;

function isInteger({ nanos }: Quantity): boolean {
  const value = nanos / billion;
  return nanos % billion === 0n && value < mostInteger && value >= -mostInteger;
}

export const quantityFunctions: Functions = {
  'quantity(string): Quantity': quantity,
  'isQuantity(string): bool': (text: string) => read(text) !== undefined,
  'Quantity.sign(): int': ({ nanos }: Quantity) => (nanos < 0n ? -1n : nanos > 0n ? 1n : 0n),
  'Quantity.isInteger(): bool': isInteger,
  'Quantity.asInteger(): int': (value: Quantity) => {
    if (!isInteger(value)) throw new RuleError('cannot convert value to integer');
    return value.nanos / billion;
  },
  'Quantity.asApproximateFloat(): double': ({ nanos }: Quantity) => Number(nanos) / 1e9,
  'Quantity.isLessThan(Quantity): bool': (left: Quantity, right: Quantity) =>
    left.nanos < right.nanos,
  'Quantity.isGreaterThan(Quantity): bool': (left: Quantity, right: Quantity) =>
    left.nanos > right.nanos,
  'Quantity.compareTo(Quantity): int': (left: Quantity, right: Quantity) =>
    left.nanos < right.nanos ? -1n : left.nanos > right.nanos ? 1n : 0n,
  'Quantity.add(Quantity): Quantity': (left: Quantity, right: Quantity) =>
    new Quantity(left.nanos + right.nanos),
  'Quantity.sub(Quantity): Quantity': (left: Quantity, right: Quantity) =>
    new Quantity(left.nanos - right.nanos),
  'Quantity.add(int): Quantity': (left: Quantity, right: bigint) =>
    new Quantity(left.nanos + whole(right).nanos),
  'Quantity.sub(int): Quantity': (left: Quantity, right: bigint) =>
    new Quantity(left.nanos - whole(right).nanos),
};
