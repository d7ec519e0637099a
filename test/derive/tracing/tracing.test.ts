import { expect, test } from 'vitest';
import { missingPropagators, withPropagators } from '../../../lib/derive/tracing/propagators';
import type { Carrier, Config } from '../../../lib/model/config';
import type { JsonObject } from '../../../lib/model/manifest';
import { configMap, fromConfigMap, make } from '../content/forked-content';

const auto: Partial<Config> = { otel: 'auto' };
const own = 'gatefork.sandbox=pr-42,gatefork.routing_key=pr-42';

function literal(env: { readonly [name: string]: string }): JsonObject {
  return { env: Object.entries(env).map(([name, value]) => ({ name, value })) };
}

test.each([
  ['', own],
  ['service.name=cart', `service.name=cart,${own}`],
  ['service.name=cart,team=a%2Cb', `service.name=cart,team=a%2Cb,${own}`],
  ['service.name=cart,', `service.name=cart,${own}`],
  [
    'gatefork.sandbox=mine, service.name=cart',
    'gatefork.sandbox=mine, service.name=cart,gatefork.routing_key=pr-42',
  ],
])('the attributes %j get those of the sandbox, and keep their own', (before, after) => {
  const container = literal({ OTEL_RESOURCE_ATTRIBUTES: before });
  const { env, codes } = make({ container, config: auto });
  expect([env, codes]).toEqual([{ OTEL_RESOURCE_ATTRIBUTES: after }, []]);
});

const injected = {
  annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' },
};
const notInjected = {
  annotations: { 'instrumentation.opentelemetry.io/inject-java': 'false' },
};

test.each([
  ['auto', 'a container with a variable of tracing', { OTEL_SERVICE_NAME: 'cart' }, {}, true],
  ['auto', 'a container without', { LEVEL: 'info' }, {}, false],
  ['auto', 'a pod that gets its tracing injected', {}, injected, true],
  ['auto', 'a pod that says no to it', {}, notInjected, false],
  ['on', 'any container', {}, {}, true],
  ['off', 'a container with a variable of tracing', { OTEL_SERVICE_NAME: 'cart' }, injected, false],
] as const)('otel %s: %s', (otel, _, env, podMetadata, isTold) => {
  const made = make({ container: literal(env), podMetadata, config: { otel } });
  const expected = isTold ? { ...env, OTEL_RESOURCE_ATTRIBUTES: own } : env;
  expect([made.env, made.codes]).toEqual([expected, []]);
});

test('attributes that come from elsewhere stay as they are, with a note', () => {
  const others = [configMap('otel', { attributes: 'service.name=cart' })];
  const entry = {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    valueFrom: fromConfigMap('otel', 'attributes'),
  };
  const { env, findings } = make({ container: { env: [entry] }, others, config: auto });
  expect(env).toEqual({ OTEL_RESOURCE_ATTRIBUTES: entry.valueFrom });
  expect(findings).toMatchObject([
    {
      code: 'tracing-not-set',
      severity: 'info',
      message:
        '`OTEL_RESOURCE_ATTRIBUTES` of container `main` may be read from ConfigMap otel, so the fork of Deployment shop/cart keeps it as it is',
    },
  ]);
});

test('attributes of a ConfigMap that comes in whole are not hidden, known or not', () => {
  const container = {
    ...literal({ OTEL_SERVICE_NAME: 'cart' }),
    envFrom: [{ configMapRef: { name: 'otel' } }],
  };
  const known = [configMap('otel', { OTEL_RESOURCE_ATTRIBUTES: 'team=a' })];
  for (const others of [known, []]) {
    const made = make({ container, others, config: auto });
    expect([made.env, made.codes]).toEqual([{ OTEL_SERVICE_NAME: 'cart' }, ['tracing-not-set']]);
  }
  const other = make({ container, others: [configMap('otel', { LEVEL: 'a' })], config: auto });
  expect(other.env).toEqual({ OTEL_SERVICE_NAME: 'cart', OTEL_RESOURCE_ATTRIBUTES: own });
});

const carriers = (...types: readonly Carrier['type'][]): readonly Carrier[] =>
  types.map((type) =>
    type === 'baggage' || type === 'tracestate' ? { type } : { type, name: 'x-key' },
  );

