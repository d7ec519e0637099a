// ReferenceGrants for what stands in for a Service: a grant that names the baseline's does not
// cover its fork, and nothing may open the namespace of a virtual endpoint's target yet.
//
// A reference that the baseline does not grant stays ungranted: the fork answers as its baseline
// would. Mesh routes need no grant (GEP-1294). Neighbours: opened-routes.ts,
// ../../routing/reference/grant.ts (what a grant opens).

import { type Finding, finding } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import {
  at,
  gatewayGroup,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
} from '../../model/manifest';
import { sourceName } from '../../model/marks';
import { type BackendRef, isService, type ParentRef, type Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { routeGrants } from '../../routing/reference/reference';
import { derivedName } from '../names/derived-name';
import { derivedMeta } from '../write/owner-meta';
import { type ForkReferences, referencesOf, type Target } from './fork-references';
import { grantOpens, openedRoute } from './opened-routes';
import type { Substitution } from './substitution';

interface ForkedRoute {
  readonly twins: { readonly route: Route; readonly parents: readonly ParentRef[] };
  readonly substitution: Substitution;
}

export interface GrantRequest {
  readonly owner: Owner;
  readonly references: ForkReferences;
  readonly table: RouteTable;
}

/** The grants that an owner needs, and those of the baseline that open its references by now. */
export interface ForkGrants {
  readonly objects: readonly KubeObject[];
  readonly used: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/** Grants for what is in another namespace than a route with a Gateway parent. */
export function forkGrants(routes: readonly ForkedRoute[], request: GrantRequest): ForkGrants {
  const objects = new Map<string, KubeObject>();
  const used = new Set<Manifest>();
  const findings = new Map<Route, Finding>();
  const { inventory } = request.table;
  for (const { twins, substitution } of routes) {
    const { route } = twins;
    if (twins.parents.every(isService)) continue;
    for (const ref of route.rules.flatMap(referencesOf)) {
      const target = request.references.targetOf(ref);
      if (target === undefined || substitution(ref) === undefined) continue;
      const asked = routeGrants(route, ref, inventory);
      const opening = openingGrants(route, ref, target, inventory);
      for (const grant of [...asked, ...opening]) used.add(grant);
      if (target.namespace === route.namespace || opening.length > 0) continue;
      const near = ref.namespace === target.namespace ? asked[0] : undefined;
      const grant = forkGrant({ route, ref, target, near }, request);
      if (grant === undefined) findings.set(route, unnamed(route, target));
      else {
        objects.set(`${target.namespace}/${grant.metadata?.name}`, grant);
        const from = listOf(at(grant, ['spec', 'from']));
        const opened = openedRoute({ target, from, kind: route.kind }, request.table);
        if (opened !== undefined) findings.set(opened, grantOpens(opened, target, request.owner));
      }
    }
  }
  return { objects: [...objects.values()], used: [...used], findings: [...findings.values()] };
}

/** Grants of the baseline that let the route refer to the target. */
function openingGrants(
  route: Route,
  ref: BackendRef,
  { namespace, name }: Target,
  inventory: Inventory,
): readonly Manifest[] {
  return namespace === route.namespace
    ? []
    : routeGrants(route, { ...ref, namespace, name }, inventory);
}

interface GrantNeed {
  readonly route: Route;
  readonly ref: BackendRef;
  readonly target: Target;
  /** The grant of the target's namespace by which the baseline opens its own Service. */
  readonly near: Manifest | undefined;
}

/** A grant for one target; undefined where the route's namespace has no name to write. */
function forkGrant(need: GrantNeed, request: GrantRequest): KubeObject | undefined {
  const { route, ref, target, near } = need;
  const { owner, table } = request;
  const { inventory } = table;
  const from = near === undefined ? freshSource(route, inventory) : sourcesOf(near, route);
  if (from === undefined) return undefined;
  const namespace =
    near === undefined
      ? target.namespace || inventory.currentNamespace
      : near.object.metadata?.namespace;
  const to: JsonObject = { group: '', kind: 'Service', name: target.name };
  const of = near ?? inventory.find('/Service', ref.namespace, ref.name);
  return {
    apiVersion: near?.object.apiVersion ?? grantVersion,
    kind: 'ReferenceGrant',
    metadata: derivedMeta({
      owner,
      name: grantName(need, request),
      namespace,
      derivedFrom: sourceName(of?.object ?? route.manifest.object),
    }),
    spec: { from, to: [to] },
  };
}

/** The version that every release of the CRD has served. */
const grantVersion = `${gatewayGroup}/v1beta1`;

function freshSource(
  { kind, namespace }: Route,
  inventory: Inventory,
): readonly Json[] | undefined {
  const name = namespace || inventory.currentNamespace;
  return name === undefined ? undefined : [{ group: gatewayGroup, kind, namespace: name }];
}

function sourcesOf(grant: Manifest, { kind }: Route): readonly Json[] {
  return listOf(at(grant.object, ['spec', 'from'])).filter((entry) => at(entry, ['kind']) === kind);
}

/** A fork's name tells its sandbox; what others write, or a group reaches, says whose grant it is. */
function grantName({ route, target }: GrantNeed, { owner, references }: GrantRequest): string {
  const isOwnFork = owner.kind === 'Sandbox' && references.isFork(target);
  const name = isOwnFork ? target.name : `${owner.name}--${target.name}`;
  return derivedName(`${name}--${route.kind.toLowerCase()}--${route.namespace || 'current'}`);
}

function unnamed(route: Route, { namespace, name }: Target): Finding {
  const { object, origin } = route.manifest;
  return finding('namespace-unnamed', {
    message: `${nameOf(object)} needs a ReferenceGrant for Service ${namespace}/${name}, which must name its namespace, and that has no name`,
    hint: 'say what the current namespace is called with `-n`',
    where: { origin },
  });
}
