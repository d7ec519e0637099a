// HTTPRoute: where HTTP requests go.

import type { Construct } from 'constructs';
import type {
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRule,
  HTTPRouteSpec,
} from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import type { BackendTarget } from './backend';
import { HostRouteObject, type RouteProps } from './host-route-object';
import type { HttpFilter } from './http-filter';
import type { HttpMatch } from './http-match';
import { httpRouteProblems } from './http-route-check';
import type { Problems } from './misuse';
import type { RuleOrPattern } from './rule-pattern';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'HTTPRoute' };

/** A rule; every field of the API is there, and a rule as the API writes it will do. */
export interface HttpRuleProps extends Omit<HTTPRouteRule, 'matches' | 'filters'> {
  /**
   * A request that satisfies one of them takes the rule.
   * @default - every request
   */
  readonly matches?: readonly (HttpMatch | HTTPRouteMatch)[];
  /** @default - none */
  readonly filters?: readonly (HttpFilter | HTTPRouteFilter)[];
  /**
   * Where requests go; come before `backendRefs`.
   * @default - none: 500, unless a filter answers
   */
  readonly backends?: readonly BackendTarget[];
}

export interface HttpRouteProps extends RouteProps {
  /**
   * Rules, and patterns that stand for some: `HttpPattern.canary({ ... })`.
   * @default - none yet; without any, the API adds one that takes every request
   */
  readonly rules?: readonly RuleOrPattern<HttpRuleProps>[];
}

export class HttpRoute extends HostRouteObject<HttpRuleProps> {
  constructor(scope: Construct, id: string, props: HttpRouteProps = {}) {
    super(scope, id, type, props);
  }

  override toSpec(): HTTPRouteSpec {
    return this.checkedSpec({ isFinal: true }) as HTTPRouteSpec;
  }

  protected override kindProblems(spec: HTTPRouteSpec): Problems {
    return httpRouteProblems(spec);
  }
}
