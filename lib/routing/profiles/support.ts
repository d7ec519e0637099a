// What implementations do with matches that the Gateway API leaves to them: header expressions
// are implementation-specific, query and method matches are Extended features.
//
// Carriers rest on them: a carrier that an implementation is not known to take is refused there.
// Answers about features are those of the conformance report; no test of it touches expressions.
// Neighbours: profile.ts (how matches are read where they are taken), ../profile.ts.

import type { Answer } from '../law';
import type { Evidence } from './profile';

export const features = ['header expressions', 'query matches', 'method matches'] as const;

export type Feature = (typeof features)[number];

export interface Support {
  /** `open`: nobody here knows. */
  readonly answer: Answer;
  readonly evidence: Evidence;
  readonly source: string;
}

export type Supports = { readonly [feature in Feature]: Support };

function supports(
  expressions: Support,
  report: string,
  { queries = 'yes', methods = 'yes' }: { queries?: Answer; methods?: Answer } = {},
): Supports {
  const reported = (answer: Answer): Support => ({ answer, evidence: 'report', source: report });
  return {
    'header expressions': expressions,
    'query matches': reported(queries),
    'method matches': reported(methods),
  };
}

function header(answer: Answer, evidence: Evidence, source: string): Support {
  return { answer, evidence, source };
}

const table: { readonly [profile: string]: Supports } = {
  istio: supports(
    header(
      'yes',
      'measured',
      'Istio: the expression on `baggage` is matched, repeated headers included',
    ),
    'conformance/reports/v1.5/istio-istio/1.30.0-default-report.yaml, 1.30.1, 2026-05-20',
  ),
  'envoy-gateway': supports(
    header('yes', 'measured', 'Envoy Gateway 1.9.1, Envoy 1.36 to 1.40: 28 lines of `baggage`'),
    'conformance/reports/v1.6/envoy-gateway/experimental-v1.9.0-gateway-namespace-mode-report.yaml, v1.9.0, 2026-08-18',
  ),
  calico: supports(
    header('yes', 'general knowledge', 'Calico ships Envoy Gateway'),
    'conformance/reports/v1.4.1/projectcalico-calico/experimental-v3.32.0-default-report.yaml, v3.32.0, 2026-05-21',
  ),
  cilium: supports(
    header('yes', 'source', 'cilium/cilium operator/pkg/model/translation'),
    'conformance/reports/v1.6/cilium/standard-v1.20.0-default-report.yaml, v1.20.0, 2026-07-31',
  ),
  contour: supports(
    header('yes', 'source', 'projectcontour/contour internal/dag/gatewayapi_processor.go'),
    'conformance/reports/v1.3.0/projectcontour-contour/experimental-v1.33.0-default-report.yaml, v1.33.0, 2025-11-13',
  ),
  kgateway: supports(
    header('yes', 'source', 'kgateway-dev/kgateway, translation into Envoy, February 2025'),
    'conformance/reports/v1.6/kgateway/v2.4.0-rc.1-report.yaml, v2.4.0-rc.1, 2026-07-20',
  ),
  kuma: supports(
    header('yes', 'source', 'kumahq/kuma meshhttproute/xds/match.go'),
    'conformance/reports/v1.0.0/kumahq-kuma/2.6.0-report.yaml, 2.6.0, 2024-02-01',
  ),
  airlock: supports(
    header('yes', 'general knowledge', 'Airlock Microgateway runs Envoy'),
    'conformance/reports/v1.6/airlock-microgateway/standard-5.1.0-default-report.yaml, 5.1.0, 2026-07-01',
  ),
  linkerd: supports(
    header('yes', 'source', 'linkerd/linkerd2-proxy linkerd/http/route/src/http/match/header.rs'),
    'conformance/reports/v1.3.0/linkerd-linkerd/standard-2.18-default-report.yaml, version-2.18, 2025-06-11',
  ),
  agentgateway: supports(
    header('yes', 'source', 'agentgateway/agentgateway crates/agentgateway/src/types/agent.rs'),
    'conformance/reports/v1.6/agentgateway-agentgateway/v1.3.1-report.yaml, v1.3.1, 2026-06-29',
  ),
  traefik: supports(
    header('yes', 'source', 'traefik/traefik pkg/muxer/http/matcher.go'),
    'conformance/reports/v1.6/traefik-traefik/experimental-v3.7.10-default-report.yaml, v3.7.10, 2026-07-30',
  ),
  'nginx-gateway-fabric': supports(
    header(
      'yes',
      'source',
      'nginx/nginx-gateway-fabric internal/controller/nginx/modules/src/httpmatches.js',
    ),
    'conformance/reports/v1.6/nginx-nginx-gateway-fabric/experimental-2.7.0-pre-release-default-report.yaml, v2.7.0-pre-release, 2026-07-27',
  ),
  kong: supports(
    header('yes', 'source', 'Kong/atc-router src/interpreter.rs: the expressions router'),
    'conformance/reports/v1.6/kong-operator/experimental-v2.3.0-rc.3-traditional_compatible-standard-report.yaml, v2.3.0-rc.3, 2026-08-13',
  ),
  'haproxy-ingress': supports(
    header('yes', 'general knowledge', 'HAProxy: -m reg'),
    'conformance/reports/v1.5/haproxy-ingress/experimental-v0.17.0-alpha.1-default-report.yaml, v0.17.0-alpha.1, 2026-03-20',
    { queries: 'no', methods: 'no' },
  ),
  aws: supports(
    header(
      'open',
      'source',
      'kubernetes-sigs/aws-load-balancer-controller pkg/gateway/routeutils/route_rule_condition.go hands it to the load balancer, whose expressions are its own and were not looked at',
    ),
    'conformance/reports/v1.6/aws-load-balancer-controller/conformance-report.yaml, v3.5.0, 2026-07-24',
    { queries: 'no' },
  ),
  gke: supports(
    header(
      'open',
      'general knowledge',
      'Compute API, regexMatch of URL maps: some kinds of load balancers have it; whether the controller passes it on is not verified',
    ),
    'conformance/reports/v1.6/gke-gateway/v1.6.0-gke-report.yaml, 1.36.2-gke.2154000, 2026-07-23',
    { methods: 'no' },
  ),
  'azure-application-gateway-for-containers': supports(
    header(
      'no',
      'report',
      'an answer of August 2024: a header expression is accepted and any value matches, even none',
    ),
    'conformance/reports/v1.2.1/azure-application-gateway-for-containers/standard-v1.2.1-default-report.yaml, 1.7.9, 2025-07-18',
  ),
};

/** Undefined for the specification, which is no implementation, and for names that are no profile. */
export function supportsOf(profile: string): Supports | undefined {
  return Object.hasOwn(table, profile) ? table[profile] : undefined;
}
