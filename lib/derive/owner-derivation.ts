// What one sandbox or route group adds, step by step: its forks, the twins of the rules that
// reach them, the routes to write, what protects the baseline carried over, all put in order.
//
// Each owner is derived alone, from the baseline and its own forks (docs/architecture.md#promises).
// A route group writes no forks: it reaches those of its sandboxes.
// Neighbours: derive.ts (all owners), and the rooms beside: one for each step.

import type { SandboxDerivation } from '../model/derivation';
import type { Finding } from '../model/finding';
import { type KubeObject, type Manifest, nameOf } from '../model/manifest';
import type { ParentRef } from '../model/route';
import type { Owner } from '../model/sandbox';
import { doAgesSettle, mayCutHeaders, ordersOf } from '../routing/profile';
import { accepted } from './acceptance';
import type { SandboxForks } from './fork/forks';
import { forkAccounts, forkFindings } from './fork/written-forks';
import { placeKey } from './policy/target-key';
import { type Previews, previewsOf } from './preview/previews';
import { ownerProtection } from './protect/owner-protection';
import type { Protection } from './protect/protection';
import {
  type ForkedService,
  ForkReferences,
  type VirtualEndpoint,
} from './reference/fork-references';
import { type ForkGrants, forkGrants } from './reference/grants';
import { accountOf, defaultAccount } from './route/account';
import { gainsOf } from './route/fan-out';
import { forkedRules, unresolvedReferences } from './route/forked-rules';
import { type RouteDerivation, readFor, routesOf } from './route/route-derivation';
import type { Run } from './run';
import { oneRouteWhereAgesAsk } from './twin/one-route';
import { shieldCosts } from './twin/shield-costs';
import { findTwins, type TwinSet } from './twin/twins';
import { markedEndpoint, virtualAccount } from './virtual/sandbox-endpoint';
import { unreachedEndpoints } from './virtual/virtual-findings';
import { finished } from './write/finish';

/** What one sandbox puts in the place of baseline Services. */
export interface OwnerPart {
  readonly forks: SandboxForks;
  readonly virtual: readonly VirtualEndpoint[];
}

export interface OwnerRequest extends Run {
  readonly owner: Owner;
  /** The sandbox's own, or those of each sandbox of the route group. */
  readonly parts: readonly OwnerPart[];
}

export interface DerivedOwner {
  readonly derivation: SandboxDerivation;
  /** Fork Services that are not written, since nothing reaches them. */
  readonly needless: ReadonlySet<KubeObject>;
  /** ParentRefs of the baseline through which its routes are attached. */
  readonly parents: readonly ParentRef[];
  readonly findings: readonly Finding[];
}

/** What the steps made of a request. */
interface Steps {
  /** What the owner writes besides routes: a route group nothing. */
  readonly own: readonly OwnerPart[];
  readonly references: ForkReferences;
  readonly twins: TwinSet;
  readonly routes: RouteDerivation;
  readonly previews: Previews;
  readonly grants: ForkGrants;
  readonly protection: Protection;
}

export function deriveOwner(request: OwnerRequest): DerivedOwner {
  const steps = stepsOf(request);
  const { needless } = steps.routes;
  return {
    derivation: derivationOf(request, steps),
    needless,
    parents: standIns(steps).flatMap(({ twins }) => twins.parents),
    findings: findingsOf(request, steps),
  };
}

function stepsOf(request: OwnerRequest): Steps {
  const { owner, parts, table, exclusion } = request;
  const { inventory } = table;
  const services = parts.flatMap(({ forks }) => forks.services);
  const virtual = parts.flatMap((part) => part.virtual);
  const references = new ForkReferences({ services, virtual }, inventory);
  const twins = twinsOf(request, references);
  const routes = routesOf({ ...request, exclusion, twins, forks: references });
  const own = owner.kind === 'Sandbox' ? parts : [];
  const previews = previewsOf({ ...request, sandbox: own[0]?.forks.sandbox, references });
  const standing = standIns({ routes, previews });
  const grants = forkGrants(standing, { owner, references, table });
  const protection = ownerProtection({
    ...request,
    routes: standing,
    services: own.length === 0 ? [] : writtenServices(references, routes),
    workloads: own.flatMap(({ forks }) => forks.workloads),
  });
  return { own, references, twins, routes, previews, grants, protection };
}

