// Where a rule sends requests: Services and other backends, with their weights and filters.

import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { BackendObjectRef, HTTPBackendRef, HTTPRouteFilter } from '../../imports/gateway-api';
import { present } from '../model/present';
import { type BackendObject, objectRefOf, type Site } from './backend-object';
import { grantBackend } from './grant';
import { misuse } from './misuse';
import type { ServiceLike } from './reference';
import { type AnyFilter, filterSpec, grantFilters } from './route-filter';

/** A plain reference to a backend; its filters may come from the factories too. */
export interface BackendProps extends BackendObjectRef {
  /** @default 1 */
  readonly weight?: number;
  /** @default - none */
  readonly filters?: readonly AnyFilter[];
  /**
   * Writes the ReferenceGrant that a backend of another namespace needs.
   * @default false
   */
  readonly grant?: boolean;
}

/** A Service, another construct that serves as a backend, or a reference. */
export type BackendTarget = ServiceLike | ApiObject | Backend | BackendProps;

export interface BackendOptions {
  /**
   * The Service's port, by number or by name.
   * @default - the Service's only port
   */
  readonly port?: number | string;
  /**
   * Its share of the requests, in relation to the rule's other backends.
   * @default 1
   */
  readonly weight?: number;
  /**
   * Filters for the requests that go to this backend.
   * @default - none
   */
  readonly filters?: readonly AnyFilter[];
  /**
   * Writes the ReferenceGrant that a backend of another namespace needs, in that namespace.
   * @default false
   */
  readonly grant?: boolean;
}

/** A backend together with its port, weight and filters. */
export class Backend {
  static of(target: BackendObject, options: BackendOptions = {}): Backend {
    return new Backend(target, options);
  }

  private constructor(
    readonly target: BackendObject,
    readonly options: BackendOptions,
  ) {}
}

export function backendRefOf(site: Site, target: BackendTarget): HTTPBackendRef {
  if (typeof target !== 'object' || target === null) {
    throw misuse(site.route, {
      message: `\`${String(target)}\` is not a Service`,
      hint: "pass a Service, or a reference such as { name: 'cart', port: 80 }",
    });
  }
  const { object, port, weight, filters } = partsOf(target);
  const specs = filters?.map((filter): HTTPRouteFilter => filterSpec(site, filter));
  const ref = objectRefOf(site, object, port);
  return present<HTTPBackendRef>({ ...ref, weight, filters: specs });
}

/** Writes the grants that a backend and its filters ask for. */
export function grantTarget(route: ApiObject, target: BackendTarget): void {
  const { object, grant, filters } = partsOf(target);
  if (grant === true) grantBackend(route, object);
  grantFilters(route, filters);
}

/** The object, and beside it all that is not part of the reference itself. */
function partsOf(target: BackendTarget): BackendOptions & { readonly object: BackendObject } {
  if (target instanceof Backend) return { ...target.options, object: target.target };
  // A construct of another kind is refused, by name, where the reference is written.
  if (Construct.isConstruct(target)) return { object: target };
  const { weight, filters, grant, ...object } = target;
  return present<BackendOptions & { object: BackendObject }>({ weight, filters, grant, object });
}
