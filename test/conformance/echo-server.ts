// What a client reads when the suite's echo server stands behind a rule: the server answers as
// the query of the request says, and the rule's stated retries and timeouts do the rest.
//
// `responseCode` with `succeedAfter`: so many tries fail; `delay`: how long an answer takes.

import { at, type JsonObject } from '../../lib/model/manifest';

/** The status of the last try, or 504 where no try is quick enough. */
export function echoedStatus(path: string, policies: JsonObject): number {
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  const limit = milliseconds(at(policies, ['timeouts', 'backendRequest']));
  const wait = milliseconds(query.get('delay') ?? undefined);
  if (limit > 0 && wait > limit) return 504;
  const failing = Number(query.get('responseCode') ?? 200);
  const failures = Number(query.get('succeedAfter') ?? 0);
  const codes = at(policies, ['retry', 'codes']);
  const isRetried = Array.isArray(codes) && codes.includes(failing);
  const tries = 1 + (isRetried ? Number(at(policies, ['retry', 'attempts']) ?? 0) : 0);
  return failures < tries ? 200 : failing;
}

const units: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

function milliseconds(duration: unknown): number {
  let sum = 0;
  for (const [, count, unit] of String(duration ?? '').matchAll(/(\d+)(ms|[hms])/g)) {
    sum += Number(count) * (units[unit ?? ''] ?? 0);
  }
  return sum;
}
