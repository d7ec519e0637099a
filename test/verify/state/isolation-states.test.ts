import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { specification } from '../../../lib/routing/law';
import { profileOf } from '../../../lib/routing/profile';
import { gateway, grpcRoute, route, rule, workload } from '../../routes';
import { claim, get, inWave, look, pathRule, toService } from './scene';

const cart = workload('cart');
const [deployment, service] = workload('cart-new') as [KubeObject, KubeObject];
const fork = [deployment, service];
const claims = [claim('pr-42'), claim('pr-7'), claim('pr-9')];
const meshed = { parents: [{ group: '', kind: 'Service', name: 'cart', port: 80 }] };
const toCart = get('/any', { target: toService('cart') });

/** States that are told, and how many were looked at. */
function seen(scene: Omit<Parameters<typeof look>[0], 'claims'>) {
  const { violations, undecided, assumptions, looked } = look({ claims, ...scene });
  return { states: violations.map(({ state }) => state), undecided, assumptions, looked };
}

const nothing = { states: [], undecided: [], assumptions: [], looked: 0 };

describe('a mesh', () => {
  const baseline = [...cart];
  const keyed = route('keyed', [pathRule('/', 'cart-new', 'pr-42')], meshed);
  const all = route('others', [pathRule('/', 'cart')], meshed);
  const requests = [toCart];

  it('loses requests while only the keyed half of two routes is there', () => {
    const added = [...fork, keyed, inWave(all, 1)];
    expect(seen({ baseline, added, requests }).states).toEqual([
      'after wave 0, HTTPRoute shop/keyed',
    ]);
  });

  it('loses none where the other half comes first', () => {
    const added = [...fork, inWave(keyed, 1), all];
    expect(seen({ baseline, added, requests })).toEqual({ ...nothing, looked: 1 });
  });

  it('loses them in one wave whatever the names, since all of it is pruned at once', () => {
    const last = route('zz-keyed', [pathRule('/', 'cart-new', 'pr-42')], meshed);
    expect(seen({ baseline, added: [...fork, last, all], requests }).states).toEqual([
      'with HTTPRoute shop/zz-keyed there and HTTPRoute shop/others not',
    ]);
  });

  it('is left alone in every state by routes that stand in for the Service', () => {
    const standIn = (name: string) =>
      route(name, [pathRule('/', 'cart-new', name), pathRule('/', 'cart')], meshed);
    const added = [...fork, standIn('pr-42'), standIn('pr-7'), standIn('pr-9')];
    expect(seen({ baseline, added, requests })).toEqual(nothing);
  });

  it.each<[string, JsonObject]>([
    ['another backend', { backendRefs: [{ name: 'cart-new', port: 80 }] }],
    ['another port', { backendRefs: [{ name: 'cart', port: 81 }] }],
    [
      'two backends',
      {
        backendRefs: [
          { name: 'cart', port: 80 },
          { name: 'cart-new', port: 80 },
        ],
      },
    ],
    ['a timeout', { timeouts: { request: '1s' } }],
    [
      'a filter',
      { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } }] },
    ],
    ['a longer path', { matches: [{ path: { type: 'PathPrefix', value: '/a' } }] }],
    ['a method', { matches: [{ method: 'GET' }] }],
    ['no weight', { backendRefs: [{ name: 'cart', port: 80, weight: 0 }] }],
  ])('is looked at where the rule for others has %s', (_, more) => {
    const odd = route('odd', [pathRule('/', 'cart', undefined, more)], meshed);
    const plain = route('plain', [pathRule('/', 'cart')], meshed);
    expect(seen({ baseline, added: [...fork, odd, plain] }).looked).toBeGreaterThan(0);
  });

  it('is looked at where routes of another namespace replace those of the Service', () => {
    const parents = [{ ...meshed.parents[0], namespace: 'shop' }];
    const consumer = route('a', [pathRule('/', 'cart', 'pr-42')], { parents, namespace: 'web' });
    const rest = route('b', [pathRule('/', { name: 'cart', namespace: 'shop', port: 80 })], {
      parents,
      namespace: 'web',
    });
    const asked = [get('/', { target: toService('cart', 80, 'web') })];
    const added = [...fork, consumer, inWave(rest, 1)];
    const withRoute = [...baseline, route('own', [pathRule('/', 'cart')], meshed)];
    expect(seen({ baseline: withRoute, added, requests: asked }).states).toEqual([
      'after wave 0, HTTPRoute web/a',
    ]);
  });
});

