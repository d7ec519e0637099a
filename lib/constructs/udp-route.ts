// UDPRoute: where UDP datagrams go.

import type { Construct } from 'constructs';
import type { UDPRouteSpec } from '../../imports/gateway-api';
import {
  type ConnectionRuleHolder,
  type ConnectionRuleProps,
  connectionProblems,
  connectionType,
  withRules,
} from './connection-rule';
import type { Problems } from './misuse';
import { type AnyRouteProps, RouteObject } from './route-object';

export interface UdpRouteProps extends AnyRouteProps, ConnectionRuleHolder {}

export class UdpRoute extends RouteObject<ConnectionRuleProps> {
  constructor(scope: Construct, id: string, props: UdpRouteProps = {}) {
    super(scope, id, connectionType('UDPRoute'), withRules(props));
  }

  override toSpec(): UDPRouteSpec {
    return this.checkedSpec({ isFinal: true }) as UDPRouteSpec;
  }

  protected override kindProblems(spec: UDPRouteSpec): Problems {
    return connectionProblems(spec);
  }
}
