// Which documents of sandboxes have had their time, and which files may go with them.
//
// The present is an argument: nothing here asks the clock. Neighbour: sandbox-states.ts.

import { collect } from '../model/groups';
import { timeOf } from '../model/instant';
import type { Manifest } from '../model/manifest';
import type { Owner } from '../model/sandbox';
import { byText } from '../model/text-order';

/** @param now milliseconds from 1970; a sandbox ends at the very moment that it names */
export function isExpired(expiresAt: string | undefined, now: number): boolean {
  const end = expiresAt === undefined ? undefined : timeOf(expiresAt);
  return end !== undefined && end <= now;
}

/** A file with expired sandboxes, and whether all that it holds is of them. */
export interface ExpiredFile {
  readonly file: string;
  readonly expired: readonly Owner[];
  /** Documents of the file that are still needed. */
  readonly others: number;
}

/** Files of sandbox documents in which at least one has expired, by path. */
export function expiredFiles(
  manifests: readonly Manifest[],
  owners: readonly Owner[],
  now: number,
): readonly ExpiredFile[] {
  const expired = new Map<string, Owner[]>();
  for (const owner of owners) {
    if (owner.origin.from !== 'file' || !isExpired(owner.expiresAt, now)) continue;
    collect(expired, owner.origin.file, owner);
  }
  const documents = new Map<string, number>();
  for (const { origin } of manifests) {
    if (origin.from !== 'file') continue;
    documents.set(origin.file, (documents.get(origin.file) ?? 0) + 1);
  }
  return [...expired]
    .map(([file, ended]) => {
      return { file, expired: ended, others: (documents.get(file) ?? 0) - ended.length };
    })
    .sort(byText(({ file }) => file));
}
