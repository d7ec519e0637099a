// One sandbox: forks, then twins of the rules that reach them, then the routes to write.

import type { Config } from '../model/config';
import type { ForkAccount, SandboxDerivation } from '../model/derivation';
import { type Finding, finding, isError } from '../model/finding';
import { collect } from '../model/groups';
import type { KubeObject, Manifest } from '../model/manifest';
import { marks } from '../model/marks';
import type { Route, Rule } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { type SandboxSpec, workloadText } from '../model/sandbox';
import { byText } from '../model/text-order';
import { ordersOf } from '../routing/profile';
import type { SelectorIndex } from './fork/selector-index';
import { forkedTwice } from './fork/twice';
import { forkWorkload } from './fork/workload';
import type { TargetingPolicies } from './protect/policy-findings';
import { accountOf, defaultAccount, shieldsByOrder } from './route/account';
import { Exclusion } from './route/exclusion';
import { type ForkedService, ForkReferences } from './route/fork-references';
import { type DerivedRoute, routesOf } from './route/route-derivation';
import { unresolvedFindings } from './route/route-findings';
import { isForked } from './route/substitution';
import { keyFindings } from './twin/carrier-findings';
import { findTwins, type TwinSet } from './twin/twins';
import type { Digests } from './write/baseline-digest';
import { annotate } from './write/owner-meta';

export interface SandboxRequest {
  readonly sandbox: SandboxSpec;
  readonly table: RouteTable;
  readonly config: Config;
  readonly digests: Digests;
  readonly selectors: SelectorIndex;
  readonly policies: TargetingPolicies;
}

interface Forks {
  readonly objects: readonly KubeObject[];
  readonly services: readonly ForkedService[];
  readonly accounts: readonly Omit<ForkAccount, 'services'>[];
  readonly used: readonly Manifest[];
  readonly findings: readonly Finding[];
}

export function deriveSandbox(request: SandboxRequest): {
  readonly derivation: SandboxDerivation;
  readonly findings: readonly Finding[];
} {
  const { sandbox, table, config, digests } = request;
  const forks = forksOf(request);
  const empty = { sandbox, objects: [], forks: [], routes: [], shields: [] };
  const keys = keyFindings(sandbox, config);
  if ([...forks.findings, ...keys].some(isError)) {
    return { derivation: empty, findings: [...keys, ...forks.findings] };
  }
  const references = new ForkReferences(forks.services, table.inventory);
  const exclusion = new Exclusion(config, table);
  const twins = twinsOf(request, references, exclusion);
  const routes = routesOf({ ...request, exclusion, twins, forks: references });
  const used = new Set([...forks.used, ...routes.used]);
  const written = [...references.distinct].filter(({ object }) => !routes.needless.has(object));
  const annotations = {
    [marks.baselineDigest]: digests.of(used, config, routes.isMeshed),
    ...(sandbox.expiresAt === undefined ? {} : { [marks.expiresAt]: sandbox.expiresAt }),
  };
  const { needless } = routes;
  const objects = [...forks.objects, ...routes.objects]
    .filter((object) => !needless.has(object))
    .sort(byText(sortKey))
    .map((object) => annotate(object, annotations));
  return {
    derivation: {
      sandbox,
      objects,
      forks: accountsOf(forks, needless),
      routes: [
        ...routes.derived.map((one) => accountOf(one, config)),
        ...routes.defaults.map(({ route, fork }) => defaultAccount(route, fork)),
      ],
      shields: shieldsByOrder(twins),
    },
    findings: [
      ...keys,
      ...withoutUnused(forks, needless),
      ...twins.findings,
      ...unresolvedReferences(table, references, exclusion),
      ...routes.findings,
      ...policyFindings(request.policies, written, routes.derived),
    ],
  };
}

function twinsOf(
  { sandbox, table, config }: SandboxRequest,
  references: ForkReferences,
  exclusion: Exclusion,
): TwinSet {
  const { carriers, keyName, profiles } = config;
  return findTwins({
    table,
    orders: ordersOf(profiles),
    carriers,
    keyName,
    routingKey: sandbox.routingKey,
    parentsOf: (route) => exclusion.parentsOf(route),
    forked: forkedRules(table, references, exclusion),
  });
}

/** The accounts of the forks, each with those of its Services that are written. */
function accountsOf({ accounts, services }: Forks, needless: ReadonlySet<KubeObject>) {
  const written = new Map<string, string[]>();
  for (const { workload, fork, object } of services) {
    if (!needless.has(object)) collect(written, workload, fork);
  }
  return accounts.map((one) => ({ ...one, services: [...(written.get(one.of) ?? [])].sort() }));
}

function forksOf({ sandbox, table, selectors }: SandboxRequest): Forks {
  const { inventory } = table;
  const objects: KubeObject[] = [];
  const services: ForkedService[] = [];
  const shared = new Map<Manifest, KubeObject>();
  const accounts: Omit<ForkAccount, 'services'>[] = [];
  const used: Manifest[] = [];
  const findings: Finding[] = forkedTwice(sandbox, inventory);
  for (const fork of sandbox.forks) {
    const result = forkWorkload({ sandbox, fork, inventory, index: selectors });
    for (const one of result.findings) findings.push(one);
    if (result.workload === undefined) continue;
    for (const manifest of result.used) used.push(manifest);
    objects.push(result.workload);
    const workload = workloadText(fork.workload);
    accounts.push({ of: workload, name: result.workload.metadata?.name ?? '' });
    for (const service of result.services) {
      const { baseline } = service;
      // A Service that an earlier fork shares is there already.
      const object = shared.get(baseline) ?? service.fork;
      if (!shared.has(baseline)) objects.push(object);
      shared.set(baseline, object);
      const isFirst = service === result.services[0];
      services.push({ baseline, object, fork: object.metadata?.name ?? '', workload, isFirst });
    }
  }
  if (sandbox.forks.length === 0) findings.push(withoutForks(sandbox));
  return { objects, services, accounts, used, findings };
}

/** What is said of a Service whose fork nobody reaches, and that is not written, says nothing. */
function withoutUnused(
  { findings, services }: Forks,
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

function withoutForks(sandbox: SandboxSpec): Finding {
  return finding('sandbox-invalid', {
    message: `sandbox ${sandbox.name} forks nothing`,
    hint: 'name at least one workload under `forks`',
    where: { origin: sandbox.origin, path: ['spec', 'forks'] },
  });
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

const kindOrder = ['Deployment', 'StatefulSet', 'Rollout', 'Service', 'ReferenceGrant'];

function sortKey({ kind, metadata }: KubeObject): string {
  const rank = kindOrder.indexOf(kind);
  const place = rank < 0 ? kindOrder.length : rank;
  return `${place}\n${kind}\n${metadata?.namespace ?? ''}\n${metadata?.name ?? ''}`;
}
