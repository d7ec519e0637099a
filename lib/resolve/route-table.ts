// Manifests -> route table: every route read, its matches placed where they compete.
//
// What deriving needs is here at once; Gateways and attachments, which deciding needs, are worked
// out when they are first asked for. Neighbours: route-reader.ts (one object), listeners.ts
// (Gateways), mesh.ts (Services as parents), scope.ts (who meets whom), attachment-index.ts.

import type { Finding } from '../model/finding';
import { finding } from '../model/finding';
import { collect } from '../model/groups';
import type { Inventory } from '../model/inventory';
import {
  isService,
  type ParentRef,
  type Route,
  type Rule,
  routePlace,
  serviceKey,
} from '../model/route';
import type { Candidate, RouteTable } from '../model/route-table';
import { byText } from '../model/text-order';
import { attachAll } from './attachment-index';
import { holdsListeners, Listeners } from './listeners';
import { MeshParents, otherMeshRoutes, showsMesh } from './mesh';
import { routeKinds } from './route-kinds';
import { readRoute, routeName } from './route-reader';
import { ScopeIndex } from './scope';

export interface Resolved {
  readonly table: RouteTable;
  readonly findings: readonly Finding[];
  /** What is wrong with TLSRoutes, TCPRoutes and UDPRoutes, which are read when asked for. */
  readonly connectionFindings: readonly Finding[];
}

/** Reads the routes of an inventory and places each of their matches. */
export function resolve(inventory: Inventory): Resolved {
  const findings: Finding[] = [];
  const routes: Route[] = [];
  for (const kind of routeKinds) {
    for (const manifest of inventory.ofKind(kind)) {
      const reading = readRoute(manifest, inventory);
      for (const one of reading.findings) findings.push(one);
      if (reading.route !== undefined) routes.push(reading.route);
    }
  }
  routes.sort(byText(routePlace));
  const placement = place(routes, inventory);
  const { scopes, rulesTo, meshRoutes, candidates } = placement;
  const others = otherMeshRoutes(inventory);
  const decided = once(() => attachAll(routes, inventory));
  const table: RouteTable = {
    inventory,
    routes,
    scopesOf: (parent) => scopes.get(parent) ?? [],
    candidatesOf: (rule) => candidates.get(rule) ?? [],
    rulesTo: (service) => rulesTo.get(service) ?? [],
    meshRoutes: (service) => meshRoutes.get(service) ?? [],
    otherRoutesOn: (service) => others.get(service) ?? [],
    missingParents: placement.missingParents,
    showsMesh: showsMesh(inventory, routes),
    get gateways() {
      return decided().gateways;
    },
    get connectionRoutes() {
      return decided().connectionRoutes;
    },
    get attachments() {
      return decided().attachments;
    },
    attachmentOf: (parent) => decided().byParent.get(parent),
    attachedTo: (listener) => decided().accepting.get(listener) ?? [],
    displacedFrom: (listener) => decided().displacing.get(listener) ?? [],
    listenersFor: (route, parent) => decided().listenersFor(route, parent),
    attachedToService: (service) => decided().onServices.get(service) ?? [],
  };
  return {
    table,
    findings: [...findings, ...placement.findings],
    get connectionFindings() {
      return decided().findings;
    },
  };
}

/** A value that is worked out when it is first asked for: deriving asks for none of them. */
function once<T>(work: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: work() };
    return made.value;
  };
}

function place(routes: readonly Route[], inventory: Inventory) {
  const listeners = new Listeners(inventory, routes);
  const mesh = new MeshParents(routes);
  const index = new Map<string, ScopeIndex>();
  const scopes = new Map<ParentRef, readonly ScopeIndex[]>();
  const candidates = new Map<Rule, readonly Candidate[]>();
  const rulesTo = new Map<string, { route: Route; rule: Rule }[]>();
  const meshRoutes = new Map<string, { route: Route; parent: ParentRef }[]>();
  for (const route of routes) {
    const reached = new Map<string, ScopeIndex>();
    for (const parent of route.parents) {
      const own = scopesOf(route, parent, listeners, mesh).map(({ id, name }) => {
        const scope = index.get(id) ?? new ScopeIndex(name);
        index.set(id, scope);
        reached.set(id, scope);
        return scope;
      });
      scopes.set(parent, own);
      if (isService(parent)) {
        collect(meshRoutes, serviceKey(parent.namespace, parent.name), { route, parent });
      }
    }
    for (const rule of route.rules) {
      const own = rule.matches.map((match, matchIndex) => ({ route, rule, match, matchIndex }));
      candidates.set(rule, own);
      for (const scope of reached.values()) for (const candidate of own) scope.add(candidate);
      for (const service of targetsOf(rule)) collect(rulesTo, service, { route, rule });
    }
  }
  const findings = mixedKinds(routes, scopes);
  return { scopes, candidates, rulesTo, meshRoutes, findings, missingParents: listeners.missing };
}

function scopesOf(route: Route, parent: ParentRef, listeners: Listeners, mesh: MeshParents) {
  if (isService(parent)) return mesh.scopes(route, parent);
  if (!holdsListeners(parent)) {
    // Another kind of parent: its rules are unknown, so all its routes may meet.
    const id = `${parent.group}/${parent.kind} ${parent.namespace}/${parent.name}`;
    return [{ id, name: `${parent.kind} ${parent.name}` }];
  }
  return listeners.reach(route, parent).map(({ id, name, host }) => ({
    id: `${id}\n${host}`,
    name: `${name}, host ${host}`,
  }));
}

/** Services that a rule refers to, by key, each once. */
function targetsOf(rule: Rule): ReadonlySet<string> {
  const services = [...rule.backends, ...rule.filterRefs].filter(isService);
  return new Set(services.map(({ namespace, name }) => serviceKey(namespace, name)));
}

/** HTTPRoute beside GRPCRoute on one host: which of them is accepted, only the cluster knows. */
function mixedKinds(
  routes: readonly Route[],
  scopes: ReadonlyMap<ParentRef, readonly ScopeIndex[]>,
): Finding[] {
  const said = new Set<ScopeIndex>();
  return routes
    .filter(({ kind }) => kind === 'GRPCRoute')
    .flatMap((route) => {
      const own = route.parents.flatMap((parent) => scopes.get(parent) ?? []);
      return own.flatMap((scope) => {
        if (!scope.isMixed || said.has(scope)) return [];
        said.add(scope);
        return finding('mixed-route-kinds', {
          message: `${routeName(route)} and an HTTPRoute share ${scope.name}: the specification accepts only one of them`,
          hint: 'give gRPC a hostname of its own',
          where: { origin: route.manifest.origin },
        });
      });
    });
}
