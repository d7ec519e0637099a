// `"%s of %d".format([…])`, which message expressions are full of.
//
// Neighbours: text-functions.ts.

import { RuleError } from './engine';

const clause = /%(?:\.(\d{1,2}))?([a-zA-Z%])/g;

export function formatted(text: string, values: readonly unknown[]): string {
  let next = 0;
  return text.replace(clause, (_, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (next >= values.length) throw new RuleError(`index ${next} out of range`);
    const value = values[next];
    next += 1;
    return clauseText(verb, value, Number(precision ?? 6));
  });
}

function clauseText(verb: string, value: unknown, precision: number): string {
  const radix = { b: 2, o: 8, x: 16, X: 16 }[verb];
  if (verb === 's') return shownText(value);
  if (verb === 'd' && typeof value === 'bigint') return String(value);
  if (verb === 'f' && isNumber(value)) return Number(value).toFixed(precision);
  if (verb === 'e' && isNumber(value)) {
    return Number(value)
      .toExponential(precision)
      .replace(/e([+-])(\d)$/, 'e$10$2');
  }
  if (radix !== undefined && typeof value === 'bigint') {
    const digits = value.toString(radix);
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  throw new RuleError(`the clause \`%${verb}\` does not take such a value`);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function shownText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shownText).join(', ')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, one]) => `${shownText(key)}: ${shownText(one)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  return String(value);
}
