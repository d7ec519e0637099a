// Claims in one line each: `Sandbox pr-42 key pr-42: shop/cart -> shop/cart-pr-42`.

import type { Claim } from '../../../lib/model/claim';
import { inventoryOf } from '../../../lib/model/inventory';
import type { KubeObject } from '../../../lib/model/manifest';
import type { RouteGroupSpec, SandboxSpec } from '../../../lib/model/sandbox';
import { claimsOf } from '../../../lib/verify/claim/claims';
import { deriving, gateway, manifests, route, rule, sandbox, workload } from '../../routes';

export const mocks: readonly KubeObject[] = workload('mock', { namespace: 'mocks' });

export const baseline: readonly KubeObject[] = [
  gateway(),
  ...workload('cart'),
  ...workload('payments'),
  ...workload('web'),
  ...mocks,
  route('shop', [rule('/cart', 'cart'), rule('/pay', 'payments'), rule('/', 'web')], {
    hostnames: ['shop.test'],
  }),
];

/** Forks `cart`, sends `payments` to a mock, and has a preview. */
export const whole = sandbox('pr-42', ['cart'], {
  labels: { feature: 'checkout' },
  virtual: [
    {
      service: { namespace: 'shop', name: 'payments' },
      to: { namespace: 'mocks', name: 'mock', port: 80 },
      path: ['spec', 'virtual', 0],
    },
  ],
  previews: [
    {
      hostname: 'pr-42.shop.test',
      route: { kind: 'HTTPRoute', namespace: 'shop', name: 'shop' },
      path: ['spec', 'previews', 0],
    },
  ],
});

export const forkOfWeb = sandbox('pr-7', ['web'], { labels: { feature: 'checkout' } });

export type Owners = readonly (SandboxSpec | RouteGroupSpec)[];

/** What deriving writes for owners; the test fails where it refuses. */
export function written(owners: Owners, objects = baseline): readonly KubeObject[] {
  const made = deriving(objects, owners);
  if (made.objects.length === 0) throw new Error(made.findings.map(String).join());
  return made.objects;
}

export interface Claiming {
  readonly lines: readonly string[];
  /** `code: message`. */
  readonly said: readonly string[];
  readonly claims: readonly Claim[];
}

export function claiming(
  added: readonly KubeObject[],
  owners: Owners = [],
  objects = baseline,
  currentNamespace?: string,
): Claiming {
  const { claims, findings } = claimsOf({
    baseline: inventoryOf(manifests(...objects), currentNamespace),
    applied: inventoryOf(manifests(...objects, ...added), currentNamespace),
    sandboxes: owners.filter((owner) => owner.kind === 'Sandbox'),
    groups: owners.filter((owner) => owner.kind === 'RouteGroup'),
  });
  return {
    claims,
    lines: claims.map(lineOf),
    said: findings.map(({ code, message }) => `${code}: ${message}`),
  };
}

function lineOf({ owner, replaced, previews }: Claim): string {
  const places = [...replaced].map(([key, { namespace, name, port, tls }]) => {
    const manner = tls === undefined ? '->' : '=>';
    return `${key} ${manner} ${namespace}/${name}${port === undefined ? '' : `:${port}`}`;
  });
  const hosts = previews.map(
    ({ hostname, kind, namespace, name }) => `${hostname} as ${kind} ${namespace}/${name}`,
  );
  const all = [...places.sort(), ...hosts].join(', ');
  return `${owner.kind} ${owner.name} key ${owner.routingKey}: ${all}`;
}
