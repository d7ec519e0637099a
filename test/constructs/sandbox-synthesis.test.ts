// When and where a sandbox derives, whichever way its app is synthesized.

import { join } from 'node:path';
import { ApiObject, App, Chart, Include, Lazy, Testing, Yaml, YamlOutputType } from 'cdk8s';
import type { Construct } from 'constructs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Sandbox } from '../../lib/constructs/sandbox';
import type { KubeObject } from '../../lib/model/manifest';
import { derive } from './sandbox-fake';
import { temporaryFolder, textsIn } from './sandbox-folder';

vi.mock('../../lib/pipeline-proof', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  deriveProved: (await import('./sandbox-fake.js')).derive,
}));

// What the fake derives no API server would take; validation.test.ts is about that.
vi.mock('../../lib/pipeline-validation', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  validate: () => ({ findings: [], objects: 0, checked: 0, unchecked: new Map() }),
}));

beforeEach(() => {
  derive.mockClear();
});

const outputTypes = [
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

function deployment(scope: Construct, id: string, metadata: object = {}): ApiObject {
  const spec = {
    replicas: 3,
    template: { spec: { containers: [{ name: id, image: `${id}:1` }] } },
  };
  return new ApiObject(scope, id, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
}

function shopApp(yamlOutputType = YamlOutputType.FILE_PER_CHART) {
  const app = new App({ outdir: temporaryFolder(), yamlOutputType });
  const shop = new Chart(app, 'shop', { namespace: 'shop', labels: { team: 'shop' } });
  const cart = deployment(shop, 'cart');
  const preview = new Chart(app, 'pr-42', { namespace: 'previews' });
  return { app, shop, cart, preview };
}

function withSandbox(yamlOutputType = YamlOutputType.FILE_PER_CHART) {
  const parts = shopApp(yamlOutputType);
  const forks = [{ workload: parts.cart, image: 'cart:pr-42' }];
  return {
    ...parts,
    sandbox: new Sandbox(parts.preview, 'sandbox', { routingKey: 'pr-42', forks }),
  };
}

function namesIn(objects: readonly KubeObject[]): readonly string[] {
  return objects.map(({ metadata }) => `${metadata?.namespace ?? ''}/${metadata?.name}`);
}

describe('a synthesis', () => {
  test.each(outputTypes)('prints the fork in the chart of its sandbox, output type %i', (type) => {
    const { app, cart } = withSandbox(type);
    app.synth();
    const text = [...textsIn(app.outdir)].find(([, held]) => held.includes('cart:pr-42'));
    const fork = {
      kind: 'Deployment',
      metadata: { name: `${cart.name}-pr-42`, namespace: 'shop' },
    };
    const objects: unknown[] = Yaml.load(join(app.outdir, text?.[0] ?? ''));
    expect(objects).toContainEqual(expect.objectContaining({ kind: 'Deployment' }));
    expect(objects.at(-1)).toMatchObject(fork);
  });

  test.each(outputTypes)('leaves every byte of the baseline as it was, output type %i', (type) => {
    const { app } = withSandbox(type);
    const plain = shopApp(type).app;
    app.synth();
    plain.synth();
    const withForks = textsIn(app.outdir);
    for (const [name, text] of textsIn(plain.outdir)) {
      if (type === YamlOutputType.FILE_PER_APP) expect(withForks.get(name)).toContain(text);
      else if (text !== '') expect([name, withForks.get(name)]).toEqual([name, text]);
    }
  });

  test.each([2, 40])('derives once however many charts there are: %i', (count) => {
    const { app } = withSandbox();
    for (let index = 0; index < count; index += 1) deployment(new Chart(app, `c${index}`), 'web');
    app.synth();
    expect(derive).toHaveBeenCalledTimes(1);
    app.synthYaml();
    expect(derive).toHaveBeenCalledTimes(1);
  });

  test('renders each baseline object once, and cdk8s writes what was rendered', () => {
    const { app, shop } = withSandbox();
    const produce = vi.fn(() => 'web:1');
    const image = Lazy.any({ produce });
    new ApiObject(shop, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { image } });
    app.synth();
    expect(produce).toHaveBeenCalledTimes(1);
  });

  test('gives the same bytes again', () => {
    const { app } = withSandbox();
    app.synth();
    const first = textsIn(app.outdir);
    app.synth();
    expect(textsIn(app.outdir)).toEqual(first);
    expect(first.get('pr-42.k8s.yaml')).toContain('cart:pr-42');
  });

  test('never reads what it derived as baseline', () => {
    const { app, sandbox, cart } = withSandbox();
    app.synth();
    cart.metadata.addLabel('tier', 'web');
    app.synth();
    const [{ baseline }] = derive.mock.lastCall ?? [{ baseline: [] }];
    expect(baseline.map(({ origin }) => origin)).toEqual([
      { from: 'construct', path: 'shop/cart' },
    ]);
    expect(sandbox.derivedObjects).toHaveLength(1);
  });
});

describe('ways of synthesizing', () => {
  test('synthYaml holds the fork', () => {
    expect(withSandbox().app.synthYaml()).toContain('cart:pr-42');
  });

  test('Testing.synth and toJson of the sandbox chart hold the fork and nothing else', () => {
    const { preview, cart } = withSandbox();
    expect(namesIn(Testing.synth(preview))).toEqual([`shop/${cart.name}-pr-42`]);
    expect(namesIn(preview.toJson())).toEqual([`shop/${cart.name}-pr-42`]);
    expect(derive).toHaveBeenCalledTimes(1);
  });

  test('charts rendered one by one derive once while nothing changes', () => {
    const { app, shop, cart } = withSandbox();
    for (const chart of app.charts) chart.toJson();
    expect(derive).toHaveBeenCalledTimes(1);
    cart.metadata.addLabel('tier', 'web');
    for (const chart of app.charts) chart.toJson();
    expect(derive).toHaveBeenCalledTimes(2);
    expect(namesIn(shop.toJson())).toEqual([`shop/${cart.name}`]);
  });

  test('an app with a synth of its own may change the tree on its way', () => {
    class Growing extends App {
      override synth(): void {
        const [chart] = this.charts;
        chart?.toJson();
        if (chart !== undefined) deployment(chart, 'late', { name: 'late' });
        super.synth();
      }
    }
    const app = new Growing({ outdir: temporaryFolder() });
    const chart = new Chart(app, 'all');
    const cart = deployment(chart, 'cart', { name: 'cart' });
    new Sandbox(chart, 'sandbox', { name: 'pr-1', forks: [{ workload: cart }] });
    app.synth();
    const read = derive.mock.calls.map(([{ baseline }]) => baseline.map(({ origin }) => origin));
    const [all, late] = ['all/cart', 'all/late'].map((path) => ({ from: 'construct', path }));
    expect(read).toEqual([[all], [all, late]]);
  });
});

describe('the order of declaration', () => {
  test('does not matter', () => {
    const app = new App({ outdir: temporaryFolder() });
    const sandbox = new Sandbox(new Chart(app, 'pr-42'), 'sandbox', { name: 'pr-42' });
    const cart = deployment(new Chart(app, 'shop', { namespace: 'shop' }), 'cart');
    sandbox.addFork({ workload: cart });
    expect(app.synthYaml()).toContain(`${cart.name}-pr-42`);
  });

  test('a baseline from Include, by reference, counts the same', () => {
    const app = new App({ outdir: temporaryFolder() });
    const url = Yaml.tmp([
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' } },
      {
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }],
      },
    ]);
    new Include(new Chart(app, 'vendor'), 'files', { url });
    const forks = [
      { workload: { kind: 'Deployment', name: 'cart' } },
      { workload: { kind: 'Deployment', name: 'web' } },
    ] as const;
    new Sandbox(new Chart(app, 'pr-42', { namespace: 'previews' }), 'sandbox', {
      name: 'pr-42',
      forks,
    });
    const objects = (app.charts.at(-1)?.toJson() ?? []) as readonly KubeObject[];
    expect(namesIn(objects)).toEqual(['/cart-pr-42', '/web-pr-42']);
  });
});

