// TLSRoute: where TLS connections go, by the host that their clients name (SNI).

import type { Construct } from 'constructs';
import type { TLSRouteSpec } from '../../imports/gateway-api';
import { isIPv4 } from './address-check';
import {
  type ConnectionRuleHolder,
  type ConnectionRuleProps,
  connectionProblems,
  connectionType,
  withRules,
} from './connection-rule';
import { HostRouteObject, type RouteProps } from './host-route-object';
import type { Problems } from './misuse';

export interface TlsRouteProps extends Omit<RouteProps, 'hostnames'>, ConnectionRuleHolder {
  /**
   * The hosts that the route answers for: names, or `*.` and a name. The API asks for one at least.
   * @default - none yet
   */
  readonly hostnames?: readonly string[];
}

export class TlsRoute extends HostRouteObject<ConnectionRuleProps> {
  constructor(scope: Construct, id: string, props: TlsRouteProps = {}) {
    super(scope, id, connectionType('TLSRoute'), withRules(props));
  }

  override toSpec(): TLSRouteSpec {
    return this.checkedSpec({ isFinal: true }) as TLSRouteSpec;
  }

  protected override *kindProblems(spec: TLSRouteSpec): Problems {
    yield* addressProblems(spec.hostnames ?? []);
    yield* connectionProblems(spec);
  }
}

function* addressProblems(hostnames: readonly string[]): Problems {
  for (const [index, hostname] of hostnames.entries()) {
    // Names with a colon are refused by their pattern.
    if (!isIPv4(hostname)) continue;
    const message = `is \`${hostname}\`, an IP address`;
    yield { path: ['hostnames', index], message, hint: 'clients name hosts: give the host itself' };
  }
}
