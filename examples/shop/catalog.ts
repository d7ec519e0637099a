// The catalog team: products, search, reviews and recommendations. Reviews are called by other
// services alone, so their route is a mesh route on the Service.

import { type App, Chart } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { HttpMatch, HttpRoute } from 'gatefork';
import { type Edge, internalHost, shopHost } from './edge';
import { plusWorkload, type Workload } from './workload';

type Part = Workload<kplus.Deployment, kplus.Service>;

export interface Catalog {
  readonly catalog: Part;
  readonly search: Part;
  readonly reviews: Part;
}

export function catalog(app: App, { publicGateway, internalGateway }: Edge): Catalog {
  const chart = new Chart(app, 'catalog', { namespace: 'catalog' });
  const image = (name: string, version: string) => `registry.example.com/shop/${name}:${version}`;
  const products = plusWorkload(chart, 'catalog', { image: image('catalog', '5.0.3') });
  const search = plusWorkload(chart, 'search', { image: image('search', '2.7.0') });
  const reviews = plusWorkload(chart, 'reviews', { image: image('reviews', '1.4.2') });
  const recommendations = plusWorkload(chart, 'recommendations', {
    image: image('recommendations', '0.8.0'),
  });

  new HttpRoute(chart, 'catalog-route', {
    metadata: { name: 'catalog' },
    parents: [publicGateway.listener('https'), internalGateway],
    hostnames: [shopHost, internalHost],
    rules: [
      {
        // Similar products are a view of the product page.
        matches: [HttpMatch.pathPrefix('/products').queryParam('view', 'similar')],
        backends: [recommendations.service],
      },
      {
        matches: [HttpMatch.pathPrefix('/products')],
        backends: [products.service],
      },
      {
        matches: [HttpMatch.pathPrefix('/search')],
        backends: [search.service],
      },
    ],
  });
  // Producer route: holds for every client in the mesh.
  new HttpRoute(chart, 'reviews-route', {
    metadata: { name: 'reviews' },
    parents: [reviews.service],
    rules: [
      {
        matches: [HttpMatch.method('POST')],
        backends: [reviews.service],
        timeouts: { request: '10s' },
      },
      { backends: [reviews.service], timeouts: { request: '2s' } },
    ],
  });
  return { catalog: products, search, reviews };
}
