// The constructs and value factories, for lib/index.ts.

export { Backend, type BackendOptions, type BackendProps, type BackendTarget } from './backend';
export type { BackendObject } from './backend-object';
export { BackendTlsPolicy, type BackendTlsPolicyProps } from './backend-tls-policy';
export type { BackendTrustProps, CaCertificateTarget } from './backend-trust';
export type { ConnectionRuleHolder, ConnectionRuleProps } from './connection-rule';
export { Gateway, type GatewayProps } from './gateway';
export { GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
export { GatewayClass, type GatewayClassProps } from './gateway-class';
export { GrpcFilter } from './grpc-filter';
export { GrpcMatch, type GrpcMethodExpression } from './grpc-match';
export { GrpcRoute, type GrpcRouteProps, type GrpcRuleProps } from './grpc-route';
export type { RouteProps } from './host-route-object';
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
  type PassthroughListenerOptions,
  type PortListenerOptions,
  type TlsListenerOptions,
  type TlsOptions,
} from './listener';
export { ListenerSet, type ListenerSetProps } from './listener-set';
export { Parent, type ParentOptions, type ParentTarget } from './parent';
export { Policy, type PolicyProps } from './policy';
export { PolicyObject, type TargetProps } from './policy-object';
export type { PolicyTarget } from './policy-target';
export type { ServiceLike, ServicePortLike } from './reference';
export {
  type GrantFrom,
  type GrantTo,
  ReferenceGrant,
  type ReferenceGrantProps,
} from './reference-grant';
export type { FilterBackend, HeaderChanges, MirrorOptions } from './route-filter';
export { RouteFilter } from './route-filter';
export type { AnyRouteProps } from './route-object';
export { Section } from './section';
export { targetRefs } from './target-refs';
export { TcpRoute, type TcpRouteProps } from './tcp-route';
export { TlsRoute, type TlsRouteProps } from './tls-route';
export { UdpRoute, type UdpRouteProps } from './udp-route';
export { XBackend, type XBackendProps, type XBackendTlsProps } from './x-backend';
export {
  XBackendTrafficPolicy,
  type XBackendTrafficPolicyProps,
} from './x-backend-traffic-policy';
export { XMesh, type XMeshProps } from './x-mesh';
