// A filter as our factories give it. The backend of a mirror or an external authorization is
// kept beside the filter's spec, since its name and port are read at synthesis.
//
// Neighbours: http-filter.ts and grpc-filter.ts (the factories).

import type { ApiObject } from 'cdk8s';
import type {
  Fraction,
  GRPCRouteFilter,
  HTTPHeader,
  HTTPHeaderFilter,
  HTTPRouteFilter,
  LocalObjectRef,
} from '../../imports/gateway-api';
import { groupOf } from '../model/manifest';
import { present } from '../model/present';
import { type BackendObject, objectRefOf, type Site } from './backend-object';
import { grantBackend } from './grant';
import { isApiObject } from './reference';

/** The backend that a filter calls. */
export interface FilterBackend {
  readonly field: 'requestMirror' | 'externalAuth';
  readonly target: BackendObject;
  readonly port?: number | string;
  readonly grant?: boolean;
}

export class RouteFilter<K extends 'HTTPRoute' | 'GRPCRoute' = 'HTTPRoute' | 'GRPCRoute'> {
  protected constructor(
    /** The kind of route that the filter is for. */
    readonly routeKind: K,
    readonly spec: HTTPRouteFilter,
    readonly backend?: FilterBackend,
  ) {}
}

export type AnyFilter = RouteFilter | HTTPRouteFilter | GRPCRouteFilter;

/** The headers to set, add and remove; a value of `set` and `add` by its header's name. */
export interface HeaderChanges {
  /**
   * Replaces the header's value.
   * @default - none
   */
  readonly set?: { readonly [name: string]: string } | readonly HTTPHeader[];
  /**
   * Appends to the header's value.
   * @default - none
   */
  readonly add?: { readonly [name: string]: string } | readonly HTTPHeader[];
  /** @default - none */
  readonly remove?: readonly string[];
}

export interface MirrorOptions {
  /**
   * The share of the requests, in percent.
   * @default 100
   */
  readonly percent?: number;
  /**
   * The share of the requests where a percent is too coarse.
   * @default - all of them
   */
  readonly fraction?: Fraction;
  /**
   * The Service's port, by number or by name.
   * @default - the Service's only port
   */
  readonly port?: number | string;
  /**
   * Writes the ReferenceGrant that a backend of another namespace needs.
   * @default false
   */
  readonly grant?: boolean;
}

export function filterSpec(site: Site, filter: AnyFilter): HTTPRouteFilter {
  if (!(filter instanceof RouteFilter)) return filter;
  const { spec, backend } = filter;
  if (backend === undefined) return spec;
  const backendRef = objectRefOf(site, backend.target, backend.port);
  return { ...spec, [backend.field]: { ...spec[backend.field], backendRef } };
}

/** Writes the grants that the backends of filters ask for. */
export function grantFilters(route: ApiObject, filters: readonly AnyFilter[] | undefined): void {
  for (const filter of filters ?? []) {
    if (!(filter instanceof RouteFilter) || filter.backend?.grant !== true) continue;
    grantBackend(route, filter.backend.target);
  }
}

export function headerFilter({ set, add, remove }: HeaderChanges): HTTPHeaderFilter {
  return present<HTTPHeaderFilter>({ set: headers(set), add: headers(add), remove });
}

function headers(given: HeaderChanges['set']): readonly HTTPHeader[] | undefined {
  if (given === undefined || isList(given)) return given;
  return Object.entries(given).map(([name, value]) => ({ name, value }));
}

function isList(given: object): given is readonly HTTPHeader[] {
  return Array.isArray(given);
}

export function mirrorOf(
  target: BackendObject,
  { percent, fraction, port, grant }: MirrorOptions,
): { readonly spec: HTTPRouteFilter; readonly backend: FilterBackend } {
  const share = present<Partial<Pick<MirrorOptions, 'percent' | 'fraction'>>>({
    percent,
    fraction,
  });
  return {
    // The backend joins at synthesis, from its construct.
    spec: { type: 'RequestMirror', requestMirror: { ...share, backendRef: { name: '' } } },
    backend: present<FilterBackend>({ field: 'requestMirror', target, port, grant }),
  };
}

/** An object of the route's namespace that says what a filter of an implementation does. */
export function localRefOf(target: ApiObject | LocalObjectRef): LocalObjectRef {
  if (!isApiObject(target)) return target;
  return { group: groupOf(target.apiVersion), kind: target.kind, name: target.name };
}
