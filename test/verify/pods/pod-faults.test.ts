import { describe, expect, test } from 'vitest';
import type { Claim } from '../../../lib/model/claim';
import type { KubeObject } from '../../../lib/model/manifest';
import { podFaults } from '../../../lib/verify/pods/pod-faults';
import { claim, inventory, service, workload } from './pods';

const cart = [workload('cart', { app: 'cart' }), service('cart', { app: 'cart' })];
const pr1 = claim('pr-1', { cart: 'cart-pr-1' });
const ours = (sandbox: string, annotations = {}) => ({
  metadata: {
    labels: { 'app.kubernetes.io/managed-by': 'gatefork', 'gatefork.dev/sandbox': sandbox },
    annotations,
  },
});

function faults(
  added: readonly KubeObject[],
  { baseline = cart, claims = [pr1] }: { baseline?: KubeObject[]; claims?: Claim[] } = {},
) {
  return podFaults(inventory(...baseline), inventory(...baseline, ...added), claims).map(
    ({ promise, owner, service: shows, because, remedy }) =>
      `${promise} ${owner?.name ?? 'nobody'} ${shows}: ${because}: ${remedy}`,
  );
}

describe('a fork with labels of its own', () => {
  test('is reached by its own Service alone', () => {
    const added = [workload('fork', { app: 'cart-1' }), service('cart-pr-1', { app: 'cart-1' })];
    expect(faults(added)).toEqual([]);
  });

  test('may be a Deployment, of any kind, or one that stands in no file', () => {
    const forkService = service('cart-pr-1', { app: 'cart-1' });
    const template = workload('x', { app: 'cart-1' }).spec;
    const jobs = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { jobTemplate: { spec: template } },
    };
    const kinds: Partial<KubeObject>[] = [
      { kind: 'StatefulSet' },
      { kind: 'DaemonSet' },
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
      { apiVersion: 'apps.kruise.io/v1alpha1', kind: 'CloneSet' },
      jobs,
    ];
    for (const kind of kinds) {
      expect(faults([workload('fork', { app: 'cart-1' }, kind), forkService])).toEqual([]);
    }
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'shop', labels: { app: 'cart-1' } },
    };
    expect(faults([pod, forkService])).toEqual([]);
  });
});

describe('a Service of the baseline that takes pods of a fork', () => {
  test('breaks isolation, and the message names both and the selector', () => {
    const fork = workload('cart-pr-1', { app: 'cart', sandbox: 'pr-1' });
    expect(faults([fork, service('cart-pr-1', { sandbox: 'pr-1' })])).toEqual([
      'isolation pr-1 shop/cart: Service shop/cart of the baseline selects `app=cart`, which takes the pods of Deployment shop/cart-pr-1 too, so requests without the key reach them: change the labels of the pods of Deployment shop/cart-pr-1 until `app=cart` does not take them',
    ]);
  });

  test('is told of whoever marked the workload, and also where nobody did', () => {
    const marked = workload('other', { app: 'cart' }, ours('pr-1'));
    expect(faults([marked], { claims: [pr1] })[0]).toContain('isolation pr-1 shop/cart');
    expect(faults([workload('other', { app: 'cart' })], { claims: [] })[0]).toContain(
      'isolation nobody shop/cart',
    );
  });

  test('is told of once for all forks of an owner', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      workload(`f-${index + 10}`, { app: 'cart' }, ours('pr-1')),
    );
    expect(faults(many)).toEqual([
      expect.stringContaining(
        'Deployment shop/f-10, Deployment shop/f-11, Deployment shop/f-12 and 27 more',
      ),
    ]);
  });

  test('goes by the selector that it has in the end', () => {
    const now = [workload('cart', { app: 'cart' }), service('cart', { tier: 'new' })];
    const fork = workload('fork', { app: 'cart' });
    expect(podFaults(inventory(...cart), inventory(...now, fork), [])).toEqual([]);
    const other = workload('fork', { tier: 'new' });
    expect(podFaults(inventory(...cart), inventory(...now, other), [])).toHaveLength(1);
  });

  test.each<[string, KubeObject, KubeObject]>([
    [
      'another namespace',
      service('a', { app: 'x' }),
      workload('f', { app: 'x' }, { metadata: { namespace: 'b' } }),
    ],
    ['no selector', service('a', undefined), workload('f', { app: 'x' })],
    ['an empty selector', service('a', {}), workload('f', { app: 'x' })],
    ['a selector that is none', service('a', ['app']), workload('f', { app: 'x' })],
    ['a selector of numbers', service('a', { app: 1 }), workload('f', { app: '1' })],
    [
      'an external name',
      service('a', { app: 'x' }, { spec: { type: 'ExternalName' } }),
      workload('f', { app: 'x' }),
    ],
    ['one label of two', service('a', { app: 'x', tier: 'y' }), workload('f', { app: 'x' })],
    [
      'marks of ours, on purpose',
      service('a', { 'gatefork.dev/sandbox': 'pr-1' }),
      workload('f', { 'gatefork.dev/sandbox': 'pr-1' }),
    ],
    [
      'a revision',
      service('a', { app: 'x', 'rollouts-pod-template-hash': '5f' }),
      workload('f', { app: 'x' }),
    ],
    ['a key of prototypes', service('a', { toString: 'x' }), workload('f', { app: 'x' })],
    [
      'a child of a controller',
      service('a', { app: 'x' }),
      workload(
        'f',
        { app: 'x' },
        {
          kind: 'ReplicaSet',
          metadata: { ownerReferences: [{ name: 'd' }] } as NonNullable<KubeObject['metadata']>,
        },
      ),
    ],
  ])('%s takes nothing', (_, taker, fork) => {
    expect(faults([fork], { baseline: [taker], claims: [] })).toEqual([]);
  });

  test('of one pod takes it where it is one of the set of that name', () => {
    const one = service('a', { 'statefulset.kubernetes.io/pod-name': 'db-0' });
    const set = (name: string) => workload(name, { app: 'db' }, { kind: 'StatefulSet' });
    expect(faults([set('db-pr-1')], { baseline: [one], claims: [] })).toEqual([]);
    expect(faults([set('db')], { baseline: [one], claims: [] })).toHaveLength(1);
  });

  test('takes pods of a Rollout by its roles, and by the template that it borrows', () => {
    const rollout = (spec: object) =>
      ({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name: 'r', namespace: 'shop' },
        spec,
      }) as KubeObject;
    const borrowed = rollout({
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
    });
    expect(faults([borrowed])[0]).toContain('takes the pods of Rollout shop/r too');
    const template = workload('x', { app: 'y' }).spec as { template: object };
    const strategy = { canary: { stableMetadata: { labels: { app: 'cart' } } } };
    expect(faults([rollout({ ...template, strategy })])[0]).toContain('Rollout shop/r');
    expect(faults([rollout({ workloadRef: { name: 'gone' } })])).toEqual([]);
    expect(faults([rollout({ workloadRef: 7 })])).toEqual([]);
  });
});

