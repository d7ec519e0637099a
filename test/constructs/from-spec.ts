// Constructs from specs as the API writes them.

import type { Chart } from 'cdk8s';
import type {
  GatewayClassSpec,
  GatewaySpec,
  GRPCRouteSpec,
  HTTPRouteSpec,
  ReferenceGrantSpec,
} from '../../imports/gateway-api';
import { Gateway, GatewayClass, GrpcRoute, HttpRoute, ReferenceGrant } from '../../lib/index';

export const constructFrom: Readonly<Record<string, (chart: Chart, spec: unknown) => unknown>> = {
  GatewayClass: (chart, spec) => new GatewayClass(chart, 'it', spec as GatewayClassSpec),
  Gateway: (chart, spec) => new Gateway(chart, 'it', spec as GatewaySpec),
  HTTPRoute: (chart, spec) => new HttpRoute(chart, 'it', spec as HTTPRouteSpec),
  GRPCRoute: (chart, spec) => new GrpcRoute(chart, 'it', spec as GRPCRouteSpec),
  ReferenceGrant: (chart, spec) => new ReferenceGrant(chart, 'it', spec as ReferenceGrantSpec),
};
