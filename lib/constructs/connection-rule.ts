// The one rule of a route for connections (TLSRoute, TCPRoute, UDPRoute): it matches all that
// reaches the route, so its backends may as well stand on the route itself.
//
// Neighbours: backend.ts (what a backend may be), route-object.ts (what becomes of the rule).

import type { BackendRef, L4RouteRule } from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import type { BackendTarget } from './backend';
import type { ApiType } from './gateway-api-object';
import type { Problems } from './misuse';
import type { RouteSpec } from './route-check';

/** A rule; every field of the API is there, and a rule as the API writes it will do. */
export interface ConnectionRuleProps extends Omit<L4RouteRule, 'backendRefs'> {
  /**
   * Where connections go, by their weights; come before `backendRefs`. A connection has no
   * filters, and neither have its backends.
   * @default - none yet
   */
  readonly backends?: readonly BackendTarget[];
  /**
   * More backends, as the API writes them.
   * @default - none
   */
  readonly backendRefs?: readonly BackendRef[];
}

export interface ConnectionRuleHolder {
  /**
   * Where connections go: the backends of a rule without a name, in place of `rules`.
   * @default - what `rules` says
   */
  readonly backends?: readonly BackendTarget[];
  /**
   * The route's one rule, where it has a name.
   * @default - what `backends` says
   */
  readonly rules?: readonly ConnectionRuleProps[];
}

export function connectionType(kind: 'TLSRoute' | 'TCPRoute' | 'UDPRoute'): ApiType {
  return { apiVersion: `${gatewayGroup}/v1`, kind };
}

/** The props with the short form written out: a rule for the backends, before any other. */
export function withRules<P extends ConnectionRuleHolder>(props: P): Omit<P, 'backends'> {
  const { backends, ...rest } = props;
  if (backends === undefined) return rest;
  // One that is no list is refused where lists of rules are.
  const others = props.rules ?? [];
  return { ...rest, rules: [{ backends }, ...(Array.isArray(others) ? others : [others])] };
}

export function* connectionProblems({ rules = [] }: RouteSpec): Problems {
  for (const [index, { backendRefs = [] }] of rules.entries()) {
    for (const [place, backend] of backendRefs.entries()) {
      if (!('filters' in backend) || backend.filters === undefined) continue;
      const path = ['rules', index, 'backendRefs', place];
      const message = 'has filters, which connections do not know';
      yield { path, message, hint: 'leave them out, or use an HttpRoute' };
    }
  }
}
