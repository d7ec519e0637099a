// Implementations that configure a cloud's load balancer: AWS, Google, Azure.
//
// The load balancer's own reading of values shows through. Neighbours: profile.ts, ../rank/order.ts.

import { everyOrder, orders } from '../rank/order';
import { deviates, notLookedAt, type Profile, profile, reported } from './profile';

const awsConditions =
  'kubernetes-sigs/aws-load-balancer-controller pkg/gateway/routeutils/route_rule_condition.go';

const aws = profile({
  name: 'aws',
  title: 'AWS Load Balancer Controller',
  seen: 'source of August 2026; conformance report of v3.5.0, 2026-07-24, 13 tests skipped',
  deviations: [
    deviates(
      'orders',
      [orders.regexLast],
      'source',
      'kubernetes-sigs/aws-load-balancer-controller pkg/gateway/routeutils/route_rule_precedence.go',
    ),
    ...reported(
      'conformance/reports/v1.6/aws-load-balancer-controller/conformance-report.yaml, v3.5.0, 2026-07-24',
      { isolation: 'no', misdirected: 'open' },
    ),
    deviates('exactHeaders', 'wildcards', 'source', awsConditions),
    deviates(
      'matchesHost',
      'no',
      'general knowledge',
      'Elastic Load Balancing API, HttpHeaderConditionConfig: the Host header has a condition of its own',
    ),
    deviates(
      'repeatedHeaders',
      ['any line'],
      'general knowledge',
      'Elastic Load Balancing API, HttpHeaderConditionConfig: lines are searched until one matches',
    ),
  ],
  gaps: ['the load balancer limits rules and values, and compares header values ignoring case'],
});

const gke = profile({
  name: 'gke',
  title: 'GKE Gateway',
  seen: 'conformance report of 1.36.2-gke.2154000, 2026-07-23; code not open',
  deviations: [
    deviates('orders', everyOrder, 'general knowledge', notLookedAt),
    ...reported(
      'conformance/reports/v1.6/gke-gateway/v1.6.0-gke-report.yaml, 1.36.2-gke.2154000, 2026-07-23',
      { isolation: 'no', misdirected: 'open' },
    ),
    deviates('hostnameFallback', 'open', 'general knowledge', 'URL maps: one host rule answers'),
    deviates(
      'headerExpressions',
      ['whole'],
      'general knowledge',
      'Compute API, regexMatch of URL maps; whether the controller passes it on is not verified',
    ),
  ],
});

const azure = profile({
  name: 'azure-application-gateway-for-containers',
  title: 'Azure Application Gateway for Containers',
  seen: 'conformance report of 1.7.9, 2025-07-18, for Gateway API 1.2; code not open',
  deviations: [
    deviates('orders', everyOrder, 'general knowledge', notLookedAt),
    ...reported(
      'conformance/reports/v1.2.1/azure-application-gateway-for-containers/standard-v1.2.1-default-report.yaml, 1.7.9, 2025-07-18',
      { isolation: 'no', misdirected: 'open' },
    ),
    deviates('hostnameFallback', 'open', 'general knowledge', 'code not open, not looked at'),
    deviates(
      'headerExpressions',
      ['anything'],
      'report',
      'an answer of August 2024: a header expression is accepted and any value matches, even none',
    ),
  ],
});

export const cloudProfiles: readonly Profile[] = [aws, gke, azure];
