// The platform team: the namespaces, both Gateways, and the redirect from http to https.

import { ApiObject, type App, Chart } from 'cdk8s';
import { Gateway, HttpFilter, HttpRoute, Listener } from 'gatefork';

export const shopHost = 'shop.example.com';
export const internalHost = 'shop.internal.example.com';
export const paymentsHost = 'payments.internal.example.com';

export interface Edge {
  readonly publicGateway: Gateway;
  readonly internalGateway: Gateway;
}

export function edge(app: App): Edge {
  namespaces(app);
  const chart = new Chart(app, 'edge', { namespace: 'edge' });
  const publicGateway = new Gateway(chart, 'public', {
    metadata: { name: 'public' },
    gatewayClassName: 'istio',
    listeners: [
      // Only the redirect attaches here, and it lives in this namespace.
      Listener.http({ hostname: shopHost }),
      Listener.https({
        hostname: shopHost,
        certificates: ['shop-example-com-tls'],
        routesFrom: { matchLabels: { 'shop.example.com/routes': 'public' } },
      }),
    ],
  });
  const internalGateway = new Gateway(chart, 'internal', {
    metadata: { name: 'internal' },
    gatewayClassName: 'istio',
    listeners: [Listener.http({ hostname: '*.internal.example.com', routesFrom: 'All' })],
  });
  new HttpRoute(chart, 'https-redirect', {
    metadata: { name: 'https-redirect' },
    parents: [publicGateway.listener('http')],
    hostnames: [shopHost],
    rules: [{ filters: [HttpFilter.redirect({ scheme: 'https', statusCode: 301 })] }],
  });
  return { publicGateway, internalGateway };
}

/** A chart without a namespace, since it would write it into each Namespace too. */
function namespaces(app: App): void {
  const chart = new Chart(app, 'namespaces');
  const namespace = (name: string, labels: Record<string, string>) =>
    new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  namespace('edge', {});
  for (const name of ['web', 'catalog', 'checkout', 'payments']) {
    namespace(name, { 'istio-injection': 'enabled', 'shop.example.com/routes': 'public' });
  }
}
