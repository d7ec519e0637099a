// The route of a preview: all rules of a baseline route in their order, under other hostnames, with
// forks in place of what they fork and the key set for what follows.
//
// A request without the key is to go there as one with it goes on the baseline's route, so a match
// that asks for another value of the key's header, which no such request has, is left out. One that
// the key itself meets, or may meet, would ask a request without it for the key: it is refused.
// Neighbours: key-filter.ts, previews.ts, ../route/derived-route.ts (routes for keyed requests).

import type { Config } from '../../model/config';
import type { DerivedRouteAccount } from '../../model/derivation';
import { type JsonObject, type KubeObject, listOf, nameOf } from '../../model/manifest';
import { markedList, marks } from '../../model/marks';
import type { ParentRef, Route, Rule } from '../../model/route';
import type { Owner } from '../../model/sandbox';
import { keyMatch } from '../../routing/carrier';
import { matchText } from '../../routing/witness';
import { withSession } from '../names/session-name';
import { type Substitution, substitute } from '../reference/substitution';
import { targetText } from '../route/account';
import { routeObject, specFor } from '../route/derived-route';
import { standingOf } from '../twin/standing';
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

/** A match that asks for a header of the key which the key itself meets, or may meet. */
export interface AskedKey {
  readonly rule: Rule;
  readonly header: KeyHeader;
}

/** Why there is no route: a rule has no room for the key, a match asks for it, or no rule is left. */
export type NoPreview =
  | { readonly full: Rule }
  | { readonly asked: AskedKey }
  | { readonly unmet: KeyHeader };

export function previewRoute(request: PreviewRouteRequest): PreviewRoute | NoPreview {
  const { owner, config, route, parents, hostnames, name, substitution, headers } = request;
  const rules: JsonObject[] = [];
  const accounts: DerivedRouteAccount['rules'][number][] = [];
  const lost: LostKey[] = [];
  for (const rule of route.rules) {
    const kept = keptMatches(rule, request);
    const asked = kept.flatMap((one) => one.asks)[0];
    if (asked !== undefined) return { asked: { rule, header: asked } };
    if (kept.length === 0) continue;
    const forked = substitute(rule, substitution, config.weights);
    const keyed = withKey(withSession(forked, { owner, route, rule }), headers);
    if (keyed === undefined) return { full: rule };
    rules.push({ ...keyed.json, matches: kept.map(({ index }) => rawMatch(rule, index)) });
    lost.push(...keyed.lost.map((header) => ({ rule, header })));
    const requests = kept.map(({ match }) => matchText(match));
    accounts.push({ role: 'preview', requests, to: targetText(rule, substitution, config) });
  }
  const [header] = headers;
  if (rules.length === 0 && header !== undefined) return { unmet: header };
  const written = routeObject(owner, route, name, { ...specFor(route, parents), hostnames, rules });
  const object = annotate(written, { [marks.preview]: markedList(hostnames) });
  return { object, account: { name: nameOf(object), hostnames, rules: accounts }, lost };

  function rawMatch({ raw }: Rule, index: number): JsonObject {
    return (listOf(raw.matches)[index] ?? {}) as JsonObject;
  }
}

/** The matches that a request with the key can meet, each with headers that ask for the key. */
function keptMatches({ matches }: Rule, { headers, config, owner }: PreviewRouteRequest) {
  const { keyName } = config;
  const { routingKey } = owner;
  return matches.flatMap((match, index) => {
    const standings = headers.map((header) => {
      const { carrier } = header;
      const key = keyMatch(carrier, keyName, routingKey);
      return { header, standing: standingOf(match, { carrier, key }, { keyName, routingKey }) };
    });
    if (standings.some(({ standing }) => standing === 'never')) return [];
    const asking = standings.filter(
      ({ standing }) => standing === 'is-key' || standing === 'in-use',
    );
    return [{ match, index, asks: asking.map(({ header }) => header) }];
  });
}
