// The wave in which an object is applied, and the order in which objects are written.

import { expect, test } from 'vitest';
import { Digests } from '../../../lib/derive/write/baseline-digest';
import { finished } from '../../../lib/derive/write/finish';
import { defaultConfig } from '../../../lib/model/config';
import type { KubeObject } from '../../../lib/model/manifest';
import { plainSandbox, sandbox } from '../../routes';

const gateway = 'gateway.networking.k8s.io/v1';
const wave = 'argocd.argoproj.io/sync-wave';

function object(apiVersion: string, kind: string, name: string, more: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...more };
}

function written(objects: readonly KubeObject[]): readonly KubeObject[] {
  return finished(objects, {
    owner: { ...plainSandbox, ...sandbox('pr-42', ['cart']) },
    config: defaultConfig,
    digests: new Digests(),
    used: new Set(),
    isMeshed: false,
  });
}

const route = object(gateway, 'HTTPRoute', 'a-route');
const policy = object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'z-policy', {
  spec: {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'a-route' }],
  },
});
const workload = object('apps/v1', 'Deployment', 'cart');
const service = object('v1', 'Service', 'cart');
const network = object('networking.k8s.io/v1', 'NetworkPolicy', 'cart');

test('a fork is applied before the routes that send to it, and routes after their policies', () => {
  const objects = written([route, policy, service, workload, network]);
  expect(objects.map(({ kind }) => kind)).toEqual([
    'NetworkPolicy',
    'Deployment',
    'Service',
    'SecurityPolicy',
    'HTTPRoute',
  ]);
  const waves = objects.map(({ metadata }) => metadata?.annotations?.[wave]);
  expect(waves).toEqual([undefined, undefined, undefined, '1', '1']);
});

test('a wave that somebody wrote stays', () => {
  const [first] = written([
    { ...route, metadata: { ...route.metadata, annotations: { [wave]: '7' } } },
  ]);
  expect(first?.metadata?.annotations?.[wave]).toBe('7');
});

test('the order does not follow that of the objects', () => {
  const objects = [route, policy, service, workload, network];
  expect(written([...objects].reverse())).toEqual(written(objects));
});
