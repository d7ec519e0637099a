// Durations of the Gateway API: whole numbers with the units h, m, s and ms, as `1h30m`.

const unitMillis: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** In milliseconds; NaN where it is no duration. */
export function millisOf(duration: string): number {
  if (!/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(duration)) return Number.NaN;
  return [...duration.matchAll(/([0-9]+)(ms|h|m|s)/g)].reduce((sum, [, count, unit = '']) => {
    return sum + Number(count) * (unitMillis[unit] ?? Number.NaN);
  }, 0);
}
