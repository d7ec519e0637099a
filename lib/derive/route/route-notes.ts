// What is said of an owner's routes once they are written: notes on rules, and what may keep a
// mesh from following them.
//
// Neighbours: rule-notes.ts, ../mesh/mesh-check.ts (what there is to say), route-derivation.ts.

import type { Config } from '../../model/config';
import type { Finding } from '../../model/finding';
import { at, listOf, type Manifest } from '../../model/manifest';
import { isService, type Rule, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { meshFindings } from '../mesh/mesh-check';
import { type ForkReferences, referencesOf } from '../reference/fork-references';
import { isForked, type Substitution } from '../reference/substitution';
import type { RouteTwins } from './derived-route';
import type { Exclusion } from './exclusion';
import { otherBackendNotes, type RulePlace, ruleNotes } from './rule-notes';

export interface RouteNotesRequest {
  readonly owner: Owner;
  readonly config: Config;
  readonly table: RouteTable;
  readonly exclusion: Exclusion;
  readonly forks: ForkReferences;
  readonly derived: readonly { readonly twins: RouteTwins; readonly substitution: Substitution }[];
  /** Keys of Services that have a route from us alone. */
  readonly byDefault: Iterable<string>;
}

export function routeNotes(request: RouteNotesRequest): readonly Finding[] {
  const { derived, exclusion, forks } = request;
  const rules = derived.flatMap(({ twins: { route, carriers }, substitution }) => {
    const twinned = new Set(carriers.flatMap(({ twins }) => twins.map(({ rule }) => rule)));
    const noted = route.rules.filter((rule) => twinned.has(rule));
    const isWhole = route.rules.length === listOf(at(route.raw, ['spec', 'rules'])).length;
    // Rules of several routes that became one are told of where they stand in the baseline.
    const places = isWhole
      ? noted.map((rule) => ({ route, rule }))
      : placesOf(noted, request.table);
    return places.flatMap((place) => ruleNotes(place, substitution, request));
  });
  const others = otherBackendNotes({
    ...request,
    replaced: forks.keys,
    mayFork: (route) => exclusion.mayFork(route),
  });
  const all = [...rules, ...others, ...meshFindings({ ...request, ...meshReach(request) })];
  // A route with two kinds of parents is written twice, and told of once.
  return [...new Map(all.map((one) => [`${one.code} ${one.message}`, one])).values()];
}

function placesOf(rules: readonly Rule[], { routes }: RouteTable): readonly RulePlace[] {
  const wanted = new Set(rules.map(({ raw }) => raw));
  return routes.flatMap((route) =>
    route.rules.filter(({ raw }) => wanted.has(raw)).map((rule) => ({ route, rule })),
  );
}

/** The Services that routes to forks attach to in a mesh, and those whose forks they reach. */
function meshReach({ derived, byDefault, forks, table }: RouteNotesRequest) {
  const reached = new Set(byDefault);
  const parents = new Set(reached);
  for (const { twins, substitution } of derived) {
    const services = twins.parents.filter(isService);
    const leading = twins.route.rules.filter((rule) => isForked(rule, substitution));
    if (services.length === 0 || leading.length === 0) continue;
    for (const { namespace, name } of services) parents.add(serviceKey(namespace, name));
    for (const ref of leading.flatMap(referencesOf)) {
      if (substitution(ref) !== undefined) reached.add(serviceKey(ref.namespace, ref.name));
    }
  }
  return {
    parents: [...parents].flatMap((key) => serviceCalled(key, table)),
    reached: [...forks.replaced].filter(({ key }) => reached.has(key)),
  };
}

function serviceCalled(key: string, { inventory }: RouteTable): readonly Manifest[] {
  const [namespace = '', name = ''] = key.split('/');
  const found = inventory.find('/Service', namespace, name);
  return found === undefined ? [] : [found];
}
