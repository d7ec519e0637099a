import { expect, test } from 'vitest';
import { at, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, printed, route, rule, sandbox } from '../../routes';
import { asKind, codesOf, deployment, forked, service, workloadOf } from '../fork/fork-baseline';

const headless = service({ app: 'cart' }, { clusterIP: 'None', publishNotReadyAddresses: true });

function statefulFork(objects: readonly KubeObject[], more: JsonObject = {}) {
  return forked([asKind('StatefulSet', deployment(), more), ...objects], workloadOf('StatefulSet'));
}

test('a StatefulSet is forked under its own governing Service', () => {
  const { workload, services, findings } = statefulFork([headless], {
    podManagementPolicy: 'Parallel',
    ordinals: { start: 3 },
  });
  expect(findings).toEqual([]);
  const own = { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'cart_StatefulSet' };
  expect(workload).toMatchObject({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name: 'cart-pr-42',
      annotations: { 'gatefork.dev/fork-of': 'StatefulSet/shop/cart' },
    },
    spec: {
      replicas: 1,
      serviceName: 'cart-pr-42',
      podManagementPolicy: 'Parallel',
      ordinals: { start: 3 },
      selector: { matchLabels: own },
      template: { metadata: { labels: { app: 'cart-pr-42', ...own } } },
    },
  });
  expect(services.map(({ fork }) => fork.spec)).toEqual([
    {
      type: 'ClusterIP',
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: own,
      ports: [{ port: 80, targetPort: 'http' }],
    },
  ]);
});

test('a Service for one pod alone has a fork as well, before all of the fork’s pods', () => {
  const ofPod = (ordinal: number) => ({
    ...service({ app: 'cart', 'statefulset.kubernetes.io/pod-name': `cart-${ordinal}` }),
    metadata: { name: `cart-${ordinal}`, namespace: 'shop' },
  });
  const { services, workload } = statefulFork([headless, ofPod(2), ofPod(3)]);
  expect(services.map(({ fork }) => fork.metadata?.name)).toEqual(['cart-pr-42', 'cart-2-pr-42']);
  const own = { matchLabels: at(services[1]?.fork, ['spec', 'selector']) };
  expect(at(workload, ['spec', 'selector'])).toEqual(own);
});

test.each([1e15, -1, 'x', 2 ** 60])('replicas of %j are no trouble', (replicas) => {
  expect(statefulFork([headless], { replicas }).findings).toEqual([]);
});

test('a patch does not take the fork from its governing Service', () => {
  const { workload } = forked([asKind('StatefulSet'), headless], {
    ...workloadOf('StatefulSet'),
    patches: [{ type: 'merge', value: { spec: { serviceName: 'cart' } } }],
  });
  expect(workload?.spec).toHaveProperty('serviceName', 'cart-pr-42');
});

test('the governing Service is written though no route reaches it', () => {
  const objects = [
    asKind('StatefulSet', deployment(), { serviceName: 'cart-peers' }),
    service(),
    { ...headless, metadata: { name: 'cart-peers', namespace: 'shop' } },
    { ...service(), metadata: { name: 'cart-metrics', namespace: 'shop' } },
    gateway(),
    route('cart', [rule('/', 'cart')]),
  ];
  const [fork] = sandbox('pr-42', ['cart']).forks;
  if (fork === undefined) throw new Error('no fork');
  const one = sandbox('pr-42', [], { forks: [{ ...fork, ...workloadOf('StatefulSet') }] });
  const result = deriving(objects, [one]);
  const services = result.objects.filter(({ kind }) => kind === 'Service');
  expect(services.map(({ metadata }) => metadata?.name)).toEqual([
    'cart-peers-pr-42',
    'cart-pr-42',
  ]);
  const workload = printed(result.objects, 'StatefulSet shop/cart-pr-42');
  expect(workload.spec).toHaveProperty('serviceName', 'cart-peers-pr-42');
  expect(result.codes).not.toContain('fork-unreachable');
});

