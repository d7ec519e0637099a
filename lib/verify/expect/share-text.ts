// Shares of requests as a text: what is alike added up, whatever the order, and weights by their
// proportion alone.
//
// Neighbours: effect.ts (weights of rules), forked-outcome.ts (shares of outcomes).

export type Share = readonly [text: string, share: number];

/**
 * Weights are numbers of a rule, so that 1 and 3 are what 25 and 75 are. Those that the API server
 * would not take stay as they are.
 */
export function weightTexts(shares: readonly Share[]): readonly (readonly [string, string])[] {
  const sums = summed(shares);
  const isWhole = sums.every(([, weight]) => Number.isSafeInteger(weight) && weight > 0);
  const divisor = isWhole ? sums.reduce((common, [, one]) => greatestDivisor(common, one), 0) : 1;
  return sums.map(([text, weight]) => [text, String(weight / divisor)]);
}

/** Shares of outcomes were divided and added up in some order: digits that this moved are cut. */
export function shareTexts(shares: readonly Share[]): readonly (readonly [string, string])[] {
  return summed(shares).map(([text, share]) => [text, share.toFixed(12)]);
}

function summed(shares: readonly Share[]): readonly Share[] {
  const sums = new Map<string, number>();
  for (const [text, share] of shares) sums.set(text, (sums.get(text) ?? 0) + share);
  return [...sums].sort(([left], [right]) => (left < right ? -1 : 1));
}

function greatestDivisor(left: number, right: number): number {
  let [divisor, rest] = [left, right];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}
