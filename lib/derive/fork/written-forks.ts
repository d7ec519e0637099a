// What is told of a sandbox's forks once it is known which of their Services are written.
//
// Neighbours: forks.ts (all forks), ../owner-derivation.ts (which routes reach which).

import type { ForkAccount } from '../../model/derivation';
import type { Finding } from '../../model/finding';
import { collect } from '../../model/groups';
import type { KubeObject } from '../../model/manifest';
import type { SandboxForks } from './forks';

/** The accounts of the forks, each with those of its Services that are written. */
export function forkAccounts(
  { accounts, services }: SandboxForks,
  needless: ReadonlySet<KubeObject>,
): readonly ForkAccount[] {
  const written = new Map<string, string[]>();
  for (const { workload, fork, object } of services) {
    if (!needless.has(object)) collect(written, workload, fork);
  }
  return accounts.map((one) => ({ ...one, services: [...(written.get(one.of) ?? [])].sort() }));
}

/** What is said of a Service whose fork nobody reaches, and that is not written, says nothing. */
export function forkFindings(
  { findings, services }: SandboxForks,
  needless: ReadonlySet<KubeObject>,
): readonly Finding[] {
  const unused = new Set(
    services.filter(({ object }) => needless.has(object)).map(({ baseline }) => baseline.origin),
  );
  return findings.filter(
    ({ code, also = [] }) =>
      code !== 'service-shared' || !also.some(({ origin }) => unused.has(origin)),
  );
}
