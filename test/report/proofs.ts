// Proofs made by hand: one of each kind of entry, and texts that nobody should trust.

import type { Outcome } from '../../lib/model/decision';
import type { Manifest } from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Proof, Violation } from '../../lib/model/proof';
import type { HttpRequest } from '../../lib/model/request';
import type { Route } from '../../lib/model/route';

function manifest(name: string, file: string, labels?: { [key: string]: string }): Manifest {
  return {
    object: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { namespace: 'shop', name, ...(labels === undefined ? {} : { labels }) },
    },
    origin: { from: 'file', file, document: 0 },
  };
}

function route(of: Manifest): Route {
  const { namespace = '', name = '' } = of.object.metadata ?? {};
  return { kind: 'HTTPRoute', namespace, name, manifest: of } as Route;
}

export const baseline = manifest('cart', 'k8s/cart.yaml');
export const derived = manifest('pr-42--cart', 'rendered/pr 42.yaml', {
  [marks.managedBy]: marks.manager,
  [marks.sandbox]: 'pr-42',
});

const nothing = { filters: [], mirrors: [], policies: {} } as const;

export function to(name: string, of: Manifest, rule = 0): Outcome & { outcome: 'backends' } {
  return {
    outcome: 'backends',
    backends: [{ to: 'backend', name, port: 80, share: 1 }],
    by: { route: route(of), rule, match: 0 },
    ...nothing,
  };
}

export const notFound: Outcome = {
  outcome: 'status',
  status: 404,
  because: 'no rule matches',
};

export const request: HttpRequest = {
  protocol: 'http',
  target: { to: 'gateway', namespace: 'edge', name: 'public', port: 80 },
  scheme: 'http',
  method: 'GET',
  host: 'shop.example.com',
  path: '/cart?debug=1',
  headers: [],
};

const owner = { kind: 'Sandbox', name: 'pr-42', routingKey: 'pr-42' } as const;

export const isolation: Violation = {
  promise: 'isolation',
  owner,
  request,
  expected: to('shop/cart-debug', baseline, 1),
  actual: to('shop/cart-pr-42', derived),
  because: 'HTTPRoute shop/pr-42--cart rule 0 has a longer path than HTTPRoute shop/cart rule 1',
};

export const fidelity: Violation = {
  ...isolation,
  promise: 'fidelity',
  request: { ...request, headers: [['baggage', 'sd-routing-key=pr-42']] },
};

export function proof(parts: Partial<Proof> = {}): Proof {
  return {
    result: 'proved',
    violations: [],
    undecided: [],
    ambiguous: [],
    assumptions: [],
    failing: [],
    profiles: [],
    scope: { places: 2, rules: 5, keys: 1 },
    ...parts,
  };
}

/** One of each. */
export const whole = proof({
  result: 'violated',
  violations: [isolation, fidelity].map((one) => ({ ...one, profile: 'istio' })),
  undecided: [
    { reason: 'the expression `a(?i)b` cannot be decided', where: 'HTTPRoute shop/cart rule 2' },
  ],
  ambiguous: [
    { reason: 'only age tells HTTPRoute shop/cart rule 0 from HTTPRoute shop/old rule 0', request },
  ],
  assumptions: ['Gateway edge/public has no routes but those of the input'],
  failing: [
    {
      owner,
      state: 'from wave 0, HTTPRoute shop/pr-42--cart, to wave 1, Service shop/cart-pr-42',
      because: 'HTTPRoute shop/pr-42--cart rule 0 sends to Service shop/cart-pr-42',
      mendedBy: 1,
    },
  ],
  profiles: [
    { profile: 'specification', result: 'proved' },
    { profile: 'istio', result: 'violated' },
    { profile: 'linkerd', result: 'proved' },
  ],
});

/** What a manifest may hold that somebody wants to be more than a text. */
export const hostile =
  '</details><img src=x> | `tick` [a](http://x) @octocat #1 \u001b[31m\n# head';

export const forged = proof({
  result: 'violated',
  violations: [
    {
      ...isolation,
      request: { ...request, path: `/${hostile}`, headers: [['x-a', hostile]] },
      actual: { outcome: 'status', status: 404, because: hostile },
      because: hostile,
      profile: hostile,
      state: hostile,
    },
  ],
  undecided: [{ reason: hostile, where: hostile }],
  ambiguous: [{ reason: hostile, request }],
  assumptions: [hostile],
});