test.each([
  ['is not in the input', 'cart-peers', []],
  [
    'selects no pods of the workload',
    'cart-peers',
    [{ ...service({ app: 'x' }), metadata: { name: 'cart-peers', namespace: 'shop' } }],
  ],
] as const)('a governing Service that %s is said', (_, serviceName, more) => {
  const found = statefulFork([service(), ...more], { serviceName });
  expect(codesOf(found)).toEqual(['governing-service-missing']);
  expect(found.findings[0]?.message).toContain('StatefulSet shop/cart');
  expect(found.workload?.spec).toHaveProperty('serviceName', 'cart-peers');
});

test('a StatefulSet without a governing Service is forked without a word', () => {
  const found = statefulFork([service()], { serviceName: '' });
  expect(found.findings).toEqual([]);
});

test.each([
  [{ type: 'OnDelete' }, { type: 'RollingUpdate' }],
  [{ type: 'RollingUpdate', rollingUpdate: { partition: 2 } }, { type: 'RollingUpdate' }],
  [
    { type: 'RollingUpdate', rollingUpdate: { partition: 2, maxUnavailable: 1 } },
    { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
  ],
])('an update that would wait for somebody does not: %j', (updateStrategy, expected) => {
  const { workload } = statefulFork([service()], { updateStrategy });
  expect(at(workload, ['spec', 'updateStrategy'])).toEqual(expected);
});

test('a name leaves room for what the controller adds to it in labels', () => {
  const long = `${'a'.repeat(30)}-database-with-a-name`;
  const [first, second] = ['x', 'y'].map((end) => {
    const name = `${long}${end}`;
    const set = asKind('StatefulSet', deployment({ name }), { serviceName: '' });
    const found = forked([set, service()], {
      workload: { kind: 'StatefulSet', namespace: 'shop', name },
    });
    return found.workload?.metadata?.name ?? '';
  });
  expect(first).toHaveLength(52);
  expect(second).toHaveLength(52);
  expect(first).not.toBe(second);
});

test.each([
  ['a variable', { env: [{ name: 'PEERS', value: 'cart-0.cart:2380,cart-1.cart:2380' }] }],
  ['an argument', { args: ['--join', 'cart-0.cart.shop.svc.cluster.local'] }],
  ['a command', { command: ['sh', '-c', 'ping cart-10.cart'] }],
])('%s that names pods of the baseline is said', (_, container) => {
  const podSpec = { containers: [{ name: 'cart', image: 'c:1', ...container }] };
  const found = forked(
    [asKind('StatefulSet', deployment({ podSpec })), service({ app: 'cart' }, { ports: [] })],
    workloadOf('StatefulSet'),
  );
  expect(codesOf(found)).toEqual(['baseline-pod-named']);
  expect(found.findings[0]?.hint).toContain('`cart-pr-42-0.cart-pr-42`');
});

test.each(['mycart-0.cart', 'cart-0.other', 'cart-7.2-alpine', 'cart-x.cart', 'cart-0.cartel'])(
  'what only looks like a pod of the baseline is none: %s',
  (value) => {
    const podSpec = { containers: [{ name: 'cart', image: 'c:1', env: [{ name: 'X', value }] }] };
    const found = forked(
      [asKind('StatefulSet', deployment({ podSpec })), service({ app: 'cart' }, { ports: [] })],
      workloadOf('StatefulSet'),
    );
    expect(found.findings).toEqual([]);
  },
);

test('a Deployment and a StatefulSet of one name have forks of their own pods', () => {
  const objects = [
    deployment(),
    asKind('StatefulSet', deployment({ labels: { app: 'cart-db' } }), { serviceName: '' }),
    service(),
    { ...service({ app: 'cart-db' }), metadata: { name: 'cart-db', namespace: 'shop' } },
  ];
  const deploymentFork = forked(objects).forked?.selector;
  const statefulFork = forked(objects, workloadOf('StatefulSet')).forked?.selector;
  expect(deploymentFork).toBeDefined();
  expect(statefulFork).toBeDefined();
  expect(statefulFork).not.toEqual(deploymentFork);
});
