// Routes and Gateways -> which listener takes which route, and why the others do not.
//
// The law is the specification's; what profiles do otherwise is for ../routing/decide.ts. Routes
// attach to a listener that is conflicted too: whether traffic reaches it is the listener's affair.
// Neighbours: listener-check.ts (each check), kind-contest.ts (HTTPRoute against GRPCRoute),
// mesh-attachment.ts (Services), gateway-reader.ts (Gateways).

import type { Acceptance, AcceptedReason, Attachment, Listener } from '../model/gateway';
import { collect } from '../model/groups';
import type { Inventory } from '../model/inventory';
import { nameOf } from '../model/manifest';
import { type AnyRoute, isService, type ParentRef } from '../model/route';
import type { Standing } from './displacement';
import type { Gateways, Holding } from './gateway-reader';
import { KindContests } from './kind-contest';
import { checks, commonHosts } from './listener-check';
import { listenerName, placeText } from './listener-reader';
import { MeshAttachments } from './mesh-attachment';

/** A route on one listener, before the other kind is looked at. */
interface Entry {
  readonly route: AnyRoute;
  readonly listener: Listener;
  readonly hosts: readonly string[];
}

interface Draft {
  readonly route: AnyRoute;
  readonly parent: ParentRef;
  readonly reason: AcceptedReason;
  readonly because: string;
  readonly entries: readonly Entry[];
}

/** One attachment for each parentRef of each route, in their order. */
export function attach(
  routes: readonly AnyRoute[],
  gateways: Gateways,
  inventory: Inventory,
): readonly Attachment[] {
  const refs = routes.flatMap((route) => route.parents.map((parent) => ({ route, parent })));
  const mesh = new MeshAttachments(
    inventory,
    refs.filter(({ parent }) => isService(parent)),
  );
  const drafts = refs.map(({ route, parent }) =>
    isService(parent) ? mesh.attach(route, parent) : draft(route, parent, gateways, inventory),
  );
  const byListener = new Map<Listener, Entry[]>();
  for (const one of drafts) {
    if (!('entries' in one)) continue;
    for (const entry of one.entries) collect(byListener, entry.listener, entry);
  }
  const standings = new Map<Entry, Standing<AnyRoute>>();
  const contests = new KindContests();
  for (const entries of byListener.values()) {
    contests.among(entries).forEach((standing, index) => {
      const entry = entries[index];
      if (entry !== undefined) standings.set(entry, standing);
    });
  }
  return drafts.map((one) => ('entries' in one ? decided(one, standings) : one));
}

function draft(
  route: AnyRoute,
  parent: ParentRef,
  gateways: Gateways,
  inventory: Inventory,
): Draft {
  const holding = gateways.holdingOf(parent);
  if (holding !== undefined) return judged(route, parent, holding, inventory);
  const because = `the specification names no parent of kind ${parent.kind}, group \`${parent.group}\``;
  return { route, parent, reason: 'NoParent', because, entries: [] };
}

function judged(
  route: AnyRoute,
  parent: ParentRef,
  { listeners, refusal }: Holding,
  inventory: Inventory,
): Draft {
  const entries: Entry[] = [];
  /** How many checks the best listener passed, and which that is. */
  let best: { readonly passed: number; readonly listener: Listener } | undefined;
  for (const listener of listeners) {
    const failed = checks.findIndex((check) => !check.holds(listener, route, parent, inventory));
    const passed = failed < 0 ? checks.length : failed;
    const hosts = failed < 0 ? commonHosts(listener.hostname, route) : [];
    if (hosts.length > 0) entries.push({ route, listener, hosts });
    if (best === undefined || passed > best.passed) best = { passed, listener };
  }
  if (entries.length > 0) return { route, parent, reason: 'Accepted', because: '', entries };
  if (best === undefined) {
    const because = refusal ?? `${placeText(parent)} has no listeners`;
    return { route, parent, reason: 'NoMatchingParent', because, entries };
  }
  const { listener } = best;
  const check = checks[best.passed];
  if (check !== undefined) {
    const because = check.because(listener, route, parent);
    return { route, parent, reason: check.reason, because, entries };
  }
  const because = `${listenerName(listener)} is for \`${listener.hostname}\`, and no hostname of the route is`;
  return { route, parent, reason: 'NoMatchingListenerHostname', because, entries };
}

/** What is left of a draft once the other kind of route has been looked at. */
function decided(
  { route, parent, reason, because, entries }: Draft,
  standings: ReadonlyMap<Entry, Standing<AnyRoute>>,
): Attachment {
  const listeners: Acceptance[] = [];
  const displacedFrom: Acceptance[] = [];
  let conflict = '';
  for (const entry of entries) {
    const { listener, hosts } = entry;
    const standing = standings.get(entry) ?? { state: 'stays' };
    if (standing.state === 'displaced') {
      displacedFrom.push({ listener, hosts, certainty: 'certain' });
      const winner = nameOf(standing.by.manifest.object);
      conflict ||= `${winner} is older, or first by name, and has hosts of it on ${listenerName(listener)}`;
    } else {
      const certainty = standing.state === 'open' ? 'open' : 'certain';
      listeners.push({ listener, hosts, certainty });
    }
  }
  const isDisplaced = entries.length > 0 && listeners.length === 0;
  return {
    route,
    parent,
    ...(isDisplaced ? { reason: 'Conflicted', because: conflict } : { reason, because }),
    listeners,
    displacedFrom,
  };
}
