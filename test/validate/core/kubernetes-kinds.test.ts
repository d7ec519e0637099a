// Objects of Kubernetes' own kinds, and what the API server refuses of them.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { validate } from '../../../lib/pipeline-validation';
import { manifests } from '../../routes';

function told(...objects: readonly KubeObject[]): readonly string[] {
  return validate({ manifests: manifests(...objects), lint: false }).findings.map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}

const named = (apiVersion: string, kind: string, rest: JsonObject): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  ...rest,
});

const container: JsonObject = { name: 'app', image: 'a:1' };

function deployment(pods: JsonObject, spec: JsonObject = {}): KubeObject {
  return named('apps/v1', 'Deployment', {
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [container], ...pods } },
      ...spec,
    },
  });
}

const service = (spec: JsonObject) => named('v1', 'Service', { spec });
const networkPolicy = (spec: JsonObject) =>
  named('networking.k8s.io/v1', 'NetworkPolicy', { spec });
const cronJob = (spec: JsonObject, pods: JsonObject = {}) =>
  named('batch/v1', 'CronJob', {
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [container], ...pods } } },
      },
      ...spec,
    },
  });

test.each<[string, KubeObject]>([
  ['a Deployment', deployment({})],
  [
    'quantities as numbers',
    deployment({ containers: [{ ...container, resources: { limits: { cpu: 1 } } }] }),
  ],
  ['an empty status', { ...deployment({}), status: {} }],
  ['null for nothing', deployment({ nodeSelector: null }, { revisionHistoryLimit: null })],
  ['null in a list', deployment({ containers: [{ ...container, args: ['a', null] }] })],
  ['a volume without a source', deployment({ volumes: [{ name: 'x' }] })],
  ['a headless Service', service({ clusterIP: 'None' })],
  ['an ExternalName Service', service({ type: 'ExternalName', externalName: 'a.example' })],
  ['one port without a name', service({ ports: [{ port: 80, targetPort: 'http' }] })],
  ['a NetworkPolicy of all pods', networkPolicy({ policyTypes: ['Ingress'] })],
  ['a CronJob', cronJob({})],
  ['a Secret in several lines', named('v1', 'Secret', { data: { a: 'YWJj\nZGVm\n' } })],
  [
    'a role whose name no other kind could have',
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:shop:reader' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
  ],
])('%s is taken', (_, object) => {
  expect(told(object)).toEqual([]);
});

