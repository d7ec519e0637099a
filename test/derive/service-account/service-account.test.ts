import { expect, test } from 'vitest';
import { at, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { deriving, sandbox } from '../../routes';
import { codesOf, deployment, forked, forkSpec, service } from '../fork/fork-baseline';

const account: KubeObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    name: 'cart',
    namespace: 'shop',
    annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/cart', note: 'x' },
  },
  secrets: [{ name: 'cart-token-x' }],
  imagePullSecrets: [{ name: 'registry' }],
  automountServiceAccountToken: false,
};

function dedicated(
  objects: readonly KubeObject[],
  podSpec: JsonObject = named,
  more: JsonObject = {},
) {
  return forked([deployment({ podSpec, podMetadata: more }), service(), ...objects], {
    serviceAccount: 'dedicated',
  });
}

const named = { serviceAccountName: 'cart', serviceAccount: 'cart' };

const binding = (kind: string, name: string, subject: JsonObject): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name, ...(kind === 'RoleBinding' ? { namespace: 'shop' } : {}) },
  subjects: [subject],
});

const policy = (
  apiVersion: string,
  kind: string,
  name: string,
  spec: JsonObject,
  namespace = 'pay',
): KubeObject => ({ apiVersion, kind, metadata: { name, namespace }, spec });

const principals = (source: JsonObject, action = 'ALLOW', name = 'istio') =>
  policy('security.istio.io/v1', 'AuthorizationPolicy', name, {
    action,
    rules: [{ from: [{ source }] }],
  });

test('without a choice the fork acts as its baseline, without a word', () => {
  const { workload, findings, objects } = forked([
    deployment({ podSpec: named }),
    service(),
    account,
    binding('RoleBinding', 'cart-reads', { kind: 'ServiceAccount', name: 'cart' }),
  ]);
  expect(findings).toEqual([]);
  expect(objects).toEqual([]);
  expect(at(workload, ['spec', 'template', 'spec'])).toMatchObject(named);
});

test('a dedicated account pulls images and has no other right of the baseline’s', () => {
  const { workload, objects, used } = dedicated([account]);
  expect(objects).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'cart-pr-42',
        namespace: 'shop',
        labels: {
          'app.kubernetes.io/managed-by': 'gatefork',
          'gatefork.dev/sandbox': 'pr-42',
          'gatefork.dev/routing-key': 'pr-42',
        },
        annotations: { 'gatefork.dev/fork-of': 'ServiceAccount/shop/cart' },
      },
      imagePullSecrets: [{ name: 'registry' }],
      automountServiceAccountToken: false,
    },
  ]);
  const podSpec = at(workload, ['spec', 'template', 'spec']);
  expect(podSpec).toMatchObject({ serviceAccountName: 'cart-pr-42' });
  expect(podSpec).not.toHaveProperty('serviceAccount');
  expect(used.map(({ object }) => object.kind)).toContain('ServiceAccount');
});

test('pods without an account have one of the name `default`', () => {
  const { workload, objects, findings } = dedicated([], {});
  expect(findings).toEqual([]);
  expect(objects.map(({ metadata }) => metadata?.name)).toEqual(['default-pr-42']);
  expect(at(workload, ['spec', 'template', 'spec', 'serviceAccountName'])).toBe('default-pr-42');
});

const subject = { kind: 'ServiceAccount', name: 'cart', namespace: 'shop' };
const identity = 'cart.shop.serviceaccount.identity.linkerd.cluster.local';