describe('a Gateway', () => {
  const main = route('main', [rule('/', 'cart')], { hostnames: ['shop.example.com'] });
  const baseline = [gateway(), ...cart, main];
  const requests = [get('/a'), get('/a', { headers: [['x-debug', '1']] })];
  const hosts = { hostnames: ['shop.example.com'] };
  const derived = (name: string, props: Parameters<typeof route>[2] = hosts, path = '/') =>
    route(name, [pathRule(path, 'cart-new', 'pr-42')], props);

  it('needs no look where each route beside its baseline demands a key', () => {
    const added = [...fork, derived('a'), derived('b', hosts, '/cart'), derived('c')];
    expect(seen({ baseline, added, requests })).toEqual(nothing);
  });

  it('needs one where two of them have a hostname of their own', () => {
    const own = { hostnames: ['new.example.com'] };
    expect(seen({ baseline, added: [...fork, derived('a', own), derived('b', own)] }).looked).toBe(
      2,
    );
  });

  it('needs none for routes whose hosts do not meet', () => {
    const added = ['one', 'two'].map((name) =>
      derived(name, { hostnames: [`${name}.example.com`] }),
    );
    expect(seen({ baseline, added })).toEqual(nothing);
  });

  it('needs one where a wildcard covers the host of another', () => {
    const hostnames = [['new.example.com'], ['*.example.com']];
    const added = hostnames.map((own, index) => derived(`r${index}`, { hostnames: own }));
    expect(seen({ baseline, added }).looked).toBe(2);
  });

  it('needs none at the hostname of a preview', () => {
    const own = { hostnames: ['pr-42.example.com'] };
    const added = [route('a', [rule('/', 'cart')], own), route('b', [rule('/b', 'cart')], own)];
    const previews = [
      { hostname: 'pr-42.example.com', kind: 'HTTPRoute', namespace: 'shop', name: 'main' },
    ] as const;
    const previewed = look({ baseline, added, claims: [claim('pr-42', { previews })] });
    expect([previewed.looked, seen({ baseline, added }).looked]).toEqual([0, 2]);
  });

  it('is looked at where a route of the other kind comes to a host', () => {
    const calls = [{ matches: [{ headers: [] }], backendRefs: [{ name: 'cart', port: 80 }] }];
    const added = [grpcRoute('g', calls, hosts), route('h', [rule('/h', 'cart')], hosts)];
    expect(seen({ baseline, added }).looked).toBe(2);
  });

  it('sends requests astray while the rule that gives them back is not there', () => {
    const thief = route('thief', [rule('/a', 'cart-new')], hosts);
    const back = route('back', [rule('=/a', 'cart')], hosts);
    const added = [...fork, thief, inWave(back, 2)];
    const [violation, ...others] = look({ baseline, added, claims, requests }).violations;
    expect(others).toEqual([]);
    expect(violation).toMatchObject({
      promise: 'isolation',
      state: 'after wave 0, HTTPRoute shop/thief',
      expected: { backends: [{ name: 'shop/cart' }] },
      actual: { backends: [{ name: 'shop/cart-new' }] },
    });
  });

  it('tells of a state only what is not broken in the end', () => {
    const thief = route('thief', [rule('/', 'web', { 'x-debug': '1' })], hosts);
    const other = route('other', [rule('/', 'cart')], hosts);
    const both = [...baseline, ...workload('web')];
    const found = seen({ baseline: both, added: [thief, other], requests });
    expect(found).toEqual({ ...nothing, looked: 2 });
  });

  it('tells states of several places apart', () => {
    const pair = (host: string, path: string) => [
      route(`thief-${path}`, [rule(`/${path}`, 'web')], { hostnames: [host] }),
      inWave(route(`back-${path}`, [rule(`=/${path}`, 'cart')], { hostnames: [host] }), 1),
    ];
    const second = route('second', [rule('/', 'cart')], { hostnames: ['b.example.com'] });
    const added = [...pair('shop.example.com', 'a'), ...pair('b.example.com', 'b')];
    const asked = [get('/a'), get('/b', { host: 'b.example.com' })];
    const all = [...baseline, ...workload('web'), second];
    const found = seen({ baseline: all, added, requests: asked });
    expect(found).toEqual({
      ...nothing,
      looked: 1,
      states: ['after wave 0, HTTPRoute shop/thief-a', 'after wave 0, HTTPRoute shop/thief-b'],
    });
  });

  it('is looked at where an implementation settles on a path first', () => {
    const law = { ...specification, pathFallback: 'no' } as const;
    const added = [...fork, derived('a', hosts, '/deep'), derived('b', hosts, '/deep/er')];
    expect(seen({ baseline, added, laws: [{ law }] }).looked).toBe(2);
    expect(seen({ baseline, added: [derived('a'), derived('b')], laws: [{ law }] })).toEqual(
      nothing,
    );
  });

  it('is looked at where an implementation takes every value for a hit', () => {
    const profile = 'azure-application-gateway-for-containers';
    const law = profileOf(profile)?.law ?? specification;
    const added = [derived('a'), derived('b')];
    expect(seen({ baseline, added, laws: [{ profile, law }] }).looked).toBe(2);
  });

  it('is looked at where of two names that differ in case the second holds the key', () => {
    const twice = (name: string) => {
      const [own] = (derived(name).spec as { rules: [{ matches: [{ headers: [JsonObject] }] }] })
        .rules[0].matches[0].headers;
      const headers = [{ name: 'Baggage', value: 'x' }, own];
      return route(name, [{ matches: [{ headers }], backendRefs: [] }], hosts);
    };
    expect(seen({ baseline, added: [twice('a'), twice('b')] }).looked).toBe(2);
  });
});

