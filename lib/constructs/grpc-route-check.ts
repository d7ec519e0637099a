// What a GRPCRoute may hold, beyond what holds for routes of either kind: the CRDs' rules for
// service and method names, and sessions.

import type { GRPCMethodMatch, GRPCRouteSpec } from '../../imports/gateway-api';
import type { FieldPath } from '../model/manifest';
import type { Problems } from './misuse';
import { sessionProblems } from './session-check';

export function* grpcRouteProblems({ rules = [] }: GRPCRouteSpec): Problems {
  for (const [index, rule] of rules.entries()) {
    const { matches = [] } = rule;
    yield* sessionProblems(rule, ['rules', index]);
    for (const [place, { method }] of matches.entries()) {
      const path = ['rules', index, 'matches', place, 'method'];
      if (method) yield* methodProblems(method, path);
    }
  }
}

const serviceName = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i;
const methodName = /^[A-Za-z_][A-Za-z_0-9]*$/;

function* methodProblems({ type, service, method }: GRPCMethodMatch, path: FieldPath): Problems {
  if (!service && !method) {
    yield { path, message: 'names neither a service nor a method', hint: 'use GrpcMatch.any()' };
  }
  if (type === 'RegularExpression') return;
  if (service && !serviceName.test(service)) {
    const message = `is \`${service}\`, not a service's name`;
    yield { path: [...path, 'service'], message, hint: 'write it as in `shop.Cart`' };
  }
  if (method && !methodName.test(method)) {
    const message = `is \`${method}\`, not a method's name`;
    yield { path: [...path, 'method'], message, hint: 'write it as in `GetCart`' };
  }
}
