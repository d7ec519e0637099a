// An account of the derived routes, for the reports that people read.
//
// Neighbours: route-derivation.ts (the routes), ../../model/derivation.ts (the account).

import type { Config } from '../../model/config';
import type { DerivedRouteAccount, DerivedRule } from '../../model/derivation';
import { collect } from '../../model/groups';
import {
  at,
  type Json,
  type KubeObject,
  listOf,
  nameOf,
  placeText,
  textOf,
} from '../../model/manifest';
import type { Rule } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { matchText } from '../../routing/witness';
import { isForked, type Substitution, substitute } from '../reference/substitution';
import type { DerivedRoute } from './route-derivation';

export function accountOf(
  { twins, objects, substitution }: DerivedRoute,
  config: Config,
): DerivedRouteAccount {
  const { route, carriers } = twins;
  const byRule = new Map<Rule, Candidate[]>();
  for (const candidate of new Set(carriers.flatMap(({ twins: candidates }) => candidates))) {
    collect(byRule, candidate.rule, candidate);
  }
  const rules = route.rules.flatMap((rule): DerivedRule[] => {
    const own = byRule.get(rule);
    if (own === undefined) return [];
    return [
      {
        role: isForked(rule, substitution) ? 'fork' : 'shield',
        requests: own
          .sort((left, right) => left.matchIndex - right.matchIndex)
          .map(({ match }) => matchText(match)),
        to: targetText(rule, substitution, config),
      },
    ];
  });
  const [first] = objects;
  const name = first === undefined ? route.name : nameOf(first);
  return { name, hostnames: route.hostnames, rules };
}

export function targetText(rule: Rule, substitution: Substitution, { weights }: Config): string {
  const json = substitute(rule, substitution, weights);
  const backends = listOf(json.backendRefs);
  if (backends.length === 0) {
    const types = listOf(json.filters).flatMap((filter) => textOf(at(filter, ['type'])) ?? []);
    return types.length === 0 ? 'no backend' : types.join(', ');
  }
  return backends
    .map((ref) => {
      const target = serviceText(ref);
      return backends.length === 1 ? target : `${target} (${String(at(ref, ['weight']) ?? 1)})`;
    })
    .join(', ');
}

/** `cart-pr-42:80`, and `mocks/payments-mock:80` where the reference says a namespace. */
function serviceText(ref: Json | undefined): string {
  const namespace = textOf(at(ref, ['namespace']));
  return `${placeText(namespace, String(at(ref, ['name'])))}:${String(at(ref, ['port']) ?? '')}`;
}

/** An account of a route that was written for a Service without one (../mesh/mesh-default.ts). */
export function defaultAccount(route: KubeObject): DerivedRouteAccount {
  const rules = listOf(at(route, ['spec', 'rules'])).map((rule, index): DerivedRule => {
    const [ref] = listOf(at(rule, ['backendRefs']));
    return { role: index === 0 ? 'fork' : 'catch-all', requests: ['/*'], to: serviceText(ref) };
  });
  return { name: nameOf(route), hostnames: [], rules };
}
