// When a sandbox was made and when it ends: times, durations, contradictions.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { readSandboxes } from '../../../lib/resolve/sandbox-file';
import { document, messagesOf } from './documents';

const sandboxOf = (spec: JsonObject) => readSandboxes(document(spec)).sandboxes[0];

test.each([
  ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['2026-12-01T02:00:00+02:00', '2026-12-01T00:00:00Z'],
  ['2026-12-01T00:00:00.500Z', '2026-12-01T00:00:00.500Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
])('expiresAt %s', (expiresAt, stamp) => {
  expect(sandboxOf({ expiresAt })?.expiresAt).toBe(stamp);
});

test.each([
  ['2026-12-01'],
  ['tomorrow'],
  ['2026-12-01 00:00:00Z'],
  ['2026-13-01T00:00:00Z'],
  ['2026-02-30T00:00:00Z'],
  ['2026-02-29T00:00:00Z'],
  ['2026-12-01T25:00:00Z'],
  ['9999-12-31T23:59:59-10:00'],
])('expiresAt %s is no time', (expiresAt) => {
  expect(messagesOf({ expiresAt })).toEqual([
    `sandbox-invalid: Sandbox pr-42: spec.expiresAt is \`${expiresAt}\`, not a time`,
  ]);
});

test.each([
  ['72h', '2026-01-04T00:00:00Z'],
  ['1h30m', '2026-01-01T01:30:00Z'],
  ['2d', '2026-01-03T00:00:00Z'],
  ['90s', '2026-01-01T00:01:30Z'],
])('createdAt and ttl %s', (ttl, stamp) => {
  const sandbox = sandboxOf({ createdAt: '2026-01-01T00:00:00Z', ttl });
  expect(sandbox).toMatchObject({ createdAt: '2026-01-01T00:00:00Z', expiresAt: stamp });
});

test('createdAt alone is kept, for its age', () => {
  const sandbox = sandboxOf({ createdAt: '2026-01-01T02:00:00+02:00' });
  expect(sandbox?.createdAt).toBe('2026-01-01T00:00:00Z');
  expect(sandbox).not.toHaveProperty('expiresAt');
});

test.each<readonly [JsonObject, string]>([
  [{ ttl: '72h' }, 'spec.ttl has no start'],
  [{ ttl: '72h', expiresAt: '2026-12-01T00:00:00Z' }, 'spec.ttl stands beside `expiresAt`'],
  [{ ttl: '72', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `72`, not a duration'],
  [{ ttl: '-1h', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `-1h`, not a duration'],
  [{ ttl: '1.5h', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `1.5h`, not a duration'],
  [{ ttl: '0h', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is `0h`, not a duration'],
  [{ ttl: '', createdAt: '2026-12-01T00:00:00Z' }, 'spec.ttl is ``, not a duration'],
  [
    { ttl: '9999999999999d', createdAt: '2026-12-01T00:00:00Z' },
    'spec.ttl is `9999999999999d`, which ends too late',
  ],
  [
    { expiresAt: '2026-01-01T00:00:00Z', createdAt: '2026-12-01T00:00:00Z' },
    'spec.expiresAt is no later than `createdAt`',
  ],
])('%j is refused', (spec, message) => {
  expect(messagesOf(spec)).toEqual([`sandbox-invalid: Sandbox pr-42: ${message}`]);
});

test('a ttl of very many digits is refused at once', () => {
  const ttl = '1'.repeat(500_000);
  expect(messagesOf({ ttl, createdAt: '2026-12-01T00:00:00Z' })).toHaveLength(1);
});