function writtenServices(
  references: ForkReferences,
  { needless }: RouteDerivation,
): readonly ForkedService[] {
  return [...references.distinct].filter(({ object }) => !needless.has(object));
}

/** Every route that stands beside one of the baseline. */
function standIns({ routes, previews }: Pick<Steps, 'routes' | 'previews'>) {
  return [...routes.derived, ...previews.derived];
}

function twinsOf(request: OwnerRequest, references: ForkReferences): TwinSet {
  const { owner, table, config, exclusion, policies } = request;
  const { carriers, keyName, profiles } = config;
  const twins = findTwins({
    table,
    orders: ordersOf(profiles),
    agesSettle: doAgesSettle(profiles),
    mayCut: mayCutHeaders(profiles),
    carriers,
    keyName,
    routingKey: owner.routingKey,
    parentsOf: (route) => exclusion.parentsOf(route),
    forked: forkedRules(table, references, exclusion),
  });
  return oneRouteWhereAgesAsk({
    twins,
    mayFork: (route) => exclusion.mayFork(route),
    isTargeted: ({ kind, namespace, name }) =>
      policies.naming(placeKey(kind, namespace, name)).length > 0,
  });
}

function derivationOf(request: OwnerRequest, steps: Steps): SandboxDerivation {
  const { owner, config, exclusion } = request;
  const { own, twins, routes, previews } = steps;
  return {
    owner,
    members: membersOf(request, steps),
    objects: objectsOf(request, steps),
    forks: own.flatMap(({ forks }) => forkAccounts(forks, routes.needless)),
    virtual: own.flatMap(({ virtual }) => virtual.map(virtualAccount)),
    routes: [
      ...routes.derived.map((one) => accountOf(one, config)),
      ...routes.defaults.map(defaultAccount),
      ...previews.derived.flatMap(({ accounts }) => accounts),
    ],
    gains: gainsOf(standIns(steps), routes.defaults, exclusion),
    policies: steps.protection.accounts,
    shields: shieldCosts(twins, ordersOf(config.profiles)),
  };
}

function membersOf({ parts }: OwnerRequest, { own }: Steps): readonly string[] {
  return own.length > 0 ? [] : parts.map(({ forks }) => forks.sandbox.name);
}

function objectsOf(request: OwnerRequest, steps: Steps): readonly KubeObject[] {
  const { own, references, twins, routes, previews, grants, protection } = steps;
  const objects = [
    ...own.flatMap(({ forks }) => forks.objects),
    ...routes.objects,
    ...previews.derived.flatMap((one) => one.objects),
    ...grants.objects,
    ...protection.objects,
  ];
  const used = new Set<Manifest>([
    ...own.flatMap(({ forks }) => forks.used),
    ...[...references.replaced].map(({ baseline }) => baseline),
    ...[...twins.met].map(({ manifest }) => manifest),
    ...routes.used,
    ...previews.derived.flatMap((one) => readFor(one, request.table)),
    ...grants.used,
    ...protection.used,
  ]);
  // A group's files say the names of forks that other files hold.
  const reached = own.length > 0 ? [] : references.services.map(({ object }) => nameOf(object));
  return finished(
    objects.filter((object) => !routes.needless.has(object)),
    {
      ...request,
      used,
      reached,
      isMeshed: routes.isMeshed,
      replaces: own.flatMap(({ virtual }) => virtual.map(markedEndpoint)),
      members: membersOf(request, steps),
    },
  );
}

function findingsOf(request: OwnerRequest, steps: Steps): readonly Finding[] {
  const { table, exclusion, keyless, owner, config } = request;
  const { own, references, twins, routes, previews, grants, protection } = steps;
  const { needless } = routes;
  const findings = [
    ...own.flatMap(({ forks }) => forkFindings(forks, needless)),
    ...twins.findings,
    ...unresolvedReferences(table, references, exclusion),
    ...routes.findings,
    ...previews.findings,
    ...grants.findings,
    ...keyless.findings(owner, references.keys),
    ...own.flatMap(({ forks, virtual }) => unreachedEndpoints(forks.sandbox, virtual, steps)),
    ...protection.findings,
  ];
  return accepted(findings, config);
}
