// The routes and mesh defaults of one owner, from the twins that it needs.
//
// Neighbours: derived-route.ts (one route), ../mesh/mesh-default.ts, reach.ts,
// ../reference/grants.ts, route-notes.ts.

import type { Config } from '../../model/config';
import { type Finding, isError } from '../../model/finding';
import { collect } from '../../model/groups';
import type { KubeObject, Manifest } from '../../model/manifest';
import { type Route, routePlace } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { byText } from '../../model/text-order';
import { ordersOf } from '../../routing/profile';
import { meshDefaults, unsuitableParent } from '../mesh/mesh-default';
import { derivedName, derivedRouteName } from '../names/derived-name';
import type { ForkReferences } from '../reference/fork-references';
import type { Substitution } from '../reference/substitution';
import { ageFindings, crowdFindings, partFindings } from '../twin/tie-findings';
import { tiedRoutes } from '../twin/ties';
import type { TwinSet } from '../twin/twins';
import { derivedRoutes, type RouteTwins } from './derived-route';
import type { Exclusion } from './exclusion';
import { needlessServices, reachedByRoutes, reachFindings } from './reach';
import {
  beyondLimits,
  displacing,
  expressionFindings,
  nameTooLong,
  notAParent,
} from './route-findings';
import { routeNotes } from './route-notes';

export interface RouteDerivationRequest {
  readonly owner: Owner;
  readonly table: RouteTable;
  readonly config: Config;
  readonly exclusion: Exclusion;
  readonly twins: TwinSet;
  readonly forks: ForkReferences;
}

export interface DerivedRoute {
  readonly twins: RouteTwins;
  readonly objects: readonly KubeObject[];
  /** What stands in for forked Services in it: nothing where the route may only shield. */
  readonly substitution: Substitution;
}

export interface RouteDerivation {
  readonly objects: readonly KubeObject[];
  readonly derived: readonly DerivedRoute[];
  /** Routes for Services that had none. */
  readonly defaults: readonly KubeObject[];
  /** Keys of the replaced Services whose keyed requests a route sends elsewhere. */
  readonly reached: ReadonlySet<string>;
  readonly used: readonly Manifest[];
  readonly isMeshed: boolean;
  /** Fork Services that nothing reaches, where another of the fork's will do. */
  readonly needless: ReadonlySet<KubeObject>;
  readonly findings: readonly Finding[];
}

export function routesOf(request: RouteDerivationRequest): RouteDerivation {
  const { twins, table, forks } = request;
  const findings: Finding[] = [
    ...ageFindings(twins.ties, request.owner),
    ...crowdFindings(twins.crowds, request.owner),
  ];
  if (twins.findings.some(isError)) return { ...nothing, isMeshed: isMeshed(request), findings };
  const twinned = new Set(twins.carriers.flatMap((carrier) => [...carrier.twins.keys()]));
  for (const one of expressionFindings([...twinned])) findings.push(one);
  const derived = derivedOf(request, findings);
  const names = namesOf(derived);
  const ofParts = partFindings(twins, (route) => names.get(route) ?? [], request.owner);
  for (const one of ofParts) findings.push(one);
  const mesh = meshRoutesOf(request);
  const reached = new Set([...mesh.reached, ...reachedByRoutes(derived)]);
  findings.push(...mesh.findings);
  // A route that could not be written says more than the fork that it would have reached.
  const isOwn = request.owner.kind === 'Sandbox';
  if (isOwn && !findings.some(isError)) {
    findings.push(...reachFindings(request, reached, isMeshed(request)));
    findings.push(...routeNotes({ ...request, derived, byDefault: mesh.reached }));
  }
  const used = [...derived.flatMap((one) => readFor(one, table)), ...mesh.used];
  const objects = [...derived.flatMap((one) => one.objects), ...mesh.defaults];
  const needless = needlessServices(forks, reached);
  return {
    objects,
    derived,
    defaults: mesh.defaults,
    reached,
    used,
    isMeshed: isMeshed(request),
    needless,
    findings,
  };
}

/** A route, its parents, and its namespace, by whose labels listeners let it in. */
export function readFor(
  { twins: { route, parents } }: { readonly twins: Pick<RouteTwins, 'route' | 'parents'> },
  { inventory }: RouteTable,
): readonly Manifest[] {
  const around = [
    ...parents.map(({ group, kind, namespace, name }) =>
      inventory.find(`${group}/${kind}`, namespace, name),
    ),
    inventory.namespaceObject(route.namespace),
  ];
  return [route.manifest, ...around.filter((manifest) => manifest !== undefined)];
}

