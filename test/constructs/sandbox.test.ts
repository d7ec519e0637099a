// The Sandbox construct by itself: what it takes, what it refuses, the value it becomes.

import { ApiObject, App, Chart, Duration, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import type { Fork } from '../../lib/constructs/fork-props';
import { Sandbox, type SandboxProps } from '../../lib/constructs/sandbox';
import { UsageError } from '../../lib/model/finding';

const cart = { kind: 'Deployment', namespace: 'shop', name: 'cart' } as const;

function sandbox(props?: SandboxProps, id = 'pr-42'): Sandbox {
  return new Sandbox(new Chart(new App(), 'previews'), id, props);
}

function shop(): Chart {
  return new Chart(new App(), 'shop', { namespace: 'shop' });
}

function forkSpec(fork: Omit<Fork, 'workload'>) {
  return sandbox({ forks: [{ workload: cart, ...fork }] }).toSpec().forks[0];
}

function usageError(call: () => unknown): UsageError {
  try {
    call();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('names', () => {
  test.each([
    [{}, 'pr-42', 'pr-42'],
    [{ name: 'cart' }, 'cart', 'cart'],
    [{ routingKey: 'key' }, 'key', 'key'],
    [{ name: 'cart', routingKey: 'key' }, 'cart', 'key'],
  ])('of %j are name %s and key %s', (props, name, routingKey) => {
    const one = sandbox(props);
    expect(one.toSpec()).toMatchObject({ name, routingKey });
    expect([one.name, one.routingKey]).toEqual([name, routingKey]);
  });

  test.each(['PR-42', 'a', '42', 'a--b', 'a-', `a${'b'.repeat(63)}`, ''])(
    'refuses `%s` at the call, with the path',
    (name) => {
      const { finding, message } = usageError(() => sandbox({ name, routingKey: 'key' }));
      expect(finding.code).toBe('sandbox-invalid');
      expect(message).toContain('[previews/pr-42]');
      expect(message).toContain(`\`${name}\``);
      const { finding: other } = usageError(() => sandbox({ name: 'cart', routingKey: name }));
      expect(other.code).toBe('routing-key-invalid');
    },
  );

  test('an id that is no name needs one', () => {
    const { message } = usageError(() => sandbox({}, 'Sandbox'));
    expect(message).toContain('`Sandbox`');
    expect(message).toContain('set routingKey');
    expect(sandbox({ name: 'cart' }, 'Sandbox').name).toBe('cart');
  });

  test('a routing key that stands alone is refused as what it is', () => {
    expect(usageError(() => sandbox({ routingKey: 'PR_42' })).message).toContain(
      '`PR_42` is not a routing key',
    );
  });

  test('a sandbox outside of every chart is refused, with its path', () => {
    const { message } = usageError(() => new Sandbox(new App(), 'pr-42'));
    expect(message).toContain('[pr-42] a Sandbox stands in no chart');
  });

  test('misspelt props are refused, since nothing would come of them', () => {
    const props = { routingkey: 'pr-1' } as SandboxProps;
    expect(usageError(() => sandbox(props)).message).toContain('did you mean `routingKey`?');
    const fork = { imgae: 'cart:2' } as Omit<Fork, 'workload'>;
    expect(usageError(() => forkSpec(fork)).message).toContain('did you mean `image`?');
    const one = { workload: cart } as unknown as readonly Fork[];
    expect(usageError(() => sandbox({ forks: one })).message).toContain('not a list');
  });

  test('a sandbox that was refused takes no part in the synthesis', () => {
    const app = new App();
    const chart = new Chart(app, 'previews');
    expect(() => new Sandbox(chart, 'one', { name: 'NO' })).toThrow(UsageError);
    expect(app.synthYaml()).toBe('');
  });
});

describe('expiry and labels', () => {
  test.each([
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['2026-12-01T02:00:00+02:00', '2026-12-01T00:00:00Z'],
    [new Date(Date.UTC(2026, 11, 1)), '2026-12-01T00:00:00Z'],
  ])('%s is a point in time', (expiresAt, text) => {
    expect(sandbox({ expiresAt }).toSpec().expiresAt).toBe(text);
  });

  test.each(['tomorrow', '2026-12-01', '2026-13-01T00:00:00Z', new Date('never')])(
    '%s is not',
    (expiresAt) => {
      expect(usageError(() => sandbox({ expiresAt })).message).toBe(
        `[previews/pr-42] Sandbox pr-42: expiresAt is \`${expiresAt}\`, not a time; write it as 2026-12-01T00:00:00Z`,
      );
    },
  );

  test.each([['72h'], [Duration.days(3)]])('a ttl of %s counts from createdAt', (ttl) => {
    const spec = sandbox({ createdAt: new Date(Date.UTC(2026, 11, 1)), ttl }).toSpec();
    expect(spec.createdAt).toBe('2026-12-01T00:00:00Z');
    expect(spec.expiresAt).toBe('2026-12-04T00:00:00Z');
    expect(usageError(() => sandbox({ ttl })).message).toContain('ttl has no start');
  });

  test('labels are texts', () => {
    const labels = { pr: 42 } as unknown as Record<string, string>;
    expect(usageError(() => sandbox({ labels })).message).toContain(
      'labels.pr is the number `42`, not a string',
    );
  });

  test('labels are copied', () => {
    const labels = { feature: 'checkout-7' };
    const one = sandbox({ labels });
    labels.feature = 'other';
    expect(one.toSpec().labels).toEqual({ feature: 'checkout-7' });
  });
});

describe('workloads', () => {
  test('a cdk8s-plus Deployment goes by the name and namespace that it renders', () => {
    const chart = shop();
    const workload = new kplus.Deployment(chart, 'cart', { containers: [{ image: 'cart:1' }] });
    const spec = new Sandbox(chart, 'pr-42', { forks: [{ workload }] }).toSpec();
    expect(spec.forks[0]?.workload).toEqual({
      kind: 'Deployment',
      namespace: 'shop',
      name: workload.name,
    });
  });

  test('an ApiObject goes by what its patches make of it', () => {
    const chart = new Chart(new App(), 'shop');
    const namespace = Lazy.any({ produce: () => 'late' });
    const metadata = { name: 'cart', namespace };
    const workload = new ApiObject(chart, 'cart', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
    });
    const spec = new Sandbox(chart, 'pr-42', { forks: [{ workload }] }).toSpec();
    expect(spec.forks[0]?.workload).toEqual({
      kind: 'Deployment',
      namespace: 'late',
      name: 'cart',
    });
  });

  test('a reference is taken as it is', () => {
    expect(forkSpec({})?.workload).toEqual(cart);
    const { forks } = sandbox({
      forks: [{ workload: { kind: 'Deployment', name: 'web' } }],
    }).toSpec();
    expect(forks[0]?.workload).toEqual({ kind: 'Deployment', name: 'web' });
  });

  test('what is no workload is refused', () => {
    const chart = shop();
    const service = new kplus.Service(chart, 'svc', { ports: [{ port: 80 }] });
    const refusal = (workload: unknown) =>
      usageError(() => sandbox({ forks: [{ workload: workload as typeof cart }] })).message;
    expect(refusal(service)).toContain('`shop/svc` is a Service, which cannot be forked');
    expect(refusal(chart)).toContain('no Kubernetes object stands behind `shop`');
    expect(refusal({ kind: 'CronJob', name: 'x' })).toContain('`CronJob`');
    expect(refusal({ kind: 'Deployment', name: '' })).toContain('has no name');
    expect(refusal(undefined)).toContain('names no workload');
  });

  test('one sandbox forks a workload once', () => {
    const one = sandbox({ forks: [{ workload: cart }] });
    const error = usageError(() => one.addFork({ workload: { ...cart } }));
    expect(error.finding.code).toBe('workload-forked-twice');
    expect(error.message).toContain('Deployment shop/cart already has a fork');
    one.addFork({ workload: { ...cart, namespace: 'other' } });
    one.removeFork(cart).addFork({ workload: cart });
    expect(one.toSpec().forks.map(({ path }) => path)).toEqual([
      ['forks', 0],
      ['forks', 1],
    ]);
  });
});

describe('what a fork changes', () => {
  test('images, for the only container or by container', () => {
    expect(forkSpec({ image: 'cart:2' })?.images).toEqual([{ image: 'cart:2' }]);
    const changes = [{ container: 'proxy', image: 'proxy:2' }];
    expect(forkSpec({ images: { proxy: 'proxy:2' } })?.images).toEqual(changes);
    expect(forkSpec({ images: changes })?.images).toEqual(changes);
    expect(usageError(() => forkSpec({ image: '' })).message).toContain('empty image');
    const number = 5 as unknown as string;
    expect(usageError(() => forkSpec({ image: number })).message).toContain('`5` is no image');
    expect(usageError(() => forkSpec({ images: { cart: number } })).message).toContain('no image');
  });

  test('variables by name', () => {
    const env = { LOG_LEVEL: 'debug', TOKEN: kplus.EnvValue.fromValue('x') };
    expect(forkSpec({ env })?.env).toEqual([
      { name: 'LOG_LEVEL', operation: 'upsert', value: 'debug' },
      { name: 'TOKEN', operation: 'upsert', value: 'x' },
    ]);
  });

  test('variables as a list, with sources and other forks', () => {
    const secretKeyRef = { name: 'token', key: 'value' };
    const expression = 'http://{{ .Host }}:{{ .Port }}';
    const spec = forkSpec({
      env: [
        { name: 'TOKEN', valueFrom: { secretKeyRef } },
        { name: 'OLD', operation: 'delete', container: 'cart' },
        { name: 'PAYMENTS', fork: { workload: cart, expression } },
      ],
    });
    expect(spec?.env).toEqual([
      { name: 'TOKEN', operation: 'upsert', valueFrom: { secretKeyRef } },
      { name: 'OLD', operation: 'delete', container: 'cart' },
      { name: 'PAYMENTS', operation: 'upsert', fork: { workload: cart, expression } },
    ]);
  });

  test.each([
    [[{ name: '' }], 'has no name'],
    [[{ name: 'X', value: 'a', valueFrom: {} }], 'several values'],
    [[{ name: 'X', value: 'a', operation: 'delete' as const }], 'deleted and set'],
    [{ X: 7 } as unknown as Record<string, string>, 'is no text'],
    [{ X: null } as unknown as Record<string, string>, 'is no text'],
  ])('refuses variables that make no sense: %j', (env, text) => {
    expect(usageError(() => forkSpec({ env })).message).toContain(text);
  });

  test.each([-1, 1.5, Number.NaN, '2' as unknown as number])(
    '%s replicas are refused',
    (replicas) => {
      expect(usageError(() => forkSpec({ replicas })).message).toContain('no number of replicas');
    },
  );

  test('replicas and patches', () => {
    const value = { spec: { paused: true } };
    expect(forkSpec({ replicas: 0 })?.replicas).toBe(0);
    expect(forkSpec({})).not.toHaveProperty('replicas');
    expect(forkSpec({ patch: { type: 'merge', value } })?.patches).toEqual([
      { type: 'merge', value },
    ]);
    const patch = [
      { type: 'json', value: [] },
      { type: 'strategic', value },
    ] as const;
    expect(forkSpec({ patch })?.patches).toEqual(patch);
  });

  test('lazy values are produced when the sandbox is read, and nothing is shared', () => {
    let image = 'cart:1';
    const value = { spec: { replicas: 1 } };
    const lazy = Lazy.any({ produce: () => image });
    const one = sandbox({
      forks: [{ workload: cart, image: lazy, patch: { type: 'merge', value } }],
    });
    const before = one.toSpec();
    image = 'cart:2';
    value.spec.replicas = 2;
    expect(before.forks[0]).toMatchObject({ images: [{ image: 'cart:1' }] });
    expect(before.forks[0]?.patches[0]?.value).toEqual({ spec: { replicas: 1 } });
    expect(one.toSpec().forks[0]).toMatchObject({ images: [{ image: 'cart:2' }] });
  });
});
