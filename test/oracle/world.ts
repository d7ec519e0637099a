// The objects of a cluster as the oracle reads them: Gateways, ListenerSets, Services, grants and
// routes, with the API server's defaults filled in by hand.
//
// The oracle is a second opinion on routing. It shares the nouns of lib/model and nothing
// else: no file of lib/routing, lib/resolve or lib/derive may be imported here, since a
// mistake made twice would go unseen. Neighbours: read-route.ts, read-gateway.ts, accept.ts,
// order.ts, router.ts.

import { at, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { gatewayGroup, isNamedBy, namespaceOf, numberOf, placeOf } from './place';
import { gatewaysOf } from './read-gateway';
import { routeOf } from './read-route';

export type RouteKind = 'HTTPRoute' | 'GRPCRoute';

/** A header or query match: the patterns are there where the type is RegularExpression. */
export interface ValueMatch {
  readonly name: string;
  readonly value: string;
  readonly pattern?: RegExp;
  /** The pattern for implementations that search in the value. */
  readonly search?: RegExp;
}

export interface PathMatch {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
  readonly pattern?: RegExp;
}

/** One match of a rule. GRPCRoutes have a path only through `service` and `rpc`. */
export interface Match {
  readonly path: PathMatch;
  readonly method?: string;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
  readonly service?: PathMatch;
  readonly rpc?: PathMatch;
}

export interface BackendRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly weight: number;
  readonly filters: readonly Json[];
}

export interface Rule {
  readonly index: number;
  readonly matches: readonly Match[];
  readonly filters: readonly Json[];
  readonly backends: readonly BackendRef[];
  /** Everything else that befalls a request of the rule: timeouts, retry. */
  readonly rest: Json;
}

export interface ParentRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

export interface Route {
  readonly kind: RouteKind;
  readonly namespace: string;
  readonly name: string;
  /** Annotated or excluded: its keyed requests go to no fork. */
  readonly ignored: boolean;
  readonly derived: boolean;
  /** The sandbox or route group that it is of. */
  readonly owner?: string;
  /** Milliseconds, where the object has a creation time. */
  readonly created?: number;
  readonly hostnames: readonly string[];
  readonly parents: readonly ParentRef[];
  readonly rules: readonly Rule[];
}

export interface Listener {
  /** The ListenerSet that it is of, `namespace/name`; absent: of the Gateway itself. */
  readonly set?: string;
  /** Of the object that it is in: what `Same` means. */
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly hostname: string | undefined;
  readonly from: string;
  readonly kinds: readonly string[];
}

export interface World {
  /** By `namespace/name`; those of its ListenerSets are among them. */
  readonly gateways: ReadonlyMap<string, readonly Listener[]>;
  /** The Gateway of each ListenerSet, both `namespace/name`. */
  readonly sets: ReadonlyMap<string, string>;
  /** Ports by `namespace/name`, each with its name or ''. */
  readonly services: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** `kind from-namespace to-namespace name-or-*`. */
  readonly grants: ReadonlySet<string>;
  readonly routes: readonly Route[];
}

/** @param excluded patterns of routes that settings exclude, `namespace/name` */
export function worldOf(objects: readonly KubeObject[], excluded: readonly string[] = []): World {
  const services = new Map<string, ReadonlyMap<number, string>>();
  const grants = new Set<string>();
  const routes: Route[] = [];
  for (const object of objects) {
    if (object.kind === 'Service') services.set(placeOf(object), portsOf(object));
    if (object.kind === 'ReferenceGrant') for (const grant of grantsOf(object)) grants.add(grant);
    if (object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') {
      const route = routeOf(object, object.kind);
      const isNamed = isNamedBy(excluded, placeOf(object));
      routes.push(isNamed ? { ...route, ignored: true } : route);
    }
  }
  return { ...gatewaysOf(objects), services, grants, routes };
}

function portsOf(service: KubeObject): Map<number, string> {
  return new Map(
    listOf(at(service, ['spec', 'ports'])).map((port) => [
      numberOf(at(port, ['port']), 0),
      textOf(at(port, ['name'])) ?? '',
    ]),
  );
}

function grantsOf(grant: KubeObject): string[] {
  const target = namespaceOf(grant);
  const targets = listOf(at(grant, ['spec', 'to']))
    .filter((to) => textOf(at(to, ['kind'])) === 'Service' && textOf(at(to, ['group'])) === '')
    .map((to) => textOf(at(to, ['name'])) ?? '*');
  return listOf(at(grant, ['spec', 'from']))
    .filter((from) => textOf(at(from, ['group'])) === gatewayGroup)
    .flatMap((from) => {
      const head = `${textOf(at(from, ['kind']))} ${textOf(at(from, ['namespace']))} ${target}`;
      return targets.map((name) => `${head} ${name}`);
    });
}
