// What the API server would refuse is an error of the synthesis, at the construct that it is about.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  GateforkConfig,
  Gateway,
  HttpRoute,
  Listener,
  ReferenceGrant,
  Sandbox,
  synth,
} from '../../lib/index';
import { temporaryFolder, textsIn } from './sandbox-folder';

const group = 'gateway.networking.k8s.io/v1';

const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);

afterEach(() => said.mockClear());

const warnings = () => said.mock.calls.map(([text]) => String(text)).join('');

function shopApp() {
  const app = new App({ outdir: temporaryFolder() });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const gateway = new Gateway(shop, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'istio',
    listeners: [Listener.http()],
  });
  return { app, shop, gateway };
}

/** A plain object that nothing of ours checks when it is made. */
function misspelt(shop: Chart, extra: object = {}) {
  return new ApiObject(shop, 'route', {
    apiVersion: group,
    kind: 'HTTPRoute',
    metadata: { name: 'cart', ...extra },
    spec: { parentRefs: [{ name: 'edge' }], hostname: ['a.example.com'] },
  });
}

const refusal =
  /\[shop\/route\] field-unknown: `spec\.hostname` of HTTPRoute shop\/cart .*hostnames/;

describe.each([
  ['app.synth()', (app: App) => app.synth()],
  ['synth(app)', (app: App) => synth(app)],
  ['app.synthYaml()', (app: App) => app.synthYaml()],
])('%s', (_, synthesize) => {
  test('fails at the path of an object that the API server would refuse, and writes nothing', () => {
    const { app, shop } = shopApp();
    misspelt(shop);
    expect(() => synthesize(app)).toThrow(refusal);
    expect([...textsIn(app.outdir)]).toEqual([]);
  });

  test('succeeds with all that it would take', () => {
    const { app } = shopApp();
    expect(() => synthesize(app)).not.toThrow();
    expect(warnings()).toBe('');
  });
});

test('what a JSON patch spoils is refused too', () => {
  const { app, gateway } = shopApp();
  gateway.addJsonPatch(JsonPatch.replace('/spec/listeners/0/port', 70_000));
  expect(() => app.synth()).toThrow(
    /\[shop\/edge\] number-out-of-range: `spec\.listeners\[0\]\.port` of Gateway shop\/edge is 70000/,
  );
});

test('objects that were included are looked at as well', () => {
  const { app, shop } = shopApp();
  const file = join(temporaryFolder(), 'included.yaml');
  writeFileSync(
    file,
    `apiVersion: ${group}\nkind: GatewayClass\nmetadata: { name: c }\nspec: {}\n`,
  );
  new Include(shop, 'all', { url: file });
  expect(() => app.synth()).toThrow(/\[shop\/all\/c.*\] field-required: `spec\.controllerName`/);
});

test('an app without any construct of ours is left alone', () => {
  const app = new App({ outdir: temporaryFolder() });
  misspelt(new Chart(app, 'shop', { namespace: 'shop' }));
  expect(() => app.synth()).not.toThrow();
});

test('a chart that is rendered for a test is validated, and tells no warnings', () => {
  const chart = Testing.chart();
  new HttpRoute(chart, 'lost', { rules: [{ backends: [] }] });
  Testing.synth(chart);
  expect(warnings()).toBe('');
  misspelt(chart);
  expect(() => Testing.synth(chart)).toThrow(/\[test\/route\] field-unknown/);
});

