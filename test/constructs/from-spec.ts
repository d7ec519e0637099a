// Constructs from specs as the API writes them.

import type { Chart } from 'cdk8s';
import type {
  BackendTLSPolicySpec,
  GatewayClassSpec,
  GatewaySpec,
  GRPCRouteSpec,
  HTTPRouteSpec,
  ListenerSetSpec,
  ReferenceGrantSpec,
  TCPRouteSpec,
  TLSRouteSpec,
  UDPRouteSpec,
  XBackendSpec,
  XBackendTrafficPolicySpec,
  XMeshSpec,
} from '../../imports/gateway-api';
import {
  BackendTlsPolicy,
  Gateway,
  GatewayClass,
  GrpcRoute,
  HttpRoute,
  ListenerSet,
  ReferenceGrant,
  TcpRoute,
  TlsRoute,
  UdpRoute,
  XBackend,
  XBackendTrafficPolicy,
  XMesh,
} from '../../lib/index';

export const constructFrom: Readonly<Record<string, (chart: Chart, spec: unknown) => unknown>> = {
  BackendTLSPolicy: (chart, spec) =>
    new BackendTlsPolicy(chart, 'it', spec as BackendTLSPolicySpec),
  GatewayClass: (chart, spec) => new GatewayClass(chart, 'it', spec as GatewayClassSpec),
  Gateway: (chart, spec) => new Gateway(chart, 'it', spec as GatewaySpec),
  HTTPRoute: (chart, spec) => new HttpRoute(chart, 'it', spec as HTTPRouteSpec),
  GRPCRoute: (chart, spec) => new GrpcRoute(chart, 'it', spec as GRPCRouteSpec),
  ListenerSet: (chart, spec) => new ListenerSet(chart, 'it', spec as ListenerSetSpec),
  ReferenceGrant: (chart, spec) => new ReferenceGrant(chart, 'it', spec as ReferenceGrantSpec),
  TCPRoute: (chart, spec) => new TcpRoute(chart, 'it', spec as TCPRouteSpec),
  TLSRoute: (chart, spec) => new TlsRoute(chart, 'it', spec as TLSRouteSpec),
  UDPRoute: (chart, spec) => new UdpRoute(chart, 'it', spec as UDPRouteSpec),
  XBackend: (chart, spec) => new XBackend(chart, 'it', spec as XBackendSpec),
  XBackendTrafficPolicy: (chart, spec) =>
    new XBackendTrafficPolicy(chart, 'it', spec as XBackendTrafficPolicySpec),
  XMesh: (chart, spec) => new XMesh(chart, 'it', spec as XMeshSpec),
};