test.each([
  ['RoleBinding shop/b', binding('RoleBinding', 'b', subject)],
  ['RoleBinding shop/b', binding('RoleBinding', 'b', { kind: 'ServiceAccount', name: 'cart' })],
  ['ClusterRoleBinding b', binding('ClusterRoleBinding', 'b', subject)],
  [
    'ClusterRoleBinding b',
    binding('ClusterRoleBinding', 'b', { kind: 'User', name: 'system:serviceaccount:shop:cart' }),
  ],
  ['AuthorizationPolicy pay/istio', principals({ principals: ['cluster.local/ns/shop/sa/cart'] })],
  ['AuthorizationPolicy pay/istio', principals({ principals: ['*/ns/shop/sa/cart'] })],
  ['AuthorizationPolicy pay/istio', principals({ principals: ['*/sa/cart'] })],
  ['AuthorizationPolicy pay/istio', principals({ serviceAccounts: ['shop/cart'] })],
  [
    'AuthorizationPolicy pay/istio',
    principals({ notPrincipals: ['cluster.local/ns/shop/sa/cart'] }, 'DENY'),
  ],
  [
    'MeshTLSAuthentication pay/l',
    policy('policy.linkerd.io/v1alpha1', 'MeshTLSAuthentication', 'l', { identities: [identity] }),
  ],
  [
    'MeshTLSAuthentication pay/l',
    policy('policy.linkerd.io/v1alpha1', 'MeshTLSAuthentication', 'l', { identityRefs: [subject] }),
  ],
  [
    'ServerAuthorization pay/l',
    policy('policy.linkerd.io/v1beta1', 'ServerAuthorization', 'l', {
      client: { meshTLS: { serviceAccounts: [{ name: 'cart', namespace: 'shop' }] } },
    }),
  ],
])('what it thereby lacks is said: %s', (title, object) => {
  const found = dedicated([object]);
  expect(codesOf(found)).toEqual(['account-rights']);
  expect(found.findings[0]?.message).toBe(
    `ServiceAccount shop/cart-pr-42 of the fork lacks what ServiceAccount shop/cart has by ${title}`,
  );
});

test.each([
  [
    'a policy that denies it',
    principals({ principals: ['cluster.local/ns/shop/sa/cart'] }, 'DENY'),
  ],
  [
    'a policy that allows all others',
    principals({ notPrincipals: ['cluster.local/ns/shop/sa/cart'] }),
  ],
])('what it thereby escapes is said: %s', (_, object) => {
  const found = dedicated([object]);
  expect(codesOf(found)).toEqual(['account-rights']);
  expect(found.findings[0]?.message).toContain(
    'is not among those whom AuthorizationPolicy pay/istio keeps out, as ServiceAccount shop/cart is',
  );
});

test.each([
  ['another account', binding('RoleBinding', 'b', { ...subject, name: 'web' })],
  ['another namespace', binding('RoleBinding', 'b', { ...subject, namespace: 'pay' })],
  [
    'a group of accounts',
    binding('RoleBinding', 'b', { kind: 'Group', name: 'system:serviceaccounts' }),
  ],
  ['a wildcard that takes both', principals({ principals: ['cluster.local/ns/shop/sa/cart*'] })],
  ['all of a namespace', principals({ principals: ['cluster.local/ns/shop/*'] })],
  ['nothing that is text', principals({ principals: [7, null, {}] })],
])('what names %s is no loss', (_, object) => {
  expect(dedicated([object]).findings).toEqual([]);
});

test('an identity at a cloud is left out and said', () => {
  const labels = { app: 'cart', 'azure.workload.identity/use': 'true' };
  const annotations = {
    'iam.amazonaws.com/role': 'cart',
    'vault.hashicorp.com/role': 'cart',
    a: 'b',
  };
  const { workload, findings } = dedicated([account], named, { labels, annotations });
  const metadata = at(workload, ['spec', 'template', 'metadata']);
  expect(at(metadata, ['labels'])).not.toHaveProperty(['azure.workload.identity/use']);
  expect(at(metadata, ['annotations'])).toEqual({ 'vault.hashicorp.com/role': 'cart', a: 'b' });
  for (const key of ['eks.amazonaws.com/role-arn', ...Object.keys(annotations).slice(0, 2)]) {
    expect(findings[0]?.message).toContain(`\`${key}\``);
  }
  expect(findings[0]?.message).toContain('`azure.workload.identity/use`');
});

test('many losses are counted, and each has its place', () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    binding('RoleBinding', `b${index}`, subject),
  );
  const [only, ...more] = dedicated(many).findings;
  expect(more).toEqual([]);
  expect(only?.message).toContain(' and 4 more');
  expect(only?.also).toHaveLength(12);
});

test('two forks of one account share the dedicated one', () => {
  const objects = ['cart', 'web'].flatMap((name) => [
    deployment({ name, labels: { app: name }, podSpec: named }),
    { ...service({ app: name }), metadata: { name, namespace: 'shop' } },
  ]);
  const forks = ['cart', 'web'].map((name, index) =>
    forkSpec({
      workload: { kind: 'Deployment', namespace: 'shop', name },
      serviceAccount: 'dedicated',
      path: ['spec', 'forks', index],
    }),
  );
  const result = deriving([...objects, account], [sandbox('pr-42', [], { forks })]);
  expect(result.codes).not.toContain('name-taken');
  expect(result.objects.filter(({ kind }) => kind === 'ServiceAccount')).toHaveLength(1);
});
