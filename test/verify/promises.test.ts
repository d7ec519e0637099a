// The promises one by one, on pairs that a person can read: a baseline, what is applied, and the
// verdict. Right ones are proved; each has a wrong one beside it that is not.

import { describe, expect, test } from 'vitest';
import type { Config } from '../../lib/model/config';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { at, listOf } from '../../lib/model/manifest';
import { gateway, grpcRoute, match, route, routeGroup, rule, sandbox, workload } from '../routes';
import {
  type Expected,
  eachRule,
  edge,
  fork,
  lacking,
  member,
  nameIs,
  owned,
  type PromiseCase,
  proofOf,
  shop,
  spoilt,
  twin,
  unfounded,
  verdictTexts,
  withDerived,
} from './promise-case';

type Table = readonly (readonly [name: string, expected: Expected, subject: () => PromiseCase])[];

function holds(table: Table): void {
  test.each(table)('%s: %s', (_, expected, subject) => {
    const one = subject();
    const proof = proofOf(one);
    expect(verdictTexts(proof)).toContain(expected);
    expect(unfounded(one, proof)).toEqual([]);
  });
}

const cart = rule('/cart', 'cart');
const keyedCart = rule('/cart', 'cart-pr-42', member());

/** A route by hand beside `cart`, with the fork that it leads to. */
function byHand(
  rules: readonly JsonObject[],
  baseline: readonly JsonObject[] = [cart],
  config: Partial<Config> = {},
): PromiseCase {
  const objects = [...shop('cart', 'b'), route('r', baseline)];
  return { baseline: objects, applied: [...objects, ...fork('cart'), twin('r', rules)], config };
}

describe('requests without a key', () => {
  holds([
    ['a twin with the key', 'proved', () => byHand([keyedCart])],
    [
      'a derived rule that asks for no key',
      'isolation of pr-42',
      () => byHand([rule('/cart/new', 'cart-pr-42')]),
    ],
    [
      'a rule of the baseline that is gone',
      'isolation',
      () => {
        const objects = shop('cart', 'b');
        const rules = [cart, rule('/b', 'b')];
        return {
          baseline: [...objects, route('r', rules)],
          applied: [...objects, route('r', [cart]), ...fork('cart'), twin('r', [keyedCart])],
        };
      },
    ],
    [
      'both kinds of routes at a host that had none',
      'isolation of pr-42',
      () => {
        const objects = [...shop('cart'), route('r', [cart], { hostnames: ['a.t'] })];
        const props = { hostnames: ['b.t'] };
        const more = [
          route('x', [rule('/', 'cart-pr-42')], props),
          grpcRoute('y', [{ backendRefs: [{ name: 'cart-pr-42', port: 80 }] }], props),
        ].map((one) => owned(one));
        const own = [...fork('cart'), twin('r', [keyedCart], { hostnames: ['a.t'] })];
        return { baseline: objects, applied: [...objects, ...own, ...more] };
      },
    ],
    [
      'an expression that takes a longer key',
      'isolation of pr-42',
      () => byHand([rule('/cart', 'cart-pr-42', { baggage: '~.*sd-routing-key=pr-42.*' })]),
    ],
    [
      'an expression that takes a property for a member',
      'isolation of pr-42',
      () =>
        byHand([
          rule('/cart', 'cart-pr-42', {
            baggage: '~^(.*[,;])?\\s*sd-routing-key\\s*=\\s*pr-42\\s*([,;].*)?$',
          }),
        ]),
    ],
  ]);
});

