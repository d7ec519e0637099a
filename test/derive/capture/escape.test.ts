import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeCapture } from '../../../lib/derive/capture/escape';
import { selectorIndexOf } from '../../../lib/derive/selectors/selector-index';
import { inventoryOf } from '../../../lib/model/inventory';
import { at, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { type Labels, selectorOf, selectorText, selects } from '../../../lib/model/selector';
import { codesOf, deployment, forked, manifests, object, service } from '../fork/fork-baseline';

const podLabels = ['spec', 'template', 'metadata', 'labels'];
const cartSelector = { matchLabels: { app: 'cart' } };
const labels = { app: 'cart', tier: 'backend', version: 'v1' };

/** The fork's pod labels, our own left out, and what is said of it but for notes. */
function labelsBeside(...others: readonly KubeObject[]) {
  const found = forked([deployment({ labels }), service(), ...others]);
  const all = at(found.workload, podLabels) ?? {};
  const own = Object.entries(all).filter(([key]) => !key.startsWith('gatefork.dev/'));
  const findings = found.findings.filter(({ severity }) => severity !== 'info');
  return { ...found, findings, labels: Object.fromEntries(own) };
}

test('only the label that the Service and the Deployment ask for is changed', () => {
  expect(labelsBeside().labels).toEqual({ app: 'cart-pr-42', tier: 'backend', version: 'v1' });
});

test.each([
  ['policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: { tier: 'backend' } } }],
  ['v1', 'ReplicationController', { selector: { tier: 'backend' }, template: {} }],
  ['v1', 'ReplicationController', { template: { metadata: { labels: { tier: 'backend' } } } }],
  ['apps/v1', 'ReplicaSet', { selector: { matchLabels: { tier: 'backend' } } }],
  ['apps/v1', 'StatefulSet', { selector: { matchLabels: { tier: 'backend' } } }],
  ['apps/v1', 'DaemonSet', { selector: { matchLabels: { tier: 'backend' } } }],
  ['batch/v1', 'Job', { selector: { matchLabels: { tier: 'backend' } } }],
  ['argoproj.io/v1alpha1', 'Rollout', { selector: { matchLabels: { tier: 'backend' } } }],
  ['monitoring.coreos.com/v1', 'PodMonitor', { selector: { matchLabels: { tier: 'backend' } } }],
  ['networking.istio.io/v1', 'ServiceEntry', { workloadSelector: { labels: { tier: 'backend' } } }],
])('%s %s does not select the fork', (apiVersion, kind, spec) => {
  const found = labelsBeside(object(apiVersion, kind, spec));
  expect(found.labels).toEqual({ app: 'cart-pr-42', tier: 'backend-pr-42', version: 'v1' });
  expect(codesOf(found)).toEqual([]);
});

test('a selector of another namespace is no concern', () => {
  const budget = object('policy/v1', 'PodDisruptionBudget', {
    selector: { matchLabels: { tier: 'backend' } },
  });
  const elsewhere = { ...budget, metadata: { name: 'x', namespace: 'other' } };
  expect(labelsBeside(elsewhere).labels).toHaveProperty('tier', 'backend');
});

test('other sandboxes’ objects in the input are no baseline', () => {
  const ours = {
    ...service({ tier: 'backend' }),
    metadata: {
      name: 'cart-pr-1',
      namespace: 'shop',
      labels: { 'app.kubernetes.io/managed-by': 'gatefork', 'gatefork.dev/sandbox': 'pr-1' },
    },
  };
  const found = labelsBeside(ours);
  expect(found.labels).toHaveProperty('tier', 'backend');
  expect(found.services).toHaveLength(1);
});

test('expressions are evaluated, not compared', () => {
  const budget = (...matchExpressions: JsonObject[]) =>
    object('policy/v1', 'PodDisruptionBudget', { selector: { matchExpressions } });
  const tier = (operator: string, ...values: string[]) => ({
    key: 'tier',
    operator,
    ...(values.length > 0 ? { values } : {}),
  });
  expect(labelsBeside(budget(tier('In', 'web', 'backend'))).labels).toHaveProperty(
    'tier',
    'backend-pr-42',
  );
  expect(labelsBeside(budget(tier('In', 'web'))).labels).toHaveProperty('tier', 'backend');
  expect(labelsBeside(budget(tier('Exists'))).labels).not.toHaveProperty('tier');
  expect(labelsBeside(budget(tier('In', 'backend', 'backend-pr-42'))).labels).not.toHaveProperty(
    'tier',
  );
  expect(labelsBeside(budget(tier('NotIn', 'backend'))).labels).toHaveProperty('tier', 'backend');
  expect(labelsBeside(budget(tier('DoesNotExist'))).labels).toHaveProperty('tier', 'backend');
});

test.each([
  ['everything', {}, 'everything'],
  [
    'all but one value',
    { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] },
    'tier notin (web)',
  ],
  [
    'all without a label',
    { matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] },
    '!zone',
  ],
])('a budget over %s cannot be escaped', (_, selector, text) => {
  const found = labelsBeside(object('policy/v1', 'PodDisruptionBudget', { selector }));
  expect(codesOf(found)).toEqual(['fork-captured']);
  expect(found.findings[0]).toMatchObject({
    severity: 'error',
    message: `PodDisruptionBudget shop/one selects the pods of Deployment shop/cart-pr-42 by \`${text}\`, whatever labels they get`,
  });
  expect(found.workload).toBeUndefined();
});

