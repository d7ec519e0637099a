// TCPRoute: where TCP connections go.

import type { Construct } from 'constructs';
import type { TCPRouteSpec } from '../../imports/gateway-api';
import {
  type ConnectionRuleHolder,
  type ConnectionRuleProps,
  connectionProblems,
  connectionType,
  withRules,
} from './connection-rule';
import type { Problems } from './misuse';
import { type AnyRouteProps, RouteObject } from './route-object';

export interface TcpRouteProps extends AnyRouteProps, ConnectionRuleHolder {}

export class TcpRoute extends RouteObject<ConnectionRuleProps> {
  constructor(scope: Construct, id: string, props: TcpRouteProps = {}) {
    super(scope, id, connectionType('TCPRoute'), withRules(props));
  }

  override toSpec(): TCPRouteSpec {
    return this.checkedSpec({ isFinal: true }) as TCPRouteSpec;
  }

  protected override kindProblems(spec: TCPRouteSpec): Problems {
    return connectionProblems(spec);
  }
}
