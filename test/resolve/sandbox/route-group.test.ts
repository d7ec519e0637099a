// Route groups: which sandboxes they match, and an error for everything that is no match.

import { expect, test } from 'vitest';
import { readSandboxes } from '../../../lib/resolve/sandbox-file';
import { document } from './documents';

const metadata = { name: 'checkout-epic' };
const groupOf = (spec: unknown, more: object = { metadata }) =>
  readSandboxes(document(spec, { kind: 'RouteGroup', ...more }));
const label = { key: 'feature', value: 'checkout-*' };

test('a route group with every field', () => {
  const match = { any: [{ label }, { all: [{ sandboxes: ['pr-1', 'pr-2'] }, { label }] }] };
  const spec = {
    routingKey: 'epic',
    createdAt: '2026-01-01T00:00:00Z',
    ttl: '1d',
    match,
  };
  expect(groupOf(spec)).toEqual({
    sandboxes: [],
    groups: [
      {
        kind: 'RouteGroup',
        name: 'checkout-epic',
        routingKey: 'epic',
        createdAt: '2026-01-01T00:00:00Z',
        expiresAt: '2026-01-02T00:00:00Z',
        match,
        origin: { from: 'file', file: 'baseline.yaml', document: 0 },
      },
    ],
    findings: [],
  });
});

test('the routing key is the name, unless it is given', () => {
  expect(groupOf({ match: { label } }).groups[0]?.routingKey).toBe('checkout-epic');
});

test.each<readonly [unknown, string]>([
  [{}, 'spec.match is missing'],
  [{ match: null }, 'spec.match is missing'],
  [{ match: {} }, 'spec.match names no sandboxes'],
  [{ match: [] }, 'spec.match is a list, not an object'],
  [{ match: { label, any: [{ label }] } }, 'spec.match has `any` and `label`'],
  [{ match: { labels: label } }, 'spec.match.labels is not a known field'],
  [{ match: { label: 'x' } }, 'spec.match.label is the string `x`, not an object'],
  [{ match: { label: { key: 'x' } } }, 'spec.match.label.value is missing'],
  [{ match: { label: { ...label, op: '=' } } }, 'spec.match.label.op is not a known field'],
  [{ match: { sandboxes: [] } }, 'spec.match.sandboxes is empty'],
  [{ match: { sandboxes: 'pr-1' } }, 'spec.match.sandboxes is the string `pr-1`, not a list'],
  [{ match: { sandboxes: [1] } }, 'spec.match.sandboxes[0] is the number `1`, not a string'],
  [{ match: { any: [] } }, 'spec.match.any is empty'],
  [{ match: { all: [] } }, 'spec.match.all is empty'],
  [{ match: { all: { label } } }, 'spec.match.all is an object, not a list'],
  [{ match: { all: [null] } }, 'spec.match.all[0] is missing'],
  [{ match: { any: ['pr-1'] } }, 'spec.match.any[0] is the string `pr-1`, not an object'],
  [{ match: { any: [{ all: [] }] } }, 'spec.match.any[0].all is empty'],
  [{ match: { label }, forks: [] }, 'spec.forks is not a known field'],
  [{ match: { label }, routingkey: 'x' }, 'spec.routingkey is not a known field'],
])('%j is refused', (spec, message) => {
  const { groups, findings } = groupOf(spec);
  expect(groups).toEqual([]);
  expect(findings.map((one) => `${one.code}: ${one.message}`)).toContain(
    `sandbox-invalid: RouteGroup checkout-epic: ${message}`,
  );
});

test('a match is read as deep as anybody thinks, and refused below', () => {
  const nested = (levels: number): object =>
    levels === 0 ? { label } : { any: [nested(levels - 1)] };
  expect(groupOf({ match: nested(5) }).findings).toEqual([]);
  const { findings } = groupOf({ match: nested(1000) });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toContain('stands too deep');
});

test('a route group without a name is refused', () => {
  expect(groupOf({ match: { label } }, { metadata: {} }).findings[0]?.message).toBe(
    'RouteGroup: metadata.name is missing',
  );
});

test('sandboxes and route groups stand in one file in any order', () => {
  const group = document({ match: { label } }, { kind: 'RouteGroup', metadata });
  const { sandboxes, groups } = readSandboxes([...group, ...document({ forks: [] }), ...group]);
  expect([sandboxes.length, groups.length]).toEqual([1, 2]);
});
