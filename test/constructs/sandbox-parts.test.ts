// What a sandbox holds besides forks and what a fork changes besides its pod: as constructs and as
// names, refused at the call, and the same value as from a file.

import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import type { Preview } from '../../lib/index';
import {
  type ExtraObject,
  type Fork,
  GrpcRoute,
  HttpRoute,
  Sandbox,
  type SandboxProps,
  UsageError,
  type Virtual,
} from '../../lib/index';
import type { FieldPath, JsonObject, Manifest } from '../../lib/model/manifest';
import { readManifests, readSandboxes } from '../../lib/pipeline';

const cart = { kind: 'Deployment', namespace: 'shop', name: 'cart' } as const;

function sandbox(props: SandboxProps = {}): Sandbox {
  return new Sandbox(new Chart(new App(), 'previews'), 'pr-42', props);
}

function tree() {
  const app = new App();
  return { shop: new Chart(app, 'shop', { namespace: 'shop' }), previews: new Chart(app, 'pr') };
}

function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

const object = (scope: Chart, id: string, kind: string, apiVersion = 'v1') =>
  new ApiObject(scope, id, { apiVersion, kind });

test('a sandbox is what the same words of a file are', () => {
  const props = {
    routingKey: 'checkout',
    labels: { feature: 'checkout-7' },
    createdAt: '2026-01-01T00:00:00Z',
    ttl: '1d',
    virtual: [
      {
        service: { namespace: 'shop', name: 'payments' },
        to: { namespace: 'mocks', name: 'mock' },
      },
      { service: { name: 'mail' }, to: { name: 'mail-mock' }, port: 8025 },
    ],
    previews: [
      { hostname: 'pr-42.example.com', route: { kind: 'GRPCRoute', name: 'api' } as const },
      { hostname: 'pr-42-web.example.com', route: { namespace: 'shop', name: 'web' } },
    ],
    extraResources: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is filled in where it is derived
        metadata: { name: '${sandbox.name}-data', namespace: 'shop' },
        data: { key: 'value' },
      },
    ],
    forks: [
      {
        workload: cart,
        replicas: 2,
        image: 'cart:2',
        images: { proxy: 'proxy:2' },
        env: [
          { name: 'A', value: 'a', container: 'cart' },
          { name: 'B', operation: 'delete' as const },
          { name: 'C', fork: { workload: cart, expression: '{{ .Host }}' } },
        ],
        config: [
          { object: { kind: 'ConfigMap', name: 'cart' } as const, data: { a: 'b', c: null } },
          { object: { kind: 'Secret', name: 'token' } as const, use: 'other' },
        ],
        storage: 'claim' as const,
        effects: { consumers: 'suffix', schedulers: 'keep' } as const,
        serviceAccount: 'dedicated' as const,
        patch: { type: 'merge', value: { spec: { paused: false } } } as const,
      },
    ],
  };
  const text = `
apiVersion: gatefork.dev/v1alpha1
kind: Sandbox
metadata: { name: pr-42, labels: { feature: checkout-7 } }
spec:
  routingKey: checkout
  createdAt: 2026-01-01T00:00:00Z
  ttl: 1d
  forks:
    - forkOf: { kind: Deployment, namespace: shop, name: cart }
      customizations:
        replicas: 2
        images: [{ image: "cart:2" }, { container: proxy, image: "proxy:2" }]
        env:
          - { name: A, value: a, container: cart }
          - { name: B, operation: delete }
          - { name: C, valueFrom: { fork: { kind: Deployment, namespace: shop, name: cart, expression: "{{ .Host }}" } } }
        config:
          - { kind: ConfigMap, name: cart, data: { a: b, c: null } }
          - { kind: Secret, name: token, use: other }
        storage: claim
        effects: { consumers: suffix, schedulers: keep }
        serviceAccount: dedicated
        patch: { type: merge, value: { spec: { paused: false } } }
  virtual:
    - { service: { namespace: shop, name: payments }, to: { namespace: mocks, name: mock } }
    - { service: { name: mail }, to: { name: mail-mock, port: 8025 } }
  previews:
    - { hostname: pr-42.example.com, route: { kind: GRPCRoute, name: api } }
    - { hostname: pr-42-web.example.com, route: { namespace: shop, name: web } }
  extraResources:
    - apiVersion: v1
      kind: ConfigMap
      metadata: { name: "\${sandbox.name}-data", namespace: shop }
      data: { key: value }
`;
  const read = readManifests(text, 'sandbox.yaml');
  const [fromFile] = readSandboxes(read.manifests as Manifest[]).sandboxes;
  const spec = sandbox({ name: 'pr-42', ...props }).toSpec();
  expect(plain(spec)).toEqual(plain(fromFile));
  expect(spec.forks[0]?.path).toEqual(['forks', 0]);
  expect(spec.previews[1]?.path).toEqual(['previews', 1]);
});

