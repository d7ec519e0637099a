// Which findings a person reads: each thing once, and not thousands of one kind. The work is the
// same for whoever wants all of them; only what is printed is cut.

import { type Finding, finding } from '../model/finding';

/** As many of one code as anybody reads before mending the first. */
const mostOfOneCode = 20;

/** The findings without repeats; of more than 20 with one code, the first 20 and how many follow. */
export function worthReading(
  findings: readonly Finding[],
  most: number = mostOfOneCode,
): readonly Finding[] {
  const seen = new Set<string>();
  const counts = new Map<Finding['code'], number>();
  const kept = findings.filter(({ code, message, where }) => {
    const { origin, path, position } = where ?? {};
    const id = JSON.stringify([code, message, origin, path, position]);
    if (seen.has(id)) return false;
    seen.add(id);
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= most;
  });
  const more = [...counts].filter(([, count]) => count > most);
  return [
    ...kept,
    ...more.map(([code, count]) => {
      return finding(code, {
        message: `and ${count - most} more like the ${most} above`,
      });
    }),
  ];
}