test.each<[string, KubeObject, string]>([
  [
    'an unknown field',
    deployment({}, { replica: 1 }),
    'field-unknown: `spec.replica` of Deployment shop/a is not a known field',
  ],
  [
    'a number in the place of a text',
    deployment({ containers: [{ ...container, env: [{ name: 'A', value: 1 }] }] }),
    'type-invalid: `spec.template.spec.containers[0].env[0].value` of Deployment shop/a is the number `1`, and must be a string',
  ],
  [
    'a text in the place of a number',
    deployment({}, { replicas: '1' }),
    'type-invalid: `spec.replicas` of Deployment shop/a is the text `1`, and must be an integer',
  ],
  [
    'no selector',
    named('apps/v1', 'Deployment', { spec: { template: { spec: { containers: [container] } } } }),
    'field-required: `spec.selector` of Deployment shop/a is not there, and is required',
  ],
  [
    'a quantity that is none',
    deployment({ containers: [{ ...container, resources: { limits: { cpu: '1x' } } }] }),
    'format-invalid: `spec.template.spec.containers[0].resources.limits.cpu` of Deployment shop/a is `1x`, which is no quantity',
  ],
  [
    'a selector that its pods do not fit',
    deployment({}, { selector: { matchLabels: { app: 'b' } } }),
    'object-refused: `spec.template.metadata.labels` of Deployment shop/a do not fit `spec.selector`',
  ],
  [
    'an empty selector',
    deployment({}, { selector: {} }),
    'object-refused: `spec.selector` of Deployment shop/a is empty, and would select every pod',
  ],
  [
    'containers of one name',
    deployment({ containers: [container, container] }),
    'item-duplicate: `spec.template.spec.containers[1].name` of Deployment shop/a is `app`, as is that of an earlier entry',
  ],
  [
    'a mount of nothing',
    deployment({ containers: [{ ...container, volumeMounts: [{ name: 'x', mountPath: '/x' }] }] }),
    'object-refused: `spec.template.spec.containers[0].volumeMounts[0].name` of Deployment shop/a is `x`, which is no volume of the pod',
  ],
  [
    'a volume of two sources',
    deployment({ volumes: [{ name: 'x', emptyDir: {}, configMap: { name: 'c' } }] }),
    'object-refused: `spec.template.spec.volumes[0]` of Deployment shop/a has 2 sources, `configMap`, `emptyDir`, and may have one',
  ],
  [
    'a probe without a way',
    deployment({ containers: [{ ...container, livenessProbe: { periodSeconds: 1 } }] }),
    'object-refused: `spec.template.spec.containers[0].livenessProbe` of Deployment shop/a says not how to probe',
  ],
  [
    'requests beyond limits',
    deployment({
      containers: [{ ...container, resources: { limits: { cpu: '100m' }, requests: { cpu: 1 } } }],
    }),
    'object-refused: `spec.template.spec.containers[0].resources.requests.cpu` of Deployment shop/a is `1`, more than the limit `100m`',
  ],
  [
    'pods that do not start again',
    deployment({ restartPolicy: 'Never' }),
    'value-not-allowed: `spec.template.spec.restartPolicy` of Deployment shop/a is `Never`, and must be `Always` here',
  ],
  [
    'no containers',
    deployment({ containers: [] }),
    'size-out-of-range: `spec.template.spec.containers` of Deployment shop/a is empty, and must have at least 1',
  ],
  [
    'a Service without ports',
    service({ selector: { app: 'a' } }),
    'field-required: `spec.ports` of Service shop/a is not there or empty, and is required',
  ],
  [
    'a port without a name beside another',
    service({ ports: [{ port: 80, name: 'http' }, { port: 81 }] }),
    'field-required: `spec.ports[1].name` of Service shop/a is not there, and each of several ports needs one',
  ],
  [
    'a port twice',
    service({
      ports: [
        { port: 80, name: 'a' },
        { port: 80, name: 'b' },
      ],
    }),
    'item-duplicate: `spec.ports[1].port` of Service shop/a is `80/TCP`, as is that of an earlier entry',
  ],
  [
    'an unknown type',
    service({ type: 'Loadbalancer', ports: [{ port: 80 }] }),
    'value-not-allowed: `spec.type` of Service shop/a is `Loadbalancer`, which is none of `ClusterIP`, `ExternalName`, `LoadBalancer`, `NodePort`',
  ],
  [
    'a block that is no CIDR',
    networkPolicy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0' } }] }] }),
    'object-refused: `spec.ingress[0].from[0].ipBlock.cidr` of NetworkPolicy shop/a is `10.0.0.0`, which is no CIDR',
  ],
  [
    'ports that end before they begin',
    networkPolicy({ egress: [{ ports: [{ port: 90, endPort: 80 }] }] }),
    'object-refused: `spec.egress[0].ports[0].endPort` of NetworkPolicy shop/a is `80`, before `port` 90',
  ],
  [
    'a Job that would start again for ever',
    cronJob({}, { restartPolicy: 'Always' }),
    'value-not-allowed: `spec.jobTemplate.spec.template.spec.restartPolicy` of CronJob shop/a is `Always`, and must be `OnFailure` or `Never` here',
  ],
  [
    'a schedule that is none',
    cronJob({ schedule: 'nightly' }),
    'object-refused: `spec.schedule` of CronJob shop/a is `nightly`, which is no schedule',
  ],
  [
    'a key that is none',
    named('v1', 'ConfigMap', { data: { 'a b': 'c' } }),
    'object-refused: `data["a b"]` of ConfigMap shop/a has the key `a b`, which is none that a key may be',
  ],
  [
    'plain text in the place of base64',
    named('v1', 'Secret', { data: { a: 'secret!' } }),
    'format-invalid: `data.a` of Secret shop/a is no base64',
  ],
  [
    'fewer replicas at most than at least',
    named('autoscaling/v2', 'HorizontalPodAutoscaler', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'a' }, minReplicas: 3, maxReplicas: 2 },
    }),
    'object-refused: `spec.maxReplicas` of HorizontalPodAutoscaler shop/a is `2`, less than `minReplicas` 3',
  ],
  [
    'a budget in two ways',
    named('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: '50%' } }),
    'object-refused: `spec` of PodDisruptionBudget shop/a has `minAvailable` and `maxUnavailable`, of which one may be there',
  ],
  [
    'a claim of nothing',
    named('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'] } }),
    'field-required: `spec.resources.requests.storage` of PersistentVolumeClaim shop/a is not there, and is required',
  ],
  [
    'a backend of an Ingress without a port',
    named('networking.k8s.io/v1', 'Ingress', {
      spec: {
        rules: [
          {
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'a' } } }],
            },
          },
        ],
      },
    }),
    'object-refused: `spec.rules[0].http.paths[0].backend.service.port` of Ingress shop/a must have a name or a number, one of them',
  ],
  [
    'a role of a wrong kind',
    named('rbac.authorization.k8s.io/v1', 'RoleBinding', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Roles', name: 'a' },
    }),
    'value-not-allowed: `roleRef.kind` of RoleBinding shop/a is `Roles`, and must be `Role` or `ClusterRole`',
  ],
  [
    'a version that is gone',
    named('policy/v1beta1', 'PodDisruptionBudget', { spec: {} }),
    'kind-not-served: PodDisruptionBudget shop/a cannot be applied: Kubernetes 1.36 serves no `PodDisruptionBudget` as `policy/v1beta1`',
  ],
])('%s is refused', (_, object, message) => {
  expect(told(object)).toEqual([`error ${message}`]);
});

