// A grant for a virtual endpoint's target must let in nobody but the derived routes.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import {
  deriving,
  gateway,
  gatewayGroup,
  grpcRoute,
  match,
  route,
  sandbox,
  workload,
} from '../../routes';

const edge = { parents: [{ name: 'edge', namespace: 'shop' }] };
const web = { namespace: 'web', ...edge };
const to = (name: string) => [{ name, namespace: 'shop', port: 80 }];
const asks = (path: string, name: string): JsonObject => ({
  matches: [match(path)],
  backendRefs: to(name),
});

function grant(names: readonly string[], kind = 'HTTPRoute', namespace = 'web'): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { name: `for-${namespace}`, namespace: 'shop' },
    spec: {
      from: [{ group: gatewayGroup, kind, namespace }],
      to: names.map((name) => ({ group: '', kind: 'Service', name })),
    },
  };
}

/** Requests of web for cart go to mock, whatever else there is. */
function derived(...others: readonly KubeObject[]) {
  const objects = [
    ...[gateway(), ...workload('cart'), ...workload('mock')],
    route('r', [asks('/cart', 'cart')], web),
    ...others,
  ];
  const virtual = [
    {
      service: { namespace: 'shop', name: 'cart' },
      to: { namespace: 'shop', name: 'mock' },
      path: ['spec', 'virtual', 0],
    },
  ];
  return deriving(objects, [sandbox('pr-42', [], { virtual })]);
}

const old = route('old', [asks('/old', 'mock')], web);

test('a route that nothing lets in would be let in: nothing is written', () => {
  const { findings, objects } = derived(grant(['cart']), old);
  expect(objects).toEqual([]);
  const [error] = findings.filter(({ severity }) => severity === 'error');
  expect(error?.code).toBe('grant-opens-baseline');
  expect(error?.message).toContain('Service shop/mock would open it to HTTPRoute web/old');
});

test('a mirror is let in as a backend is', () => {
  const filters = [{ type: 'RequestMirror', requestMirror: { backendRef: to('mock')[0] ?? {} } }];
  const mirroring = route('old', [{ ...asks('/old', 'cart'), filters }], web);
  expect(derived(grant(['cart']), mirroring).codes).toContain('grant-opens-baseline');
});

test.each<readonly [string, readonly KubeObject[]]>([
  ['nobody else refers to the target', [grant(['cart'])]],
  ['it is let in already', [grant(['cart', 'mock']), old]],
  ['it refers to another Service', [grant(['cart']), route('o', [asks('/o', 'cart')], web)]],
  ['it is of another kind', [grant(['cart']), grpcRoute('o', [{ backendRefs: to('mock') }], web)]],
  [
    'it is of another namespace',
    [grant(['cart']), route('o', [asks('/o', 'mock')], { ...web, namespace: 'ext' })],
  ],
  [
    'it is of the target itself',
    [grant(['cart']), route('o', [asks('/o', 'mock')], { ...edge, namespace: 'shop' })],
  ],
  [
    'it is of the mesh, which asks for no grant',
    [
      grant(['cart']),
      route('o', [asks('/o', 'mock')], {
        ...web,
        parents: [{ group: '', kind: 'Service', name: 'cart', namespace: 'shop' }],
      }),
    ],
  ],
])('nothing is opened where %s', (_name, others) => {
  const { codes, lines } = derived(...others);
  expect(codes).not.toContain('grant-opens-baseline');
  expect(lines).toContain('pr-42--r: /cart +baggage -> shop/mock');
});
