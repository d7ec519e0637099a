// Variables of a fork, changed container by container.

import { expect, test } from 'vitest';
import { changeEnv } from '../../../lib/derive/customize/env-changes';
import { ForkIndexes } from '../../../lib/derive/fork/fork-indexes';
import type { EnvChange } from '../../../lib/model/fork';
import { inventoryOf } from '../../../lib/model/inventory';
import type { Json, JsonObject } from '../../../lib/model/manifest';
import { at } from '../../../lib/model/manifest';
import { deriving, route, rule, sandbox, workload } from '../../routes';
import { frozen } from '../fork/fork-baseline';

function changing(wishes: readonly EnvChange[], containers: readonly Json[]) {
  const inventory = inventoryOf([]);
  const origin = { from: 'file', file: 'sandbox.yaml', document: 0 } as const;
  return changeEnv(frozen({ spec: { containers } }) as JsonObject, {
    sandbox: sandbox('pr-42', ['a']),
    inventory,
    indexes: new ForkIndexes(inventory),
    wishes,
    where: (index) => ({ origin, path: ['env', index] }),
    wanted: (container, where) => ({ workload: 'Deployment cart', container, where, sandbox: 'x' }),
  });
}

const set = (name: string, value: string, container?: string): EnvChange => ({
  name,
  value,
  operation: 'upsert',
  ...(container === undefined ? {} : { container }),
});

const containers: readonly Json[] = [
  {
    name: 'a',
    env: [
      { name: 'X', value: '1' },
      { name: 'Y', value: '2' },
      { name: 'X', value: '3' },
    ],
  },
  { name: 'b' },
];

test('a variable keeps its place, a new one comes last, one that is taken out is gone everywhere', () => {
  const { template } = changing(
    [
      set('Z', 'new', 'a'),
      set('Y', 'changed', 'a'),
      { name: 'X', operation: 'delete', container: 'a' },
      set('X', 'b', 'b'),
    ],
    containers,
  );
  expect(at(template, ['spec', 'containers'])).toEqual([
    {
      name: 'a',
      env: [
        { name: 'Y', value: 'changed' },
        { name: 'Z', value: 'new' },
      ],
    },
    { name: 'b', env: [{ name: 'X', value: 'b' }] },
  ]);
});

test('a container that is not there is told of once, where it is first named', () => {
  const { findings } = changing([set('X', '1', 'c'), set('Y', '2', 'c')], containers);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'container-not-found', where: { path: ['env', 0] } });
});

test('twenty thousand variables are changed in the time of one walk', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => set(`V${index}`, 'x'));
  const old = many.map(({ name }) => ({ name, value: 'old' }));
  const start = performance.now();
  const { template } = changing(many, [{ name: 'a', env: old }]);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(at(template, ['spec', 'containers', 0, 'env', 19_999, 'value'])).toBe('x');
});

test.each([
  ['{{ .Host', 'has braces that are no placeholder'],
  ['{{ .Host }}:{{ .Port }', 'has braces that are no placeholder'],
  ['{{ .Hots }}', 'stands for nothing'],
])('the value %s is refused', (expression, message) => {
  const fork = {
    workload: { kind: 'Deployment', namespace: 'shop', name: 'a' },
    expression,
  } as const;
  const { findings } = valued(fork);
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'fork-value-invalid',
      message: expect.stringContaining(message),
    }),
  ]);
});

test('who reads from what is not forked learns what is', () => {
  const workloadElsewhere = { kind: 'Deployment', name: 'a' } as const;
  const { findings } = valued({ workload: workloadElsewhere, expression: '{{ .Host }}' });
  expect(findings[0]?.hint).toBe(
    'name one that it does: Deployment shop/a; or fork that workload too',
  );
});

function valued(fork: NonNullable<EnvChange['fork']>) {
  const own = sandbox('pr-42', ['a']);
  const env: readonly EnvChange[] = [{ name: 'X', operation: 'upsert', fork }];
  const forks = own.forks.map((one) => ({ ...one, env }));
  return deriving([...workload('a'), route('shop', [rule('/', 'a')])], [{ ...own, forks }], {
    profiles: ['istio'],
  });
}
