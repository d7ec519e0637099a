import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

function withEnv(objects: readonly KubeObject[], env: { readonly [name: string]: string }) {
  return objects.map((object): KubeObject => {
    if (object.kind !== 'Deployment') return object;
    const { template, ...spec } = object.spec as JsonObject & { template: JsonObject };
    const list = Object.entries(env).map(([name, value]) => ({ name, value }));
    const containers = [{ name: 'main', image: 'a:1', env: list }];
    return { ...object, spec: { ...spec, template: { ...template, spec: { containers } } } };
  });
}

const silent = { OTEL_PROPAGATORS: 'tracecontext,b3' };

const baseline = [
  gateway(),
  ...withEnv(workload('front'), silent),
  ...withEnv(workload('caller'), { ...silent, CART_ADDR: 'cart:80' }),
  ...withEnv(workload('apart'), silent),
  ...withEnv(workload('well'), { OTEL_PROPAGATORS: 'tracecontext,baggage', CART: 'cart:80' }),
  ...withEnv(workload('cart'), silent),
  route('shop', [rule('/', 'front'), rule('/cart', 'cart')]),
];

function missing(config: Parameters<typeof deriving>[2], forks: readonly string[] = ['cart']) {
  const sandboxes = forks.map((fork, index) => sandbox(`pr-${index + 1}`, [fork]));
  return deriving(baseline, sandboxes, config)
    .findings.filter(({ code }) => code === 'propagation-missing')
    .map(({ message }) => message);
}

test('workloads on the way that hand no key on are told once each', () => {
  const of = (name: string) =>
    `container \`main\` of Deployment shop/${name} hands no routing key on, since its \`OTEL_PROPAGATORS\` leaves out \`baggage\``;
  expect(missing({ mesh: 'on' })).toEqual([of('front'), of('caller')]);
  // Another sandbox sends its requests through the baseline's cart.
  expect(missing({ mesh: 'on' }, ['cart', 'front'])).toEqual([
    of('front'),
    of('caller'),
    of('cart'),
  ]);
});

test('without a mesh, or with a header that code hands on, nobody is told', () => {
  expect(missing({ mesh: 'off' })).toEqual([]);
  expect(missing({ mesh: 'on', carriers: [{ type: 'header', name: 'x-routing-key' }] })).toEqual(
    [],
  );
});
