// Indexes over one route table, each built when it is first asked for.
//
// INVARIANT: a memo of pure functions of the table, nothing else. Neighbours: host-index.ts,
// gateway-arena.ts, mesh-arena.ts.

import type { Acceptance, Attachment, Gateway, Listener } from '../model/gateway';
import type { NamespaceKey } from '../model/inventory';
import type { RouteTable } from '../model/route-table';
import { HostIndex } from './host-index';
import { anyHost } from './hostname';

export class Lookup {
  readonly #hosts = new Map<Listener, HostIndex>();
  readonly #mixed = new Map<Listener, HostIndex>();
  readonly #lists = new Map<string, HostIndex>();
  #gateways: ReadonlyMap<string, Gateway> | undefined;

  constructor(readonly table: RouteTable) {}

  gateway(namespace: NamespaceKey, name: string): Gateway | undefined {
    this.#gateways ??= new Map(
      this.table.gateways.map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway]),
    );
    return this.#gateways.get(`${namespace}/${name}`);
  }

  /** The matches of the routes that a listener takes. */
  hostsOf(listener: Listener): HostIndex {
    const known = this.#hosts.get(listener);
    if (known !== undefined) return known;
    const index = new HostIndex();
    for (const attachment of this.table.attachedTo(listener)) {
      for (const { hosts, certainty } of acceptancesOn(listener, attachment.listeners)) {
        fill(index, attachment, hosts, certainty);
      }
    }
    this.#hosts.set(listener, index);
    return index;
  }

  /** The same where HTTPRoutes and GRPCRoutes do not displace each other. */
  mixedHostsOf(listener: Listener): HostIndex {
    const known = this.#mixed.get(listener);
    if (known !== undefined) return known;
    const index = new HostIndex();
    for (const attachment of this.table.attachedTo(listener)) {
      for (const { hosts } of acceptancesOn(listener, attachment.listeners)) {
        fill(index, attachment, hosts, 'certain');
      }
    }
    for (const attachment of this.table.displacedFrom(listener)) {
      for (const { hosts } of acceptancesOn(listener, attachment.displacedFrom)) {
        fill(index, attachment, hosts, 'certain');
      }
    }
    this.#mixed.set(listener, index);
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
      fill(index, attachment, hosts, 'certain');
    }
    this.#lists.set(id, index);
    return index;
  }
}

function acceptancesOn(listener: Listener, acceptances: readonly Acceptance[]) {
  return acceptances.filter((acceptance) => acceptance.listener === listener);
}

function fill(
  index: HostIndex,
  { route }: Attachment,
  hosts: readonly string[],
  certainty: 'certain' | 'open',
): void {
  if (!('rules' in route)) return;
  for (const rule of route.rules) {
    rule.matches.forEach((match, matchIndex) => {
      const candidate = { route, rule, match, matchIndex };
      for (const host of hosts) index.add(host, { candidate, certainty, hosts });
    });
  }
}

const lookups = new WeakMap<RouteTable, Lookup>();

export function lookupOf(table: RouteTable): Lookup {
  const known = lookups.get(table);
  if (known !== undefined) return known;
  const fresh = new Lookup(table);
  lookups.set(table, fresh);
  return fresh;
}