test('the way out that the message names is one', () => {
  const selector = {
    matchExpressions: [{ key: 'gatefork.dev/sandbox', operator: 'DoesNotExist' }],
  };
  expect(codesOf(labelsBeside(object('policy/v1', 'PodDisruptionBudget', { selector })))).toEqual(
    [],
  );
});

test('a change that a negative selector would take is not made', () => {
  // With tier changed, or version dropped, the budget would take the fork.
  const budget = object('policy/v1', 'PodDisruptionBudget', {
    selector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['backend'] }] },
  });
  const set = object('apps/v1', 'StatefulSet', {
    selector: { matchLabels: { tier: 'backend', version: 'v1' } },
  });
  const found = labelsBeside(budget, set);
  expect(found.labels).toEqual({ app: 'cart-pr-42', tier: 'backend', version: 'v1-pr-42' });
});

test('of several labels the one goes that no policy asks for', () => {
  const set = object('apps/v1', 'StatefulSet', {
    selector: { matchLabels: { tier: 'backend', version: 'v1' } },
  });
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: { matchLabels: { tier: 'backend' } },
  });
  const found = labelsBeside(set, policy);
  expect(found.labels).toEqual({ app: 'cart-pr-42', tier: 'backend', version: 'v1-pr-42' });
  expect(found.findings).toEqual([]);
});

test('labels of injection and identity are never changed', () => {
  const mesh = { 'istio.io/rev': 'stable', ...labels };
  const set = object('apps/v1', 'StatefulSet', {
    selector: { matchLabels: { 'istio.io/rev': 'stable' } },
  });
  expect(codesOf(forked([deployment({ labels: mesh }), service(), set]))).toEqual([
    'fork-captured',
  ]);
});

test.each([
  ['networking.k8s.io/v1', 'NetworkPolicy', { podSelector: cartSelector }],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { podSelector: {}, ingress: [{ from: [{ podSelector: cartSelector }] }] },
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { podSelector: {}, egress: [{ to: [{ podSelector: cartSelector, namespaceSelector: {} }] }] },
  ],
  ['security.istio.io/v1', 'AuthorizationPolicy', { selector: cartSelector }],
  ['security.istio.io/v1', 'PeerAuthentication', { selector: cartSelector }],
  ['security.istio.io/v1', 'RequestAuthentication', { selector: cartSelector }],
  ['networking.istio.io/v1', 'Sidecar', { workloadSelector: { labels: { app: 'cart' } } }],
  [
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    { workloadSelector: { labels: { app: 'cart' } } },
  ],
  ['telemetry.istio.io/v1', 'Telemetry', { selector: cartSelector }],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin', { selector: cartSelector }],
  ['policy.linkerd.io/v1beta3', 'Server', { podSelector: cartSelector }],
  [
    'cilium.io/v2',
    'CiliumNetworkPolicy',
    { endpointSelector: { matchLabels: { 'k8s:app': 'cart' } } },
  ],
  [
    'cilium.io/v2',
    'CiliumNetworkPolicy',
    { endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { app: 'cart' } }] }] },
  ],
])('%s %s that loses the fork is known', (apiVersion, kind, spec) => {
  const found = labelsBeside(object(apiVersion, kind, spec));
  expect(codesOf(found)).toEqual([]);
  const lost = found.forked?.lost.map(({ owner, selector }) => [
    owner.object.kind,
    selectorText(selector),
  ]);
  expect(lost).toEqual([[kind, 'app=cart']]);
  expect(found.workload).toBeDefined();
});

