import { prove } from 'gatefork/core';
import { describe, expect, test } from 'vitest';

/** A Service and its fork in a mesh, without a route. */
function manifests(spec: string): string {
  return `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ${spec} }
---
apiVersion: v1
kind: Service
metadata:
  name: cart-pr-42
  namespace: shop
  labels: { app.kubernetes.io/managed-by: gatefork, gatefork.dev/sandbox: pr-42, gatefork.dev/routing-key: pr-42 }
  annotations: { gatefork.dev/fork-of: Service/shop/cart }
spec: { ${spec} }
`;
}

const config = { mesh: 'on' } as const;

describe('a Service whose calls go past every route', () => {
  test.each([
    ['headless', 'clusterIP: None, ports: [{ name: http, port: 80 }]'],
    [
      'of another name',
      'type: ExternalName, externalName: cart.example.com, ports: [{ name: http, port: 80 }]',
    ],
  ])('is asked for no keyed requests: %s', (_, spec) => {
    expect(prove(manifests(spec), { config })).toMatchObject({
      result: 'proved',
      scope: { keys: 1 },
    });
  });

  test('is one on both sides', () => {
    const [headless, plain] = ['clusterIP: None, ', ''].map((more) =>
      manifests(`${more}ports: [{ name: http, port: 80 }]`),
    );
    expect(prove(plain ?? '', { config }).result).toBe('violated');
    expect(prove(plain ?? '', { config, baseline: headless ?? '' }).result).toBe('violated');
  });
});
