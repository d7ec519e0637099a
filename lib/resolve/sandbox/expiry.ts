// When a sandbox or route group was made and when it ends: never by the clock.

import { latestTime, timeOf, timeText } from '../../model/instant';
import type { JsonObject } from '../../model/manifest';
import { present } from '../../model/present';
import type { Owner } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';

export const expiryFields = ['expiresAt', 'ttl', 'createdAt'] as const;

const unitMilliseconds: ReadonlyMap<string, number> = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]);

/** `expiresAt`, or `createdAt` plus `ttl`, both in UTC. */
export function readExpiry(
  spec: JsonObject,
  reader: DocumentReader,
): Pick<Owner, 'expiresAt' | 'createdAt'> {
  const created = readTime('createdAt', spec, reader);
  const expires = readTime('expiresAt', spec, reader);
  const ttl = reader.optionalText(spec.ttl, ['spec', 'ttl']);
  if (created !== undefined && expires !== undefined && expires <= created) {
    const hint = 'give a time after `createdAt`';
    reader.report(['spec', 'expiresAt'], 'is no later than `createdAt`', hint);
  }
  const end = ttl === undefined ? expires : readEnd(ttl, { created, expires }, reader);
  return present<Pick<Owner, 'expiresAt' | 'createdAt'>>({
    expiresAt: end === undefined ? undefined : timeText(end),
    createdAt: created === undefined ? undefined : timeText(created),
  });
}

function readTime(
  field: 'expiresAt' | 'createdAt',
  spec: JsonObject,
  reader: DocumentReader,
): number | undefined {
  const text = reader.optionalText(spec[field], ['spec', field]);
  if (text === undefined) return undefined;
  const time = timeOf(text);
  if (time === undefined) {
    reader.report(
      ['spec', field],
      `is \`${text}\`, not a time`,
      'write it as 2026-12-01T00:00:00Z',
    );
  }
  return time;
}

interface Times {
  readonly created: number | undefined;
  readonly expires: number | undefined;
}

/** Where a time to live ends. */
function readEnd(ttl: string, { created, expires }: Times, reader: DocumentReader) {
  const path = ['spec', 'ttl'];
  const duration = durationOf(ttl);
  if (duration === undefined) {
    reader.report(path, `is \`${ttl}\`, not a duration`, 'write it as 72h, 1h30m or 7d');
  } else if (expires !== undefined || created === undefined) {
    const hint = 'give `ttl` together with `createdAt`, or `expiresAt` alone';
    reader.report(path, expires === undefined ? 'has no start' : 'stands beside `expiresAt`', hint);
  } else if (created + duration > latestTime) {
    reader.report(
      path,
      `is \`${ttl}\`, which ends too late`,
      'write a duration that ends before year 10000',
    );
  } else {
    return created + duration;
  }
  return undefined;
}

/** `1h30m` in milliseconds; undefined for what is no duration, and for none at all. */
function durationOf(text: string): number | undefined {
  // Bounded digits: a long run of them without a unit would be tried from each of its digits.
  const parts = /^(?:\d{1,15}[dhms])+$/.test(text) ? [...text.matchAll(/(\d+)([dhms])/g)] : [];
  const total = parts.reduce((sum, [, count, unit = '']) => {
    return sum + Number(count) * (unitMilliseconds.get(unit) ?? 0);
  }, 0);
  return total === 0 ? undefined : total;
}