test.each([
  ['networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {} }],
  ['networking.k8s.io/v1', 'NetworkPolicy', { podSelector: { matchLabels: { tier: 'backend' } } }],
  ['security.istio.io/v1', 'AuthorizationPolicy', {}],
  [
    'security.istio.io/v1',
    'PeerAuthentication',
    { selector: { matchLabels: { tier: 'backend' } } },
  ],
  ['networking.istio.io/v1', 'Sidecar', {}],
])('%s %s that still covers the fork is left in peace', (apiVersion, kind, spec) => {
  const found = labelsBeside(object(apiVersion, kind, spec));
  expect(found.findings).toEqual([]);
  expect(found.labels).toEqual({ app: 'cart-pr-42', tier: 'backend', version: 'v1' });
});

test('other workloads do not count the fork’s pods when they are placed', () => {
  const spread = (value: JsonObject) => ({
    ...deployment({ name: 'web', labels: { app: 'web' } }),
    spec: {
      template: {
        spec: { topologySpreadConstraints: [{ topologyKey: 'zone', labelSelector: value }] },
      },
    },
  });
  expect(labelsBeside(spread({ matchLabels: { tier: 'backend' } })).labels).toHaveProperty(
    'tier',
    'backend-pr-42',
  );
  expect(labelsBeside(spread({})).findings).toEqual([]);
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: { matchLabels: { tier: 'backend' } },
  });
  const beside = labelsBeside(spread({ matchLabels: { tier: 'backend' } }), policy);
  expect(beside.labels).toHaveProperty('tier', 'backend');
  expect(beside.findings).toEqual([]);
});

test('a term may select in namespaces by their labels', () => {
  const tierBeside = (namespaceLabels: Labels | undefined, matchLabels: Labels) => {
    const term = {
      topologyKey: 'zone',
      labelSelector: { matchLabels: { tier: 'backend' } },
      namespaceSelector: { matchLabels },
    };
    const affinity = {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    };
    const far = {
      ...deployment({ name: 'web', namespace: 'web' }),
      spec: { template: { spec: { affinity } } },
    };
    const known = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: namespaceLabels ?? {} },
    };
    return labelsBeside(far, ...(namespaceLabels === undefined ? [] : [known])).labels.tier;
  };
  expect(tierBeside({ team: 'a' }, { team: 'a' })).toBe('backend-pr-42');
  expect(tierBeside({ team: 'b' }, { team: 'a' })).toBe('backend');
  expect(tierBeside(undefined, { team: 'a' })).toBe('backend-pr-42');
  expect(tierBeside(undefined, { 'kubernetes.io/metadata.name': 'other' })).toBe('backend');
});

test('a hostile label key is a key like any other', () => {
  const hostile = JSON.parse('{"app":"cart","__proto__":"x","constructor":"y"}');
  const set = object('apps/v1', 'StatefulSet', {
    selector: { matchLabels: JSON.parse('{"__proto__":"x"}') },
  });
  const found = forked([deployment({ labels: hostile }), service(), set]);
  expect(Object.entries(at(found.workload, podLabels) ?? {})).toContainEqual([
    '__proto__',
    'x-pr-42',
  ]);
});

const key = fc.constantFrom('app', 'tier', 'zone', 'part');
const value = fc.constantFrom('a', 'b', 'a-pr-42', '');
const someLabels = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
const someExpression = fc.record({
  key,
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.array(value, { maxLength: 3 }),
});
const someSelector = fc.record({
  matchLabels: fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true }),
  matchExpressions: fc.array(someExpression, { maxLength: 3 }),
});

