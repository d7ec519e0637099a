// GRPCRoute: where gRPC calls go.

import type { Construct } from 'constructs';
import type {
  GRPCRouteFilter,
  GRPCRouteMatch,
  GRPCRouteRule,
  GRPCRouteSpec,
} from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import type { BackendTarget } from './backend';
import type { GrpcFilter } from './grpc-filter';
import type { GrpcMatch } from './grpc-match';
import { grpcRouteProblems } from './grpc-route-check';
import { HostRouteObject, type RouteProps } from './host-route-object';
import type { Problems } from './misuse';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'GRPCRoute' };

/** A rule; every field of the API is there, and a rule as the API writes it will do. */
export interface GrpcRuleProps extends Omit<GRPCRouteRule, 'matches' | 'filters'> {
  /**
   * A call that satisfies one of them takes the rule.
   * @default - every call
   */
  readonly matches?: readonly (GrpcMatch | GRPCRouteMatch)[];
  /** @default - none */
  readonly filters?: readonly (GrpcFilter | GRPCRouteFilter)[];
  /**
   * Where calls go; come before `backendRefs`.
   * @default - none
   */
  readonly backends?: readonly BackendTarget[];
}

export interface GrpcRouteProps extends RouteProps {
  /** @default - none yet */
  readonly rules?: readonly GrpcRuleProps[];
}

export class GrpcRoute extends HostRouteObject<GrpcRuleProps> {
  constructor(scope: Construct, id: string, props: GrpcRouteProps = {}) {
    super(scope, id, type, props);
  }

  override toSpec(): GRPCRouteSpec {
    return this.checkedSpec({ isFinal: true }) as GRPCRouteSpec;
  }

  protected override kindProblems(spec: GRPCRouteSpec): Problems {
    return grpcRouteProblems(spec);
  }
}
