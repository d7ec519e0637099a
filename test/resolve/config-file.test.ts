// gatefork.yaml: every setting, its default, and an error for everything else.

import { expect, test } from 'vitest';
import { defaultConfig } from '../../lib/model/config';
import type { JsonObject } from '../../lib/model/manifest';
import { readConfig } from '../../lib/resolve/config-file';
import { profileProblem } from '../../lib/resolve/settings/profile';
import { manifests } from '../routes';

const config = (spec: unknown) =>
  readConfig(
    manifests({
      apiVersion: 'gatefork.dev/v1alpha1',
      kind: 'Config',
      spec: spec as JsonObject,
    }),
    'gatefork.yaml',
  );

const messagesOf = (spec: unknown) => config(spec).findings.map(({ message }) => message);

test('every setting', () => {
  const spec = {
    keyName: 'my-key',
    carriers: ['baggage', 'tracestate', { header: 'X-Routing-Key' }],
    profile: ['istio', 'linkerd'],
    mesh: 'on',
    weights: 'keep',
    exclude: { routes: ['shop/legacy-*'], gateways: ['edge-system/public'] },
    exposure: [
      { gateway: 'edge-system/public', action: 'ignore' },
      { gateway: 'edge-system/*', action: 'warn' },
    ],
    guardrails: {
      namespaces: ['shop', 'team-*'],
      images: ['ghcr.io/shop/*'],
      patches: ['/spec/template/spec/nodeSelector'],
      extraResources: ['ConfigMap', 'postgresql.cnpg.io/Cluster'],
      replicas: 2,
      expiry: true,
    },
    accept: [
      { code: 'policy-left-behind', object: 'SecurityPolicy shop/cart', reason: 'mocked upstream' },
    ],
    otel: 'on',
    downward: false,
  };
  expect(config(spec)).toEqual({
    config: {
      keyName: 'my-key',
      carriers: [
        { type: 'baggage' },
        { type: 'tracestate' },
        { type: 'header', name: 'X-Routing-Key' },
      ],
      profiles: ['istio', 'linkerd'],
      mesh: 'on',
      weights: 'keep',
      exclude: { routes: ['shop/legacy-*'], gateways: ['edge-system/public'] },
      exposure: spec.exposure,
      guardrails: spec.guardrails,
      accept: spec.accept,
      otel: 'on',
      downward: false,
    },
    findings: [],
  });
});

const nulls = {
  ...{ keyName: null, carriers: null, preset: null, profile: null, mesh: null, weights: null },
  ...{ exclude: null, exposure: null, guardrails: null, accept: null, otel: null, downward: null },
};

test.each([[{}], [undefined], [nulls], [{ guardrails: { images: null, replicas: null } }]])(
  '%j leaves every default',
  (spec) => {
    const { config: read, findings } = config(spec);
    expect(findings).toEqual([]);
    expect({ ...defaultConfig, ...read }).toEqual(defaultConfig);
  },
);

test('one profile may stand alone, and a bare on or off is what YAML made of it', () => {
  expect(config({ profile: 'istio' }).config.profiles).toEqual(['istio']);
  expect(config({ mesh: true }).config.mesh).toBe('on');
  expect(config({ mesh: false }).config.mesh).toBe('off');
  expect(config({ otel: false }).config.otel).toBe('off');
});

