// Acting objects that meet: whose order among each other a request without a key might see.
//
// Two routes meet on one listener where hosts of theirs overlap, or on one Service. Anything else
// meets what names it. Objects of the baseline are no members, and may be what two members have to
// do with each other. What does not meet acts on requests of its own, so that states of several
// components can be looked at together. Neighbours: acting.ts, sets.ts, isolation-states.ts.

import type { Listener } from '../../model/gateway';
import type { Inventory } from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import { type AnyRoute, isService } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { anyHost } from '../../routing/hostname';
import { type Acting, isGrant, isHolder, isPolicy } from './acting';
import type { KnownKeys } from './known-keys';
import { closedTo, idOfRef, mentionedBy, namedIn } from './mentions';
import { Sets } from './sets';

export interface ComponentsRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly keys: KnownKeys;
}

/** Each in order, and all by their first. */
export function componentsOf(
  acting: readonly Acting[],
  request: ComponentsRequest,
): readonly (readonly Acting[])[] {
  if (acting.length < 2) return acting.map((one) => [one]);
  const { inventory } = request.applied;
  const held = new Set(acting.flatMap(({ step }) => heldBy(step.manifest, inventory)));
  const byMember = new Map<Member, Acting>();
  for (const one of acting) {
    const { routes, step } = one;
    byMember.set({ manifest: step.manifest, routes, table: request.applied }, one);
  }
  const members = [...byMember.keys()];
  const all = [...members, ...between(held, members, request)];
  const taken = new Set(all.flatMap(placesOf).map(keyOfPlace));
  const sets = new Sets<Member>();
  for (const one of all) {
    const touched = touchedBy(one, request).filter((key) => held.has(key));
    const places = placesOf(one).flatMap(wideningKeys);
    sets.join(one, [...touched, ...places.filter((key) => taken.has(key))]);
  }
  return sets.among(members).map((some) => some.flatMap((one) => byMember.get(one) ?? []));
}

interface Member {
  readonly manifest: Manifest;
  readonly routes: readonly AnyRoute[];
  /** In which its routes are attached. */
  readonly table: RouteTable;
}

/** What of the baseline names something that members bring; what it holds is held as well. */
function between(
  held: Set<string>,
  members: readonly Member[],
  { baseline, keys }: ComponentsRequest,
): readonly Member[] {
  // Routes that meet each other need nothing between them.
  if (members.every(({ routes }) => routes.length > 0)) return [];
  const { inventory, routes, connectionRoutes } = baseline;
  const holders = inventory.manifests.filter((one) => isHolder(one) || isPolicy(one));
  const named = holders.filter(({ object }) => namedIn(object, inventory).some(isHeldIn(held)));
  for (const one of named) for (const key of heldBy(one, inventory)) held.add(key);
  const [request, met] = [{ baseline, applied: baseline, keys }, [...routes, ...connectionRoutes]];
  return [
    ...named.map((manifest): Member => ({ manifest, routes: [], table: baseline })),
    ...met.flatMap((route): readonly Member[] => {
      const one = { manifest: route.manifest, routes: [route], table: baseline };
      return touchedBy(one, request).some((key) => held.has(key)) ? [one] : [];
    }),
  ];
}

function isHeldIn(held: ReadonlySet<string>): (id: string) => boolean {
  return (id) => held.has(objectKey(id));
}

interface Place {
  /** A listener, or a Service. */
  readonly at: string;
  readonly host: string;
}

function keyOfPlace({ at, host }: Place): string {
  return `${at}\n${host}`;
}

/** The place, and those of all hostnames that cover its own. */
function wideningKeys({ at, host }: Place): readonly string[] {
  const labels = host.replace(/^\*\./, '').split('.');
  const wider = labels.map((_, index) => `*.${labels.slice(index).join('.')}`);
  return [host, ...wider, anyHost].map((one) => keyOfPlace({ at, host: one }));
}

function placesOf({ routes, table }: Member): readonly Place[] {
  return routes.flatMap((route) =>
    route.parents.flatMap((parent) => {
      if (isService(parent)) return [{ at: idOfRef(parent), host: anyHost }];
      const attachment = table.attachmentOf(parent);
      const taken = [...(attachment?.listeners ?? []), ...(attachment?.displacedFrom ?? [])];
      return taken.flatMap(({ listener, hosts }) =>
        hosts.map((host) => ({ at: listenerText(listener), host: host.toLowerCase() })),
      );
    }),
  );
}

function listenerText({ holder, name, index }: Listener): string {
  return JSON.stringify([holder.kind, holder.namespace, holder.name, name, index]);
}

function objectKey(id: string): string {
  return `object ${id}`;
}

/** What else may wait for an object, or be changed by it. */
function heldBy(manifest: Manifest, inventory: Inventory): readonly string[] {
  const { object } = manifest;
  const own = objectKey(inventory.idOf(object));
  if (isGrant(manifest)) return [own, `grants in ${inventory.namespaceOf(object)}`];
  if (object.kind === 'Namespace') {
    return [own, `namespace ${inventory.namespaceKey(object.metadata?.name)}`];
  }
  // Whatever adds listeners to a Gateway changes it, and a policy what it is for.
  const changes = isHolder(manifest) || isPolicy(manifest);
  return changes ? [own, ...namedIn(object, inventory).map(objectKey)] : [own];
}

/** What an object is changed by. */
function touchedBy(
  { manifest, routes }: Member,
  { baseline, applied: { inventory }, keys }: ComponentsRequest,
): readonly string[] {
  const own = routes.length > 0 ? [] : heldBy(manifest, inventory);
  const named = routes.flatMap((route) => [
    ...mentionedBy(route, keys).flatMap((id) => withHolders(id, inventory).map(objectKey)),
    ...closedTo(route, keys, baseline.inventory).map(({ to }) => `grants in ${to.namespace}`),
    `namespace ${route.namespace}`,
  ]);
  return [...own, ...named];
}

/** With the Gateways of ListenerSets. */
function withHolders(id: string, inventory: Inventory): readonly string[] {
  const manifest = inventory.withId(id);
  if (manifest === undefined || !isHolder(manifest)) return [id];
  return [id, ...namedIn(manifest.object, inventory)];
}
