import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { gateway, route, rule, workload } from '../../routes';
import { claim, inWave, look, pathRule } from './scene';

const baseline = [gateway(), ...workload('cart'), route('cart', [rule('/', 'cart')])];
const [deployment, service] = workload('cart-new') as [KubeObject, KubeObject];
const derived = route('cart-new', [pathRule('/', 'cart-new', 'pr-42')]);
const claims = [claim('pr-42')];

function failing(...added: readonly KubeObject[]) {
  const { failing: states } = look({ baseline, added, claims });
  return states.map(({ owner, ...rest }) => ({ owner: owner.name, ...rest }));
}

describe('requests with a key while objects are applied', () => {
  it('fail nowhere where the route comes a wave after its fork', () => {
    expect(failing(deployment, service, inWave(derived, 1))).toEqual([]);
  });

  it('fail while the pods of the same wave start', () => {
    expect(failing(deployment, service, derived)).toEqual([
      {
        owner: 'pr-42',
        state:
          'from wave 0, HTTPRoute shop/cart-new, until Deployment shop/cart-new of wave 0 is ready',
        because:
          'HTTPRoute shop/cart-new sends keyed requests to Service shop/cart-new, and nothing waits for the pods of Deployment shop/cart-new before it is applied',
        mendedBy: 1,
      },
    ]);
  });

  it('fail until a Service of a later wave is there', () => {
    expect(failing(deployment, inWave(service, 3), inWave(derived, 1))).toEqual([
      {
        owner: 'pr-42',
        state: 'from wave 1, HTTPRoute shop/cart-new, to wave 3, Service shop/cart-new',
        because:
          'HTTPRoute shop/cart-new sends keyed requests to Service shop/cart-new, which is applied later',
        mendedBy: 4,
      },
    ]);
  });

  it('fail until pods of a later wave are ready, whenever their Service came', () => {
    const [state] = failing(inWave(deployment, 2), service, inWave(derived, 1));
    expect(state?.state).toBe(
      'from wave 1, HTTPRoute shop/cart-new, until Deployment shop/cart-new of wave 2 is ready',
    );
    expect(state?.mendedBy).toBe(3);
  });

  it('fail while a wave is pruned that holds a route and a Service without pods of its own', () => {
    const bare = { ...service, spec: { ports: [{ port: 80 }] } };
    expect(failing(bare, derived)).toMatchObject([
      { state: 'while wave 0 is pruned', mendedBy: 1 },
    ]);
    expect(failing(bare, inWave(derived, 1))).toEqual([]);
  });

  it('are told once for each route, by what comes last', () => {
    const [other, otherService] = workload('web-new') as [KubeObject, KubeObject];
    const both = route('both', [
      pathRule('/', 'cart-new', 'pr-42'),
      pathRule('/web', 'web-new', 'pr-42'),
    ]);
    const states = failing(deployment, service, inWave(other, 5), otherService, both);
    expect(states.map(({ state, mendedBy }) => [state, mendedBy])).toEqual([
      ['from wave 0, HTTPRoute shop/both, until Deployment shop/web-new of wave 5 is ready', 6],
    ]);
  });

  it('are told of each owner whose key a route demands', () => {
    const shared = route('shared', [
      pathRule('/', 'cart-new', 'pr-42'),
      pathRule('/', 'cart-new', 'pr-7'),
    ]);
    const seen = look({
      baseline,
      added: [deployment, service, shared],
      claims: [claim('pr-42'), claim('pr-7'), claim('pr-9')],
    });
    expect(seen.failing.map(({ owner }) => owner.name)).toEqual(['pr-42', 'pr-7']);
  });

  it.each<[string, JsonObject]>([
    ['a share of nothing', { name: 'cart-new', port: 80, weight: 0 }],
    ['a Service of the baseline', { name: 'cart', port: 80 }],
    ['a Service that is nowhere', { name: 'nowhere', port: 80 }],
  ])('wait for nothing with %s', (_, backend) => {
    const added = [deployment, service, route('r', [pathRule('/', backend, 'pr-42')])];
    expect(failing(...added)).toEqual([]);
  });

  it('do not concern rules that no key leads to', () => {
    expect(failing(deployment, service, route('open', [pathRule('/open', 'cart-new')]))).toEqual(
      [],
    );
  });

  it('to a preview wait as well', () => {
    const preview = route('open', [pathRule('/', 'cart-new')], {
      hostnames: ['pr-42.example.com'],
    });
    const previews = [
      { hostname: 'pr-42.example.com', kind: 'HTTPRoute', namespace: 'shop', name: 'cart' },
    ] as const;
    const seen = look({
      baseline,
      added: [deployment, service, preview],
      claims: [claim('pr-42', { previews })],
    });
    expect(seen.failing.map(({ mendedBy }) => mendedBy)).toEqual([1]);
  });
});

describe('a backend of another namespace', () => {
  const away: KubeObject = { ...service, metadata: { name: 'mock', namespace: 'mocks' } };
  const there = { ...away, spec: { ports: [{ port: 80 }] } };
  const toMock = { name: 'mock', namespace: 'mocks', port: 80 };
  const virtual = route('virtual', [pathRule('/', toMock, 'pr-42')]);
  const grant = (name: string): KubeObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name, namespace: 'mocks' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    },
  });
  const failingBeside = (extra: readonly KubeObject[], added: readonly KubeObject[]) =>
    look({ baseline: [...baseline, there, ...extra], added, claims }).failing;

  it('fails until the grant that opens it is there', () => {
    expect(failingBeside([], [inWave(grant('g'), 2), inWave(virtual, 1)])).toMatchObject([
      {
        state: 'from wave 1, HTTPRoute shop/virtual, to wave 2, ReferenceGrant mocks/g',
        because:
          'HTTPRoute shop/virtual sends keyed requests to Service mocks/mock, which ReferenceGrant mocks/g opens to it only later',
        mendedBy: 3,
      },
    ]);
  });

  it('waits for the first of several grants', () => {
    expect(failingBeside([], [grant('g'), inWave(grant('h'), 2), inWave(virtual, 1)])).toEqual([]);
  });

  it('waits for none where the baseline opens it', () => {
    expect(failingBeside([grant('old')], [inWave(grant('g'), 2), virtual])).toEqual([]);
  });

  it('waits for none in a mesh', () => {
    const parents = [{ group: '', kind: 'Service', name: 'cart', port: 80 }];
    const mesh = route('virtual', [pathRule('/', toMock, 'pr-42')], { parents });
    expect(failingBeside([], [inWave(grant('g'), 2), mesh])).toEqual([]);
  });
});
