// One sandbox: forks, then twins of the rules that reach them, then the routes to write.

import type { Config } from '../model/config';
import type { ForkAccount, SandboxDerivation } from '../model/derivation';
import { type Finding, finding, isError } from '../model/finding';
import type { KubeObject, Manifest } from '../model/manifest';
import { marks } from '../model/marks';
import type { Route, Rule } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { type SandboxSpec, workloadText } from '../model/sandbox';
import { byText } from '../model/text-order';
import { ordersOf } from '../routing/profile';
import { accountOf, defaultAccount, shieldsByOrder } from './account';
import type { Digests } from './baseline-digest';
import { keyFindings } from './carrier-findings';
import { Exclusion } from './exclusion';
import type { SelectorIndex } from './fork-index';
import { type ForkedService, ForkReferences } from './fork-references';
import { forkedTwice } from './fork-twice';
import { type ForkResult, forkWorkload } from './fork-workload';
import type { TargetingPolicies } from './policy-findings';
import { type DerivedRoute, routesOf } from './route-derivation';
import { unresolvedFindings } from './route-findings';
import { annotate } from './sandbox-meta';
import { isForked } from './substitution';
import { findTwins, type TwinSet } from './twins';

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
  readonly accounts: readonly ForkAccount[];
  readonly used: readonly Manifest[];
  readonly findings: readonly Finding[];
}

export function deriveSandbox(request: SandboxRequest): {
  readonly derivation: SandboxDerivation;
  readonly findings: readonly Finding[];
} {
  const { sandbox, table, config, digests } = request;
  const forks = forksOf(request);
  const empty = { sandbox, objects: [], forks: forks.accounts, routes: [], shields: [] };
  const keys = keyFindings(sandbox, config);
  if ([...forks.findings, ...keys].some(isError)) {
    return { derivation: empty, findings: [...keys, ...forks.findings] };
  }
  const references = new ForkReferences(forks.services, table.inventory);
  const exclusion = new Exclusion(config, table);
  const twins = twinsOf(request, references, exclusion);
  const routes = routesOf({ ...request, exclusion, twins, forks: references });
  const used = new Set([...forks.used, ...routes.used]);
  const annotations = {
    [marks.baselineDigest]: digests.of(used, config, routes.isMeshed),
    ...(sandbox.expiresAt === undefined ? {} : { [marks.expiresAt]: sandbox.expiresAt }),
  };
  const needless = new Set(routes.needless);
  const objects = [...forks.objects, ...routes.objects]
    .filter((object) => !needless.has(serviceId(object) ?? ''))
    .sort(byText(sortKey))
    .map((object) => annotate(object, annotations));
  return {
    derivation: {
      sandbox,
      objects,
      forks: forks.accounts.map((one) => withWritten(one, objects)),
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
      ...policyFindings(request.policies, [...references.distinct], objects, routes.derived),
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

/** The account of a fork with those of its Services that are written. */
function withWritten(account: ForkAccount, objects: readonly KubeObject[]): ForkAccount {
  const written = objects.flatMap(({ kind, metadata }) =>
    kind === 'Service' ? [metadata?.name ?? ''] : [],
  );
  return { ...account, services: written.filter((name) => account.services.includes(name)) };
}

function forksOf({ sandbox, table, selectors }: SandboxRequest): Forks {
  const { inventory } = table;
  const objects: KubeObject[] = [];
  const services: ForkedService[] = [];
  const accounts: ForkAccount[] = [];
  const used: Manifest[] = [];
  const findings: Finding[] = forkedTwice(sandbox, inventory);
  for (const fork of sandbox.forks) {
    const result = forkWorkload({ sandbox, fork, inventory, index: selectors });
    for (const one of result.findings) findings.push(one);
    if (result.workload === undefined) continue;
    for (const manifest of result.used) used.push(manifest);
    objects.push(result.workload, ...newServices(result.services, services));
    accounts.push({
      of: workloadText(fork.workload),
      name: result.workload.metadata?.name ?? '',
      services: result.services.map((service) => service.fork.metadata?.name ?? ''),
    });
    for (const service of result.services) {
      const forkName = service.fork.metadata?.name ?? '';
      services.push({
        baseline: service.baseline,
        fork: forkName,
        workload: workloadText(fork.workload),
        isFirst: service === result.services[0],
      });
    }
  }
  if (sandbox.forks.length === 0) findings.push(withoutForks(sandbox));
  return { objects, services, accounts, used, findings };
}

/** The Services that an earlier fork of the sandbox has not brought along. */
function newServices(own: ForkResult['services'], before: readonly ForkedService[]): KubeObject[] {
  const known = new Set(before.map(({ baseline }) => baseline));
  return own.filter(({ baseline }) => !known.has(baseline)).map(({ fork }) => fork);
}

/** What is said of a Service whose fork nobody reaches, and that is not written, says nothing. */
function withoutUnused(
  { findings, services }: Forks,
  needless: ReadonlySet<string>,
): readonly Finding[] {
  const unused = new Set(
    services
      .filter(({ baseline: { object }, fork }) =>
        needless.has(`${object.metadata?.namespace ?? ''}/${fork}`),
      )
      .map(({ baseline }) => baseline.origin),
  );
  return findings.filter(
    ({ code, also = [] }) =>
      code !== 'service-shared' || !also.some(({ origin }) => unused.has(origin)),
  );
}

function serviceId({ kind, metadata }: KubeObject): string | undefined {
  return kind === 'Service' ? `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}` : undefined;
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
  objects: readonly KubeObject[],
  derived: readonly DerivedRoute[],
): readonly Finding[] {
  const ofServices = services.flatMap(({ baseline, fork }) => {
    const { namespace } = baseline.object.metadata ?? {};
    const copy = objects.find(
      ({ kind, metadata }) =>
        kind === 'Service' && metadata?.name === fork && metadata.namespace === namespace,
    );
    return copy === undefined ? [] : policies.findings(baseline.object, copy);
  });
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
