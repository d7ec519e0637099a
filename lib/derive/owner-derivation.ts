// What one sandbox or route group adds, step by step: its forks, the twins of the rules that
// reach them, the routes to write, what protects the baseline carried over, all put in order.
//
// Each owner is derived alone, from the baseline and its own forks (docs/architecture.md#promises).
// Neighbours: derive.ts (all owners), and the rooms beside: one for each step.

import type { Config } from '../model/config';
import type { SandboxDerivation } from '../model/derivation';
import type { Finding } from '../model/finding';
import { collect } from '../model/groups';
import type { KubeObject } from '../model/manifest';
import type { Route, Rule } from '../model/route';
import type { RouteTable } from '../model/route-table';
import type { Owner } from '../model/sandbox';
import { ordersOf } from '../routing/profile';
import type { SandboxForks } from './fork/forks';
import type { TargetingPolicies } from './protect/policy-findings';
import { accountOf, defaultAccount, shieldsByOrder } from './route/account';
import { Exclusion } from './route/exclusion';
import { type ForkedService, ForkReferences } from './route/fork-references';
import { type DerivedRoute, routesOf } from './route/route-derivation';
import { unresolvedFindings } from './route/route-findings';
import { isForked } from './route/substitution';
import { findTwins, type TwinSet } from './twin/twins';
import type { Digests } from './write/baseline-digest';
import { finished } from './write/finish';

export interface OwnerRequest {
  readonly owner: Owner;
  /** The forks of the sandbox, or those of each sandbox of the route group. */
  readonly forks: readonly SandboxForks[];
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

export function deriveOwner(request: OwnerRequest): DerivedOwner {
  const { owner, table, config, forks } = request;
  const references = new ForkReferences(
    forks.flatMap(({ services }) => services),
    table.inventory,
  );
  const exclusion = new Exclusion(config, table);
  const twins = twinsOf(request, references, exclusion);
  const routes = routesOf({ ...request, exclusion, twins, forks: references });
  const { needless } = routes;
  const written = [...references.distinct].filter(({ object }) => !needless.has(object));
  const objects = [...ownForks(request).flatMap((one) => one.objects), ...routes.objects];
  const used = new Set([...forks.flatMap((one) => one.used), ...routes.used]);
  return {
    derivation: {
      owner,
      members: membersOf(request),
      objects: finished(
        objects.filter((object) => !needless.has(object)),
        { ...request, used, isMeshed: routes.isMeshed },
      ),
      forks: ownForks(request).flatMap((one) => accountsOf(one, needless)),
      routes: [
        ...routes.derived.map((one) => accountOf(one, config)),
        ...routes.defaults.map(({ route, fork }) => defaultAccount(route, fork)),
      ],
      shields: shieldsByOrder(twins),
    },
    needless,
    findings: [
      ...ownForks(request).flatMap((one) => withoutUnused(one, needless)),
      ...twins.findings,
      ...unresolvedReferences(table, references, exclusion),
      ...routes.findings,
      ...policyFindings(request.policies, written, routes.derived),
    ],
  };
}

/** The forks that the owner writes: a route group reaches those that its sandboxes write. */
function ownForks({ owner, forks }: OwnerRequest): readonly SandboxForks[] {
  return owner.kind === 'Sandbox' ? forks : [];
}

function membersOf({ owner, forks }: OwnerRequest): readonly string[] {
  return owner.kind === 'Sandbox' ? [] : forks.map(({ sandbox }) => sandbox.name);
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

/** The accounts of the forks, each with those of its Services that are written. */
function accountsOf({ accounts, services }: SandboxForks, needless: ReadonlySet<KubeObject>) {
  const written = new Map<string, string[]>();
  for (const { workload, fork, object } of services) {
    if (!needless.has(object)) collect(written, workload, fork);
  }
  return accounts.map((one) => ({ ...one, services: [...(written.get(one.of) ?? [])].sort() }));
}

/** What is said of a Service whose fork nobody reaches, and that is not written, says nothing. */
function withoutUnused(
  { findings, services }: SandboxForks,
  needless: ReadonlySet<KubeObject>,
): readonly Finding[] {
  const unused = new Set(
    services.filter(({ object }) => needless.has(object)).map(({ baseline }) => baseline.origin),
  );
  return findings.filter(
    ({ code, also = [] }) =>
      code !== 'service-shared' || !also.some(({ origin }) => unused.has(origin)),
  );
}

/** Rules whose keyed requests go to a fork, each once, of routes that may be forked. */
function forkedRules(
  table: RouteTable,
  forks: ForkReferences,
  exclusion: Exclusion,
): readonly { readonly route: Route; readonly rule: Rule }[] {
  const seen = new Set<Rule>();
  return [...forks.keys].flatMap((service) =>
    table.rulesTo(service).filter(({ route, rule }) => {
      if (seen.has(rule) || !exclusion.mayFork(route)) return false;
      seen.add(rule);
      const groups = forks.groupsOf(route, exclusion.parentsOf(route));
      return groups.some(({ substitution }) => isForked(rule, substitution));
    }),
  );
}

/** References to forked Services that the baseline does not resolve, of routes that may fork. */
function unresolvedReferences(
  table: RouteTable,
  forks: ForkReferences,
  exclusion: Exclusion,
): readonly Finding[] {
  const routes = new Set(
    [...forks.keys].flatMap((service) => table.rulesTo(service).map(({ route }) => route)),
  );
  return [...routes]
    .filter((route) => exclusion.mayFork(route))
    .flatMap((route) =>
      unresolvedFindings(route, forks.unresolved(route, exclusion.parentsOf(route))),
    );
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