/** Without what tells a file from a construct: origins, and the level that props do not have. */
function plain(value: unknown): unknown {
  const { origin: _, ...rest } = value as JsonObject;
  return JSON.parse(JSON.stringify(rest), (key, held: unknown) => {
    if (key !== 'path') return held;
    return (held as FieldPath).filter((step) => step !== 'spec');
  });
}

describe('constructs in the place of names', () => {
  test('Services of cdk8s-plus and ApiObjects', () => {
    const { shop, previews } = tree();
    const service = new kplus.Service(shop, 'pay', { ports: [{ port: 80 }] });
    const mock = new ApiObject(previews, 'mock', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'pay-mock', namespace: 'mocks' },
    });
    const one = new Sandbox(previews, 'pr-42').addVirtual({ service, to: mock, port: 8080 });
    expect(one.toSpec().virtual).toEqual([
      {
        service: { namespace: 'shop', name: service.name },
        to: { namespace: 'mocks', name: 'pay-mock', port: 8080 },
        path: ['virtual', 0],
      },
    ]);
  });

  test('routes, with the namespace that they get in the end', () => {
    const { shop, previews } = tree();
    const web = new HttpRoute(shop, 'web', { metadata: { name: 'web' } });
    const namespace = Lazy.any({ produce: () => 'late' });
    const api = new GrpcRoute(shop, 'api', { metadata: { name: 'api', namespace } });
    const one = new Sandbox(previews, 'pr-42')
      .addPreview({ hostname: 'a.example.com', route: web })
      .addPreview({ hostname: 'b.example.com', route: api });
    expect(one.toSpec().previews.map(({ route }) => route)).toEqual([
      { kind: 'HTTPRoute', namespace: 'shop', name: 'web' },
      { kind: 'GRPCRoute', namespace: 'late', name: 'api' },
    ]);
  });

  test('ConfigMaps and Secrets', () => {
    const { shop, previews } = tree();
    const settings = new kplus.ConfigMap(shop, 'settings', { data: { a: 'b' } });
    const secret = new kplus.Secret(shop, 'secret');
    const other = new kplus.Secret(shop, 'other');
    const config = [
      { object: settings, data: { a: 'c' } },
      { object: secret, use: other },
    ];
    const one = new Sandbox(previews, 'pr-42', { forks: [{ workload: cart, config }] });
    expect(one.toSpec().forks[0]?.config).toEqual([
      { kind: 'ConfigMap', name: settings.name, data: { a: 'c' } },
      { kind: 'Secret', name: secret.name, use: other.name },
    ]);
  });
});