test.each([
  ['tracecontext', carriers('baggage'), 'tracecontext,baggage'],
  ['tracecontext, b3', carriers('baggage'), 'tracecontext,b3,baggage'],
  ['b3,baggage', carriers('baggage'), 'b3,baggage'],
  ['b3', carriers('tracestate', 'baggage'), 'b3,tracecontext,baggage'],
  ['none', carriers('baggage'), 'baggage'],
  ['b3', carriers('header', 'query', 'cookie'), 'b3'],
  ['', carriers('baggage'), ''],
])('the propagators %j hand on the key of %j', (before, wanted, after) => {
  const container = literal({ OTEL_PROPAGATORS: before, OTEL_RESOURCE_ATTRIBUTES: own });
  const { env } = make({ container, config: { ...auto, carriers: wanted } });
  expect(env).toEqual({ OTEL_PROPAGATORS: after, OTEL_RESOURCE_ATTRIBUTES: own });
  expect(missingPropagators(withPropagators(before, wanted), wanted)).toEqual([]);
});

test('propagators that nobody sets are the default, which has all', () => {
  const { env } = make({ container: literal({ OTEL_SERVICE_NAME: 'cart' }), config: auto });
  expect(env).not.toHaveProperty('OTEL_PROPAGATORS');
});

test.each([
  ['env:prod,team:a', 'env:prod,team:a,sandbox:pr-42'],
  ['env:prod team:a', 'env:prod team:a sandbox:pr-42'],
  ['env:prod', 'env:prod,sandbox:pr-42'],
  ['', 'sandbox:pr-42'],
  ['sandbox:mine', 'sandbox:mine'],
])('the tags %j of Datadog name the sandbox', (before, after) => {
  const { env } = make({ container: literal({ DD_TAGS: before }), config: auto });
  expect(env).toEqual({ DD_TAGS: after });
});

test('a fork is told its sandbox and key by its own labels, before all that may speak of them', () => {
  const entry = { name: 'TOPIC', value: 'orders-$(GATEFORK_SANDBOX)' };
  const { container, workload } = make({
    container: { env: [entry] },
    config: { downward: true },
  });
  const label = (name: string) => ({
    fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['gatefork.dev/${name}']` },
  });
  expect(container.env).toEqual([
    { name: 'GATEFORK_SANDBOX', valueFrom: label('sandbox') },
    { name: 'GATEFORK_ROUTING_KEY', valueFrom: label('routing-key') },
    entry,
  ]);
  expect(workload).toHaveProperty(
    ['spec', 'template', 'metadata', 'labels', 'gatefork.dev/routing-key'],
    'pr-42',
  );
});

test('init containers are not told, and a variable of that name stays', () => {
  const podSpec = { initContainers: [{ name: 'init', image: 'a:1' }] };
  const container = literal({ GATEFORK_SANDBOX: 'mine' });
  const { env, pod } = make({ container, podSpec, config: { downward: true } });
  expect(env).toMatchObject({ GATEFORK_SANDBOX: 'mine' });
  expect(Object.keys(env)).toEqual(['GATEFORK_ROUTING_KEY', 'GATEFORK_SANDBOX']);
  expect(pod.initContainers).toEqual(podSpec.initContainers);
});

test.each([
  ['http://cart/api', true],
  ['http://cart:80', true],
  ['cart:80', true],
  ['cart.shop', true],
  ['cart.shop.svc.cluster.local', true],
  ['grpc://user@cart.shop.svc:80,other:1', true],
  ['cart', false],
  ['cart:1.4', false],
  ['cart:8080', false],
  ['cart.example.com', false],
  ['http://cart-v2/', false],
  ['http://my.cart/', false],
  ['http://cart.other/', false],
])('%j names the Service of the workload itself: %s', (value, isOwn) => {
  const { codes, found } = make({ container: literal({ SELF: value }) });
  expect(codes).toEqual(isOwn ? ['self-reference'] : []);
  if (!isOwn) return;
  expect(found('self-reference')[0]?.message).toBe(
    '`SELF` of container `main` of Deployment shop/cart names its own Service shop/cart, which leads the fork back to the baseline',
  );
});
