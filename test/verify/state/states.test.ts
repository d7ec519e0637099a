import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { verify } from '../../../lib/pipeline-proof';
import {
  deriving,
  gateway,
  manifests,
  route,
  routeGroup,
  rule,
  sandbox,
  workload,
} from '../../routes';
import { inWave, look, pathRule } from './scene';

const shop = [
  gateway(),
  ...workload('cart'),
  ...workload('web'),
  route('shop', [rule('/', 'web'), rule('/cart', 'cart'), rule('/?debug=1', 'web')]),
];
const meshed = [
  ...shop,
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
  },
];
const mocks: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'mock', namespace: 'mocks' },
    spec: { ports: [{ port: 80 }] },
  },
];
const virtual = [
  {
    service: { namespace: 'shop', name: 'cart' },
    to: { namespace: 'mocks', name: 'mock', port: 80 },
    path: ['spec', 'virtual', 0],
  },
] as const;
const previews = [
  {
    hostname: 'pr-1.example.com',
    route: { kind: 'HTTPRoute', namespace: 'shop', name: 'shop' },
    path: ['spec', 'previews', 0],
  },
  {
    hostname: 'all.example.com',
    route: { kind: 'HTTPRoute', namespace: 'shop', name: 'shop' },
    path: ['spec', 'previews', 1],
  },
] as const;

describe('what deriving writes', () => {
  it.each<[string, readonly KubeObject[], readonly Parameters<typeof deriving>[1][number][]]>([
    ['a sandbox', shop, ['cart']],
    ['forks of all that a route sends to', shop, ['cart', 'web']],
    [
      'several sandboxes in a mesh',
      meshed,
      [sandbox('pr-1', ['cart']), sandbox('pr-2', ['cart', 'web'])],
    ],
    [
      'a route group',
      meshed,
      [
        sandbox('pr-1', ['cart']),
        sandbox('pr-2', ['web']),
        routeGroup('both', { sandboxes: ['pr-1', 'pr-2'] }),
      ],
    ],
    [
      'a virtual endpoint of another namespace',
      [...shop, ...mocks],
      [sandbox('pr-1', [], { virtual })],
    ],
    ['previews', shop, [sandbox('pr-1', ['cart'], { previews })]],
  ])('harms nobody in any state: %s', (_, baseline, owners) => {
    const { objects, derived } = deriving(baseline, owners as readonly SandboxSpec[]);
    expect(derived.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(objects.length).toBeGreaterThan(0);
    const { looked, violations, undecided, failing, assumptions } = look({
      baseline,
      added: objects,
    });
    expect({ looked, violations, undecided, failing, assumptions }).toEqual({
      looked: 0,
      violations: [],
      undecided: [],
      failing: [],
      assumptions: [],
    });
  });

  it('fails requests with the key where its waves are taken off', () => {
    const { objects } = deriving(shop, ['cart']);
    const added = objects.map((object) => inWave(object, 0));
    const { failing } = look({ baseline: shop, added });
    expect(failing.map(({ owner, state, mendedBy }) => [owner.name, state, mendedBy])).toEqual([
      [
        'pr-42',
        'from wave 0, HTTPRoute shop/pr-42--shop, until Deployment shop/cart-pr-42 of wave 0 is ready',
        1,
      ],
    ]);
  });
});

describe('a proof', () => {
  const onCart = { parents: [{ group: '', kind: 'Service', name: 'cart', port: 80 }] };
  const others = route('others', [pathRule('/', 'cart')], onCart);
  const proofOf = (objects: readonly KubeObject[]) => {
    const { proof, findings } = verify({
      baseline: manifests(...workload('cart')),
      applied: manifests(...workload('cart'), ...objects),
    });
    if (proof === undefined) throw new Error(findings.map(({ message }) => message).join());
    return proof;
  };
  const labels = {
    'app.kubernetes.io/managed-by': 'gatefork',
    'gatefork.dev/sandbox': 'pr-42',
    'gatefork.dev/routing-key': 'pr-42',
  };
  const forked = (workloadWave: number): readonly KubeObject[] =>
    workload('cart-new', {
      labels,
      annotations: { 'gatefork.dev/fork-of': 'Service/shop/cart' },
    }).map((object) => inWave(object, workloadWave));
  const keyed = route('keyed', [pathRule('/', 'cart-new', 'pr-42')], { ...onCart, labels });

  it('is not had where a state on the way loses requests', () => {
    const proof = proofOf([...forked(0), inWave(keyed, 1), inWave(others, 2)]);
    expect(proof.result).toBe('violated');
    expect(proof.violations.map(({ promise, state }) => [promise, state])).toEqual([
      ['isolation', 'after wave 1, HTTPRoute shop/keyed'],
    ]);
    expect(proof.violations[0]?.actual).toMatchObject({ outcome: 'status', status: 404 });
  });

  it('is had where the order is the other way round', () => {
    const proof = proofOf([...forked(0), inWave(keyed, 2), inWave(others, 1)]);
    expect([proof.result, proof.violations, proof.failing]).toEqual(['proved', [], []]);
  });

  it('is had where requests with the key alone fail meanwhile, which is told', () => {
    const proof = proofOf([...forked(4), inWave(keyed, 2), inWave(others, 1)]);
    expect(proof.result).toBe('proved');
    expect(proof.failing.map(({ state, mendedBy }) => [state, mendedBy])).toEqual([
      ['from wave 2, HTTPRoute shop/keyed, until Deployment shop/cart-new of wave 4 is ready', 5],
    ]);
  });
});
