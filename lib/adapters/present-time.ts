// The present, for the commands that ask about it: `--now`, else SOURCE_DATE_EPOCH, else the clock.

import { InvalidArgumentError } from 'commander';
import { currentTime, environment } from '../io';
import { finding, UsageError } from '../model/finding';
import { timeOf } from '../model/instant';

/** The value of `--now`, in milliseconds from 1970. */
export function readNow(text: string): number {
  const time = timeOf(text);
  if (time !== undefined) return time;
  throw new InvalidArgumentError('Write a time as 2026-12-01T00:00:00Z.');
}

export function presentTime(now: number | undefined): number {
  return now ?? sourceDate() ?? currentTime();
}

/** SOURCE_DATE_EPOCH: whole seconds from 1970, by which builds are made reproducible. */
function sourceDate(): number | undefined {
  const text = environment('SOURCE_DATE_EPOCH');
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000;
  throw new UsageError(
    finding('config-invalid', {
      message: `SOURCE_DATE_EPOCH is \`${text}\``,
      hint: 'set it to whole seconds from 1970, or take it out of the environment',
    }),
  );
}