describe('requests with the key', () => {
  const query = [cart, rule('/cart?debug=1', 'b')];
  const keyedQuery = rule('/cart?debug=1', 'b', member());
  holds([
    ['a twin that is not there', 'fidelity of pr-42', () => byHand([rule('/x', 'b', member())])],
    [
      'a twin that leads to the baseline',
      'fidelity of pr-42',
      () => byHand([rule('/cart', 'cart', member())]),
    ],
    ['a query parameter without a shield', 'fidelity of pr-42', () => byHand([keyedCart], query)],
    ['a query parameter with a shield', 'proved', () => byHand([keyedCart, keyedQuery], query)],
    [
      'an earlier rule of the same rank without a shield',
      'fidelity of pr-42',
      () =>
        byHand(
          [rule('/', 'cart-pr-42', { 'x-user': 'beta', ...member() })],
          [rule('/', 'b', { 'x-env': 'prod' }), rule('/', 'cart', { 'x-user': 'beta' })],
        ),
    ],
    [
      'an earlier rule of the same rank with a shield',
      'proved',
      () =>
        byHand(
          [
            rule('/', 'b', { 'x-env': 'prod', ...member() }),
            rule('/', 'cart-pr-42', { 'x-user': 'beta', ...member() }),
          ],
          [rule('/', 'b', { 'x-env': 'prod' }), rule('/', 'cart', { 'x-user': 'beta' })],
        ),
    ],
    [
      'a twin that ties with a rule of another route',
      'fidelity of pr-42',
      () => {
        const subject = byHand([keyedCart]);
        const other = route('z', [rule('/cart', 'b', { 'x-tier': 'gold' })]);
        return { baseline: [...subject.baseline, other], applied: [...subject.applied, other] };
      },
    ],
    [
      'an exact value that misses other members',
      'fidelity of pr-42',
      () => byHand([rule('/cart', 'cart-pr-42', { baggage: 'sd-routing-key=pr-42' })]),
    ],
    [
      'a filter that is lost',
      'fidelity of pr-42',
      () =>
        byHand(
          [keyedCart],
          [
            {
              ...cart,
              filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'cart.internal' } }],
            },
          ],
        ),
    ],
    [
      'a timeout that is lost',
      'fidelity of pr-42',
      () => byHand([keyedCart], [{ ...cart, timeouts: { request: '5s' } }]),
    ],
    [
      'a route that is to be left alone, forked',
      'fidelity of pr-42',
      () => byHand([keyedCart], [cart], { exclude: { routes: ['shop/r'], gateways: [] } }),
    ],
    [
      'a route that is to be left alone, left alone',
      'proved',
      () => {
        const subject = byHand([keyedCart], [cart], {
          exclude: { routes: ['shop/r'], gateways: [] },
        });
        return lacking(subject, nameIs('pr-42--r'));
      },
    ],
  ]);
});

describe('carriers', () => {
  const carried = (carriers: Config['carriers'], headers: { [name: string]: string }) => () =>
    byHand([rule('/cart', 'cart-pr-42', headers)], [cart], { carriers });
  const derived = (carriers: Config['carriers']) => () =>
    withDerived([...shop('cart'), route('r', [cart])], ['cart'], { carriers });
  const header = { type: 'header', name: 'x-routing-key' } as const;
  const loose = member().baggage ?? '';
  holds([
    ['baggage', 'proved', derived([{ type: 'baggage' }])],
    ['tracestate', 'proved', derived([{ type: 'tracestate' }])],
    ['a header of its own', 'proved', derived([header])],
    ['a query parameter', 'proved', derived([{ type: 'query', name: 'sd-key' }])],
    ['a cookie', 'proved', derived([{ type: 'cookie', name: 'sd-key' }])],
    ['several of them', 'proved', derived([header, { type: 'baggage' }, { type: 'tracestate' }])],
    [
      'several of them, one forgotten',
      'fidelity of pr-42',
      carried([header, { type: 'baggage' }], { 'x-routing-key': 'pr-42' }),
    ],
    [
      'blanks in tracestate that make another member',
      'isolation of pr-42',
      carried([{ type: 'tracestate' }], { tracestate: loose }),
    ],
    [
      'the beginning of a header',
      'isolation of pr-42',
      carried([header], { 'x-routing-key': '~pr-42.*' }),
    ],
  ]);
});

describe('weights', () => {
  const refs = (name: string, weight: number) => [
    { name, port: 80, weight },
    { name: 'b', port: 80, weight: 3 },
  ];
  const shares = { matches: [match('/cart')], backendRefs: refs('cart', 1) };
  const kept = { matches: [match('/cart', member())], backendRefs: refs('cart-pr-42', 1) };
  holds([
    ['forks alone', 'proved', () => byHand([keyedCart], [shares])],
    [
      'shares kept where forks alone are to be reached',
      'fidelity of pr-42',
      () => byHand([kept], [shares]),
    ],
    ['shares kept', 'proved', () => byHand([kept], [shares], { weights: 'keep' })],
    [
      'forks alone where shares are to be kept',
      'fidelity of pr-42',
      () => byHand([keyedCart], [shares], { weights: 'keep' }),
    ],
  ]);
});

