// Policies of any group, attached to objects, listeners and rules.

import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import {
  Gateway,
  GatewayClass,
  GrpcRoute,
  HttpRoute,
  Listener,
  Parent,
  Policy,
  type PolicyProps,
  Section,
  TcpRoute,
  targetRefs,
} from '../../lib/index';
import { rendered } from './rendered';

const group = 'gateway.networking.k8s.io';
const type = { apiVersion: 'gateway.envoyproxy.io/v1alpha1', kind: 'BackendTrafficPolicy' };
const named = (name: string) => ({ metadata: { name } });

function shopIn(app = new App(), namespace = 'shop') {
  const chart = new Chart(app, namespace, { namespace });
  const edge = new Gateway(chart, 'edge', {
    ...named('edge'),
    gatewayClassName: 'eg',
    listeners: [Listener.http({ name: 'web' })],
  });
  const route = new HttpRoute(chart, 'route', {
    ...named('cart'),
    parents: [edge],
    rules: [{ name: 'cart', backends: [{ name: 'cart', port: 80 }] }],
  });
  return { chart, edge, route };
}

test('a policy applies to a route, a rule, a listener, a Service and a port of it', () => {
  const { chart, edge, route } = shopIn();
  const cart = new kplus.Service(chart, 'cart', {
    ...named('cart'),
    ports: [{ name: 'web', port: 80 }],
  });
  const policy = new Policy(chart, 'limits', {
    ...type,
    ...named('limits'),
    targets: [route, route.rule('cart'), edge.listener('web')],
    spec: { rateLimit: { type: 'Local' } },
  });
  policy.addTarget(cart, Section.of(cart, 'web'), { group: 'a.io', kind: 'B', name: 'c' });
  expect(rendered(chart, 'BackendTrafficPolicy')).toEqual([
    {
      ...type,
      metadata: { name: 'limits', namespace: 'shop' },
      spec: {
        rateLimit: { type: 'Local' },
        targetRefs: [
          { group, kind: 'HTTPRoute', name: 'cart' },
          { group, kind: 'HTTPRoute', name: 'cart', sectionName: 'cart' },
          { group, kind: 'Gateway', name: 'edge', sectionName: 'web' },
          { group: '', kind: 'Service', name: 'cart' },
          { group: '', kind: 'Service', name: 'cart', sectionName: 'web' },
          { group: 'a.io', kind: 'B', name: 'c' },
        ],
      },
    },
  ]);
});

test('a kind that applies to one target names it so', () => {
  const { chart, route } = shopIn();
  const props = { ...type, kind: 'Filter', targetField: 'targetRef' } as const;
  new Policy(chart, 'one', { ...props, targets: [route], spec: { a: 1 } });
  expect(rendered(chart, 'Filter')[0]?.spec).toEqual({
    a: 1,
    targetRef: { group, kind: 'HTTPRoute', name: 'cart' },
  });
  expect(() => new Policy(chart, 'two', { ...props, targets: [route, route] })).toThrow(
    '[shop/two] spec.targetRef cannot name 2 targets: a Filter applies to one',
  );
});

test('targets in the spec come after the others, and a policy by labels needs none', () => {
  const { chart, route } = shopIn();
  const other = { group, kind: 'HTTPRoute', name: 'other' };
  new Policy(chart, 'both', {
    ...type,
    targets: [route],
    spec: { targetRefs: [other] },
  });
  const bySelector = { targetSelectors: [{ kind: 'HTTPRoute', matchLabels: { team: 'shop' } }] };
  new Policy(chart, 'labels', { ...type, spec: bySelector });
  expect(rendered(chart, 'BackendTrafficPolicy').map(({ spec }) => spec)).toEqual([
    { targetRefs: [{ group, kind: 'HTTPRoute', name: 'cart' }, other] },
    bySelector,
  ]);
});

test('rules and listeners may come after the policy that names them', () => {
  const { chart, edge } = shopIn();
  const late = new GrpcRoute(chart, 'late', { parents: [edge] });
  new Policy(chart, 'limits', { ...type, targets: [late.rule('get'), edge.listener('raw')] });
  late.addRule({ name: 'get', backends: [{ name: 'cart', port: 90 }] });
  edge.addListener(Listener.tcp({ name: 'raw', port: 9000 }));
  expect(late.ruleNames).toEqual(['get']);
  expect(() => Testing.synth(chart)).not.toThrow();
});

