// What is known of kinds of policies beyond the shape of their references: of which one alone
// counts for a target, which count requests for all replicas, which check a certificate.
//
// A kind that is not here is carried over all the same; this table only serves what is said.
// Neighbours: ../protect/contested.ts, ../protect/protection-findings.ts (who ask).

import { groupKindOf } from '../../model/inventory';
import { at, type FieldPath, type KubeObject } from '../../model/manifest';

interface PolicyKind {
  readonly kinds: readonly string[];
  /** Of several for one target the oldest counts, and no other. */
  readonly isOneOnly?: true;
  /** The field by which requests are counted for all replicas together. */
  readonly counter?: FieldPath;
  /** The name that a Service's certificate must have. */
  readonly certificate?: FieldPath;
}

const policyKinds: readonly PolicyKind[] = [
  {
    kinds: [
      'gateway.networking.k8s.io/BackendTLSPolicy',
      'alb.networking.azure.io/BackendTLSPolicy',
    ],
    isOneOnly: true,
    certificate: ['spec', 'validation', 'hostname'],
  },
  { kinds: ['gateway.networking.x-k8s.io/XBackendTrafficPolicy'], isOneOnly: true },
  {
    kinds: ['gateway.envoyproxy.io/BackendTrafficPolicy'],
    isOneOnly: true,
    counter: ['spec', 'rateLimit', 'global'],
  },
  {
    kinds: [
      'gateway.envoyproxy.io/SecurityPolicy',
      'gateway.envoyproxy.io/EnvoyExtensionPolicy',
      'kuadrant.io/AuthPolicy',
      'networking.gke.io/GCPBackendPolicy',
      'networking.gke.io/HealthCheckPolicy',
      'gateway.nginx.org/ClientSettingsPolicy',
      'gateway.nginx.org/UpstreamSettingsPolicy',
    ],
    isOneOnly: true,
  },
  {
    kinds: ['kuadrant.io/RateLimitPolicy', 'kuadrant.io/TokenRateLimitPolicy'],
    isOneOnly: true,
    counter: ['spec'],
  },
  {
    kinds: ['gateway.kgateway.dev/TrafficPolicy'],
    counter: ['spec', 'rateLimit', 'global'],
  },
  {
    kinds: ['networking.istio.io/DestinationRule'],
    certificate: ['spec', 'trafficPolicy', 'tls', 'subjectAltNames', 0],
  },
];

const rows = new Map(policyKinds.flatMap((row) => row.kinds.map((kind) => [kind, row] as const)));

export function isOneOnly(object: KubeObject): boolean {
  return rows.get(groupKindOf(object))?.isOneOnly === true;
}

/** Whether the policy counts requests where all replicas see the count. */
export function countsForAll(object: KubeObject): boolean {
  const counter = rows.get(groupKindOf(object))?.counter;
  return counter !== undefined && at(object, counter) !== undefined;
}

/** The name that the certificate of the Service must have, where the policy asks for one. */
export function certificateName(object: KubeObject): string | undefined {
  const field = rows.get(groupKindOf(object))?.certificate;
  const name = field === undefined ? undefined : at(object, field);
  return typeof name === 'string' ? name : undefined;
}