describe('hosts, listeners and namespaces', () => {
  const hosts = ['a.example.com', 'b.example.com'];
  const hosted = () =>
    withDerived([...shop('cart'), route('r', [cart], { hostnames: hosts })], ['cart']);
  const listeners = ['one', 'two'].map((name, index) => {
    const namespaces = { from: 'All' };
    return { name, port: 80 + index, protocol: 'HTTP', allowedRoutes: { namespaces } };
  });
  const sectioned = () => {
    const parents = [{ name: 'edge', sectionName: 'one' }];
    const objects = [gateway(listeners), ...workload('cart'), route('r', [cart], { parents })];
    return withDerived(objects, ['cart']);
  };
  const afar = () => {
    const ref = { name: 'cart', namespace: 'pay', port: 80 };
    const grant = {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'carts', namespace: 'pay' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
        to: [{ group: '', kind: 'Service', name: 'cart' }],
      },
    };
    const rules = [{ matches: [match('/cart')], backendRefs: [ref] }];
    const objects = [edge, ...workload('cart', { namespace: 'pay' }), grant, route('r', rules)];
    return withDerived(objects, [sandbox('pr-42', ['cart'], { namespace: 'pay' })]);
  };
  holds([
    ['two hosts', 'proved', hosted],
    [
      'one of two hosts',
      'fidelity of pr-42',
      () => spoilt(hosted(), 'pr-42--r', (spec) => ({ ...spec, hostnames: hosts.slice(1) })),
    ],
    [
      'a host more',
      'fidelity of pr-42',
      () => spoilt(hosted(), 'pr-42--r', (spec) => ({ ...spec, hostnames: ['*.example.com'] })),
    ],
    ['one listener of two', 'proved', sectioned],
    [
      'all listeners where one is meant',
      'fidelity of pr-42',
      () =>
        spoilt(sectioned(), 'pr-42--r', (spec) => ({ ...spec, parentRefs: [{ name: 'edge' }] })),
    ],
    ['a Service elsewhere', 'proved', afar],
    [
      'a Service elsewhere without a grant',
      'fidelity of pr-42',
      () =>
        lacking(
          afar(),
          ({ kind, metadata }) => kind === 'ReferenceGrant' && metadata?.name !== 'carts',
        ),
    ],
  ]);
});

describe('a mesh', () => {
  const toService = (name: string, more: JsonObject = {}): JsonObject => {
    return { group: '', kind: 'Service', name, ...more };
  };
  const bare = () => withDerived([...shop('cart'), route('r', [cart])], ['cart'], { mesh: 'on' });
  const isDefault = 'pr-42--cart--default';
  const both = () => {
    const producer = route('produced', [rule('/', 'cart')], { parents: [toService('cart')] });
    const consumer = route(
      'consumed',
      [{ matches: [match('/')], backendRefs: [{ name: 'cart', namespace: 'shop', port: 80 }] }],
      { namespace: 'checkout', parents: [toService('cart', { namespace: 'shop' })] },
    );
    return withDerived([...shop('cart'), producer, consumer], ['cart'], { mesh: 'on' });
  };
  const ofCarts = ({ metadata }: { readonly metadata?: JsonObject }) =>
    metadata?.namespace === 'checkout';
  holds([
    ['a Service without a route', 'proved', bare],
    [
      'a Service without a route, and only keyed requests answered',
      'isolation',
      () =>
        spoilt(bare(), isDefault, (spec) => ({
          ...spec,
          rules: listOf(spec.rules).filter((one) =>
            JSON.stringify(at(one, ['matches'])).includes('sd-routing-key'),
          ),
        })),
    ],
    ['producer and consumer routes', 'proved', both],
    [
      'consumer routes forgotten',
      'fidelity of pr-42',
      () =>
        lacking(
          both(),
          (object) => ofCarts(object as never) && JSON.stringify(object).includes('pr-42'),
        ),
    ],
    [
      'one port where all are meant',
      'fidelity of pr-42',
      () => {
        const ports = [80, 81].map((port) => ({ name: `p${port}`, port, targetPort: 8080 }));
        const parents = [toService('cart')];
        const objects = [
          edge,
          ...workload('cart', {}, ports),
          route('r', [rule('/', 'cart')], { parents }),
        ];
        const subject = withDerived(objects, ['cart'], { mesh: 'on' });
        return spoilt(subject, 'pr-42--r', (spec) => ({
          ...spec,
          parentRefs: [toService('cart', { port: 80 })],
        }));
      },
    ],
  ]);
});

