import { expect, test } from 'vitest';
import { isOwnershipMark, withoutOwnership } from '../../lib/model/ownership';

test.each([
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/sync-wave',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'kustomize.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'meta.helm.sh/release-name',
  'helm.sh/chart',
  'helm.sh/hook-weight',
  'postrenderer.helm.sh/postrender-filename',
  'config.kubernetes.io/index',
  'internal.config.kubernetes.io/path',
  'kustomize.config.k8s.io/id',
  'config.k8s.io/owning-inventory',
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'gatefork.dev/sandbox',
])('%s says who owns an object', (key) => {
  expect(isOwnershipMark(key)).toBe(true);
});

test.each([
  'app',
  'app.kubernetes.io/name',
  'sidecar.istio.io/inject',
  'istio.io/rev',
  'linkerd.io/inject',
  'vault.hashicorp.com/role',
  'prometheus.io/scrape',
  'kubectl.kubernetes.io/default-container',
  'myhelm.sh/chart',
])('%s does not', (key) => {
  expect(isOwnershipMark(key)).toBe(false);
});

test('a copy keeps its name, its own labels and nothing of the server', () => {
  const copied = withoutOwnership({
    name: 'cart',
    namespace: 'shop',
    uid: '1',
    resourceVersion: '2',
    generation: 3,
    creationTimestamp: null,
    managedFields: [],
    ownerReferences: [{ uid: 'x' }],
    finalizers: ['a'],
    selfLink: '/x',
    labels: { app: 'cart', 'helm.sh/chart': 'cart-1' },
    annotations: { 'argocd.argoproj.io/tracking-id': 'x' },
  });
  expect(copied).toEqual({ name: 'cart', namespace: 'shop', labels: { app: 'cart' } });
});
