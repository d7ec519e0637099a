// Gateways and ListenerSets -> the listeners that a route's parentRef reaches.
//
// A parent that is not in the input has one assumed listener for each section that some route
// names, and one for all else: routes of different sections never share a listener, a route
// without a section may share any. Its hostname is unknown, so a route may meet every hostname
// below its own that another route names there. Neighbours: route-table.ts, ../routing/hostname.ts.

import type { Inventory } from '../model/inventory';
import type { Manifest } from '../model/manifest';
import type { ParentRef, Route } from '../model/route';
import { anyHost } from '../routing/hostname';
import { commonHosts, takes } from './listener-check';
import {
  gatewayOfSet,
  holderKindOf,
  listenerName,
  placeText,
  readListeners,
  type UnmergedListener,
} from './listener-reader';

export interface ListenerHost {
  /**
   * Unique among all Gateways; listeners of one port share it, those of ListenerSets too, since
   * not every implementation keeps their routes apart (feature GatewayHTTPListenerIsolation).
   */
  readonly id: string;
  /** `Gateway edge/public listener https`. */
  readonly name: string;
  /** The hosts that both the listener and the route cover, as one hostname. */
  readonly host: string;
}

/** Whether a parentRef names an object that holds listeners. */
export function holdsListeners(ref: ParentRef): boolean {
  return holderKindOf(ref) !== undefined;
}

/** What routes say of a parent that is not in the input. */
interface Assumed {
  readonly sections: Set<string>;
  readonly hosts: Set<string>;
}

/** Every listener of the input, and those assumed for parents that are not in it. */
export class Listeners {
  readonly #assumed = new Map<string, Assumed>();
  readonly #read = new Map<string, readonly UnmergedListener[]>();

  constructor(
    readonly inventory: Inventory,
    routes: readonly Route[],
  ) {
    for (const { parents, hostnames } of routes) {
      for (const ref of parents) {
        if (!holdsListeners(ref) || this.#find(ref) !== undefined) continue;
        const id = placeText(ref);
        const assumed = this.#assumed.get(id) ?? { sections: new Set(), hosts: new Set() };
        if (ref.sectionName !== undefined) assumed.sections.add(ref.sectionName);
        for (const hostname of hostnames) assumed.hosts.add(hostname.toLowerCase());
        this.#assumed.set(id, assumed);
      }
    }
  }

  /** Parents that the input does not hold, sorted. */
  get missing(): readonly string[] {
    return [...this.#assumed.keys()].sort();
  }

  /** The listeners that take a route through one of its parentRefs, each with the common hosts. */
  reach(route: Route, ref: ParentRef): readonly ListenerHost[] {
    const parent = this.#find(ref);
    if (parent === undefined) return this.#reachAssumed(route, ref, placeText(ref));
    const home = this.#homeOf(ref, parent);
    return this.#listenersOf(ref, parent).flatMap((listener) => {
      if (!takes(listener, route, ref, this.inventory)) return [];
      const { port, name } = listener;
      return commonHosts(listener.hostname, route).map((host) => ({
        id: `${home}\n${String(port ?? name)}`,
        name: listenerName(listener),
        host,
      }));
    });
  }

  #find(ref: ParentRef): Manifest | undefined {
    return this.inventory.find(`${ref.group}/${ref.kind}`, ref.namespace, ref.name);
  }

  #listenersOf(ref: ParentRef, manifest: Manifest): readonly UnmergedListener[] {
    const id = placeText(ref);
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    const { namespace, name } = ref;
    const kind = holderKindOf(ref) ?? 'Gateway';
    const listeners = readListeners({ kind, namespace, name, manifest });
    this.#read.set(id, listeners);
    return listeners;
  }

  /** A ListenerSet adds its listeners to those of its Gateway. */
  #homeOf(ref: ParentRef, manifest: Manifest): string {
    const gateway =
      holderKindOf(ref) === 'ListenerSet' ? gatewayOfSet(manifest, this.inventory) : undefined;
    return placeText(gateway === undefined ? ref : { kind: 'Gateway', ...gateway });
  }

  #reachAssumed(route: Route, ref: ParentRef, id: string): readonly ListenerHost[] {
    const { sections, hosts } = this.#assumed.get(id) ?? { sections: [], hosts: [] };
    const reached = ref.sectionName === undefined ? ['', ...sections] : [ref.sectionName];
    const own = commonHosts(anyHost, route);
    // An exact name covers nothing but itself, so most routes need no look at the others'.
    const isWide = own.some((host) => host.startsWith(anyHost));
    const below = isWide
      ? [...hosts].filter((host) => commonHosts(host, route).includes(host))
      : [];
    return reached.flatMap((section) =>
      [...new Set([...own, ...below])].map((host) => ({
        id: `${id}\n${section}`,
        name: section === '' ? id : `${id} listener ${section}`,
        host,
      })),
    );
  }
}