type Targets = PolicyProps['targets'] & object;

test.each<[string, (shop: ReturnType<typeof shopIn>) => Targets, string]>([
  [
    'an object of another namespace',
    ({ chart }) => [shopIn(App.of(chart), 'infra').edge],
    '[shop/limits] a BackendTrafficPolicy of namespace `shop` does not apply to Gateway edge of namespace `infra`',
  ],
  [
    'a port',
    ({ edge }) => [Parent.of(edge, { port: 80 })],
    '[shop/limits] a policy cannot apply to port 80 of Gateway edge',
  ],
  [
    'a name alone, as plain JavaScript lets through',
    () => ['cart' as unknown as ApiObject],
    '[shop/limits] `cart` is not an object that policies apply to',
  ],
  [
    'a workload',
    ({ chart }) => [
      new kplus.Deployment(chart, 'cart', { containers: [{ image: 'a' }] }) as unknown as ApiObject,
    ],
    '[shop/limits] `shop/cart` is not an object that policies apply to',
  ],
])('%s is refused at the call', (_, targets, message) => {
  const shop = shopIn();
  const made = targets(shop);
  expect(() => new Policy(shop.chart, 'limits', { ...type, targets: made })).toThrow(message);
});

test.each<[string, (shop: ReturnType<typeof shopIn>) => Targets, string]>([
  [
    'a rule',
    ({ route }) => [route.rule('basket')],
    '[shop/limits] HTTPRoute cart has no rule called `basket`',
  ],
  [
    'a listener',
    ({ edge }) => [edge.listener('https')],
    '[shop/limits] Gateway edge has no listener called `https`',
  ],
  [
    'a port of a Service',
    ({ chart }) => {
      const ports = [{ name: 'web', port: 80 }];
      const cart = new kplus.Service(chart, 'cart', { ...named('cart'), ports });
      return [Section.of(cart, 'grpc')];
    },
    '[shop/limits] Service cart has no port called `grpc`',
  ],
])('%s that is not there is refused at synthesis', (_, targets, message) => {
  const shop = shopIn();
  new Policy(shop.chart, 'limits', { ...type, targets: targets(shop) });
  expect(() => Testing.synth(shop.chart)).toThrow(message);
});

test('what belongs to the whole cluster has no namespace to differ in', () => {
  const { chart } = shopIn();
  const infra = new Chart(App.of(chart), 'infra', { namespace: 'infra' });
  const all = new GatewayClass(infra, 'class', { ...named('eg'), controllerName: 'a.io/b' });
  new Policy(chart, 'all', { ...type, targets: [all] });
  expect(rendered(chart, type.kind)[0]?.spec).toEqual({
    targetRefs: [{ group, kind: 'GatewayClass', name: 'eg' }],
  });
});

test('targetRefs names targets for a class that was generated from a CRD', () => {
  const { chart, edge, route } = shopIn();
  const refs = targetRefs(route.rule('cart'), edge.listener('web'), {
    group,
    kind: 'A',
    name: 'b',
  });
  new ApiObject(chart, 'limits', { ...type, spec: { targetRefs: refs } });
  expect(rendered(chart, type.kind)[0]?.spec).toEqual({
    targetRefs: [
      { group, kind: 'HTTPRoute', name: 'cart', sectionName: 'cart' },
      { group, kind: 'Gateway', name: 'edge', sectionName: 'web' },
      { group, kind: 'A', name: 'b' },
    ],
  });
});

test('targetRefs refuses targets of several namespaces at the call', () => {
  const app = new App();
  const [shop, infra] = [shopIn(app), shopIn(app, 'infra')];
  expect(() => targetRefs(shop.route, infra.edge)).toThrow(
    '[infra/edge] no policy applies to Gateway edge of namespace `infra` and to HTTPRoute cart of namespace `shop`',
  );
});

test('targetRefs looks up rules and listeners at synthesis', () => {
  const { chart, edge } = shopIn();
  const late = new TcpRoute(chart, 'late', { ...named('late'), parents: [edge] });
  targetRefs(late.rule('sql'));
  expect(() => Testing.synth(chart)).toThrow('[shop/late] TCPRoute late has no rule called `sql`');
  late.addRule({ name: 'sql', backends: [{ name: 'db', port: 5432 }] });
  expect(() => Testing.synth(chart)).not.toThrow();
});
