// Implementations of the Gateway API as data: what each answers where the law leaves room.
//
// The facts are in profiles/, each with its source, and printed in docs/profiles.md. Deriving
// takes only those under which its proof holds. Neighbours: law.ts (the questions), rank/order.ts.

import type { Law } from './law';
import { cloudProfiles } from './profiles/cloud';
import { envoyProfiles } from './profiles/envoy';
import { type Profile, specificationProfile } from './profiles/profile';
import { proxyProfiles } from './profiles/proxies';
import { rustProfiles } from './profiles/rust';
import { everyOrder, type Order } from './rank/order';

export type { Profile } from './profiles/profile';

const profiles: ReadonlyMap<string, Profile> = new Map(
  [
    specificationProfile('Gateway API v1.6'),
    ...envoyProfiles,
    ...rustProfiles,
    ...proxyProfiles,
    ...cloudProfiles,
  ].map((one) => [one.name, one]),
);

export const profileNames: readonly string[] = [...profiles.keys()];

export function profileOf(name: string): Profile | undefined {
  return profiles.get(name);
}

/** Profiles that derived routes can be made for. */
export const derivingProfileNames: readonly string[] = [...profiles.values()]
  .filter(({ law }) => isDerivable(law))
  .map(({ name }) => name);

/**
 * Deriving keeps matches apart by hostname first, then by path, method and query, and its keys by
 * header matches: an order that adds all up, or a data plane that reads less, breaks its proof.
 */
function isDerivable(law: Law): boolean {
  return (
    !law.orders.some((order) => order.isSum) &&
    !law.ignoresMethods &&
    !law.ignoresQueries &&
    !law.headerExpressions.includes('anything')
  );
}

/** The orders that a list of profiles asks for; every known one where the list is empty. */
export function ordersOf(names: readonly string[]): readonly Order[] {
  if (names.length === 0) return everyOrder;
  return [...new Set(names.flatMap((name) => profileOf(name)?.law.orders ?? []))];
}
