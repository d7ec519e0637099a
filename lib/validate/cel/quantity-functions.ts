// Functions of quantities.
//
// Neighbours: ../quantity.ts, environment.ts.

import { billion, Quantity, readQuantity } from '../quantity';
import { RuleError } from './engine';
import type { Functions } from './signature';

function quantity(text: string): Quantity {
  const value = readQuantity(text);
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
  'isQuantity(string): bool': (text: string) => readQuantity(text) !== undefined,
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
