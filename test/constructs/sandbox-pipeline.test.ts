// Sandboxes with the deriving that users get, from constructs to files.

import { readdirSync } from 'node:fs';
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  GateforkConfig,
  Gateway,
  HttpMatch,
  HttpRoute,
  Listener,
  RouteGroup,
  Sandbox,
  synth,
} from '../../lib/index';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import { derive } from '../../lib/pipeline';
import { temporaryFolder, textsIn } from './sandbox-folder';

function baseline(app: App) {
  GateforkConfig.of(app).set({ profile: 'istio' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const cart = new kplus.Deployment(shop, 'cart', {
    containers: [{ image: 'shop/cart:1.4', portNumber: 8080 }],
  });
  const service = cart.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
  const edge = new Gateway(shop, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.http({ port: 80 })],
  });
  const route = new HttpRoute(shop, 'cart-route', {
    parents: [edge],
    hostnames: ['shop.example.com'],
    rules: [{ matches: [HttpMatch.pathPrefix('/cart')], backends: [service] }],
  });
  return { shop, cart, service, route, edge };
}

test('the baseline keeps every byte and the sandbox has a file of its own', () => {
  const [plain, app] = [
    new App({ outdir: temporaryFolder() }),
    new App({ outdir: temporaryFolder() }),
  ];
  baseline(plain);
  const { cart, service } = baseline(app);
  const preview = new Chart(app, 'pr-42');
  const sandbox = new Sandbox(preview, 'sandbox', {
    routingKey: 'pr-42',
    forks: [{ workload: cart, image: 'shop/cart:pr-42', env: { LOG_LEVEL: 'debug' } }],
  });
  plain.synth();
  app.synth();
  const { 'pr-42.k8s.yaml': ours, ...rest } = Object.fromEntries(textsIn(app.outdir));
  expect(rest).toEqual(Object.fromEntries(textsIn(plain.outdir)));
  expect(ours).toContain('image: shop/cart:pr-42');
  expect(sandbox.findings).toEqual([]);
  const objects: readonly KubeObject[] = preview.toJson();
  expect(
    objects.map(({ kind, metadata }) => `${kind} ${metadata?.namespace}/${metadata?.name}`),
  ).toEqual([
    `Deployment shop/${cart.name}-pr-42`,
    `Service shop/${service.name}-pr-42`,
    expect.stringMatching(/^HTTPRoute shop\/pr-42--shop-cart-route-c8/),
  ]);
});

test('constructs derive what the same objects give as files', () => {
  const app = new App({ outdir: temporaryFolder() });
  const { shop, cart } = baseline(app);
  const preview = new Chart(app, 'pr-42', { namespace: 'previews' });
  const forks = [{ workload: cart, image: 'shop/cart:pr-42' }];
  const sandbox = new Sandbox(preview, 'sandbox', { routingKey: 'pr-42', forks });
  const fromFiles = derive({
    baseline: shop.toJson().map((object: KubeObject, document: number): Manifest => {
      return { object, origin: { from: 'file', file: 'shop.yaml', document } };
    }),
    sandboxes: [sandbox.toSpec()],
    config: { profiles: ['istio'] },
  });
  expect(preview.toJson()).toEqual(fromFiles.sandboxes[0]?.manifests.map(({ object }) => object));
});

test('all that a sandbox may say comes out in its chart, as from files', () => {
  const app = new App({ outdir: temporaryFolder() });
  const { shop, cart, route, edge } = baseline(app);
  const config = new kplus.ConfigMap(shop, 'config', { data: { flags: '' } });
  const configMapKeyRef = { name: config.name, key: 'flags' };
  cart.containers[0]?.env.addVariable('FLAGS', { valueFrom: { configMapKeyRef } });
  const mail = new kplus.Service(shop, 'mail', { ports: [{ port: 25 }] });
  const mails = { matches: [HttpMatch.pathPrefix('/mail')], backends: [mail] };
  new HttpRoute(shop, 'mail-route', { parents: [edge], rules: [mails] });
  const preview = new Chart(app, 'pr-42', { namespace: 'previews' });
  const sandbox = new Sandbox(preview, 'sandbox', {
    ...{ routingKey: 'pr-42', labels: { feature: 'checkout-7' } },
    ...{ createdAt: new Date(Date.UTC(2026, 0, 1)), ttl: '1d' },
    forks: [{ workload: cart, config: [{ object: config, data: { flags: 'x=1' } }] }],
    virtual: [{ service: mail, to: { namespace: 'shop', name: 'mock' }, port: 8025 }],
    previews: [{ hostname: 'pr-42.example.com', route }],
    extraResources: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'mock', namespace: 'shop' },
        spec: { ports: [{ port: 8025 }] },
      },
    ],
  });
  const epic = new Chart(app, 'epic');
  const match = { label: { key: 'feature', value: 'checkout-*' } };
  const group = new RouteGroup(epic, 'group', { routingKey: 'epic', match });
  const [ours, theirs] = [preview, epic].map((chart): readonly KubeObject[] => chart.toJson());
  const fromFiles = derive({
    baseline: shop.toJson().map((object: KubeObject, document: number): Manifest => {
      return { object, origin: { from: 'file', file: 'shop.yaml', document } };
    }),
    sandboxes: [sandbox.toSpec()],
    groups: [group.toSpec()],
    config: { profiles: ['istio'] },
  });
  const written = new Map(fromFiles.sandboxes.map(({ name, objects }) => [name, objects]));
  expect(ours).toEqual(written.get('pr-42'));
  expect(theirs).toEqual(written.get('epic'));
  expect(ours?.map(({ kind }) => kind).sort()).toEqual([
    'ConfigMap',
    'Deployment',
    'HTTPRoute',
    'HTTPRoute',
    'HTTPRoute',
    'Service',
    'Service',
  ]);
  expect(theirs?.map(({ kind }) => kind)).toEqual(['HTTPRoute', 'HTTPRoute']);
  expect(ours?.[0]?.metadata?.annotations).toMatchObject({
    'gatefork.dev/expires-at': '2026-01-02T00:00:00Z',
  });
});

