// All that deciding asks a route table for beyond its matches: Gateways, connection routes, and
// attachments by listener and by Service.
//
// Neighbours: route-table.ts (who hands it out), gateway-reader.ts, attachment.ts.

import type { Finding } from '../model/finding';
import type { Acceptance, AcceptedReason, Attachment, Gateway, Listener } from '../model/gateway';
import { collect } from '../model/groups';
import type { Inventory } from '../model/inventory';
import {
  type ConnectionRoute,
  isService,
  type ParentRef,
  type Route,
  routePlace,
  serviceKey,
} from '../model/route';
import { byText } from '../model/text-order';
import { attach } from './attachment';
import { connectionRouteKinds, readConnectionRoute } from './connection-route-reader';
import { readGateways } from './gateway-reader';
import { takes } from './listener-check';

type ByListener = ReadonlyMap<Listener, readonly Attachment[]>;

export interface AttachmentIndex {
  readonly gateways: readonly Gateway[];
  readonly connectionRoutes: readonly ConnectionRoute[];
  readonly attachments: readonly Attachment[];
  readonly byParent: ReadonlyMap<ParentRef, Attachment>;
  readonly accepting: ByListener;
  readonly displacing: ByListener;
  readonly onServices: ReadonlyMap<string, readonly Attachment[]>;
  listenersFor(route: Route, parent: ParentRef): readonly Listener[];
  readonly findings: readonly Finding[];
}

export function attachAll(routes: readonly Route[], inventory: Inventory): AttachmentIndex {
  const findings: Finding[] = [];
  const connectionRoutes: ConnectionRoute[] = [];
  for (const kind of connectionRouteKinds) {
    for (const manifest of inventory.ofKind(kind)) {
      const reading = readConnectionRoute(manifest, inventory);
      for (const one of reading.findings) findings.push(one);
      if (reading.route !== undefined) connectionRoutes.push(reading.route);
    }
  }
  connectionRoutes.sort(byText(routePlace));
  const all = [...routes, ...connectionRoutes];
  const gateways = readGateways(inventory, all);
  const attachments = attach(all, gateways, inventory);
  return {
    gateways: gateways.all,
    connectionRoutes,
    attachments,
    byParent: new Map(attachments.map((one) => [one.parent, one])),
    accepting: byListener(attachments, ({ listeners }) => listeners),
    displacing: byListener(attachments, ({ displacedFrom }) => displacedFrom),
    onServices: byService(attachments),
    listenersFor: (route, parent) =>
      (gateways.holdingOf(parent)?.listeners ?? []).filter((listener) =>
        takes(listener, route, parent, inventory),
      ),
    findings,
  };
}

/** A route stands once on each listener, through the first of its parentRefs that reaches it. */
function byListener(
  attachments: readonly Attachment[],
  acceptancesOf: (attachment: Attachment) => readonly Acceptance[],
): ByListener {
  const found = new Map<Listener, Attachment[]>();
  for (const attachment of attachments) {
    for (const { listener } of acceptancesOf(attachment)) {
      // Attachments of one route stand together, so that only the last can be of the same.
      if (found.get(listener)?.at(-1)?.route !== attachment.route) {
        collect(found, listener, attachment);
      }
    }
  }
  return found;
}

/** Which kind gives way on a port is for a request to that port to say. */
const acting: ReadonlySet<AcceptedReason> = new Set(['Accepted', 'NoParent', 'Conflicted']);

function byService(attachments: readonly Attachment[]): ReadonlyMap<string, readonly Attachment[]> {
  const found = new Map<string, Attachment[]>();
  for (const attachment of attachments) {
    const { parent, reason } = attachment;
    if (!isService(parent) || !acting.has(reason)) continue;
    collect(found, serviceKey(parent.namespace, parent.name), attachment);
  }
  return found;
}
