// In which step an object is applied: by its group, its kind, and what it targets.

import { expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import { stageOf } from '../../lib/model/stage';

const gateway = 'gateway.networking.k8s.io/v1';
const service = { group: '', kind: 'Service', name: 'cart' };
const route = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'cart' };

test.each<[string, Partial<KubeObject>, string]>([
  ['a workload', { apiVersion: 'apps/v1', kind: 'Deployment' }, 'forks'],
  ['a Service', { apiVersion: 'v1', kind: 'Service' }, 'forks'],
  ['a grant', { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'ReferenceGrant' }, 'forks'],
  ['an HTTPRoute', { apiVersion: gateway, kind: 'HTTPRoute' }, 'routes'],
  ['a GRPCRoute', { apiVersion: gateway, kind: 'GRPCRoute' }, 'routes'],
  ["Linkerd's HTTPRoute", { apiVersion: 'policy.linkerd.io/v1beta3', kind: 'HTTPRoute' }, 'routes'],
  ['a Route of another API', { apiVersion: 'route.openshift.io/v1', kind: 'Route' }, 'forks'],
  [
    'a policy for a route',
    {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'SecurityPolicy',
      spec: { targetRefs: [route] },
    },
    'routes',
  ],
  [
    'a policy for a Service',
    { apiVersion: gateway, kind: 'BackendTLSPolicy', spec: { targetRefs: [service] } },
    'routes',
  ],
  [
    'a policy in the old spelling',
    {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'SecurityPolicy',
      spec: { targetRef: route },
    },
    'routes',
  ],
  [
    'a policy of Istio for a Service',
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      spec: { targetRefs: [service] },
    },
    'forks',
  ],
  [
    'an autoscaler, whose target is a workload',
    {
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscaler',
      spec: { targetRef: { kind: 'Deployment' } },
    },
    'forks',
  ],
  [
    'targets of another type',
    { apiVersion: 'a.b/v1', kind: 'P', spec: { targetRefs: 'x', targetRef: 5 } },
    'forks',
  ],
  [
    'a group that only ends alike',
    { apiVersion: 'notistio.io/v1', kind: 'P', spec: { targetRef: route } },
    'routes',
  ],
])('%s', (_, object, stage) => {
  expect(stageOf({ apiVersion: 'v1', kind: 'ConfigMap', ...object })).toBe(stage);
});