test('a baseline without a namespace gives a sandbox without one, wherever its chart is', () => {
  const app = new App({ outdir: temporaryFolder() });
  const chart = new Chart(app, 'all');
  const labels = { app: 'cart' };
  const containers = [{ name: 'cart', image: 'cart:1', ports: [{ containerPort: 80 }] }];
  const template = { metadata: { labels }, spec: { containers } };
  const cart = new ApiObject(chart, 'cart', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart' },
    spec: { selector: { matchLabels: labels }, template },
  });
  const ports = [{ port: 80 }];
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } };
  const backend = new ApiObject(chart, 'service', {
    ...service,
    spec: { selector: labels, ports },
  });
  const edge = new Gateway(chart, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.http({ port: 80 })],
  });
  new HttpRoute(chart, 'route', { parents: [edge], rules: [{ backends: [backend] }] });
  const preview = new Chart(app, 'previews', { namespace: 'previews' });
  new Sandbox(preview, 'pr-42', { forks: [{ workload: cart }] });
  const objects: readonly KubeObject[] = preview.toJson();
  expect(objects).toHaveLength(3);
  expect(objects.filter(({ metadata }) => metadata?.namespace !== undefined)).toEqual([]);
});

test('synth writes the same objects as app.synth', () => {
  const [stock, ours] = [
    new App({ outdir: temporaryFolder() }),
    new App({ outdir: temporaryFolder() }),
  ];
  for (const app of [stock, ours]) {
    const { cart } = baseline(app);
    new Sandbox(new Chart(app, 'pr-42'), 'sandbox', { name: 'pr-42', forks: [{ workload: cart }] });
  }
  stock.synth();
  expect(synth(ours)).toEqual(['shop.k8s.yaml', 'pr-42.k8s.yaml']);
  const documents = (app: App) =>
    [...textsIn(app.outdir).values()].map((text) =>
      parseAllDocuments(text).map((one) => one.toJS()),
    );
  expect(documents(ours)).toEqual(documents(stock));
});

test('a workload that is not there is an error at the sandbox', () => {
  const app = new App({ outdir: temporaryFolder() });
  baseline(app);
  const forks = [{ workload: { kind: 'Deployment', namespace: 'shop', name: 'crat' } as const }];
  new Sandbox(new Chart(app, 'pr-42'), 'sandbox', { name: 'pr-42', forks });
  expect(() => app.synth()).toThrow(/\[pr-42\/sandbox\] workload-not-found: .*shop\/crat/);
  expect(readdirSync(app.outdir)).toEqual([]);
});

test('an error names the prop that is wrong, as the fork spells it', () => {
  const app = new App({ outdir: temporaryFolder() });
  const { cart: workload } = baseline(app);
  const forks = [{ workload, images: { absent: 'x' } }];
  new Sandbox(new Chart(app, 'pr-42'), 'sandbox', { name: 'pr-42', forks });
  expect(() => app.synth()).toThrow(
    /\[pr-42\/sandbox\] container-not-found: .* \(forks\[0\]\.images\[0\]\); hint: /,
  );
});

test('an object that renders differently each time is written as the first time', () => {
  const files = (withSandbox: boolean) => {
    const app = new App({ outdir: temporaryFolder() });
    const shop = new Chart(app, 'shop');
    const cart = new kplus.Deployment(shop, 'cart', {
      containers: [{ image: 'shop/cart:1.4', portNumber: 8080 }],
      spread: true,
    });
    cart.exposeViaService();
    if (withSandbox) new Sandbox(new Chart(app, 'pr-42'), 'pr-42', { forks: [{ workload: cart }] });
    app.synth();
    // cdk8s renders it once more here, as it does without a sandbox.
    expect(Object.hasOwn(ApiObject.of(cart), 'toJson')).toBe(false);
    return textsIn(app.outdir).get('shop.k8s.yaml');
  };
  expect(files(true)).toBe(files(false));
});
