// What the core API cannot say, with Envoy Gateway's own policies: who may order (JWT), how often
// (rate limit), and faults for whoever asks to see some. A sandbox gets copies of them for its routes.

import { type App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  GateforkConfig,
  Gateway,
  HttpMatch,
  HttpRoute,
  Listener,
  Policy,
  type PolicyTarget,
  Sandbox,
} from 'gatefork';
import type { BackendTrafficPolicySpec } from './imports/backend-traffic-policy';
import type { SecurityPolicySpec } from './imports/security-policy';

const apiVersion = 'gateway.envoyproxy.io/v1alpha1';

const jwt: SecurityPolicySpec = {
  jwt: {
    providers: [
      {
        name: 'accounts',
        issuer: 'https://accounts.example.com',
        audiences: ['shop'],
        remoteJWKS: { uri: 'https://accounts.example.com/.well-known/jwks.json' },
        claimToHeaders: [{ claim: 'sub', header: 'x-user' }],
      },
    ],
  },
  authorization: {
    defaultAction: 'Deny',
    rules: [
      {
        name: 'customers',
        action: 'Allow',
        principal: {
          jwt: { provider: 'accounts', claims: [{ name: 'role', values: ['customer'] }] },
        },
      },
    ],
  },
};

const limits: BackendTrafficPolicySpec = {
  rateLimit: {
    type: 'Local',
    local: {
      rules: [
        {
          clientSelectors: [{ headers: [{ name: 'x-plan', value: 'free' }] }],
          limit: { requests: 10, unit: 'Second' },
        },
        { limit: { requests: 100, unit: 'Second' } },
      ],
    },
  },
};

/** Of policies of one kind the one with the narrowest target counts: here, for one rule alone. */
const faults: BackendTrafficPolicySpec = {
  faultInjection: {
    delay: { fixedDelay: '2s', percentage: 50 },
    abort: { httpStatus: 503, percentage: 10 },
  },
};

export function orders(app: App): void {
  GateforkConfig.of(app).set({ profile: 'envoy-gateway' });
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
    gatewayClassName: 'envoy-gateway',
    listeners: [Listener.https({ certificates: ['shop-tls'] })],
  });
  const route = new HttpRoute(shop, 'orders-route', {
    metadata: { name: 'orders' },
    parents: [edge],
    hostnames: ['shop.example.com'],
    rules: [
      { name: 'orders', matches: [HttpMatch.pathPrefix('/orders')], backends: [service] },
      {
        name: 'rehearsal',
        matches: [HttpMatch.pathPrefix('/orders').header('x-rehearsal', 'on')],
        backends: [service],
      },
    ],
  });

  policy(shop, 'SecurityPolicy', { name: 'orders-jwt', targets: [route], spec: jwt });
  policy(shop, 'BackendTrafficPolicy', { name: 'orders-limits', targets: [route], spec: limits });
  policy(shop, 'BackendTrafficPolicy', {
    name: 'orders-faults',
    targets: [route.rule('rehearsal')],
    spec: faults,
  });

  new Sandbox(new Chart(app, 'pr-42'), 'sandbox', {
    routingKey: 'pr-42',
    forks: [{ workload: deployment, image: 'shop/orders:pr-42' }],
  });
}

function policy(
  chart: Chart,
  kind: string,
  { name, targets, spec }: { name: string; targets: readonly PolicyTarget[]; spec: object },
): Policy {
  return new Policy(chart, name, { apiVersion, kind, metadata: { name }, targets, spec });
}
