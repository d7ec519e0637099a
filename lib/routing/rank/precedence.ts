// Which of two matches that accept one request takes it, down to the last tie, and what decided.
//
// The law is `HTTPRouteSpec.Hostnames`, `HTTPRouteRule.Matches` and their gRPC twins: the
// hostname, the criteria of an order, the age of the routes, namespace and name, the rule, the
// match. Runs for every request and inside sorts: nothing is allocated unless orders disagree.
// Neighbours: order.ts (matches alone), ../law.ts (which orders, and who settles ties), ../decide.ts.

import { remembered } from '../../model/memo';
import type { Match, Route } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { compareText } from '../../model/text-order';
import { anyHost } from '../hostname';
import type { Law } from '../law';
import { secondOf } from './age';
import { answerOf, answers, type Comparison } from './criteria';
import { compareMixed, compareOnPath, type Order } from './order';

/** One candidate as one request meets it. */
export interface Contender {
  readonly candidate: Candidate;
  /** The hostname under which it competes, `*` for any. */
  readonly host: string;
  /** The hostname of the route itself that covers it; `host` where it is left out. */
  readonly own?: string;
  /** All hosts that its route and the listener have in common; Traefik counts the longest. */
  readonly hosts?: readonly string[];
}

const same: Comparison = { ranking: 'tie', by: '' };
const byHost = answers('hostname');
const byAge = answers('age');
const byName = answers('namespace and name');
const byUnnamed = answers('name of the current namespace');
const byKind = answers('kinds of routes');
const byRule = answers('rule order');
const byMatch = answers('match order');
const byNothing = answers('what settles ties');
const byOrder = answers('order of matches');
const byLongest = answers('length of the longest hostname');
const bySum = answers('sum of weights');
const wildcard = '*.';
const slash = '/'.charCodeAt(0);
/** No hostname is longer. */
const longestHostname = 253;

/**
 * Compares two contenders and names what decided, or what is open.
 *
 * Antisymmetric, and total but for `unknown`; `tie` only where both are one and the same
 * candidate. Several orders that do not agree are `unknown`.
 *
 * @param pathLength of the request's path without query, for orders that ask how much matched;
 * what it would decide is `unknown` without it
 */
export function comparePrecedence(
  left: Contender,
  right: Contender,
  law: Law,
  pathLength?: number,
): Comparison {
  const [one, other] = [left.candidate, right.candidate];
  const lead = compareHosts(left.host, right.host) || compareOwnHosts(left, right, law);
  const own = answerOf(lead, byHost);
  const isOpen = left.host === right.host && law.countsOwnHostnames === 'open';
  const hosts = isOpen ? undefined : own;
  let settled: Comparison | undefined;
  for (const order of law.orders) {
    let found = hosts;
    if (order.isSum) found = compareSums(order, left, right, law);
    else if (found === undefined) {
      found =
        law.mixesKinds === 'yes' && one.match.protocol !== other.match.protocol
          ? compareMixed(one.match, other.match, order)
          : compareOnPath(one.match, other.match, order, pathLength);
      if (found.ranking === 'tie') found = compareTied(one, other, law);
    }
    if (found.ranking === 'unknown') return found;
    if (settled === undefined) settled = found;
    else if (settled.ranking !== found.ranking) return disagreement(settled, found);
  }
  if (isOpen && own !== undefined && settled?.ranking !== own.ranking) return byHost.unknown;
  return settled ?? byOrder.unknown;
}

/** What the hostnames that routes were written with say, where they count. */
function compareOwnHosts(left: Contender, right: Contender, law: Law): number {
  if (law.countsOwnHostnames === 'no') return 0;
  return compareHosts(left.own ?? left.host, right.own ?? right.host);
}

/** Named in one order whichever side comes first, so that both directions say the same. */
function disagreement(one: Comparison, other: Comparison): Comparison {
  return { ranking: 'unknown', by: [one.by, other.by].sort().join(' or ') };
}

/** Above 0 where the left name is more specific: any exact one, then the longer; `*` is last. */
export function compareHosts(left: string, right: string): number {
  if (left === right) return 0;
  const lead = Number(isPrecise(left)) - Number(isPrecise(right));
  return lead === 0 ? left.length - right.length : lead;
}

function isPrecise(host: string): boolean {
  return host !== anyHost && !host.startsWith(wildcard);
}