describe('objects that are no routes', () => {
  const grant: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'g', namespace: 'mocks' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    },
  };
  const mock: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'mock', namespace: 'mocks' },
    spec: { ports: [{ port: 80 }] },
  };
  const toMock = { name: 'mock', namespace: 'mocks', port: 80 };
  const main = route('main', [pathRule('/', 'cart')]);
  const baseline = [gateway(), ...cart, main];
  const requests = [get('/a')];

  it('are looked at beside a route without a key that needs them', () => {
    const mirror = { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: toMock } }] };
    const open = route('open', [pathRule('/', 'cart', undefined, mirror), pathRule('/a', toMock)]);
    expect(seen({ baseline, added: [open, grant, mock] }).looked).toBe(6);
  });

  it('open a rule of the baseline that had failed, before what shall hide it is there', () => {
    const broken = route('main', [pathRule('/', toMock)]);
    const back = route('back', [pathRule('/a', 'nowhere')]);
    const added = [inWave(grant, 1), inWave(mock, 1), inWave(back, 3)];
    const found = seen({ baseline: [gateway(), broken], added, requests });
    expect(found.states).toEqual(['after wave 1, ReferenceGrant mocks/g']);
  });

  it('need no look where only forks and keyed routes name them', () => {
    const keyed = ['a', 'b'].map((name) => route(name, [pathRule('/', toMock, 'pr-42')]));
    expect(seen({ baseline, added: [...keyed, grant, mock, ...fork], requests })).toEqual(nothing);
  });

  it('need no look where grants open nothing that the baseline asks for in vain', () => {
    const broken = route('broken', [pathRule('/b', { ...toMock, name: 'closed' })]);
    const grants = ['a', 'b'].map((name): KubeObject => {
      const spec = { ...(grant.spec as JsonObject), to: [{ group: '', kind: 'Service', name }] };
      return { ...grant, metadata: { name, namespace: 'mocks' }, spec };
    });
    expect(seen({ baseline: [...baseline, broken], added: grants, requests })).toEqual(nothing);
    expect(seen({ baseline: [...baseline, broken], added: [grant, mock, ...grants] }).looked).toBe(
      0,
    );
    const both = [grant, { ...grant, metadata: { name: 'h', namespace: 'mocks' } }];
    expect(seen({ baseline: [...baseline, broken], added: both }).looked).toBe(2);
  });

  it('are looked at where they change what the baseline has', () => {
    const web = workload('web');
    const both = route('main', [pathRule('/', 'cart'), pathRule('/a', 'web')]);
    const moved = inWave(route('moved', [pathRule('/a', 'web')]), 1);
    const found = seen({
      baseline: [gateway(), ...cart, ...web, both],
      added: [main, moved],
      requests,
    });
    expect(found.states).toEqual(['after wave 0, HTTPRoute shop/main']);
  });
});

describe('many objects at one place', () => {
  const main = route('main', [rule('/', 'cart')]);
  const baseline = [gateway(), ...cart, main];
  const crowd = (count: number) =>
    Array.from({ length: count }, (_, index) => route(`r${index}`, [rule(`/${index}`, 'cart')]));

  it('are tried one after the other, which is said', () => {
    const found = seen({ baseline, added: crowd(6) });
    expect(found).toEqual({
      ...nothing,
      looked: 5,
      assumptions: [
        'objects of one wave are applied by kind and name, and pruned the other way round',
      ],
    });
  });

  it('are undecided where they are too many', () => {
    const found = seen({ baseline, added: crowd(9) });
    expect(found.looked).toBe(0);
    expect(found.undecided).toEqual([
      {
        reason:
          '9 objects act on requests without a key at one place, too many to try every state in which some of them are there',
        where: 'HTTPRoute shop/r0, HTTPRoute shop/r1 and 7 more',
      },
    ]);
  });
});
