// The route of a preview: all rules of a baseline route in their order, under other hostnames, with
// forks in place of what they fork and the key set for what follows.
//
// A request without the key is to go there as one with it goes on the baseline's route, so a match
// that asks for another value of the key's header, which no such request has, is left out.
// Neighbours: key-filter.ts, previews.ts, ../route/derived-route.ts (routes for keyed requests).

import type { Config } from '../../model/config';
import type { DerivedRouteAccount } from '../../model/derivation';
import { type JsonObject, type KubeObject, listOf, nameOf } from '../../model/manifest';
import { marks } from '../../model/marks';
import type { Match, ParentRef, Route, Rule } from '../../model/route';
import type { Owner } from '../../model/sandbox';
import { carriesKey } from '../../routing/carrier';
import { matchText } from '../../routing/witness';
import { type Substitution, substitute } from '../reference/substitution';
import { targetText } from '../route/account';
import { routeObject, specFor } from '../route/derived-route';
import { withSession } from '../route/session-name';
import { annotate } from '../write/owner-meta';
import { type KeyHeader, withKey } from './key-filter';

export interface PreviewRouteRequest {
  readonly owner: Owner;
  readonly config: Config;
  readonly route: Route;
  readonly parents: readonly ParentRef[];
  readonly hostnames: readonly string[];
  readonly name: string;
  readonly substitution: Substitution;
  readonly headers: readonly KeyHeader[];
}

/** A rule whose filters set or remove a header of the key themselves. */
export interface LostKey {
  readonly rule: Rule;
  readonly header: KeyHeader;
}

export interface PreviewRoute {
  readonly object: KubeObject;
  readonly account: DerivedRouteAccount;
  readonly lost: readonly LostKey[];
}

/** The route, or the rule that has no room for the key. */
export function previewRoute(request: PreviewRouteRequest): PreviewRoute | { readonly full: Rule } {
  const { owner, config, route, parents, hostnames, name, substitution, headers } = request;
  const rules: JsonObject[] = [];
  const accounts: DerivedRouteAccount['rules'][number][] = [];
  const lost: LostKey[] = [];
  for (const rule of route.rules) {
    const kept = keptMatches(rule, request);
    if (kept.length === 0) continue;
    const forked = substitute(rule, substitution, config.weights);
    const keyed = withKey(withSession(forked, { owner, route, rule }), headers);
    if (keyed === undefined) return { full: rule };
    rules.push({ ...keyed.json, matches: kept.map(({ index }) => rawMatch(rule, index)) });
    lost.push(...keyed.lost.map((header) => ({ rule, header })));
    const requests = kept.map(({ match }) => matchText(match));
    accounts.push({ role: 'preview', requests, to: targetText(rule, substitution, config) });
  }
  const written = routeObject(owner, route, name, { ...specFor(route, parents), hostnames, rules });
  const object = annotate(written, { [marks.preview]: 'true' });
  return { object, account: { name: nameOf(object), hostnames, rules: accounts }, lost };

  function rawMatch({ raw }: Rule, index: number): JsonObject {
    return (listOf(raw.matches)[index] ?? {}) as JsonObject;
  }
}

/** The matches that a request with the key can meet. */
function keptMatches({ matches }: Rule, { headers, config, owner }: PreviewRouteRequest) {
  const isMet = (match: Match) =>
    match.headers.every(({ type, name, value }) => {
      const own = headers.find((header) => header.name.toLowerCase() === name.toLowerCase());
      if (own === undefined || type !== 'Exact') return true;
      return carriesKey(own.carrier, config.keyName, owner.routingKey, value);
    });
  return matches.flatMap((match, index) => (isMet(match) ? [{ match, index }] : []));
}
