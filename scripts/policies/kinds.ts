// The policies whose types the examples have, and how much of each.

import type { Cut } from './cut';

export interface ImportedPolicy extends Cut {
  readonly group: string;
  /** The folder of the CRDs, below that of all. */
  readonly crds: string;
  /** The file of the types. */
  readonly file: string;
}

const envoyGateway = { group: 'gateway.envoyproxy.io', crds: 'envoy-gateway' } as const;
const istio = { crds: 'istio' } as const;

export const importedPolicies: readonly ImportedPolicy[] = [
  {
    ...envoyGateway,
    kind: 'SecurityPolicy',
    fields: ['targetRefs', 'jwt', 'authorization'],
    without: ['backendRef', 'backendRefs', 'backendSettings', 'clientIPGeoLocations'],
    file: 'examples/envoy-gateway/imports/security-policy.ts',
  },
  {
    ...envoyGateway,
    kind: 'BackendTrafficPolicy',
    fields: ['targetRefs', 'rateLimit', 'faultInjection'],
    without: [],
    file: 'examples/envoy-gateway/imports/backend-traffic-policy.ts',
  },
  {
    ...istio,
    group: 'security.istio.io',
    kind: 'RequestAuthentication',
    fields: ['targetRefs', 'jwtRules'],
    without: [],
    spelling: { jwks_uri: 'jwksUri' },
    file: 'examples/istio/imports/request-authentication.ts',
  },
  {
    ...istio,
    group: 'security.istio.io',
    kind: 'AuthorizationPolicy',
    fields: ['targetRefs', 'action', 'provider', 'rules'],
    without: [],
    file: 'examples/istio/imports/authorization-policy.ts',
  },
  {
    ...istio,
    group: 'networking.istio.io',
    kind: 'EnvoyFilter',
    fields: ['targetRefs', 'configPatches', 'priority'],
    without: ['cluster', 'routeConfiguration'],
    file: 'examples/istio/imports/envoy-filter.ts',
  },
];
