// Objects of the Gateway API held against what its channels have.

import { expect, test } from 'vitest';
import { type Api, readApi } from '../../lib/model/api';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { validate } from '../../lib/validate/validate';
import { gateway, manifests, route, rule } from '../routes';

const standard: Api = { version: '1.6', channel: 'standard' };
const experimental: Api = { version: '1.6', channel: 'experimental' };

function toldOf(objects: readonly KubeObject[], api?: Api): readonly string[] {
  return validate({
    manifests: manifests(...objects),
    ...(api === undefined ? {} : { api }),
  }).findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

const retried = route('r', [rule('/', 'a', {}, { retry: { attempts: 2 } })]);
const typed = (apiVersion: string, kind: string, spec: JsonObject): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  spec,
});

test('what fits is not told', () => {
  expect(toldOf([gateway(), route('r', [rule('/', 'a')])], standard)).toEqual([]);
});

test('a field of the experimental channel is an error where the cluster has the standard one', () => {
  expect(toldOf([retried], standard)).toEqual([
    'error field-experimental: `spec.rules[0].retry` of HTTPRoute shop/r is a field of the experimental channel alone',
  ]);
  expect(toldOf([retried], experimental)).toEqual([]);
});

test('where nobody says which channel it is, what only one takes is a warning', () => {
  expect(toldOf([retried])).toEqual([
    'warning field-experimental: `spec.rules[0].retry` of HTTPRoute shop/r is a field of the experimental channel alone',
  ]);
});

test('a fault of both channels is told once, beside what is experimental', () => {
  const both = route('r', [rule('/', 'a', {}, { retry: { attempts: 0 } })], { hostnames: ['A'] });
  expect(toldOf([both])).toEqual([
    'error pattern-mismatch: `spec.hostnames[0]` of HTTPRoute shop/r is `A`, which is not a hostname',
    'error number-out-of-range: `spec.rules[0].retry.attempts` of HTTPRoute shop/r is 0, and must be at least 1',
    'warning field-experimental: `spec.rules[0].retry` of HTTPRoute shop/r is a field of the experimental channel alone',
  ]);
});

test('a kind or version that a channel does not serve is told', () => {
  const mesh = typed('gateway.networking.x-k8s.io/v1alpha1', 'XMesh', { controllerName: 'a.b/c' });
  expect(toldOf([mesh], standard)).toEqual([
    'error kind-not-served: XMesh shop/a cannot be applied: the standard channel serves no `XMesh` as `gateway.networking.x-k8s.io/v1alpha1`',
  ]);
  expect(
    toldOf([typed('gateway.networking.k8s.io/v1alpha1', 'HTTPRoute', {})], experimental),
  ).toEqual([
    'error kind-not-served: HTTPRoute shop/a cannot be applied: the experimental channel serves no `HTTPRoute` as `gateway.networking.k8s.io/v1alpha1`',
  ]);
  expect(toldOf([typed('gateway.networking.k8s.io/v1', 'HttpRoute', {})])).toEqual([
    'error kind-not-served: HttpRoute shop/a cannot be applied: `gateway.networking.k8s.io` has no kind `HttpRoute`',
  ]);
});

test('objects of kinds that nobody knows are counted', () => {
  const { checked, unchecked } = validate({
    manifests: manifests(typed('a.b/v1', 'C', {}), typed('a.b/v1', 'C', {}), gateway()),
  });
  expect(checked).toBe(1);
  expect([...unchecked]).toEqual([['a.b/v1 C', 2]]);
});

test('an API is a version and a channel', () => {
  expect(readApi('1.6/experimental')).toEqual(experimental);
  expect(readApi('v1.6.1')).toEqual(standard);
  expect(readApi('1.5/standard')).toMatchObject({
    problem: expect.stringContaining('`1.5/standard`'),
  });
  expect(readApi('1.6/beta')).toMatchObject({ problem: expect.stringContaining('no channel') });
});
