// Points in time as manifests write them, RFC 3339, read without asking the clock.

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The last that four digits of a year can name. */
export const latestTime = Date.parse('9999-12-31T23:59:59Z');

/** A text's point in time, in milliseconds from 1970; undefined where it names none. */
export function timeOf(text: string): number | undefined {
  const time = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) || time > latestTime || !isDay(text) ? undefined : time;
}

/** Whether the month has the day: `Date.parse` reads 30 February as 2 March. */
function isDay(time: string): boolean {
  const day = time.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** A point in time in UTC, without a fraction where there is none. */
export function timeText(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