describe('gRPC', () => {
  const call = (method: JsonObject, service: string) => ({
    matches: [{ method }],
    backendRefs: [{ name: service, port: 80 }],
  });
  const calls = () =>
    withDerived(
      [
        ...shop('cart', 'b'),
        grpcRoute('r', [
          call({ service: 'shop.Cart' }, 'cart'),
          call({ service: 'shop.Cart', method: 'Get' }, 'b'),
        ]),
      ],
      ['cart'],
    );
  holds([
    ['a service and one of its methods', 'proved', calls],
    [
      'a method that the service takes over',
      'fidelity of pr-42',
      () =>
        spoilt(
          calls(),
          'pr-42--r',
          eachRule((one) => ({
            ...one,
            matches: listOf(one.matches).map((entry) => ({
              headers: at(entry, ['headers']) ?? [],
            })),
          })),
        ),
    ],
  ]);
});

describe('several sandboxes', () => {
  const objects = [...shop('cart', 'b'), route('r', [cart, rule('/b', 'b')])];
  const [one, other] = [sandbox('pr-4', ['cart']), sandbox('pr-42', ['cart', 'b'])];
  const group = routeGroup('epic', { sandboxes: ['pr-4', 'pr-7'] });
  const grouped = () => withDerived(objects, [one, sandbox('pr-7', ['b']), group]);
  const together = () => withDerived(objects, [one, other]);
  holds([
    ['one alone', 'proved', () => withDerived(objects, [one])],
    ['the other alone', 'proved', () => withDerived(objects, [other])],
    // Both keys at once are outside of the promises: whose fork answers is told elsewhere.
    ['both of one Service', 'proved', together],
    [
      'one that takes the key of the other',
      'fidelity of pr-42',
      () =>
        spoilt(together(), 'pr-4--r', (spec) => ({
          ...spec,
          rules: [rule('/cart/x', 'cart-pr-4', member('pr-4'))].map(() =>
            rule('/cart/x', 'cart-pr-4', member('pr-4[0-9]*')),
          ),
        })),
    ],
    ['a route group', 'proved', grouped],
    [
      'a route group that forgets a member',
      'fidelity of epic',
      () =>
        spoilt(grouped(), 'epic--r', (spec) => ({
          ...spec,
          rules: listOf(spec.rules).filter((each) => !JSON.stringify(each).includes('b-pr-7')),
        })),
    ],
  ]);
});

describe('what stands in without a fork, and previews', () => {
  const path = ['spec'];
  const mocked = () => {
    const objects = [
      ...shop('cart'),
      ...workload('mock', { namespace: 'mocks' }),
      route('r', [cart]),
    ];
    const to = { namespace: 'mocks', name: 'mock', port: 80 };
    const virtual = [{ service: { namespace: 'shop', name: 'cart' }, to, path }];
    return withDerived(objects, [sandbox('pr-42', [], { virtual })]);
  };
  const previewed = (others: readonly KubeObject[] = []) => {
    const previews = [
      {
        hostname: 'pr-42.example.com',
        route: { kind: 'HTTPRoute', namespace: 'shop', name: 'r' },
        path,
      },
    ] as const;
    return withDerived(
      [...shop('cart', 'b'), route('r', [cart], { hostnames: ['example.com'] }), ...others],
      [sandbox('pr-42', ['cart'], { previews })],
    );
  };
  const previewName = () => {
    const found = previewed().applied.filter(({ spec }) =>
      JSON.stringify(spec ?? {}).includes('"pr-42.example.com"'),
    );
    return String(found[0]?.metadata?.name);
  };
  holds([
    ['a mock', 'proved', mocked],
    [
      'a mock that is not reached',
      'fidelity of pr-42',
      () =>
        spoilt(
          mocked(),
          'pr-42--r',
          eachRule((each) => ({ ...each, backendRefs: [{ name: 'cart', port: 80 }] })),
        ),
    ],
    [
      'a mock that the baseline has and that is gone',
      'fidelity of pr-42',
      () =>
        lacking(mocked(), ({ kind, metadata }) => kind === 'Service' && metadata?.name === 'mock'),
    ],
    ['a preview', 'proved', () => previewed()],
    [
      'previews of one hostname whose routes are at two Gateways',
      'proved',
      () => {
        const [inner, hostname] = [gateway(undefined, {}, 'inner'), 'pr-42.example.com'] as const;
        const other = route('site', [rule('/b', 'b')], {
          hostnames: ['b.com'],
          parents: [{ name: 'inner' }],
        });
        const previews = ['r', 'site'].map((name) => ({
          hostname,
          route: { kind: 'HTTPRoute' as const, namespace: 'shop', name },
          path,
        }));
        return withDerived(
          [...shop('cart', 'b'), inner, route('r', [cart], { hostnames: ['example.com'] }), other],
          [sandbox('pr-42', ['cart', 'b'], { previews })],
        );
      },
    ],
    [
      'a preview whose other paths a wider hostname takes as before',
      'proved',
      () => previewed([route('site', [rule('/', 'b')], { hostnames: ['*.com'] })]),
    ],
    [
      'a preview whose other paths somebody takes',
      'isolation of pr-42',
      () => {
        const subject = previewed([]);
        const stray = route('stray', [rule('/b', 'b')], { hostnames: ['*.example.com'] });
        return { ...subject, applied: [...subject.applied, owned(stray)] };
      },
    ],
    [
      'a preview that leads to the baseline',
      'isolation of pr-42',
      () =>
        spoilt(
          previewed(),
          previewName(),
          eachRule((each) => ({ ...each, backendRefs: [{ name: 'cart', port: 80 }] })),
        ),
    ],
  ]);
});