const nothing = {
  objects: [],
  derived: [],
  defaults: [],
  reached: new Set<string>(),
  used: [],
  needless: new Set<KubeObject>(),
};

const noForks: Substitution = () => undefined;

function derivedOf(request: RouteDerivationRequest, findings: Finding[]): readonly DerivedRoute[] {
  const { owner, exclusion, config, forks } = request;
  const tied = tiedRoutes(request.twins);
  return groupByRoute(request).flatMap((twins) => {
    const { route } = twins;
    const isTied = tied.has(route);
    // A shield of a route that is never forked sends its requests where the baseline does.
    const groups = exclusion.mayFork(route)
      ? forks.groupsOf(route, twins.parents)
      : [{ parents: twins.parents, substitution: noForks }];
    const written: DerivedRoute[] = [];
    for (const { parents, substitution } of groups) {
      const own = { ...twins, parents };
      const objects = derivedRoutes({
        owner,
        twins: own,
        substitution,
        weights: config.weights,
        orders: ordersOf(config.profiles),
        partsBefore: written.reduce((sum, one) => sum + one.objects.length, 0),
        nameFor: (parts) => derivedRouteName(owner.name, route, { isTied, parts }),
      });
      if (typeof objects === 'string') {
        findings.push(objects === 'route-limit' ? beyondLimits(route) : nameTooLong(route, owner));
        return [];
      }
      written.push({ twins: own, objects, substitution });
    }
    return written;
  });
}

function namesOf(derived: readonly DerivedRoute[]): ReadonlyMap<Route, readonly string[]> {
  const names = new Map<Route, string[]>();
  for (const { twins, objects } of derived) {
    for (const { metadata } of objects) collect(names, twins.route, metadata?.name ?? '');
  }
  return names;
}

/** The twins by route, routes in the table's order. */
function groupByRoute({ twins, exclusion }: RouteDerivationRequest): RouteTwins[] {
  const byRoute = new Map<Route, Map<number, Candidate[]>>();
  twins.carriers.forEach((carrier, index) => {
    for (const candidate of carrier.twins.keys()) {
      const carriers = byRoute.get(candidate.route) ?? new Map<number, Candidate[]>();
      byRoute.set(candidate.route, carriers);
      const list = carriers.get(index) ?? [];
      carriers.set(index, list);
      list.push(candidate);
    }
  });
  return [...byRoute].sort(byText(([route]) => routePlace(route))).map(([route, carriers]) => ({
    route,
    parents: exclusion.parentsOf(route),
    carriers: twins.carriers.map(({ carrier }, index) => ({
      key: carrier.key,
      twins: carriers.get(index) ?? [],
    })),
  }));
}

function isMeshed({ config, table }: RouteDerivationRequest): boolean {
  return config.mesh === 'on' || (config.mesh === 'auto' && table.showsMesh);
}

function meshRoutesOf(request: RouteDerivationRequest) {
  const { owner, table, twins, forks } = request;
  const findings: Finding[] = [];
  const defaults: KubeObject[] = [];
  const reached = new Set<string>();
  const used: Manifest[] = [];
  if (!isMeshed(request)) return { findings, defaults, reached, used };
  const keys = twins.carriers.map(({ carrier }) => carrier.key);
  for (const { baseline, key: service, target } of forks.replaced) {
    const reason = unsuitableParent(baseline.object);
    if (reason !== undefined) {
      findings.push(notAParent(baseline, reason));
      continue;
    }
    const [other, ...more] = table.otherRoutesOn(service);
    if (other !== undefined) {
      findings.push(displacing(baseline, other));
      used.push(other, ...more);
      continue;
    }
    const serviceName = baseline.object.metadata?.name ?? '';
    const name = derivedName(`${owner.name}--${serviceName}--default`);
    const routes = meshDefaults({ owner, table, service: baseline, target, keys, name });
    if (routes.length > 0) reached.add(service);
    defaults.push(...routes);
    // Routes that were there already are why no default, or none for their port, was written.
    used.push(baseline, ...table.meshRoutes(service).map(({ route }) => route.manifest));
  }
  return { findings, defaults, reached, used };
}