describe("a fork's Service", () => {
  test('that no pods answer for breaks fidelity', () => {
    const added = [workload('fork', { app: 'cart-1' }), service('cart-pr-1', { app: 'cart-pr-1' })];
    expect(faults(added)).toEqual([
      "fidelity pr-1 shop/cart: Service shop/cart-pr-1 selects `app=cart-pr-1`, which no workload's pods have, so nothing answers requests with the key: let the selector of Service shop/cart-pr-1 name labels of the fork's pods",
    ]);
  });

  test('may have no pods in the input where the baseline has none either', () => {
    const baseline = [service('cart', { app: 'cart' })];
    expect(faults([service('cart-pr-1', { app: 'cart-1' })], { baseline })).toEqual([]);
  });

  test('that takes pods of the baseline breaks fidelity', () => {
    const added = [workload('fork', { app: 'cart-1' }), service('cart-pr-1', { app: 'cart' })];
    expect(faults(added)).toEqual([
      "fidelity pr-1 shop/cart: Service shop/cart-pr-1 selects `app=cart`, which takes the pods of Deployment shop/cart, so requests with the key do not all reach the fork: let the selector of Service shop/cart-pr-1 name labels that the fork's pods alone have",
    ]);
  });

  test("that takes another sandbox's pods breaks fidelity", () => {
    const added = [
      workload('a', { app: 'cart-1' }, ours('pr-2')),
      service(
        'cart-pr-1',
        { app: 'cart-1' },
        ours('pr-1', { 'gatefork.dev/fork-of': 'Service/shop/cart' }),
      ),
    ];
    expect(faults(added)[0]).toContain('fidelity pr-1 shop/cart: Service shop/cart-pr-1');
  });

  test('of several workloads takes the pods of the forked one alone', () => {
    const baseline = [...cart, workload('cart-v2', { app: 'cart', version: 'v2' })];
    const added = [
      workload('f', { app: 'f', version: 'v2' }),
      service('cart-pr-1', { version: 'v2' }),
    ];
    expect(faults(added, { baseline })[0]).toContain('the pods of Deployment shop/cart-v2, so');
  });

  test('may ask for what only a controller puts on pods', () => {
    const set = workload('db-pr-1', { app: 'db-1' }, { kind: 'StatefulSet' });
    const first = service('cart-pr-1', { 'statefulset.kubernetes.io/pod-name': 'db-pr-1-0' });
    const hash = service('cart-pr-1', { app: 'db-1', 'pod-template-hash': '5f' });
    expect(faults([set, first])).toEqual([]);
    expect(faults([set, hash])).toEqual([]);
  });

  test('is asked of once, although a route group has it too', () => {
    const added = [workload('fork', { app: 'cart-1' }), service('cart-pr-1', { app: 'cart' })];
    const group: Claim = { ...pr1, owner: { kind: 'RouteGroup', name: 'all', routingKey: 'all' } };
    expect(faults(added, { claims: [group, pr1] }).map((text) => text.split(':')[0])).toEqual([
      'fidelity pr-1 shop/cart',
    ]);
  });
});

describe('a virtual endpoint', () => {
  const mocks = [workload('mock', { app: 'mock' }), service('mock', { app: 'mock' })];
  const toMock = claim('pr-1', { cart: 'mock' }, true);

  test('may be a Service of the baseline with the pods that it has', () => {
    expect(faults([], { baseline: [...cart, ...mocks], claims: [toMock] })).toEqual([]);
  });

  test('may be a Service of the sandbox over pods of the baseline, but not the very ones', () => {
    const view = (selector: object) => service('view', selector as never, ours('pr-1'));
    const claims = [claim('pr-1', { cart: 'view' }, true)];
    const baseline = [...cart, ...mocks];
    expect(faults([view({ app: 'mock' })], { baseline, claims })).toEqual([]);
    expect(faults([view({ app: 'cart' })], { baseline, claims })).toHaveLength(1);
  });

  test('may lie where no file says', () => {
    expect(faults([], { claims: [claim('pr-1', { cart: 'elsewhere' }, true)] })).toEqual([]);
  });
});
