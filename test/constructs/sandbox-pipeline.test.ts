// Sandboxes with the deriving that users get, from constructs to files.

import { readdirSync } from 'node:fs';
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { Gateway, HttpMatch, HttpRoute, Listener, Sandbox, synth } from '../../lib/index';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import { derive } from '../../lib/pipeline';
import { temporaryFolder, textsIn } from './sandbox-folder';

function baseline(app: App) {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const cart = new kplus.Deployment(shop, 'cart', {
    containers: [{ image: 'shop/cart:1.4', portNumber: 8080 }],
  });
  const service = cart.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
  const edge = new Gateway(shop, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.http({ port: 80 })],
  });
  new HttpRoute(shop, 'cart-route', {
    parents: [edge],
    hostnames: ['shop.example.com'],
    rules: [{ matches: [HttpMatch.pathPrefix('/cart')], backends: [service] }],
  });
  return { shop, cart, service };
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
  });
  expect(preview.toJson()).toEqual(fromFiles.sandboxes[0]?.manifests.map(({ object }) => object));
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
