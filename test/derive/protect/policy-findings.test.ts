// Policies that name a baseline object and so miss what stands in for it.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, workload } from '../../routes';

const policy = (kind: string, spec: JsonObject, namespace = 'shop'): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind,
  metadata: { name: 'p', namespace },
  spec,
});

const baseline = [gateway(), ...workload('a'), route('r', [rule('/', 'a')])];
const toRoute = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'r' };
const toService = { group: '', kind: 'Service', name: 'a' };

const leftBehind = (...policies: readonly KubeObject[]) =>
  deriving([...baseline, ...policies], ['a'])
    .findings.filter(({ code }) => code === 'policy-left-behind')
    .map(({ message }) => message);

test.each([
  ['targetRefs', { targetRefs: [toRoute] }],
  ['targetRef', { targetRef: toRoute }],
])('a policy on a route by %s is said not to cover the derived route', (_, spec) => {
  expect(leftBehind(policy('SecurityPolicy', spec))).toEqual([
    'SecurityPolicy shop/p applies to HTTPRoute shop/r and not to HTTPRoute shop/pr-42--r, which takes its keyed requests',
  ]);
});

test('a policy on a Service is said not to cover its fork', () => {
  expect(leftBehind(policy('BackendTLSPolicy', { targetRefs: [toService] }))).toEqual([
    'BackendTLSPolicy shop/p applies to Service shop/a and not to Service shop/a-pr-42, which takes its keyed requests',
  ]);
});

test('policies on other objects are none of its business', () => {
  const others = [
    policy('X', { targetRefs: [{ ...toRoute, name: 's' }] }),
    policy('Y', { targetRefs: [toRoute] }, 'other'),
    policy('Z', { targetRefs: 'r' }),
    policy('W', { targetRefs: [null, 'r', { kind: 'HTTPRoute' }] }),
  ];
  expect(leftBehind(...others)).toEqual([]);
});