test.each<readonly [unknown, string]>([
  [{ keyname: 'x' }, 'Config: spec.keyname is not a known field'],
  [{ keyName: 'Key' }, 'Config: spec.keyName is `Key`, which cannot name a member of baggage'],
  [{ keyName: 'a=b' }, 'Config: spec.keyName is `a=b`, which cannot name a member of baggage'],
  [{ keyName: '1a' }, 'Config: spec.keyName is `1a`, which cannot name a member of baggage'],
  [{ keyName: 7 }, 'Config: spec.keyName is the number `7`, not a string'],
  [{ carriers: [] }, 'Config: spec.carriers is empty'],
  [{ mesh: 'yes' }, 'Config: spec.mesh is `yes`, which is not known here'],
  [{ weights: 'all' }, 'Config: spec.weights is `all`, which is not known here'],
  [{ exclude: [] }, 'Config: spec.exclude is a list, not an object'],
  [{ exclude: { route: [] } }, 'Config: spec.exclude.route is not a known field'],
  [{ exclude: { routes: 'x' } }, 'Config: spec.exclude.routes is the string `x`, not a list'],
  [
    { exclude: { gateways: [1] } },
    'Config: spec.exclude.gateways[0] is the number `1`, not a string',
  ],
  [{ exposure: {} }, 'Config: spec.exposure is an object, not a list'],
  [{ exposure: [{ gateway: 'a/b' }] }, 'Config: spec.exposure[0].action is missing'],
  [{ exposure: [{ action: 'warn' }] }, 'Config: spec.exposure[0].gateway is missing'],
  [
    { exposure: [{ gateway: 'a/b', action: 'strip' }] },
    'Config: spec.exposure[0].action is `strip`, which is not known here',
  ],
  [
    { exposure: [{ listener: 'x', gateway: 'a/b', action: 'warn' }] },
    'Config: spec.exposure[0].listener is not a known field',
  ],
  [{ guardrails: [] }, 'Config: spec.guardrails is a list, not an object'],
  [{ guardrails: { image: [] } }, 'Config: spec.guardrails.image is not a known field'],
  [{ guardrails: { images: 'x' } }, 'Config: spec.guardrails.images is the string `x`, not a list'],
  [
    { guardrails: { patches: ['spec.template'] } },
    'Config: spec.guardrails.patches[0] is `spec.template`, no JSON pointer',
  ],
  [
    { guardrails: { extraResources: ['apps/v1/Deployment'] } },
    'Config: spec.guardrails.extraResources[0] is `apps/v1/Deployment`, no kind',
  ],
  [{ profile: 3 }, 'Config: spec.profile is the number `3`, not a string'],
  [{ profile: {} }, 'Config: spec.profile is an object, not a list'],
  [{ guardrails: { replicas: -1 } }, 'Config: spec.guardrails.replicas is -1'],
  [
    { guardrails: { expiry: 'yes' } },
    'Config: spec.guardrails.expiry is the string `yes`, not true or false',
  ],
  [
    { accept: [{ code: 'x', object: 'y', reason: 'z' }] },
    'Config: spec.accept[0].code is `x`, which no message has',
  ],
  [
    { accept: [{ code: '__proto__', object: 'y', reason: 'z' }] },
    'Config: spec.accept[0].code is `__proto__`, which no message has',
  ],
  [
    { accept: [{ code: 'policy-left-behind', reason: 'z' }] },
    'Config: spec.accept[0].object is missing',
  ],
  [
    { accept: [{ code: 'policy-left-behind', object: 'y' }] },
    'Config: spec.accept[0].reason is missing',
  ],
  [
    { accept: [{ code: 'policy-left-behind', object: 'y', reason: ' ' }] },
    'Config: spec.accept[0].reason is empty',
  ],
  [{ otel: 'always' }, 'Config: spec.otel is `always`, which is not known here'],
  [{ downward: 'on' }, 'Config: spec.downward is the string `on`, not true or false'],
])('%j is refused', (spec, message) => {
  expect(messagesOf(spec)).toContain(message);
});

test('a profile that is not known is refused, with the one that was meant', () => {
  const { findings } = config({ profile: ['istoi'] });
  expect(findings[0]?.message).toContain('spec.profile');
  expect(findings[0]?.hint).toBe('did you mean `istio`?');
  expect(profileProblem('constructor')).toBeDefined();
  expect(profileProblem('envoy-gateway')).toBeUndefined();
  expect(profileProblem('nginx')?.hint).toBe('did you mean `nginx-gateway-fabric`?');
});

test('a profile that deriving cannot honour is known to requests alone', () => {
  for (const name of ['traefik', 'haproxy-ingress', 'azure-application-gateway-for-containers']) {
    expect(profileProblem(name)?.problem).toContain('cannot be kept apart');
    expect(profileProblem(name)?.hint).toContain('use one of specification, istio');
    expect(profileProblem(name, 'route')).toBeUndefined();
  }
  expect(profileProblem('traefic', 'route')?.hint).toBe('did you mean `traefik`?');
  expect(profileProblem('__proto__', 'route')?.hint).toContain('traefik');
});

test.each([
  ['no document', []],
  ['two documents', ['Config', 'Config']],
  ['a document of another kind', ['Sandbox']],
])('a file with %s is refused', (_, kinds) => {
  const documents = manifests(
    ...kinds.map((kind) => ({ apiVersion: 'gatefork.dev/v1alpha1', kind })),
  );
  const { findings } = readConfig(documents, 'gatefork.yaml');
  expect(findings.map(({ code }) => code)).toEqual(['config-invalid']);
  expect(findings[0]?.message).toContain('gatefork.yaml');
});
