// One derivation held against the promises: the baseline's world and the world with the derived
// objects, asked the same requests. Neighbour: check.ts (one request).

import fc from 'fast-check';
import type { KubeObject } from '../../lib/model/manifest';
import type { Case } from '../arbitrary/baseline';
import { type Drawn, requestsFor } from '../arbitrary/request';
import { readings } from './accept';
import { check, type Verdict } from './check';
import { orders } from './order';
import type { ProfileLaw } from './profiles';
import { type Route, type World, worldOf } from './world';

/** What a derivation must be right under: every order that is known and every reading. */
export const everything: ProfileLaw = { orders, readings };

export interface Question {
  readonly subject: Case;
  readonly derived: readonly KubeObject[];
  readonly requests: readonly Drawn[];
  readonly law: ProfileLaw;
  /** The most failures to collect. @default 1 */
  readonly limit?: number;
}

/** A baseline's own world is the same for whatever is derived from it. */
const worlds = new WeakMap<Case, World>();

function worldBefore(subject: Case): World {
  const known = worlds.get(subject) ?? worldOf(subject.objects, subject.config.exclude.routes);
  worlds.set(subject, known);
  return known;
}

export function judge({ subject, derived, requests, law, limit = 1 }: Question): Verdict {
  const before = worldBefore(subject);
  return check({
    subject,
    before,
    after: worldOf([...subject.objects, ...derived]),
    requests,
    limit,
    orders: law.orders,
    readings: law.readings.filter(
      ({ lines }) => lines === 'joined' || !asksForOne(subject, before),
    ),
  });
}

/**
 * Whether the baseline asks for one value of a list that carries the key. No twin can be had beside
 * it, and none is needed but where a list is not read as one value: that much is said, not promised.
 */
function asksForOne({ config }: Case, { routes }: World): boolean {
  const lists = new Set<string>(config.carriers.map(({ type }) => type));
  return routes.some(({ rules }) =>
    rules.some(({ matches }) =>
      matches.some(({ headers }) =>
        headers.some(({ name, pattern }) => pattern === undefined && lists.has(name)),
      ),
    ),
  );
}

/** @param isAimed the routes whose matches they are made for; all where it is left out */
export function drawRequests(
  subject: Case,
  seed: number,
  count: number,
  isAimed?: (route: Route) => boolean,
): Drawn[] {
  return fc.sample(requestsFor(subject, isAimed), { seed, numRuns: count });
}
