// What an implementation reports of a feature: supported, said to be unsupported, or nothing.
//
// Extended features are listed by name; a kind of route that is the core of a conformance profile is
// supported where that profile was run. Neighbours: uses.ts (which features objects use),
// imports/implementation-facts.ts (generated from the reports), ../../routing/profile.ts.

import {
  type ImplementationFacts,
  implementationFacts,
} from '../../../imports/implementation-facts';

/** Profiles whose reports have another name. */
const reportNames: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws-load-balancer-controller'],
  ['gke', 'gke-gateway'],
  ['airlock', 'airlock-microgateway'],
  ['kong', 'kong-operator'],
]);

/** The newest report of a profile's implementation; undefined: there is none. */
export function reportOf(profile: string): ImplementationFacts | undefined {
  const name = reportNames.get(profile) ?? profile;
  return Object.hasOwn(implementationFacts, name) ? implementationFacts[name] : undefined;
}

/** Conformance profiles of which a kind of route is the core. */
const coreProfiles: ReadonlyMap<string, readonly string[]> = new Map([
  ['GRPCRoute', ['GATEWAY-GRPC', 'MESH-GRPC']],
  ['TLSRoute', ['GATEWAY-TLS', 'TLS']],
  ['TCPRoute', ['GATEWAY-TCP']],
  ['UDPRoute', ['GATEWAY-UDP']],
  ['Mesh', ['MESH-HTTP', 'MESH-GRPC', 'MESH']],
]);

export type Support = 'supported' | 'unsupported' | 'not reported';

export function supportOf(feature: string, report: ImplementationFacts): Support {
  const isIn = (words: string) => words.split(' ').includes(feature);
  if (isIn(report.supported)) return 'supported';
  if (isIn(report.unsupported)) return 'unsupported';
  const profiles = report.profiles.split(' ');
  const isCore = coreProfiles.get(feature)?.some((one) => profiles.includes(one)) ?? false;
  return isCore ? 'supported' : 'not reported';
}