describe('what others wrote', () => {
  const objects = [...shop('cart'), route('r', [cart])];
  const foreign = (name: string) => [
    ...workload('cart-new'),
    route(name, [rule('/cart', 'cart-new', member())]),
  ];
  const document = (forkService: string) => {
    const { forks, ...rest } = sandbox('pr-42', ['cart']);
    return {
      ...rest,
      forks: forks.map((each) => ({ ...each, forkService })),
    };
  };
  holds([
    [
      'a fork that its document names',
      'proved',
      () => ({
        baseline: objects,
        applied: [...objects, ...foreign('other')],
        sandboxes: [document('cart-new')],
      }),
    ],
    [
      'a fork that is another than its document names',
      'fidelity of pr-42',
      () => ({
        baseline: objects,
        applied: [...objects, ...foreign('other'), ...workload('cart-newer')],
        sandboxes: [document('cart-newer')],
      }),
    ],
  ]);
});

test('rules that only age tells apart are listed, and the rest is proved', () => {
  const objects = [...shop('cart', 'b'), route('one', [cart]), route('two', [rule('/cart', 'b')])];
  const proof = proofOf(withDerived(objects, ['cart']));
  expect(verdictTexts(proof)).toEqual(['proved']);
  expect(proof.ambiguous.length).toBeGreaterThan(0);
  for (const { reason } of proof.ambiguous) {
    expect(reason).toContain('HTTPRoute shop/one');
    expect(reason).toContain('HTTPRoute shop/two');
  }
});

test('a rule that a broken promise comes of is named, and so is the one of the baseline', () => {
  const [violation] = proofOf(byHand([keyedCart], [cart, rule('/cart?debug=1', 'b')])).violations;
  expect(violation?.because).toContain('HTTPRoute shop/r rule 1');
  expect(violation?.because).toContain('HTTPRoute shop/pr-42--r rule 0');
});

test('objects of a sandbox that nobody claims any more are judged all the same', () => {
  const objects = [...shop('cart', 'b'), route('r', [cart])];
  const stray = owned(route('pr-42--r', [rule('/cart', 'b', member())]));
  expect(verdictTexts(proofOf({ baseline: objects, applied: [...objects, stray] }))).not.toEqual([
    'proved',
  ]);
});

test('where every header expression passes for met, rules that ask for a key by one take every request', () => {
  const profiles = ['azure-application-gateway-for-containers'];
  const keyed = byHand([keyedCart], [cart], { profiles });
  expect(verdictTexts(proofOf(keyed))).toContain('isolation of pr-42');
});

const parameter = { type: 'query', name: 'sd-key' } as const;

test.each<[string, Config['carriers']]>([
  ['alone', [parameter]],
  ['and in a header, which asks for the fork', [parameter, { type: 'baggage' }]],
])(
  'a key in a parameter %s forks nothing that a GRPCRoute takes, and that is told',
  (_, carriers) => {
    const rules = [{ backendRefs: [{ name: 'cart', port: 80 }] }];
    const objects = [
      ...shop('cart'),
      grpcRoute('r', rules),
      route('s', [cart], { hostnames: ['s.t'] }),
    ];
    const subject = {
      ...withDerived(objects, ['cart'], { carriers }),
      profiles: ['envoy-gateway'],
    };
    const proof = proofOf(subject);
    expect(verdictTexts(proof)).toEqual(['proved']);
    expect(proof.assumptions.join('\n')).toContain('query parameter sd-key');
  },
);
