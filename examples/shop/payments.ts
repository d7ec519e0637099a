// The payments team: one gRPC service, reached through the internal Gateway and in the mesh.

import { ApiObject, type App, Chart } from 'cdk8s';
import { GrpcMatch, GrpcRoute } from 'gatefork';
import { type Edge, paymentsHost } from './edge';
import { plainWorkload, type Workload } from './workload';

export interface Payments {
  readonly payments: Workload<ApiObject, ApiObject>;
}

export function payments(app: App, { internalGateway }: Edge): Payments {
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  const port = { name: 'grpc', number: 9090 } as const;
  const service = plainWorkload(chart, 'payments', {
    image: 'registry.example.com/shop/payments:6.3.1',
    port,
  });
  const refunds = plainWorkload(chart, 'refunds', {
    image: 'registry.example.com/shop/refunds:1.0.2',
    port,
  });
  // All pods of the namespace, forks too, take calls from the shop's namespaces alone.
  new ApiObject(chart, 'callers', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'callers' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: ['checkout', 'edge', 'payments'].map((name) => ({
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
          })),
        },
      ],
    },
  });

  new GrpcRoute(chart, 'payments-route', {
    metadata: { name: 'payments' },
    parents: [internalGateway],
    hostnames: [paymentsHost],
    rules: [
      {
        matches: [GrpcMatch.service('shop.payments.v1.Payments')],
        backends: [service.service],
      },
      {
        matches: [
          GrpcMatch.method('shop.payments.v1.Payments', 'Refund'),
          GrpcMatch.service('shop.payments.v1.Payments').header('x-shop-role', 'refunds'),
        ],
        backends: [refunds.service],
      },
    ],
  });
  return { payments: service };
}
