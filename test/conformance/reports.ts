// What implementations told the conformance suite: which of its cases each has passed.
//
// A case counts for an implementation where its report has the kinds of routes that the case is
// about, all the features that it needs, and does not skip its test. Neighbour: profiles.test.ts.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SuiteCase } from './suite';

interface Report {
  /** `v1.6.1`: whose tests it ran. */
  readonly gatewayAPI: string;
  readonly profiles: { readonly [name: string]: { readonly core: string } };
  readonly extendedFeatures: readonly string[];
  readonly skippedTests: readonly string[];
}

const file = resolve(__dirname, '../../../shared/facts/implementations.json');

const reports: { readonly [implementation: string]: Report } = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : {};

/** Where a profile's name is not the report's. */
const reportNames: { readonly [profile: string]: string } = {
  airlock: 'airlock-microgateway',
  aws: 'aws-load-balancer-controller',
  gke: 'gke-gateway',
  kong: 'kong-operator',
};

export function reportOf(profile: string): Report | undefined {
  return reports[reportNames[profile] ?? profile];
}

/** Core features, each with the profile of the suite that it is the core of. */
const cores: { readonly [feature: string]: string } = {
  HTTPRoute: 'HTTP',
  GRPCRoute: 'GRPC',
  TLSRoute: 'TLS',
  TCPRoute: 'TCP',
  UDPRoute: 'UDP',
};

const always: ReadonlySet<string> = new Set(['Gateway', 'Mesh', 'ReferenceGrant']);

export function hasPassed(
  { profiles, extendedFeatures, skippedTests }: Report,
  { features, test }: SuiteCase & { readonly features: readonly string[] },
): boolean {
  if (skippedTests.includes(test)) return false;
  const side = features.includes('Mesh') ? 'MESH' : 'GATEWAY';
  return features.every((feature) => {
    const core = cores[feature];
    if (core === undefined) return always.has(feature) || extendedFeatures.includes(feature);
    // The first reports had one profile for each side, for HTTP alone.
    const old = core === 'HTTP' ? (side === 'MESH' ? 'MESH' : 'HTTP') : undefined;
    return [`${side}-${core}`, old].some((name) => name !== undefined && profiles[name]);
  });
}
