import { expect, test } from 'vitest';
import type { Case } from '../arbitrary/baseline';
import { ownersOf } from './owners';
import { trial } from './trial';
import { isBeyond, twinEverything } from './twin-everything';

const plan = (isWhole: boolean) => ({
  seed: 7,
  baselines: 24,
  requests: 24,
  examples: 1,
  deriving: (subject: Case) => ({
    owners: ownersOf(subject).map((one) => ({
      name: one.owner.name,
      objects: twinEverything(subject, one, !isWhole),
    })),
    findings: [],
    refusals: isBeyond(subject) ? ['beyond'] : [],
  }),
});

test('twins of every match keep both promises', () => {
  expect(trial(plan(true)).failures).toEqual([]);
});

test('twins of the forked rules alone break fidelity, with a small example', () => {
  const [first = ''] = trial(plan(false)).failures;
  expect(first).toContain('fidelity broken');
  const lines = first.split('\n').filter((line) => /^baseline .*"HTTPRoute"/.test(line));
  expect(lines.length).toBeLessThan(4);
});
