// What the core API cannot say, with Istio's own policies at the Gateway: who may order (JWT), how
// often (rate limit), and faults for whoever asks to see some. Istio's policies name Gateways and
// Services, not routes; so what is for one host or path alone is said inside them.

import { type App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, HttpMatch, HttpRoute, Listener, Policy } from 'gatefork';
import type { AuthorizationPolicySpec } from './imports/authorization-policy';
import type { EnvoyFilterSpec, EnvoyFilterSpecConfigPatches } from './imports/envoy-filter';
import type { RequestAuthenticationSpec } from './imports/request-authentication';

const issuer = 'https://accounts.example.com';

const tokens: RequestAuthenticationSpec = {
  jwtRules: [
    {
      issuer,
      audiences: ['shop'],
      jwksUri: `${issuer}/.well-known/jwks.json`,
      forwardOriginalToken: true,
      outputClaimToHeaders: [{ header: 'x-user', claim: 'sub' }],
    },
  ],
};

/** A token that is wrong is refused above; that one is there at all is asked for here. */
const customers: AuthorizationPolicySpec = {
  action: 'DENY',
  rules: [
    {
      from: [{ source: { notRequestPrincipals: [`${issuer}/*`] } }],
      to: [{ operation: { hosts: ['shop.example.com'], paths: ['/orders', '/orders/*'] } }],
    },
  ],
};

const wholeShare = { numerator: 100, denominator: 'HUNDRED' };
const filters = 'type.googleapis.com/envoy.extensions.filters.http';

const limits: EnvoyFilterSpec = {
  configPatches: [
    httpFilter('local_ratelimit', `${filters}.local_ratelimit.v3.LocalRateLimit`, {
      stat_prefix: 'shop',
      token_bucket: { max_tokens: 100, tokens_per_fill: 100, fill_interval: '1s' },
      filter_enabled: { default_value: wholeShare },
      filter_enforced: { default_value: wholeShare },
    }),
  ],
};

/** Only for requests that say so: `x-envoy-fault-delay-request: 2000`. */
const faults: EnvoyFilterSpec = {
  configPatches: [
    httpFilter('fault', `${filters}.fault.v3.HTTPFault`, {
      delay: { header_delay: {}, percentage: wholeShare },
      abort: { header_abort: {}, percentage: wholeShare },
    }),
  ],
};

/** One of Envoy's filters, before the router. */
function httpFilter(name: string, type: string, config: object): EnvoyFilterSpecConfigPatches {
  const manager = { name: 'envoy.filters.network.http_connection_manager' };
  const filter = { ...manager, subFilter: { name: 'envoy.filters.http.router' } };
  return {
    applyTo: 'HTTP_FILTER',
    match: { context: 'GATEWAY', listener: { filterChain: { filter } } },
    patch: {
      operation: 'INSERT_BEFORE',
      value: { name: `envoy.filters.http.${name}`, typed_config: { '@type': type, ...config } },
    },
  };
}

export function orders(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const deployment = new kplus.Deployment(shop, 'orders', {
    metadata: { name: 'orders' },
    containers: [{ name: 'orders', image: 'shop/orders:1.4', portNumber: 8080 }],
  });
  const service = deployment.exposeViaService({
    name: 'orders',
    ports: [{ port: 80, targetPort: 8080 }],
  });
  const edge = new Gateway(shop, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'istio',
    listeners: [Listener.https({ certificates: ['shop-tls'] })],
  });
  new HttpRoute(shop, 'orders-route', {
    metadata: { name: 'orders' },
    parents: [edge],
    hostnames: ['shop.example.com'],
    rules: [{ matches: [HttpMatch.pathPrefix('/orders')], backends: [service] }],
  });

  const policies = [
    ['security.istio.io/v1', 'RequestAuthentication', 'tokens', tokens],
    ['security.istio.io/v1', 'AuthorizationPolicy', 'customers', customers],
    ['networking.istio.io/v1alpha3', 'EnvoyFilter', 'limits', limits],
    ['networking.istio.io/v1alpha3', 'EnvoyFilter', 'faults', faults],
  ] as const;
  for (const [apiVersion, kind, name, spec] of policies) {
    const metadata = { name: `edge-${name}` };
    new Policy(shop, metadata.name, { apiVersion, kind, metadata, targets: [edge], spec });
  }
}