describe('what the specification calls broken', () => {
  const lost = (settings: Parameters<GateforkConfig['set']>[0]) => {
    const { app, shop } = shopApp();
    GateforkConfig.of(app).set(settings);
    new HttpRoute(shop, 'lost', { metadata: { name: 'lost' }, rules: [{ backends: [] }] });
    app.synth();
    return warnings();
  };

  test('is a warning, once', () => {
    const text = lost({});
    expect(text.split('warning route-without-parents  shop/lost\n')).toHaveLength(2);
  });

  test.each([
    ['silent', { warnings: 'silent' }],
    ['switched off', { validate: false }],
  ] as const)('is not said where warnings are %s', (_, settings) => {
    expect(lost(settings)).toBe('');
  });

  test.each([
    ['an app without Services', false, 0],
    ['an app with one', true, 1],
  ])('a Service that is not there: %s', (_, hasService, count) => {
    const { app, shop, gateway } = shopApp();
    if (hasService) {
      new ApiObject(shop, 'other', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'other' },
        spec: { ports: [{ port: 80 }] },
      });
    }
    new HttpRoute(shop, 'cart', {
      parents: [gateway],
      rules: [{ backends: [{ name: 'cart', port: 80 }] }],
    });
    app.synth();
    expect(warnings().match(/backend-not-found/g) ?? []).toHaveLength(count);
  });

  test('is a note where somebody takes it upon himself', () => {
    const reason = 'attached by another team';
    const accept = ['route-without-parents', 'rule-without-backends'].map((code) => ({
      code: code as 'route-without-parents',
      object: 'HTTPRoute shop/lost',
      reason,
    }));
    expect(lost({ accept })).toBe('');
  });
});

describe('settings', () => {
  test('`validate: false` writes what the API server would refuse', () => {
    const { app, shop } = shopApp();
    GateforkConfig.of(app).set({ validate: false });
    misspelt(shop);
    expect(() => app.synth()).not.toThrow();
  });

  test('an annotation of the object accepts its fault', () => {
    const { app, shop } = shopApp();
    misspelt(shop, {
      annotations: { 'gatefork.dev/accept': 'field-unknown: the cluster has a CRD of its own' },
    });
    expect(() => app.synth()).not.toThrow();
  });

  test.each([
    ['1.6/standard', true],
    ['1.6/experimental', false],
  ])('under `api: %s` a field of the experimental channel is refused: %s', (api, isRefused) => {
    const { app, shop } = shopApp();
    GateforkConfig.of(app).set({ api });
    new HttpRoute(shop, 'route', {
      metadata: { name: 'cart' },
      parents: [{ name: 'edge' }],
      rules: [{ retry: { attempts: 2 }, backends: [{ name: 'cart', port: 80 }] }],
    });
    const synthesize = () => app.synth();
    if (isRefused) expect(synthesize).toThrow(/\[shop\/route\] field-experimental: /);
    else expect(synthesize).not.toThrow();
    expect(warnings()).not.toContain('field-experimental');
  });

  test('without `api` it is a warning', () => {
    const { app, shop } = shopApp();
    new HttpRoute(shop, 'route', {
      metadata: { name: 'cart' },
      parents: [{ name: 'edge' }],
      rules: [{ retry: { attempts: 2 }, backends: [{ name: 'cart', port: 80 }] }],
    });
    app.synth();
    expect(warnings()).toContain('warning field-experimental  shop/route\n');
  });

  test.each([
    [{ api: '2.0' }, /api .*`2\.0`/],
    [{ validate: 'yes' }, /validate is `yes`/],
  ])('%o is refused where it is set', (settings, message) => {
    const { app } = shopApp();
    expect(() => GateforkConfig.of(app).set(settings as never)).toThrow(message);
  });
});

test('an object that was mended between two syntheses is taken', () => {
  const { app, shop } = shopApp();
  const route = misspelt(shop);
  expect(() => app.synth()).toThrow(refusal);
  route.addJsonPatch(JsonPatch.remove('/spec/hostname'));
  expect(() => app.synth()).not.toThrow();
});

test('a fault is told once, where a sandbox stands in the tree as well', () => {
  const { app, shop } = shopApp();
  new ReferenceGrant(shop, 'grant', {
    from: [{ kind: 'HTTPRoute', namespace: 'a' }],
    to: [{ kind: 'Service' }],
  });
  const labels = { app: 'cart' };
  const cart = new ApiObject(shop, 'cart', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'cart', image: 'cart:1' }] },
      },
    },
  });
  new ApiObject(shop, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart' },
    spec: { selector: labels, ports: [{ port: 80 }] },
  });
  new Sandbox(new Chart(app, 'pr-42'), 'sandbox', {
    routingKey: 'pr-42',
    forks: [{ workload: cart, image: 'cart:2' }],
  });
  misspelt(shop);
  let message = '';
  try {
    app.synth();
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatch(refusal);
  expect(message.split('[shop/route]')).toHaveLength(2);
});