describe('refused at the call, with the path', () => {
  const forkWith = (fork: object) => () =>
    sandbox({ forks: [{ workload: cart, ...(fork as Partial<Fork>) }] });
  const service = { name: 'payments' };
  const settings = { kind: 'ConfigMap', name: 'cart' };

  test.each<readonly [string, () => unknown, string]>([
    ['virtual', () => sandbox({ virtual: {} as [] }), '`virtual` is not a list'],
    [
      'an entry',
      () => sandbox({ virtual: ['x' as unknown as Virtual] }),
      'virtual[0] is the string',
    ],
    [
      'a target',
      () => sandbox({ virtual: [{ service } as Virtual] }),
      'virtual[0].to.name is missing',
    ],
    [
      'a port',
      () => sandbox({ virtual: [{ service, to: service, port: 0 }] }),
      'virtual[0].to.port is 0; use a port',
    ],
    [
      'a word',
      () => sandbox({ virtual: [{ service, to: service, prot: 80 } as Virtual] }),
      'virtual[0].prot is not a known field',
    ],
    [
      'a preview',
      () => sandbox({ previews: [{ route: { name: 'web' } } as Preview] }),
      'previews[0].hostname is missing',
    ],
    [
      'a route',
      () => sandbox({ previews: [{ hostname: 'x', route: 'web' as unknown as HttpRoute }] }),
      'previews[0].route is the string `web`, not an object',
    ],
    [
      'an object',
      () => sandbox({ extraResources: [{ kind: 'ConfigMap' } as unknown as ExtraObject] }),
      'extraResources[0].apiVersion is missing',
    ],
    ['storage', forkWith({ storage: 'no' }), 'forks[0].storage is `no`'],
    ['an effect', forkWith({ effects: { cron: 'drop' } }), 'forks[0].effects.cron is not a known'],
    ['an account', forkWith({ serviceAccount: 'own' }), 'forks[0].serviceAccount is `own`'],
    ['config', forkWith({ config: {} }), 'forks[0].config is an object, not a list'],
    ['a change', forkWith({ config: [{ data: {} }] }), 'a change of `config` names no object'],
    ['no change', forkWith({ config: [{ object: settings }] }), 'has neither `data` nor `use`'],
    [
      'a Secret with values',
      forkWith({ config: [{ object: { kind: 'Secret', name: 's' }, data: { a: 'b' } }] }),
      'forks[0].config[0].data gives values to a Secret',
    ],
    ['a patch', forkWith({ patch: { type: 'yaml', value: {} } }), 'forks[0].patch.type is `yaml`'],
  ])('a wrong %s', (_, call, message) => {
    const text = refusal(call);
    expect(text).toContain('[previews/pr-42] ');
    expect(text).toContain(message);
  });

  test('constructs of another kind, and those behind which nothing stands', () => {
    const { shop, previews } = tree();
    const deployment = object(shop, 'web', 'Deployment', 'apps/v1');
    const secret = new kplus.Secret(shop, 'secret');
    const settings = new kplus.ConfigMap(shop, 'settings');
    const one = new Sandbox(previews, 'pr-42');
    const virtual = (target: unknown) => () =>
      one.addVirtual({ service, to: target } as unknown as Virtual);
    expect(refusal(virtual(deployment))).toContain('`shop/web` is a Deployment, not a Service');
    expect(refusal(virtual(shop))).toContain('no Kubernetes object stands behind `shop`');
    const preview = { hostname: 'x.example.com', route: deployment };
    expect(refusal(() => one.addPreview(preview))).toContain(
      '`shop/web` is a Deployment, not an HTTPRoute or GRPCRoute',
    );
    const config = (change: object) => () =>
      one.addFork({ workload: cart, config: [change] } as unknown as Fork);
    expect(refusal(config({ object: deployment, data: {} }))).toContain(
      'not a ConfigMap or Secret',
    );
    expect(refusal(config({ object: settings, use: secret }))).toContain(
      'a Secret cannot stand in the place of a ConfigMap',
    );
    const extra = settings as unknown as ExtraObject;
    expect(refusal(() => one.addExtraResource(extra))).toContain('which its own chart writes');
  });

  test('what was refused is not held', () => {
    const one = sandbox();
    const wrong = { service, to: { name: 'Mock' } };
    expect(refusal(() => one.addVirtual(wrong))).toContain('virtual[0].to.name is `Mock`');
    expect(refusal(() => one.addFork({ workload: cart, storage: 'x' as 'deny' }))).toContain('`x`');
    expect(one.toSpec()).toMatchObject({ forks: [], virtual: [] });
  });
});

test('lazy values are read at synthesis, and what is wrong with them is said there', () => {
  const app = new App();
  const port = Lazy.any({ produce: () => 'http' }) as unknown as number;
  const virtual = [{ service: { name: 'a' }, to: { name: 'b' }, port }];
  new Sandbox(new Chart(app, 'previews'), 'pr-42', { virtual });
  expect(() => app.synth()).toThrow(
    '[previews/pr-42] sandbox-invalid: Sandbox pr-42: virtual[0].to.port is the string `http`, not a number',
  );
});