test('a namespace of a kind that is in none is a warning', () => {
  expect(told(named('v1', 'Namespace', {}))).toEqual([
    'warning scope-mismatch: `metadata.namespace` of Namespace shop/a is `shop`, though a Namespace is in no namespace: the API server drops it',
  ]);
});

test('a definition that holds itself is walked as deep as its objects are', () => {
  const crd = (inner: JsonObject): KubeObject => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'limits.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Limit', plural: 'limits' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: inner } } },
        },
      ],
    },
  });
  expect(told(crd({ type: 'object' }))).toEqual([]);
  expect(told(crd({ type: 'object', propertys: {} }))).toEqual([
    'error field-unknown: `spec.versions[0].schema.openAPIV3Schema.properties.spec.propertys` of CustomResourceDefinition limits.example.com is not a known field',
  ]);
});

test('whatever an object holds, nothing breaks', () => {
  const odd: readonly unknown[] = [null, 1, 'a', [], [[null]], { a: null }, [{ a: [1] }], true];
  const kinds: readonly [string, string][] = [
    ...(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => [
      'apps/v1',
      kind,
    ]) as [string, string][]),
    ...([
      ['v1', 'Service'],
      ['v1', 'ConfigMap'],
      ['v1', 'Secret'],
      ['v1', 'Pod'],
    ] as [string, string][]),
    ...([
      ['batch/v1', 'Job'],
      ['batch/v1', 'CronJob'],
      ['v1', 'PersistentVolumeClaim'],
    ] as [string, string][]),
    ...([
      ['networking.k8s.io/v1', 'NetworkPolicy'],
      ['networking.k8s.io/v1', 'Ingress'],
    ] as [string, string][]),
    ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ];
  for (const [apiVersion, kind] of kinds) {
    for (const value of odd as readonly JsonObject[]) {
      const spec = {
        ports: value,
        template: { spec: value },
        selector: value,
        rules: value,
        egress: value,
      };
      for (const rest of [
        { spec: value },
        { spec },
        { data: value, spec: { template: { spec: { containers: value, volumes: value } } } },
      ]) {
        expect(() => told(named(apiVersion, kind, rest as JsonObject))).not.toThrow();
      }
    }
  }
});
