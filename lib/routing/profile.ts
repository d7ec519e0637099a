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

/** The name of an implementation as people say it. */
export function titleOf(name: string): string {
  return profiles.get(name)?.title ?? name;
}

/**
 * Why derived routes cannot be kept apart from others under a law, as the rest of a sentence that
 * names the implementation. Deriving keeps matches apart by hostname first, then by path, method and
 * query, and its keys by header matches: the first of these that a law breaks.
 */
const obstacles: readonly { readonly holds: (law: Law) => boolean; readonly because: string }[] = [
  {
    holds: ({ orders }) => orders.some((order) => order.isSum),
    because:
      'adds path, method, headers, query and the length of a hostname up to one number, so that a routing key could outweigh a longer path or another host',
  },
  {
    holds: ({ ignoresMethods, ignoresQueries }) => ignoresMethods || ignoresQueries,
    because:
      'reads neither methods nor query parameters, so that rules which differ in them alone would all take a keyed request',
  },
  {
    holds: ({ headerExpressions }) => headerExpressions.includes('anything'),
    because:
      'is said to take every request for one that meets a header expression, so that any request could pass for a keyed one',
  },
];

/** Why nothing can be derived for a profile; undefined where it can, or is none. */
export function derivingObstacle(name: string): string | undefined {
  const found = profileOf(name);
  if (found === undefined) return undefined;
  const because = obstacles.find(({ holds }) => holds(found.law))?.because;
  return because === undefined ? undefined : `${found.title} ${because}`;
}

/** Profiles that derived routes can be made for. */
export const derivingProfileNames: readonly string[] = profileNames.filter(
  (name) => derivingObstacle(name) === undefined,
);

/**
 * Whether creation times settle what ties wherever routes of these profiles run; without a profile
 * as the specification says.
 */
export function doAgesSettle(names: readonly string[]): boolean {
  return names.every((name) => profileOf(name)?.law.agesSettleTies === 'yes');
}

/** Whether HTTPRoutes and GRPCRoutes of one host are both accepted wherever routes of these profiles run. */
export function doKindsMix(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => profileOf(name)?.law.mixesKinds === 'yes');
}

/** Whether a header's value may be cut at commas where routes of these profiles run. */
export function mayCutHeaders(names: readonly string[]): boolean {
  return (
    names.length === 0 || names.some((name) => profileOf(name)?.law.splitsHeadersAtCommas !== 'no')
  );
}

/** Whether somewhere routes of these profiles run only those of the most specific listener may count. */
export function mayIsolate(names: readonly string[]): boolean {
  return (
    names.length === 0 || names.some((name) => profileOf(name)?.law.listenerIsolation !== 'no')
  );
}

/** The orders that a list of profiles asks for; every known one where the list is empty. */
export function ordersOf(names: readonly string[]): readonly Order[] {
  if (names.length === 0) return everyOrder;
  return [...new Set(names.flatMap((name) => profileOf(name)?.law.orders ?? []))];
}
