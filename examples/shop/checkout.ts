// The checkout team: cart with a canary, checkout and orders, as plain Kubernetes objects.

import { ApiObject, type App, Chart } from 'cdk8s';
import { Backend, HttpFilter, HttpMatch, HttpRoute } from 'gatefork';
import type { Catalog } from './catalog';
import { type Edge, shopHost } from './edge';
import { plainWorkload, type Workload } from './workload';

export interface Checkout {
  readonly cart: Workload<ApiObject, ApiObject>;
}

export function checkout(app: App, { publicGateway }: Edge, catalog: Catalog): Checkout {
  const chart = new Chart(app, 'checkout', { namespace: 'checkout' });
  const image = (name: string, version: string) => `registry.example.com/shop/${name}:${version}`;
  const cart = plainWorkload(chart, 'cart', { image: image('cart', '4.1.0'), replicas: 3 });
  const canary = plainWorkload(chart, 'cart-canary', { image: image('cart', '4.2.0-rc.1') });
  const till = plainWorkload(chart, 'checkout', {
    image: image('checkout', '2.0.5'),
    env: { CART_URL: 'http://cart', PAYMENTS_ADDRESS: 'payments.payments:9090' },
  });
  const orders = plainWorkload(chart, 'orders', { image: image('orders', '1.12.0') });
  new ApiObject(chart, 'cart-budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'cart' },
    spec: {
      minAvailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
    },
  });

  new HttpRoute(chart, 'cart-route', {
    metadata: { name: 'cart' },
    parents: [publicGateway.listener('https')],
    hostnames: [shopHost],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/cart').header('x-shop-beta', 'on')],
        backends: [canary.service],
      },
      {
        matches: [HttpMatch.pathPrefix('/cart')],
        backends: [
          Backend.of(cart.service, { weight: 95 }),
          Backend.of(canary.service, { weight: 5 }),
        ],
      },
    ],
  });
  new HttpRoute(chart, 'checkout-route', {
    metadata: { name: 'checkout' },
    parents: [publicGateway.listener('https')],
    hostnames: [shopHost],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/checkout')],
        backends: [till.service],
      },
      {
        matches: [HttpMatch.pathPrefix('/orders')],
        filters: [HttpFilter.rewrite({ prefix: '/v2/orders' })],
        backends: [orders.service],
      },
      {
        // The page behind the cart shows what others bought; its Service is the catalog team's.
        matches: [HttpMatch.exact('/cart/inspiration')],
        backends: [Backend.of(catalog.catalog.service, { grant: true })],
      },
    ],
  });
  // Consumer route: holds for clients of this namespace, in place of the catalog's own routes.
  new HttpRoute(chart, 'catalog-for-checkout', {
    metadata: { name: 'catalog-for-checkout' },
    parents: [catalog.catalog.service],
    rules: [{ backends: [catalog.catalog.service], timeouts: { request: '500ms' } }],
  });
  return { cart };
}
