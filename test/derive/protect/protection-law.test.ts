// The law of protection, on random policies over random labels: whoever may speak to a baseline pod
// may speak to its fork and nobody else, whomever it may speak to its fork may too, and nothing
// changes between pods of the baseline. Where that cannot be, nothing is written; where the fork
// may merely do less, somebody is told.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, type Json, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { type Labels, labelsOf } from '../../../lib/model/selector';
import { deriving, gateway, route, rule, sandbox } from '../../routes';
import { mayConnect, type Pod, type World } from './network-law';

const namespaces: World['namespaces'] = {
  shop: { 'kubernetes.io/metadata.name': 'shop', team: 'shop' },
  db: { 'kubernetes.io/metadata.name': 'db', team: 'data' },
  'istio-system': { 'kubernetes.io/metadata.name': 'istio-system' },
};

const values = { app: ['a', 'b', 'c'], tier: ['front', 'back'], zone: ['x'] } as const;
const key = fc.constantFrom(...(Object.keys(values) as (keyof typeof values)[]));

const matchLabels = fc
  .uniqueArray(key, { minLength: 1, maxLength: 2 })
  .chain((keys) =>
    fc.tuple(...keys.map((one) => fc.constantFrom(...values[one]).map((value) => [one, value]))),
  )
  .map((pairs) => Object.fromEntries(pairs) as JsonObject);

const expression: fc.Arbitrary<Json> = key.chain((one) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .uniqueArray(fc.constantFrom(...values[one]), { minLength: 1 })
        .map((list) => ({ key: one, operator: 'In', values: list })),
    },
    { weight: 3, arbitrary: fc.constant({ key: one, operator: 'Exists' }) },
    {
      weight: 1,
      arbitrary: fc.constant({ key: one, operator: 'NotIn', values: [values[one][0]] }),
    },
  ),
);

const selector: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 5, arbitrary: matchLabels.map((labels) => ({ matchLabels: labels })) },
  { weight: 2, arbitrary: expression.map((one) => ({ matchExpressions: [one] })) },
);

const namespaceSelector = fc.constantFrom<JsonObject>(
  {},
  { matchLabels: { team: 'shop' } },
  { matchLabels: { 'kubernetes.io/metadata.name': 'db' } },
);

const peer = fc.record(
  { podSelector: selector, namespaceSelector },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

const ports = fc.constantFrom<Json>([{ port: 80 }], [{ port: 81 }], [{ port: 80 }, { port: 81 }]);

const rulesWith = (side: string): fc.Arbitrary<Json> =>
  fc.array(
    fc.record(
      { [side]: fc.array(peer, { minLength: 1, maxLength: 2 }), ports },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Json>,
    { maxLength: 2 },
  );

const networkPolicy = fc
  .record({
    namespace: fc.constantFrom('shop', 'shop', 'db'),
    podSelector: selector,
    policyTypes: fc.constantFrom<readonly string[]>(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    ingress: rulesWith('from'),
    egress: rulesWith('to'),
  })
  .map(({ namespace, ...spec }) => ({
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
    namespace,
    spec,
  }));

const source = fc.constantFrom<JsonObject>(
  { principals: ['cluster.local/ns/shop/sa/a'] },
  { namespaces: ['shop'] },
  { namespaces: ['db'] },
);

const authorizationPolicy = fc
  .record({
    namespace: fc.constantFrom('shop', 'shop', 'db', 'istio-system'),
    spec: fc.record(
      {
        selector: matchLabels.map((labels) => ({ matchLabels: labels })),
        action: fc.constantFrom('ALLOW', 'DENY'),
        rules: fc.array(
          fc.record(
            {
              from: source.map((one) => [{ source: one }]),
              to: fc.constantFrom('80', '81').map((port) => [{ operation: { ports: [port] } }]),
            },
            { requiredKeys: [] },
          ) as fc.Arbitrary<Json>,
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<JsonObject>,
  })
  .map((one) => ({ kind: 'AuthorizationPolicy', group: 'security.istio.io', ...one }));

const policies = fc
  .array(fc.oneof({ weight: 3, arbitrary: networkPolicy }, authorizationPolicy), { maxLength: 5 })
  .map((all) =>
    all.map(
      ({ kind, group, namespace, spec }, index): KubeObject => ({
        apiVersion: `${group}/v1`,
        kind,
        metadata: { name: `p${index}`, namespace },
        spec: spec as JsonObject,
      }),
    ),
  );

const podLabels = (app: string) =>
  fc
    .record({ tier: fc.constantFrom(...values.tier), zone: fc.constant('x') }, { requiredKeys: [] })
    .map((rest): Labels => ({ app, ...rest }));

interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
}

function workloadObjects({ name, namespace, labels }: Workload): readonly KubeObject[] {
  const metadata = { name, namespace };
  const spec = { serviceAccountName: name, containers: [{ name: 'main', image: `${name}:1` }] };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: labels.app ?? '' } },
        template: { metadata: { labels }, spec },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: labels.app ?? '' }, ports: [{ port: 80 }] },
    },
  ];
}

