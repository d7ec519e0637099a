// Matches and rules that never take a request, and matches of which nothing says who goes first.
//
// A rule of which every match is shadowed is told once, and not match by match. Of two routes that
// share many matches the first is told, with how many there are. Neighbours: within-route.ts,
// across-routes.ts.

import { type Finding, finding, type Where } from '../../model/finding';
import { at, type FieldPath, nameOf } from '../../model/manifest';
import { type Route, ruleText } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import { matchText } from '../../routing/witness';
import { type ShadowAcross, shadowsAcross } from './across-routes';
import { type Shadow, shadowsWithin } from './within-route';

export function shadowFindings(table: RouteTable): readonly Finding[] {
  const across = new Map(shadowsAcross(table).map((one) => [one.candidate, one]));
  const byAges = new Map<Route, Map<Route, Twins>>();
  const found = table.routes.flatMap((route) => {
    const within = new Map(shadowsWithin(route, table).map((one) => [one.candidate, one]));
    return route.rules.flatMap((rule) => {
      const candidates = table.candidatesOf(rule);
      const shadows = candidates.map((one) => within.get(one) ?? across.get(one));
      const told = shadows.filter((one) => one !== undefined);
      const isIdle = candidates.length > 0 && shadows.every((one) => one && !isOpen(one));
      const [first] = told;
      if (isIdle && first !== undefined) {
        return [ruleShadowed(first, told)];
      }
      return told.flatMap((one) => {
        if (!('place' in one) || !isOpen(one)) return [matchFinding(one)];
        keep(byAges, one as ShadowAcross);
        return [];
      });
    });
  });
  return [...found, ...[...byAges.values()].flatMap((by) => [...by.values()].map(byAge))];
}

/** Matches that two routes share. */
interface Twins {
  readonly first: ShadowAcross;
  readonly count: number;
}

function keep(byAges: Map<Route, Map<Route, Twins>>, one: ShadowAcross): void {
  const { candidate, by } = one;
  const own = byAges.get(candidate.route) ?? new Map<Route, Twins>();
  const { first, count } = own.get(by.route) ?? { first: one, count: 0 };
  byAges.set(candidate.route, own.set(by.route, { first, count: count + 1 }));
}

function isOpen({ relation }: Shadow): boolean {
  return relation === 'open';
}

function ruleShadowed(first: Shadow, all: readonly Shadow[]): Finding {
  const { route, rule, match } = first.candidate;
  const others = new Set(all.map(({ by }) => by.rule)).size - 1;
  const who = `${whoFirst(first)}${others > 0 ? ` and ${others} more go` : ' goes'}`;
  return finding('rule-shadowed', {
    message: `${ruleText(route, rule)} never takes a request: ${who} first for all that it matches (${matchText(match)})`,
    hint: 'remove the rule, or let it ask for more than the other does: a longer path, a method, a header',
    ...placesOf(first, ['spec', 'rules', rule.index]),
  });
}

function matchFinding(shadow: Shadow): Finding {
  const { candidate, by, relation } = shadow;
  const text = matchName(candidate);
  const asked = matchText(candidate.match);
  if (relation === 'same') {
    return finding('match-duplicate', {
      message: `${text} (${asked}) is the very same as match ${by.matchIndex} of that rule, so that it adds nothing`,
      hint: 'remove one of the two, or correct what it asks for',
      ...placesOf(shadow, pathOf(candidate)),
    });
  }
  if (relation === 'open') {
    return finding('match-duplicate', {
      message: `${text} (${asked}) takes the very requests that ${whoFirst(shadow)} takes, and the specification does not say which of two prefixes goes first that differ in a trailing slash alone`,
      hint: 'remove one of the two, or write both without the slash, so that the first of them goes first',
      ...placesOf(shadow, pathOf(candidate)),
    });
  }
  return finding('match-shadowed', {
    message: `${text} (${asked}) never takes a request: ${whoFirst(shadow)} goes first for all that it matches`,
    hint: 'remove the match, or let it ask for more than the other does',
    ...placesOf(shadow, pathOf(candidate)),
  });
}

function byAge({ first, count }: Twins): Finding {
  const { candidate, by, place, criterion } = first;
  const others = count - 1;
  const more =
    others === 0 ? '' : `, as do ${others} more ${others === 1 ? 'match' : 'matches'} of it`;
  const isSlash = criterion === 'path length';
  const what = isSlash
    ? 'which of two prefixes goes first that differ in a trailing slash alone is nowhere said'
    : 'only their age in the cluster says which of the two goes first';
  return finding('match-duplicate', {
    message: `${matchName(candidate)} (${matchText(candidate.match)}) asks on ${place} for the very requests of ${matchName(by)}${more}: ${what}`,
    hint: 'keep one of the two routes, give it other hostnames, or let one ask for more than the other does',
    ...placesOf(first, pathOf(candidate)),
  });
}

/** The other one, named with its route where that is another. */
function whoFirst({ candidate, by }: Shadow): string {
  return candidate.route === by.route ? partName(by) : matchName(by);
}

function matchName(candidate: Candidate): string {
  return `${nameOf(candidate.route.manifest.object)} ${partName(candidate)}`;
}

function partName({ rule, matchIndex }: Candidate): string {
  return rule.matches.length > 1 ? `rule ${rule.index} match ${matchIndex}` : `rule ${rule.index}`;
}

function placesOf({ candidate, by }: Shadow, path: FieldPath) {
  const where: Where = { origin: candidate.route.manifest.origin, path };
  const also: readonly Where[] = [{ origin: by.route.manifest.origin, path: pathOf(by) }];
  return { where, also, object: nameOf(candidate.route.manifest.object) };
}

/** The match, or its rule where that is written without matches. */
function pathOf({ route, rule, matchIndex }: Candidate): FieldPath {
  const path = ['spec', 'rules', rule.index];
  const match = [...path, 'matches', matchIndex];
  return at(route.manifest.object, match) === undefined ? path : match;
}
