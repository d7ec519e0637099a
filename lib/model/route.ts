// HTTPRoute and GRPCRoute as the law sees them: defaults filled in, references with their
// namespaces, and each part beside the JSON that it was read from.
//
// `raw` parts hold the API server's defaults, so what is copied from them states every
// default. Neighbours: route-table.ts (who competes with whom), ../routing/rank/order.ts.

import type { Inventory, NamespaceKey } from './inventory';
import { type JsonObject, type KubeObject, type Manifest, nameOf } from './manifest';

export interface PathMatch {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

/** One entry of `headers` or `queryParams`. */
export interface ValueMatch {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

export interface HttpMatch {
  readonly protocol: 'http';
  readonly path: PathMatch;
  readonly method?: string;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
}

export interface GrpcMatch {
  readonly protocol: 'grpc';
  readonly type: 'Exact' | 'RegularExpression';
  readonly service?: string;
  readonly method?: string;
  readonly headers: readonly ValueMatch[];
}

export type Match = HttpMatch | GrpcMatch;

/** What a rule forwards or mirrors to, or asks for leave; only core Services can be forked. */
export interface BackendRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly port?: number;
  /** 0 to 1,000,000; a mirror's counts as 1. */
  readonly weight: number;
  readonly raw: JsonObject;
}

/** Blocks of a filter that hold a `backendRef`: `RequestMirror` and `ExternalAuth`. */
export const referringFilters = ['requestMirror', 'externalAuth'] as const;

export interface Rule {
  /** Position in `spec.rules`, from 0. */
  readonly index: number;
  readonly matches: readonly Match[];
  readonly backends: readonly BackendRef[];
  /** What filters of the rule and of its backendRefs refer to: see `referringFilters`. */
  readonly filterRefs: readonly BackendRef[];
  readonly raw: JsonObject;
}

export interface ParentRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
  /** Not written as a parentRef: the route asks for default Gateways, and this is one. */
  readonly isDefault?: boolean;
  readonly raw: JsonObject;
}

/** What all kinds of routes have. */
interface RouteObject {
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly parents: readonly ParentRef[];
  readonly hostnames: readonly string[];
  /** `metadata.creationTimestamp`, where the input has it: a cluster's own dump. */
  readonly created?: string;
  /** The object with the API server's defaults filled in. */
  readonly raw: JsonObject;
  readonly manifest: Manifest;
}

export interface Route extends RouteObject {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly rules: readonly Rule[];
  /** Has an ignore annotation: never forked, though shields may copy its matches. */
  readonly isIgnored: boolean;
}

/** Routes of whole connections: no matches, and one rule. */
export interface ConnectionRoute extends RouteObject {
  readonly kind: 'TLSRoute' | 'TCPRoute' | 'UDPRoute';
  readonly backends: readonly BackendRef[];
}

export type AnyRoute = Route | ConnectionRoute;

/** Where a route stands among all: by kind, then namespace, then name. */
export function routePlace({ kind, namespace, name }: AnyRoute): string {
  return `${kind}\n${namespace}\n${name}`;
}

/** The route as messages name it: `HTTPRoute shop/cart`. */
export function routeText({ manifest }: AnyRoute): string {
  return nameOf(manifest.object);
}

/** A rule as messages name it: `HTTPRoute shop/cart rule 2`. */
export function ruleText(route: AnyRoute, { index }: Pick<Rule, 'index'>): string {
  return `${routeText(route)} rule ${index}`;
}

/** A core Service's key in look-ups. */
export function serviceKey(namespace: NamespaceKey, name: string): string {
  return `${namespace}/${name}`;
}

export function serviceKeyOf(service: KubeObject, inventory: Inventory): string {
  return serviceKey(inventory.namespaceOf(service), service.metadata?.name ?? '');
}

/** `group: core` is an old spelling of Service's empty group in mesh documents. */
export function isService(ref: { readonly group: string; readonly kind: string }): boolean {
  return ref.kind === 'Service' && (ref.group === '' || ref.group === 'core');
}