const cluster = fc.record({
  a: podLabels('a'),
  b: podLabels('b'),
  c: fc.constantFrom('a', 'c').chain(podLabels),
  policies,
  forks: fc.constantFrom<readonly string[]>(['shop/a'], ['shop/a', 'shop/b'], ['shop/a', 'db/a']),
});

const namespaceObjects = Object.entries(namespaces).map(
  ([name, labels]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  }),
);

test('a fork speaks and is spoken to as its baseline, whatever policies there are', () => {
  let written = 0;
  let carried = 0;
  const property = fc.property(cluster, (one) => {
    const { workloads, baseline } = worldOf(one);
    const { objects, codes } = deriving(baseline, [forking(one.forks)]);
    if (objects.length === 0) return;
    written += 1;
    const pods = workloads.map(
      ({ name, namespace, labels }): Pod => ({ name, namespace, labels, account: name }),
    );
    const forkOf = forkPods(pods, objects);
    const copies = objects.filter(({ kind }) => kind.endsWith('Policy'));
    carried += copies.length > 0 ? 1 : 0;
    const before: World = { policies: one.policies, namespaces };
    const after: World = { policies: [...one.policies, ...copies], namespaces };
    for (const from of pods) {
      for (const to of pods) {
        for (const port of [80, 81]) {
          const expected = mayConnect(from, to, port, before);
          for (const source of [from, forkOf(from)]) {
            for (const target of [to, forkOf(to)]) {
              const actual = mayConnect(source, target, port, after);
              const asked = `${nameOf(source)} -> ${nameOf(target)}:${port}`;
              const isFork = source !== from || target !== to;
              const isNarrowed = isFork && codes.includes('policy-narrowed');
              if (isNarrowed && !actual) continue;
              expect(`${asked} ${actual}`).toBe(`${asked} ${expected}`);
            }
          }
        }
      }
    }
  });
  fc.assert(property, { numRuns: 250 });
  expect(written).toBeGreaterThan(120);
  expect(carried).toBeGreaterThan(60);
});

type Cluster = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

function worldOf(one: Cluster) {
  const workloads: readonly Workload[] = [
    { name: 'a', namespace: 'shop', labels: one.a },
    { name: 'b', namespace: 'shop', labels: one.b },
    { name: 'a', namespace: 'db', labels: one.c },
  ];
  const baseline = [
    ...namespaceObjects,
    gateway(),
    route('r', [rule('/', 'a'), rule('/b', 'b')]),
    ...workloads.flatMap(workloadObjects),
    ...one.policies,
  ];
  return { workloads, baseline };
}

test('what is written and said of policies does not depend on the order of the input', () => {
  const property = fc.property(cluster, (one) => {
    const { baseline } = worldOf(one);
    const [there, back] = [baseline, [...baseline].reverse()].map((objects) => {
      const { objects: written, findings } = deriving(objects, [forking(one.forks)]);
      return { written, messages: findings.map(({ message }) => message) };
    });
    expect(back).toEqual(there);
  });
  fc.assert(property, { numRuns: 60 });
});

function nameOf({ name, namespace }: Pod): string {
  return `${namespace}/${name}`;
}

function forking(names: readonly string[]): SandboxSpec {
  const own = names.flatMap((text) => {
    const [namespace = '', name = ''] = text.split('/');
    return sandbox('pr-42', [name], { namespace }).forks;
  });
  return { ...sandbox('pr-42', []), forks: own };
}

/** What stands in for each pod: its fork, or itself where it has none. */
function forkPods(pods: readonly Pod[], objects: readonly KubeObject[]): (pod: Pod) => Pod {
  const forks = new Map(
    pods.flatMap((pod): [Pod, Pod][] => {
      const fork = objects.find(
        ({ kind, metadata }) =>
          kind === 'Deployment' &&
          metadata?.name === `${pod.name}-pr-42` &&
          metadata.namespace === pod.namespace,
      );
      if (fork === undefined) return [];
      const labels = labelsOf(at(fork.spec, ['template', 'metadata', 'labels']));
      return [[pod, { ...pod, name: `${pod.name}-pr-42`, labels }]];
    }),
  );
  return (pod) => forks.get(pod) ?? pod;
}
