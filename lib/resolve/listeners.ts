// Gateways and ListenerSets -> the listeners that a route's parentRef reaches.
//
// A parent that is not in the input has one assumed listener for each section that some route
// names, and one for all else: routes of different sections never share a listener, a route
// without a section may share any. Its hostname is unknown, so a route may meet every hostname
// below its own that another route names there. Neighbours: route-table.ts, ../routing/hostname.ts.

import type { Inventory } from '../model/inventory';
import {
  at,
  gatewayGroup,
  isObject,
  type JsonObject,
  listOf,
  type Manifest,
  textOf,
} from '../model/manifest';
import { namespaceLabels } from '../model/namespace';
import type { ParentRef, Route } from '../model/route';
import { selectorOf, selects } from '../model/selector';
import { anyHost, intersectHostnames } from '../routing/hostname';

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

const httpProtocols = new Set(['HTTP', 'HTTPS']);

/** Whether a parentRef names an object that holds listeners. */
export function holdsListeners(ref: ParentRef): boolean {
  return ref.group === gatewayGroup && (ref.kind === 'Gateway' || ref.kind === 'ListenerSet');
}

function parentId({ kind, namespace, name }: Pick<ParentRef, 'kind' | 'namespace' | 'name'>) {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** What routes say of a parent that is not in the input. */
interface Assumed {
  readonly sections: Set<string>;
  readonly hosts: Set<string>;
}

/** Every listener of the input, and those assumed for parents that are not in it. */
export class Listeners {
  readonly #assumed = new Map<string, Assumed>();

  constructor(
    readonly inventory: Inventory,
    routes: readonly Route[],
  ) {
    for (const { parents, hostnames } of routes) {
      for (const ref of parents) {
        if (!holdsListeners(ref) || this.#find(ref) !== undefined) continue;
        const id = parentId(ref);
        const assumed = this.#assumed.get(id) ?? { sections: new Set(), hosts: new Set() };
        if (ref.sectionName !== undefined) assumed.sections.add(ref.sectionName);
        for (const hostname of hostnames) assumed.hosts.add(hostname);
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
    const id = parentId(ref);
    if (parent === undefined) return this.#reachAssumed(route, ref, id);
    const home = parentId(this.#gatewayOf(ref, parent));
    return listOf(at(parent.object, ['spec', 'listeners'])).flatMap((listener, index) => {
      if (!isObject(listener) || !this.#takes(listener, parent, route, ref)) return [];
      const name = textOf(listener.name) ?? String(index);
      const host = textOf(listener.hostname) || anyHost;
      return commonHosts(host, route).map((common) => ({
        id: `${home}\n${String(listener.port ?? name)}`,
        name: `${id} listener ${name}`,
        host: common,
      }));
    });
  }

  #find(ref: ParentRef): Manifest | undefined {
    return this.inventory.find(`${gatewayGroup}/${ref.kind}`, ref.namespace, ref.name);
  }

  /** A ListenerSet adds its listeners to those of its Gateway. */
  #gatewayOf(ref: ParentRef, { object }: Manifest): Pick<ParentRef, 'kind' | 'namespace' | 'name'> {
    const name = textOf(at(object, ['spec', 'parentRef', 'name']));
    if (ref.kind !== 'ListenerSet' || name === undefined) return ref;
    const namespace = textOf(at(object, ['spec', 'parentRef', 'namespace']));
    const home = namespace === undefined ? ref.namespace : this.inventory.namespaceKey(namespace);
    return { kind: 'Gateway', namespace: home, name };
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

  /** Section, port, protocol, kind and namespace, as far as the input tells. */
  #takes(listener: JsonObject, parent: Manifest, route: Route, ref: ParentRef): boolean {
    if (ref.sectionName !== undefined && listener.name !== ref.sectionName) return false;
    if (ref.port !== undefined && listener.port !== ref.port) return false;
    const protocol = textOf(listener.protocol) ?? 'HTTP';
    if (!httpProtocols.has(protocol) && !protocol.includes('/')) return false;
    const kinds = listOf(at(listener, ['allowedRoutes', 'kinds']));
    if (kinds.length > 0 && !kinds.some((kind) => at(kind, ['kind']) === route.kind)) return false;
    return this.#allows(listener, parent, route);
  }

  #allows(listener: JsonObject, parent: Manifest, route: Route): boolean {
    const from = at(listener, ['allowedRoutes', 'namespaces', 'from']) ?? 'Same';
    const home = this.inventory.namespaceKey(parent.object.metadata?.namespace);
    if (from === 'Same') return home === route.namespace;
    if (from !== 'Selector') return true;
    const labels = namespaceLabels(this.inventory, route.namespace);
    // Labels of a namespace that is not in the input are unknown: assume that it is let in.
    if (labels === undefined) return true;
    const selector = selectorOf(at(listener, ['allowedRoutes', 'namespaces', 'selector']));
    return selector !== undefined && selects(selector, labels);
  }
}

function commonHosts(listenerHost: string, route: Route): readonly string[] {
  if (route.hostnames.length === 0) return [listenerHost];
  const common = new Set<string>();
  for (const hostname of route.hostnames) {
    const host = intersectHostnames(listenerHost, hostname);
    if (host !== undefined) common.add(host);
  }
  return [...common];
}
