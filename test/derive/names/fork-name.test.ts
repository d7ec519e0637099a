import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  forkLabelValue,
  forkName,
  labelValueOf,
  workloadForkName,
} from '../../../lib/derive/names/fork-name';

const dns1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const name = fc.stringMatching(/^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/);
const sandbox = fc.stringMatching(/^[a-z](?:[a-z0-9]|-[a-z0-9]){1,28}$/);

test('a fork is called after its baseline and its sandbox', () => {
  expect(forkName('cart', 'pr-42')).toBe('cart-pr-42');
});

test('a name that fits to the letter is kept', () => {
  const long = 'a'.repeat(57);
  expect(forkName(long, 'pr-42')).toBe(`${long}-pr-42`);
  expect(forkName(`${long}a`, 'pr-42')).toHaveLength(63);
  expect(forkName(`${long}a`, 'pr-42')).not.toContain('pr-42');
});

test('names are safe for Services, whatever their length', () => {
  fc.assert(
    fc.property(name, sandbox, (baseline, key) => {
      const called = forkName(baseline, key);
      expect(called.length).toBeLessThanOrEqual(63);
      expect(called).toMatch(dns1035);
    }),
  );
});

test('long names with one prefix keep apart', () => {
  const prefix = 'a-very-long-prefix-that-several-services-share-in-the-shop';
  const names = Array.from({ length: 2000 }, (_, index) => forkName(`${prefix}-${index}`, 'pr-42'));
  expect(new Set(names).size).toBe(2000);
  expect(forkName(prefix, 'pr-42-a')).not.toBe(forkName(prefix, 'pr-42-b'));
});

test('names of different baselines never meet, whatever is cut', () => {
  const pair = fc.tuple(name, name).filter(([left, right]) => left !== right);
  const kinds = fc.constantFrom('Deployment', 'StatefulSet', 'Rollout', '__proto__');
  fc.assert(
    fc.property(pair, sandbox, kinds, ([left, right], key, kind) => {
      expect(forkName(left, key)).not.toBe(forkName(right, key));
      expect(workloadForkName(kind, left, key)).not.toBe(workloadForkName(kind, right, key));
    }),
  );
});

test('a StatefulSet leaves room for the revision of its pods in a label', () => {
  fc.assert(
    fc.property(name, sandbox, (baseline, key) => {
      const called = workloadForkName('StatefulSet', baseline, key);
      expect(`${called}-${'f'.repeat(10)}`.length).toBeLessThanOrEqual(63);
      expect(called).toMatch(dns1035);
    }),
  );
});

test('a shortened name does not depend on anything but the two names', () => {
  expect(forkName('x'.repeat(63), 'pr-42')).toBe(`${'x'.repeat(52)}-5d44f8b550`);
});

test('label values follow the same rule', () => {
  expect(forkLabelValue('v1.2_3', 'pr-42')).toBe('v1.2_3-pr-42');
  expect(forkLabelValue('', 'pr-42')).toBe('pr-42');
  expect(labelValueOf('y'.repeat(253))).toMatch(/^y{52}-[a-z0-9]{10}$/);
});