describe('between two syntheses', () => {
  test('a changed lazy value is seen', () => {
    const app = new App({ outdir: temporaryFolder() });
    let tag = 'one';
    const note = Lazy.any({ produce: () => tag });
    const web = deployment(new Chart(app, 'web'), 'web', { annotations: { note } });
    new Sandbox(new Chart(app, 'pr-1'), 'sandbox', { name: 'pr-1', forks: [{ workload: web }] });
    app.synthYaml();
    tag = 'two';
    app.synthYaml();
    expect(derive).toHaveBeenCalledTimes(2);
  });

  test('a fork taken back leaves no object behind', () => {
    const { app, cart, sandbox, preview } = withSandbox();
    app.synth();
    sandbox.removeFork(cart);
    app.synth();
    expect(sandbox.node.children).toEqual([]);
    expect(preview.toJson()).toEqual([]);
    expect(textsIn(app.outdir).get('pr-42.k8s.yaml')).toBe('');
  });

  test('a sandbox taken out of the tree is gone', () => {
    const { app, preview } = withSandbox();
    app.synth();
    preview.node.tryRemoveChild('sandbox');
    expect(app.synthYaml()).not.toContain('pr-42');
    expect(derive.mock.lastCall?.[0].sandboxes).toEqual([]);
  });

  test('another sandbox at the same place starts afresh', () => {
    const { app, cart, preview } = withSandbox();
    app.synth();
    preview.node.tryRemoveChild('sandbox');
    const forks = [{ workload: cart, image: 'cart:pr-42' }];
    new Sandbox(preview, 'sandbox', { routingKey: 'pr-42', forks });
    expect(app.synthYaml()).toContain('cart:pr-42');
  });
});

