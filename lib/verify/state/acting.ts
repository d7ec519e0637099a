// Which of the objects that are applied can act on requests without a key before all are there.
//
// Routes act unless they are inert (stands.ts). Any other object acts where something that requests
// without a key meet names it: a Service or an ExtensionRef's object that was missing, a grant for
// a reference that was closed, whatever Gateways are made of. What nothing names does nothing.
// Neighbours: mentions.ts, stand-in.ts, components.ts (who acts on what).

import type { Claim } from '../../model/claim';
import { groupKindOf, type Inventory, inventoryOf } from '../../model/inventory';
import { gatewayGroup, type Manifest } from '../../model/manifest';
import type { AnyRoute } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Law } from '../../routing/law';
import { backendTlsKind } from '../../routing/reference/backend-tls';
import { grantsFor } from '../../routing/reference/grant';
import type { KnownKeys } from './known-keys';
import { type Crossing, closedTo, idOfRef, namedIn, refOfId, refsOf } from './mentions';
import type { Step } from './order';
import { standsInFor } from './stand-in';
import { Stands } from './stands';

export interface Acting {
  readonly step: Step;
  /** The route as the full set has it and, where it was changed, as the baseline has it. */
  readonly routes: readonly AnyRoute[];
  /** The Service and port that it stands in for, as any number of routes may. */
  readonly standsInFor?: string;
}

export interface ActingRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly steps: readonly Step[];
  readonly claims: readonly Claim[];
  readonly keys: KnownKeys;
  readonly law: Law;
}

export function actingSteps(request: ActingRequest): readonly Acting[] {
  const { baseline, applied, steps, keys } = request;
  const stands = new Stands(baseline, keys, request);
  const [before, after] = [routesByManifest(baseline), routesByManifest(applied)];
  const isRoute = ({ manifest }: Step) => after.has(manifest);
  const routes = steps.filter(isRoute).flatMap((step): Acting[] => {
    const route = after.get(step.manifest);
    const old = step.before === undefined ? undefined : before.get(step.before);
    if (route === undefined || (step.before === undefined && stands.isInert(route))) return [];
    const stood = step.before === undefined ? standsInFor(route, baseline, keys) : undefined;
    return [
      {
        step,
        routes: old === undefined ? [route] : [route, old],
        ...(stood === undefined ? {} : { standsInFor: stood }),
      },
    ];
  });
  const others = steps.filter((step) => !isRoute(step));
  const acting = actingObjects(others, routes, request);
  return [...routes, ...acting.map((step) => ({ step, routes: [] }))].sort(
    (left, right) => left.step.place - right.step.place,
  );
}

/** Those that are no routes. */
function actingObjects(
  steps: readonly Step[],
  acting: readonly Acting[],
  { baseline: { routes, connectionRoutes, inventory }, keys }: ActingRequest,
): readonly Step[] {
  const near = steps.filter(({ manifest }) => !isBeyondRouting(manifest));
  if (near.length === 0) return [];
  const named = new Named(near, inventory, keys);
  const met = [...routes, ...connectionRoutes, ...acting.flatMap((one) => one.routes)];
  for (const route of met) named.addRoute(route);
  for (const manifest of inventory.manifests) named.addHolder(manifest);
  // First what holds listeners, then policies of what those and the routes lead to.
  const [holders, rest] = parted(near, ({ manifest }) => isHolder(manifest));
  const [policies, others] = parted(rest, ({ manifest }) => isPolicy(manifest));
  return [holders, policies, others].flatMap((some) => {
    const found = some.filter((step) => named.isActing(step));
    for (const { manifest } of found) named.addHolder(manifest);
    return found;
  });
}

function parted<T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function routesByManifest(table: RouteTable): ReadonlyMap<Manifest, AnyRoute> {
  const all: readonly AnyRoute[] = [...table.routes, ...table.connectionRoutes];
  return new Map(all.map((route) => [route.manifest, route]));
}

/** Groups of which no request ever meets an object. */
const beyondRouting: ReadonlySet<string> = new Set([
  ...['apps', 'batch', 'autoscaling', 'policy', 'rbac.authorization.k8s.io', 'networking.k8s.io'],
]);

function isBeyondRouting({ object: { apiVersion } }: Manifest): boolean {
  const slash = apiVersion.indexOf('/');
  return slash > 0 && beyondRouting.has(apiVersion.slice(0, slash));
}

/** Kinds that hold listeners. */
const holderKinds: ReadonlySet<string> = new Set([
  `${gatewayGroup}/Gateway`,
  `${gatewayGroup}/ListenerSet`,
  'gateway.networking.x-k8s.io/XListenerSet',
]);

export function isHolder({ object }: Manifest): boolean {
  return holderKinds.has(groupKindOf(object));
}

export function isPolicy({ object }: Manifest): boolean {
  return groupKindOf(object) === backendTlsKind;
}

export function isGrant({ object }: Manifest): boolean {
  return groupKindOf(object) === `${gatewayGroup}/ReferenceGrant`;
}

/** What is named by anything that requests without a key may meet, as far as steps bring it. */
class Named {
  readonly #ids = new Set<string>();
  /** Other names need not be looked at. */
  readonly #names: ReadonlySet<string>;
  readonly #grants: Inventory;
  /** Grants that open what was closed. */
  readonly #opening = new Set<Manifest>();

  constructor(
    steps: readonly Step[],
    readonly inventory: Inventory,
    readonly keys: KnownKeys,
  ) {
    const brought = steps.map(({ manifest }) => manifest);
    const named = brought.filter(isPolicy).flatMap(({ object }) => namedIn(object, inventory));
    this.#names = new Set([
      ...brought.map(({ object }) => object.metadata?.name ?? ''),
      ...named.map((id) => refOfId(id).name),
    ]);
    this.#grants = inventoryOf(brought.filter(isGrant), inventory.currentNamespace);
  }

  addRoute(route: AnyRoute): void {
    for (const ref of refsOf(route, this.keys)) {
      if (this.#names.has(ref.name)) this.#ids.add(idOfRef(ref));
    }
    if (this.#grants.manifests.length === 0) return;
    for (const crossing of closedTo(route, this.keys, this.inventory)) this.#open(crossing);
  }

  addHolder(manifest: Manifest): void {
    if (!isHolder(manifest) && !isPolicy(manifest)) return;
    const { object } = manifest;
    const namespace = this.inventory.namespaceOf(object);
    const from = { group: gatewayGroup, kind: object.kind, namespace };
    for (const id of namedIn(object, this.inventory)) {
      this.#ids.add(id);
      const to = refOfId(id);
      if (to.namespace !== namespace) this.#open({ from, to });
    }
  }

  isActing({ manifest, before }: Step): boolean {
    const { object } = manifest;
    const { inventory } = this;
    if (isHolder(manifest)) return true;
    if (isGrant(manifest)) return before !== undefined || this.#opening.has(manifest);
    if (isPolicy(manifest)) {
      const targets = namedIn(object, inventory);
      return targets.some((id) => this.#ids.has(id) || inventory.withId(id) !== undefined);
    }
    if (groupKindOf(object) === '/Namespace') {
      return inventory.hasNamespace(inventory.namespaceKey(object.metadata?.name));
    }
    return this.#ids.has(inventory.idOf(object));
  }

  #open({ from, to }: Crossing): void {
    for (const grant of grantsFor(from, to, this.#grants)) this.#opening.add(grant);
  }
}
