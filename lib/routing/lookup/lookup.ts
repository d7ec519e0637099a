// Indexes over one route table, each built when it is first asked for.
//
// INVARIANT: a memo of pure functions of the table, nothing else. Neighbours: host-index.ts,
// ../arena/gateway-arena.ts, ../arena/mesh-arena.ts.

import type { Acceptance, Attachment, Gateway, Listener } from '../../model/gateway';
import type { NamespaceKey } from '../../model/inventory';
import { remembered } from '../../model/memo';
import type { AnyRoute } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { Way } from '../arena/accepted-kind';
import { anyHost, intersectHostnames } from '../hostname';
import { compareHosts } from '../rank/precedence';
import { HostIndex } from './host-index';
import { HostMap } from './host-map';

type Certainty = Acceptance['certainty'];

/**
 * Which routes a listener is taken to have: a way in which ages settle the contest of kinds;
 * `mixed`: none displaces another; `doubtful`, `mixed doubtful`: the listener may not be there.
 */
export type Taking = Way | 'mixed' | 'doubtful' | 'mixed doubtful';

interface TakingRule {
  readonly isKept: (route: AnyRoute, certainty: Certainty) => boolean;
  readonly certaintyOf: (certainty: Certainty) => Certainty;
  readonly withDisplaced: boolean;
}

const all = () => true;
const sure = (): Certainty => 'certain';
const open = (): Certainty => 'open';
const orOf = (kind: AnyRoute['kind']) => (route: AnyRoute, certainty: Certainty) =>
  certainty === 'certain' || route.kind === kind;
const onlySure = (_: AnyRoute, certainty: Certainty) => certainty === 'certain';
const asTold = (certainty: Certainty) => certainty;

const takings: { readonly [taking in Taking]: TakingRule } = {
  told: { isKept: all, certaintyOf: asTold, withDisplaced: false },
  http: { isKept: orOf('HTTPRoute'), certaintyOf: sure, withDisplaced: false },
  grpc: { isKept: orOf('GRPCRoute'), certaintyOf: sure, withDisplaced: false },
  neither: { isKept: onlySure, certaintyOf: sure, withDisplaced: false },
  doubtful: { isKept: all, certaintyOf: open, withDisplaced: false },
  mixed: { isKept: all, certaintyOf: sure, withDisplaced: true },
  'mixed doubtful': { isKept: all, certaintyOf: open, withDisplaced: true },
};

export class Lookup {
  readonly #hosts = new Map<Listener, Map<Taking, HostIndex>>();
  readonly #lists = new Map<string, HostIndex>();
  readonly #tlsRoutes = new Map<Listener, HostMap<Attachment[]>>();
  #gateways: ReadonlyMap<string, Gateway> | undefined;

  constructor(readonly table: RouteTable) {}

  gateway(namespace: NamespaceKey, name: string): Gateway | undefined {
    this.#gateways ??= new Map(
      this.table.gateways.map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway]),
    );
    return this.#gateways.get(`${namespace}/${name}`);
  }

  /** The matches of the routes that a listener takes, in one of the ways that are possible. */
  hostsOf(listener: Listener, taking: Taking = 'told'): HostIndex {
    const own = this.#hosts.get(listener) ?? new Map<Taking, HostIndex>();
    this.#hosts.set(listener, own);
    const known = own.get(taking);
    if (known !== undefined) return known;
    const index = new HostIndex();
    const { isKept, certaintyOf, withDisplaced } = takings[taking];
    const fill = (attachment: Attachment, acceptances: readonly Acceptance[]) => {
      for (const { listener: taker, hosts, certainty } of acceptances) {
        if (taker !== listener || !isKept(attachment.route, certainty)) continue;
        this.#fill(index, attachment, hosts, certaintyOf(certainty));
      }
    };
    for (const one of this.table.attachedTo(listener)) fill(one, one.listeners);
    if (withDisplaced) {
      for (const one of this.table.displacedFrom(listener)) fill(one, one.displacedFrom);
    }
    own.set(taking, index);
    return index;
  }

  /** The TLSRoutes that a listener takes. */
  tlsRoutesOn(listener: Listener): HostMap<readonly Attachment[]> {
    const known = this.#tlsRoutes.get(listener);
    if (known !== undefined) return known;
    const index = new HostMap<Attachment[]>();
    for (const attachment of this.table.attachedTo(listener)) {
      if (attachment.route.kind !== 'TLSRoute') continue;
      const own = attachment.listeners.filter((acceptance) => acceptance.listener === listener);
      for (const host of new Set(own.flatMap(({ hosts }) => hosts))) {
        index.under(host, () => []).push(attachment);
      }
    }
    this.#tlsRoutes.set(listener, index);
    return index;
  }

  /** The matches of one list of mesh routes; `id` names the list. */
  meshList(id: string, attachments: readonly Attachment[], withHostnames: boolean): HostIndex {
    const known = this.#lists.get(id);
    if (known !== undefined) return known;
    const index = new HostIndex();
    for (const attachment of attachments) {
      const { hostnames } = attachment.route;
      const hosts = withHostnames && hostnames.length > 0 ? hostnames : [anyHost];
      this.#fill(index, attachment, hosts, 'certain');
    }
    this.#lists.set(id, index);
    return index;
  }

  #fill(
    index: HostIndex,
    { route }: Attachment,
    hosts: readonly string[],
    certainty: Certainty,
  ): void {
    if (!('rules' in route)) return;
    const candidates = route.rules.flatMap(this.table.candidatesOf);
    for (const host of hosts) {
      const own = ownHostname(host, route.hostnames);
      for (const candidate of candidates) index.add(host, { candidate, certainty, own, hosts });
    }
  }
}

/** Of the hostnames that a route was written with, the most specific that covers another. */
export function ownHostname(host: string, hostnames: readonly string[]): string {
  let own = anyHost;
  for (const hostname of hostnames) {
    const covers = intersectHostnames(hostname, host) === host;
    if (covers && compareHosts(hostname, own) > 0) own = hostname;
  }
  return own;
}

export const lookupOf = remembered((table: RouteTable) => new Lookup(table));
