// Two changes under review, each in a sandbox of its own: gift cards forks what is behind `/` and
// `/cart`, new search what is behind `/products`, `/search` and, inside `/cart`, the page
// `/cart/inspiration`. The folder sandboxes/ says the same in files, for `gatefork derive`.

import { type App, Chart } from 'cdk8s';
import { Sandbox } from 'gatefork';
import type { Catalog } from './catalog';
import type { Checkout } from './checkout';
import type { Payments } from './payments';
import type { Web } from './web';

export interface Baseline extends Web, Catalog, Checkout, Payments {}

export function giftCards(app: App, { storefront, cart, payments }: Baseline): Sandbox {
  return new Sandbox(new Chart(app, 'gift-cards'), 'sandbox', {
    routingKey: 'gift-cards',
    forks: [
      {
        workload: storefront.deployment,
        image: 'registry.example.com/shop/storefront:gift-cards-7f3a',
        env: { GIFT_CARDS: 'on' },
      },
      {
        workload: cart.deployment,
        image: 'registry.example.com/shop/cart:gift-cards-7f3a',
        env: [
          // The cart does not hand the routing key on yet, so it is told where the fork is.
          {
            name: 'PAYMENTS_ADDRESS',
            fork: { workload: payments.deployment, expression: '{{ .Host }}:{{ .Port }}' },
          },
        ],
      },
      {
        workload: payments.deployment,
        image: 'registry.example.com/shop/payments:gift-cards-7f3a',
        patch: {
          type: 'strategic',
          value: { spec: { template: { spec: { nodeSelector: { pool: 'preview' } } } } },
        },
      },
    ],
  });
}

export function newSearch(app: App, { catalog, search, reviews }: Baseline): Sandbox {
  return new Sandbox(new Chart(app, 'new-search'), 'sandbox', {
    routingKey: 'new-search',
    expiresAt: '2027-01-31T00:00:00Z',
    forks: [
      { workload: search.deployment, image: 'registry.example.com/shop/search:3.0.0-beta.2' },
      {
        workload: catalog.deployment,
        image: 'registry.example.com/shop/catalog:5.1.0-beta.1',
        env: { LOG_LEVEL: 'debug' },
      },
      { workload: reviews.deployment, image: 'registry.example.com/shop/reviews:1.5.0-beta.1' },
    ],
  });
}