/** What no criterion tells apart: by age and name across routes, by position within one. */
function compareTied(left: Candidate, right: Candidate, law: Law): Comparison {
  if (left.route !== right.route) {
    const routes = compareRoutes(left.route, right.route, law);
    if (routes !== undefined) return routes;
  }
  const rules = answerOf(right.rule.index - left.rule.index, byRule);
  const found = rules ?? answerOf(right.matchIndex - left.matchIndex, byMatch);
  if (found === undefined) return same;
  return law.positionsSettleTies === 'yes' ? found : byNothing.unknown;
}

/** Undefined where both are one and the same route. */
function compareRoutes(left: Route, right: Route, law: Law): Comparison | undefined {
  const lead = compareNames(left, right, law);
  if (lead === 0 && left.kind === right.kind) return undefined;
  if (law.agesSettleTies !== 'yes') return byNothing.unknown;
  const age = answerOf(readSecond(right) - readSecond(left), byAge);
  if (age !== undefined) return age;
  if (lead === 0) return byKind.unknown;
  // What the current namespace is called, and so where it sorts, is not known.
  if ((left.namespace === '') !== (right.namespace === '')) return byUnnamed.unknown;
  return answerOf(lead, byName);
}

/** NaN where it is not known. Read once: routes are compared in every sort. */
const readSecond = remembered((route: Route) => secondOf(route) ?? Number.NaN);

/** Above 0 where the left one's namespace and name come first, NaN where the law leaves it open. */
function compareNames(left: Route, right: Route, { joinsNames }: Law): number {
  if (left.namespace === right.namespace) return compareText(right.name, left.name);
  const apart = compareText(right.namespace, left.namespace);
  if (joinsNames === 'no') return apart;
  const joined = compareJoined(right.namespace, left.namespace);
  return joinsNames === 'yes' || Math.sign(joined) === apart ? joined : Number.NaN;
}

/** Compares two different namespaces as `namespace/name` would: `/` sorts after `-`. */
function compareJoined(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  if (left.startsWith(right)) return left.charCodeAt(length) - slash;
  return right.startsWith(left) ? slash - right.charCodeAt(length) : compareText(left, right);
}

/** One number for match, hostname and place of the rule: the priority of Traefik's routers. */
function compareSums(order: Order, left: Contender, right: Contender, law: Law): Comparison {
  const [one, other] = [left.candidate, right.candidate];
  const matches = leadOf(one.match, other.match, order);
  if (matches === undefined) return byKind.unknown;
  const lead = matches + placeOf(one) - placeOf(other);
  const least = lead + leastHost(left) - mostHost(right);
  const most = lead + mostHost(left) - leastHost(right);
  if (least > 0) return bySum.before;
  if (most < 0) return bySum.after;
  if (Number.isNaN(lead)) return bySum.unknown;
  // Matches of one route on one host have the same longest hostname, known or not.
  const isShared = one.route === other.route && left.host === right.host;
  if (isShared && left.hosts === right.hosts) {
    return answerOf(lead, bySum) ?? compareTied(one, other, law);
  }
  return least === most ? compareTied(one, other, law) : byLongest.unknown;
}

function leadOf(left: Match, right: Match, { http, grpc }: Order): number | undefined {
  if (left.protocol === 'http' && right.protocol === 'http') return http[0]?.compare(left, right);
  if (left.protocol === 'grpc' && right.protocol === 'grpc') return grpc[0]?.compare(left, right);
  return undefined;
}

/** The first rule of three has 3, so that it ranks before the last one, which has 1. */
function placeOf({ route, rule }: Candidate): number {
  return route.rules.length - rule.index;
}

/** What the longest hostname can be, where it is not told: all that fit the listener count. */
function leastHost({ host, hosts }: Contender): number {
  return hosts === undefined ? hostLength(host) : longestOf(hosts);
}

function mostHost({ host, hosts, candidate }: Contender): number {
  if (hosts !== undefined) return longestOf(hosts);
  const { hostnames } = candidate.route;
  // One hostname, or none: what it has in common with the listener is the host itself.
  if (hostnames.length < 2) return hostLength(host);
  // A listener may narrow a wildcard to a longer name.
  const isWide = hostnames.some((name) => !isPrecise(name));
  return isWide ? longestHostname : Math.max(hostLength(host), longestOf(hostnames));
}

function longestOf(hosts: readonly string[]): number {
  let longest = 0;
  for (const host of hosts) longest = Math.max(longest, hostLength(host));
  return longest;
}

function hostLength(host: string): number {
  return host === anyHost ? 0 : host.length;
}
