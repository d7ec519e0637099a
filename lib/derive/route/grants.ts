// ReferenceGrants for forks: a grant that names a baseline Service does not cover its fork.
//
// A reference that the baseline does not grant stays ungranted: the fork answers as its baseline
// would. Mesh routes need no grant (GEP-1294). Neighbour: ../routing/reference/grant.ts (what a grant opens).

import type { Inventory } from '../../model/inventory';
import { at, type JsonObject, type KubeObject, listOf, type Manifest } from '../../model/manifest';
import { isService, type ParentRef, type Route } from '../../model/route';
import type { Owner } from '../../model/sandbox';
import { opensAll } from '../../routing/reference/grant';
import { routeGrants } from '../../routing/reference/reference';
import { derivedMeta, sourceName } from '../write/owner-meta';
import { derivedName } from './derived-name';
import { referencesOf } from './fork-references';
import type { Substitution } from './substitution';

interface ForkedRoute {
  readonly twins: { readonly route: Route; readonly parents: readonly ParentRef[] };
  readonly substitution: Substitution;
}

/** The grants that forks need and those of the baseline that open the references by now. */
interface ForkGrants {
  readonly objects: readonly KubeObject[];
  readonly used: readonly Manifest[];
}

/** Grants for forks in other namespaces than a route with a Gateway parent. */
export function forkGrants(
  routes: readonly ForkedRoute[],
  owner: Owner,
  inventory: Inventory,
): ForkGrants {
  const objects = new Map<string, KubeObject>();
  const used: Manifest[] = [];
  for (const { twins, substitution } of routes) {
    const { route } = twins;
    if (twins.parents.every(isService)) continue;
    for (const ref of route.rules.flatMap(referencesOf)) {
      const fork = substitution(ref);
      if (fork === undefined || ref.namespace === route.namespace) continue;
      const grants = routeGrants(route, ref, inventory);
      used.push(...grants);
      const [named] = grants;
      if (named === undefined || grants.some((grant) => opensAll(grant, service))) continue;
      const kind = route.kind.toLowerCase();
      const name = derivedName(`${fork.name}--${kind}--${route.namespace || 'current'}`);
      objects.set(
        `${ref.namespace}/${name}`,
        forkGrant(named, { route, fork: fork.name }, owner, name),
      );
    }
  }
  return { objects: [...objects.values()], used };
}

const service = { group: '', kind: 'Service' };

interface GrantNeed {
  readonly route: Route;
  /** The fork Service's name, in the grant's own namespace. */
  readonly fork: string;
}

/** A grant for one fork, made from the baseline's grant for the Service that it forks. */
function forkGrant(grant: Manifest, need: GrantNeed, owner: Owner, name: string): KubeObject {
  const { object } = grant;
  const from = listOf(at(object, ['spec', 'from'])).filter(
    (entry) => at(entry, ['kind']) === need.route.kind,
  );
  const to: JsonObject = { ...service, name: need.fork };
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: derivedMeta({
      owner,
      name,
      namespace: object.metadata?.namespace,
      derivedFrom: sourceName(object),
    }),
    spec: { from, to: [to] },
  };
}