test('no selector that draws takes a fork, or it is named', () => {
  const law = fc.property(
    someLabels,
    fc.array(someSelector, { maxLength: 6 }),
    (pods, selectors) => {
      const budgets = selectors.map((selector) =>
        object('policy/v1', 'PodDisruptionBudget', { selector }),
      );
      const inventory = inventoryOf(manifests(budgets));
      const marks = { 'gatefork.dev/sandbox': 'pr-42' };
      const found = escapeCapture({
        over: 'pods',
        namespace: 'shop',
        labels: pods,
        marks,
        sandbox: 'pr-42',
        selectors: selectorIndexOf(inventory),
      });
      const drawn = selectors.filter((selector) =>
        selects(selectorOf(selector) ?? [], found.labels),
      );
      expect(found.captured.map(({ owner }) => at(owner.object, ['spec', 'selector']))).toEqual(
        drawn,
      );
      // What is named has no positive requirement that a change could break on its own.
      for (const selector of drawn.slice(0, selectors.length === 1 ? 1 : 0)) {
        expect(Object.keys(selector.matchLabels)).toEqual([]);
      }
      for (const [name, text] of Object.entries(found.labels)) {
        expect([pods[name], `${pods[name]}-pr-42`, 'pr-42']).toContain(text);
      }
    },
  );
  fc.assert(law, { numRuns: 500 });
});

test('a label changes only where some selector asks for it', () => {
  const law = fc.property(
    someLabels,
    fc.array(someSelector, { maxLength: 6 }),
    (pods, selectors) => {
      const budgets = selectors.map((selector) =>
        object('policy/v1', 'PodDisruptionBudget', { selector }),
      );
      const found = escapeCapture({
        over: 'pods',
        namespace: 'shop',
        labels: pods,
        marks: {},
        sandbox: 'pr-42',
        selectors: selectorIndexOf(inventoryOf(manifests(budgets))),
      });
      const asked = new Set(
        selectors.flatMap((selector) => [
          ...Object.keys(selector.matchLabels),
          ...selector.matchExpressions.map((expression) => expression.key),
        ]),
      );
      for (const changed of found.changed.keys()) expect(asked).toContain(changed);
      if (!selectors.some((selector) => selects(selectorOf(selector) ?? [], pods))) {
        expect(found.labels).toEqual(pods);
      }
    },
  );
  fc.assert(law, { numRuns: 300 });
});

test('the index finds what a walk over all selectors finds', () => {
  const law = fc.property(
    someLabels,
    fc.array(someSelector, { maxLength: 8 }),
    (pods, selectors) => {
      const budgets = selectors.map((selector) =>
        object('policy/v1', 'PodDisruptionBudget', { selector }),
      );
      const index = selectorIndexOf(inventoryOf(manifests(budgets)));
      const walked = selectors.filter((selector) => selects(selectorOf(selector) ?? [], pods));
      const found = index
        .selecting('pods', 'shop', pods)
        .map(({ owner }) => at(owner.object, ['spec', 'selector']));
      expect(found).toEqual(walked);
    },
  );
  fc.assert(law, { numRuns: 300 });
});

test('the order of the input does not matter', () => {
  const rest = [
    service(),
    { ...service({ tier: 'backend' }), metadata: { name: 'a', namespace: 'shop' } },
    object('policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: { version: 'v1' } } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: cartSelector }),
    object('security.istio.io/v1', 'AuthorizationPolicy', { selector: cartSelector }),
    deployment({ name: 'web', labels }),
    deployment({ name: 'api', labels }),
  ];
  const first = forked([deployment({ labels }), ...rest]);
  // Places in the input move with it; what is said does not.
  const textOf = ({ findings }: typeof first) =>
    findings.map(({ code, message, hint }) => ({ code, message, hint }));
  const law = fc.property(fc.shuffledSubarray(rest, { minLength: rest.length }), (objects) => {
    const again = forked([...objects, deployment({ labels })]);
    expect(textOf(again)).toEqual(textOf(first));
    expect(again.workload).toEqual(first.workload);
    expect(again.services.map(({ fork }) => fork)).toEqual(first.services.map(({ fork }) => fork));
    expect(again.used.map((manifest) => manifest.object)).toEqual(
      first.used.map((manifest) => manifest.object),
    );
  });
  expect(first.findings.length).toBeGreaterThan(2);
  fc.assert(law, { numRuns: 30 });
});
