// Outcomes as texts that can be compared across tables, and what one holds possible.

import type { Outcome } from '../../lib/model/decision';
import { type AnyRoute, routePlace } from '../../lib/model/route';

/** All that is said of an outcome but where objects came from; the order of keys plays no part. */
export function outcomeText(outcome: Outcome): string {
  return JSON.stringify(plain(outcome, new Set()));
}

/** What only one of two outcomes says, for a person to read. */
export function differenceText(names: readonly [string, string], one: Outcome, two: Outcome) {
  const [left, right] = [partsOf(one), partsOf(two)];
  const only = (parts: readonly string[], others: readonly string[]) =>
    parts.filter((part) => !others.includes(part)).map((part) => `  ${part}`);
  const [mine, others] = [only(left, right), only(right, left)];
  if (mine.length + others.length === 0) return `another order of ${left.join('\n  ')}`;
  return [`${names[0]} alone says`, ...mine, `${names[1]} alone says`, ...others].join('\n');
}

function partsOf(outcome: Outcome): readonly string[] {
  if (outcome.outcome !== 'unspecified') return [outcomeText(outcome)];
  return [...outcome.between.map(outcomeText), ...outcome.because];
}

const whoAndWhy: ReadonlySet<string> = new Set(['by', 'because', 'reason']);

/** The outcomes that may be, each as what can be told of it from outside. */
export function possible(outcome: Outcome): ReadonlySet<string> {
  const all = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  return new Set(all.map((one) => JSON.stringify(plain(one, whoAndWhy))));
}

function plain(value: unknown, without: ReadonlySet<string>, key = ''): unknown {
  if (key === 'route') return routePlace(value as AnyRoute);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, without));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name, member]) => member !== undefined && !without.has(name))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => [name, plain(member, without, name)]);
  return Object.fromEntries(entries);
}

/** The kind of an outcome, for counting: `backends`, `split`, `404`, `302`, `unspecified`. */
export function outcomeKind(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'backends':
      if (outcome.by === undefined) return 'the Service itself';
      return outcome.backends.length > 1 ? 'split' : 'backend';
    case 'redirect':
      return 'redirect';
    case 'status':
      return String(outcome.status);
    case 'rejected':
    case 'unspecified':
      return outcome.outcome;
  }
}
