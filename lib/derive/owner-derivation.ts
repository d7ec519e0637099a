// What one sandbox or route group adds, step by step: its forks, the twins of the rules that
// reach them, the routes to write, what protects the baseline carried over, all put in order.
//
// Each owner is derived alone, from the baseline and its own forks (docs/architecture.md#promises).
// A route group writes no forks: it reaches those of its sandboxes.
// Neighbours: derive.ts (all owners), and the rooms beside: one for each step.

import type { Config } from '../model/config';
import type { SandboxDerivation } from '../model/derivation';
import type { Finding } from '../model/finding';
import { type KubeObject, type Manifest, nameOf } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import type { Owner } from '../model/sandbox';
import { ordersOf } from '../routing/profile';
import type { SandboxForks } from './fork/forks';
import { forkAccounts, forkFindings } from './fork/written-forks';
import type { TargetingPolicies } from './protect/policy-findings';
import { accountOf, defaultAccount, shieldsByOrder } from './route/account';
import { Exclusion } from './route/exclusion';
import { type ForkedService, ForkReferences, type VirtualEndpoint } from './route/fork-references';
import { forkedRules, unresolvedReferences } from './route/forked-rules';
import { type ForkGrants, forkGrants } from './route/grants';
import { type DerivedRoute, type RouteDerivation, routesOf } from './route/route-derivation';
import { findTwins, type TwinSet } from './twin/twins';
import { virtualAccount } from './virtual/endpoints';
import { unreachedEndpoints } from './virtual/virtual-findings';
import type { Digests } from './write/baseline-digest';
import { finished } from './write/finish';

/** What one sandbox puts in the place of baseline Services. */
export interface OwnerPart {
  readonly forks: SandboxForks;
  readonly virtual: readonly VirtualEndpoint[];
}

export interface OwnerRequest {
  readonly owner: Owner;
  /** The sandbox's own, or those of each sandbox of the route group. */
  readonly parts: readonly OwnerPart[];
  readonly table: RouteTable;
  readonly config: Config;
  readonly digests: Digests;
  readonly policies: TargetingPolicies;
}

export interface DerivedOwner {
  readonly derivation: SandboxDerivation;
  /** Fork Services that are not written, since nothing reaches them. */
  readonly needless: ReadonlySet<KubeObject>;
  readonly findings: readonly Finding[];
}

/** What the steps made of a request. */
interface Steps {
  /** What the owner writes besides routes: a route group nothing. */
  readonly own: readonly OwnerPart[];
  readonly references: ForkReferences;
  readonly exclusion: Exclusion;
  readonly twins: TwinSet;
  readonly routes: RouteDerivation;
  readonly grants: ForkGrants;
}

export function deriveOwner(request: OwnerRequest): DerivedOwner {
  const steps = stepsOf(request);
  const { needless } = steps.routes;
  return {
    derivation: derivationOf(request, steps),
    needless,
    findings: findingsOf(request, steps),
  };
}

function stepsOf(request: OwnerRequest): Steps {
  const { owner, parts, table, config } = request;
  const { inventory } = table;
  const services = parts.flatMap(({ forks }) => forks.services);
  const virtual = parts.flatMap((part) => part.virtual);
  const references = new ForkReferences({ services, virtual }, inventory);
  const exclusion = new Exclusion(config, table);
  const twins = twinsOf(request, references, exclusion);
  const routes = routesOf({ ...request, exclusion, twins, forks: references });
  const grants = forkGrants(routes.derived, { owner, references, inventory });
  const own = owner.kind === 'Sandbox' ? parts : [];
  return { own, references, exclusion, twins, routes, grants };
}

function twinsOf(
  { owner, table, config }: OwnerRequest,
  references: ForkReferences,
  exclusion: Exclusion,
): TwinSet {
  const { carriers, keyName, profiles } = config;
  return findTwins({
    table,
    orders: ordersOf(profiles),
    carriers,
    keyName,
    routingKey: owner.routingKey,
    parentsOf: (route) => exclusion.parentsOf(route),
    forked: forkedRules(table, references, exclusion),
  });
}

function derivationOf(request: OwnerRequest, steps: Steps): SandboxDerivation {
  const { owner, parts, config } = request;
  const { own, twins, routes } = steps;
  return {
    owner,
    members: own.length > 0 ? [] : parts.map(({ forks }) => forks.sandbox.name),
    objects: objectsOf(request, steps),
    forks: own.flatMap(({ forks }) => forkAccounts(forks, routes.needless)),
    virtual: own.flatMap(({ virtual }) => virtual.map(virtualAccount)),
    routes: [
      ...routes.derived.map((one) => accountOf(one, config)),
      ...routes.defaults.map(defaultAccount),
    ],
    shields: shieldsByOrder(twins),
  };
}

function objectsOf(request: OwnerRequest, { own, references, routes, grants }: Steps) {
  const objects = [
    ...own.flatMap(({ forks }) => forks.objects),
    ...routes.objects,
    ...grants.objects,
  ];
  const used = new Set<Manifest>([
    ...own.flatMap(({ forks }) => forks.used),
    ...[...references.replaced].map(({ baseline }) => baseline),
    ...routes.used,
    ...grants.used,
  ]);
  // A group's files say the names of forks that other files hold.
  const reached = own.length > 0 ? [] : references.services.map(({ object }) => nameOf(object));
  return finished(
    objects.filter((object) => !routes.needless.has(object)),
    { ...request, used, reached, isMeshed: routes.isMeshed },
  );
}

function findingsOf(request: OwnerRequest, steps: Steps): readonly Finding[] {
  const { own, references, exclusion, twins, routes, grants } = steps;
  const { needless, derived } = routes;
  const written = own.length === 0 ? [] : [...references.distinct];
  return [
    ...own.flatMap(({ forks }) => forkFindings(forks, needless)),
    ...twins.findings,
    ...unresolvedReferences(request.table, references, exclusion),
    ...routes.findings,
    ...grants.findings,
    ...own.flatMap(({ forks, virtual }) => unreachedEndpoints(forks.sandbox, virtual, steps)),
    ...policyFindings(
      request.policies,
      written.filter(({ object }) => !needless.has(object)),
      derived,
    ),
  ];
}

/** Policies on what the sandbox replaces or copies, each said once for each derived object. */
function policyFindings(
  policies: TargetingPolicies,
  services: readonly ForkedService[],
  derived: readonly DerivedRoute[],
): readonly Finding[] {
  const ofServices = services.flatMap(({ baseline, object }) =>
    policies.findings(baseline.object, object),
  );
  const ofRoutes = derived.flatMap(({ twins, objects: routes }) =>
    routes.flatMap((route) => policies.findings(twins.route.manifest.object, route)),
  );
  return [...ofServices, ...ofRoutes];
}
