// The filters of a GRPCRoute's rule or backend, one factory each.

import type { ApiObject } from 'cdk8s';
import type { GRPCRouteFilter, LocalObjectRef } from '../../imports/gateway-api';
import type { BackendObject } from './backend-object';
import {
  type FilterBackend,
  type HeaderChanges,
  headerFilter,
  localRefOf,
  type MirrorOptions,
  mirrorOf,
  RouteFilter,
} from './route-filter';

export class GrpcFilter extends RouteFilter<'GRPCRoute'> {
  /** Changes headers of the call before it is forwarded. */
  static requestHeaders(changes: HeaderChanges): GrpcFilter {
    const requestHeaderModifier = headerFilter(changes);
    return new GrpcFilter({ type: 'RequestHeaderModifier', requestHeaderModifier });
  }

  /** Changes headers of the response. */
  static responseHeaders(changes: HeaderChanges): GrpcFilter {
    const responseHeaderModifier = headerFilter(changes);
    return new GrpcFilter({ type: 'ResponseHeaderModifier', responseHeaderModifier });
  }

  /** Sends a copy of the call to another backend, whose response is dropped. */
  static mirror(target: BackendObject, options: MirrorOptions = {}): GrpcFilter {
    const { spec, backend } = mirrorOf(target, options);
    return new GrpcFilter({ ...spec, type: 'RequestMirror' }, backend);
  }

  /** A filter of one implementation, kept in an object of the route's namespace. */
  static extensionRef(target: ApiObject | LocalObjectRef): GrpcFilter {
    return new GrpcFilter({ type: 'ExtensionRef', extensionRef: localRefOf(target) });
  }

  private constructor(spec: GRPCRouteFilter, backend?: FilterBackend) {
    super('GRPCRoute', spec, backend);
  }
}
