// Who may be the first of several objects, whatever their ages turn out to be.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareAge, type Dated, possiblyFirst } from '../../../lib/routing/rank/age';

const dated: fc.Arbitrary<Dated> = fc.record(
  {
    namespace: fc.constantFrom('', 'a', 'b', 'a-b'),
    name: fc.constantFrom('x', 'y', 'z'),
    created: fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z', 'yesterday'),
  },
  { requiredKeys: ['namespace', 'name'] },
);

test('the possible first are those that none of the others goes before', () => {
  const counts = { one: 0, several: 0 };
  const asDescribed = fc.property(fc.array(dated, { minLength: 1, maxLength: 8 }), (items) => {
    const first = possiblyFirst(items, (item) => item);
    expect(first).toEqual(
      items.filter((item) => items.every((other) => compareAge(other, item) !== 'before')),
    );
    if (first.length === 1) counts.one += 1;
    else counts.several += 1;
  });
  fc.assert(asDescribed, { numRuns: 3000 });
  expect(Math.min(counts.one, counts.several)).toBeGreaterThan(300);
});

test('ages are those that the API server keeps, in whole seconds', () => {
  const late = { namespace: 'a', name: 'x', created: '2024-01-01T00:00:00.9Z' };
  const early = { namespace: 'a', name: 'y', created: '2024-01-01T00:00:00.1Z' };
  expect(compareAge(late, early)).toBe('before');
});

test('many of unknown age are told in one walk', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ namespace: 'a', name: `${index}` }));
  const before = process.cpuUsage();
  expect(possiblyFirst(many, (item) => item)).toHaveLength(many.length);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
});
