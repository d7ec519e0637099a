import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../lib/model/digest';
import type { ForkSpec } from '../../../lib/model/fork';
import type { Json } from '../../../lib/model/manifest';
import { configMap, fromConfigMap, make } from './forked-content';

const names = [
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_PROPAGATORS',
  'DD_TAGS',
  'GATEFORK_SANDBOX',
  'ENABLE_CRON',
  'KAFKA_GROUP_ID',
] as const;

const name = fc.constantFrom(...names);
const data = fc.dictionary(name, fc.constantFrom('true', 'false', 'a'));

/** A container that reads some of its variables from a ConfigMap. */
const container = fc.record({
  envFrom: fc.constantFrom([], [{ configMapRef: { name: 'settings' } }]),
  env: fc.uniqueArray(
    fc.oneof(
      name.map((one) => ({ name: one, value: 'true' })),
      name.map((one) => ({ name: one, valueFrom: fromConfigMap('settings', one) })),
    ),
    { selector: (entry) => entry.name, maxLength: 3 },
  ),
});

const choice = fc.constantFrom('drop', 'keep', undefined);
const effects = fc.record({ schedulers: choice }).map(({ schedulers }) => {
  return schedulers === undefined ? {} : { schedulers };
});

const config: fc.Arbitrary<ForkSpec['config']> = fc.constantFrom(
  [],
  [{ kind: 'ConfigMap', name: 'settings', data: { ENABLE_CRON: 'false' } }],
  [{ kind: 'ConfigMap', name: 'settings', use: 'other' }],
);

const settings = fc.record({
  otel: fc.constantFrom('auto', 'on', 'off'),
  downward: fc.boolean(),
});

test('a ConfigMap whose change changes a fork is among what it was made from', () => {
  let differing = 0;
  const absent = fc.option(data, { nil: undefined });
  const fork = fc.record({ effects, config });
  fc.assert(
    fc.property(container, fork, settings, absent, absent, (one, wish, config, left, right) => {
      const [before, after] = [left, right].map((held) =>
        make({
          container: one,
          fork: wish as Partial<ForkSpec>,
          config,
          others: held === undefined ? [] : [configMap('settings', held)],
        }),
      );
      if (before?.workload === undefined || after?.workload === undefined) return;
      const written = [before, after].map(({ workload, objects }) =>
        canonical([workload ?? null, ...objects]),
      );
      if (written[0] === written[1]) return;
      differing += 1;
      const sources = [before, after].map(({ used }) =>
        used.map(({ object }) => canonical(object as Json)).sort(),
      );
      expect(sources[0]).not.toEqual(sources[1]);
    }),
    { numRuns: 1500 },
  );
  expect(differing).toBeGreaterThan(50);
});

test('a ConfigMap that decides nothing is none of what a fork was made from', () => {
  const envFrom = [{ configMapRef: { name: 'settings' } }];
  const others = [configMap('settings', { LEVEL: 'info' })];
  const kinds = ({ used }: ReturnType<typeof make>) => used.map(({ object }) => object.kind);
  const config = { otel: 'auto', downward: true } as const;
  expect(kinds(make({ container: { envFrom }, others, config }))).not.toContain('ConfigMap');
});
