// Services as parents (GAMMA): which routes a Service takes, and which give way to a route of a
// higher kind.
//
// The law is GEP-1294: on one port, for the same clients, GRPCRoutes displace HTTPRoutes, these
// TLSRoutes, these TCPRoutes; UDP is apart. A route without a port gives way where every port of its
// Service is taken. Headless and ExternalName Services should be no parents: their clients call
// addresses, which no route sees; the reason word is ours. Neighbours: mesh.ts, attachment.ts.

import type { AcceptedReason, Attachment } from '../model/gateway';
import type { Inventory } from '../model/inventory';
import { at, listOf, type Manifest, nameOf } from '../model/manifest';
import { type AnyRoute, type ParentRef, serviceKey } from '../model/route';
import { listId } from './mesh';

/** From the highest to the lowest. */
const kindsByRank: readonly AnyRoute['kind'][] = ['GRPCRoute', 'HTTPRoute', 'TLSRoute', 'TCPRoute'];

interface Verdict {
  readonly reason: AcceptedReason;
  readonly because: string;
}

const accepted: Verdict = { reason: 'Accepted', because: '' };

interface MeshRef {
  readonly route: AnyRoute;
  readonly parent: ParentRef;
}

export class MeshAttachments {
  /** The highest kind on a port, or on `any`, of the routes of one list. */
  readonly #highest = new Map<string, Map<string, number>>();

  constructor(
    readonly inventory: Inventory,
    refs: readonly MeshRef[],
  ) {
    for (const { route, parent } of refs) {
      const { reason } = this.#suitability(parent);
      const rank = kindsByRank.indexOf(route.kind);
      if (rank < 0 || (reason !== 'Accepted' && reason !== 'NoParent')) continue;
      const list = listId(route, parent);
      const ports = this.#highest.get(list) ?? new Map<string, number>();
      const port = String(parent.port ?? 'any');
      ports.set(port, Math.min(rank, ports.get(port) ?? rank));
      this.#highest.set(list, ports);
    }
  }

  attach(route: AnyRoute, parent: ParentRef): Attachment {
    const suitability = this.#suitability(parent);
    const mayConflict = suitability.reason === 'Accepted' || suitability.reason === 'NoParent';
    const conflict = mayConflict ? this.#conflict(route, parent) : undefined;
    return { route, parent, ...(conflict ?? suitability), listeners: [], displacedFrom: [] };
  }

  /** Whether the Service may be a parent at all, and has the port or section. */
  #suitability(parent: ParentRef): Verdict {
    const service = this.#serviceOf(parent);
    if (service === undefined) {
      const name = `Service ${serviceKey(parent.namespace, parent.name).replace(/^\//, '')}`;
      return { reason: 'NoParent', because: `${name} is not in the input` };
    }
    const name = nameOf(service.object);
    if (at(service.object, ['spec', 'type']) === 'ExternalName') {
      return {
        reason: 'UnsupportedValue',
        because: `${name} is an ExternalName, which is no parent`,
      };
    }
    if (at(service.object, ['spec', 'clusterIP']) === 'None') {
      return { reason: 'UnsupportedValue', because: `${name} is headless, which is no parent` };
    }
    return portFault(name, service, parent) ?? accepted;
  }

  #conflict(route: AnyRoute, parent: ParentRef): Verdict | undefined {
    const rank = kindsByRank.indexOf(route.kind);
    const highest = this.#highest.get(listId(route, parent));
    if (rank < 0 || highest === undefined) return undefined;
    const kindAbove = (port: string): string | undefined => {
      const above = Math.min(highest.get(port) ?? rank, highest.get('any') ?? rank);
      return above < rank ? kindsByRank[above] : undefined;
    };
    const ports = parent.port === undefined ? this.#portsOf(parent) : [String(parent.port)];
    const kinds = ports.map(kindAbove);
    if (kinds.length === 0 || kinds.some((kind) => kind === undefined)) return undefined;
    const above = [...new Set(kinds)].join(' and ');
    return {
      reason: 'Conflicted',
      because: `a ${above} on ${listId(route, parent)} displaces every ${route.kind} there`,
    };
  }

  /** Every port that a route without one has; `any` where the Service does not tell. */
  #portsOf(parent: ParentRef): readonly string[] {
    const service = this.#serviceOf(parent);
    const ports = listOf(at(service?.object, ['spec', 'ports'])).flatMap((entry) => {
      const port = at(entry, ['port']);
      const isUdp = at(entry, ['protocol']) === 'UDP';
      return typeof port === 'number' && !isUdp ? [String(port)] : [];
    });
    return ports.length > 0 ? ports : ['any'];
  }

  #serviceOf({ namespace, name }: ParentRef): Manifest | undefined {
    return this.inventory.find('/Service', namespace, name);
  }
}

/** Section and port, both if given, must be those of one port. */
function portFault(name: string, service: Manifest, parent: ParentRef): Verdict | undefined {
  const { port, sectionName } = parent;
  if (port === undefined && sectionName === undefined) return undefined;
  const isThere = listOf(at(service.object, ['spec', 'ports'])).some(
    (entry) =>
      (port === undefined || at(entry, ['port']) === port) &&
      (sectionName === undefined || at(entry, ['name']) === sectionName),
  );
  if (isThere) return undefined;
  const wanted = [
    ...(port === undefined ? [] : [`port ${port}`]),
    ...(sectionName === undefined ? [] : [`a port called \`${sectionName}\``]),
  ];
  return { reason: 'NoMatchingParent', because: `${name} does not have ${wanted.join(', ')}` };
}
