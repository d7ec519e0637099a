// The constructs and value factories, for lib/index.ts.

export { Backend, type BackendOptions, type BackendProps, type BackendTarget } from './backend';
export type { BackendObject } from './backend-object';
export { Gateway, type GatewayProps } from './gateway';
export { GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
export { GatewayClass, type GatewayClassProps } from './gateway-class';
export { GrpcFilter } from './grpc-filter';
export { GrpcMatch, type GrpcMethodExpression } from './grpc-match';
export { GrpcRoute, type GrpcRouteProps, type GrpcRuleProps } from './grpc-route';
export {
  type ExternalAuthOptions,
  HttpFilter,
  type PathChange,
  type RedirectOptions,
  type RewriteOptions,
} from './http-filter';
export { HttpMatch } from './http-match';
export { HttpRoute, type HttpRouteProps, type HttpRuleProps } from './http-route';
export {
  type CertificateTarget,
  type HttpListenerOptions,
  type HttpsListenerOptions,
  Listener,
  type ListenerOptions,
  type PortListenerOptions,
  type TlsListenerOptions,
  type TlsOptions,
} from './listener';
export { Parent, type ParentOptions, type ParentTarget } from './parent';
export type { ServiceLike, ServicePortLike } from './reference';
export {
  type GrantFrom,
  type GrantTo,
  ReferenceGrant,
  type ReferenceGrantProps,
} from './reference-grant';
export type { FilterBackend, HeaderChanges, MirrorOptions } from './route-filter';
export { RouteFilter } from './route-filter';
export type { RouteProps } from './route-object';