describe('dependencies', () => {
  test('of and on a sandbox order its objects, synthesis after synthesis', () => {
    const { app, shop, cart, sandbox, preview } = withSandbox();
    const after = deployment(preview, 'after', { name: 'after' });
    after.addDependency(sandbox);
    sandbox.node.addDependency(deployment(preview, 'before', { name: 'before' }));
    preview.addDependency(shop);
    app.synth();
    const names = () => namesIn(preview.toJson()).map((name) => name.replace(/^.*\//, ''));
    expect(names()).toEqual(['before', `${cart.name}-pr-42`, 'after']);
    expect([...textsIn(app.outdir).keys()]).toEqual(['0000-shop.k8s.yaml', '0001-pr-42.k8s.yaml']);
    cart.metadata.addLabel('tier', 'web');
    expect(names()).toEqual(['before', `${cart.name}-pr-42`, 'after']);
    sandbox.removeFork(cart);
    expect(names()).toEqual(['before', 'after']);
  });
});

describe('what a chart stamps on objects', () => {
  test('the namespace of the sandbox chart is kept off, its labels are not', () => {
    const app = new App({ outdir: temporaryFolder() });
    const cart = deployment(new Chart(app, 'shop'), 'cart', { labels: { tier: 'web' } });
    const preview = new Chart(app, 'pr-42', {
      namespace: 'previews',
      labels: { pr: '42', tier: 'preview' },
    });
    new Sandbox(preview, 'sandbox', { name: 'pr-42', forks: [{ workload: cart }] });
    const [fork] = preview.toJson();
    expect(fork.metadata).not.toHaveProperty('namespace');
    expect(fork.metadata.labels).toMatchObject({ pr: '42', tier: 'web' });
  });

  test('names that cdk8s made are the names that forks are called after', () => {
    const { preview } = withSandbox();
    expect(namesIn(preview.toJson())[0]).toMatch(/^shop\/shop-cart-c8[0-9a-f]{6}-pr-42$/);
  });
});
