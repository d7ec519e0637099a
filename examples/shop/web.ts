// The web team: the storefront, customers' accounts, and the routes of the public pages.

import { type App, Chart } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { HttpFilter, HttpMatch, HttpRoute } from 'gatefork';
import { type Edge, shopHost } from './edge';
import { plusWorkload, type Workload } from './workload';

export interface Web {
  readonly storefront: Workload<kplus.Deployment, kplus.Service>;
}

export function web(app: App, { publicGateway }: Edge): Web {
  const chart = new Chart(app, 'web', { namespace: 'web' });
  const storefront = plusWorkload(chart, 'storefront', {
    image: 'registry.example.com/shop/storefront:3.2.0',
    replicas: 3,
    env: { CATALOG_URL: 'http://catalog.catalog', CART_URL: 'http://cart.checkout' },
  });
  const accounts = plusWorkload(chart, 'accounts', {
    image: 'registry.example.com/shop/accounts:1.9.1',
  });

  new HttpRoute(chart, 'storefront-route', {
    metadata: { name: 'storefront' },
    parents: [publicGateway.listener('https')],
    hostnames: [shopHost],
    rules: [
      {
        // The first shop kept its pages under /shop.
        matches: [HttpMatch.pathPrefix('/shop')],
        filters: [HttpFilter.redirect({ prefix: '/', statusCode: 301 })],
      },
      {
        // Links in old newsletters.
        matches: [HttpMatch.pathPrefix('/').queryParam('page', 'orders')],
        filters: [HttpFilter.redirect({ fullPath: '/orders', statusCode: 302 })],
      },
      {
        matches: [HttpMatch.pathPrefix('/')],
        filters: [HttpFilter.responseHeaders({ set: { 'x-frame-options': 'DENY' } })],
        backends: [storefront.service],
      },
    ],
  });
  new HttpRoute(chart, 'accounts-route', {
    metadata: { name: 'accounts' },
    parents: [publicGateway.listener('https')],
    hostnames: [shopHost],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/account'), HttpMatch.exact('/login').method('POST')],
        backends: [accounts.service],
        timeouts: { request: '10s' },
      },
    ],
  });
  return { storefront };
}
