// `synth(app)` against `app.synth()`: the same files, the same objects in the same order.

import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, type AppProps, Chart, JsonPatch, Lazy, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { synth } from '../../lib/constructs/synth';
import { temporaryFolder, textsIn } from './sandbox-folder';

const outputTypes = [
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

/** Documents as text of keys and values in order, so that the order of keys counts. */
function contents(root: string): ReadonlyMap<string, unknown> {
  const files = [...textsIn(root)].map(([file, text]): [string, unknown] => {
    if (file.endsWith('.json')) return [file, text];
    const documents = parseAllDocuments(text, { version: '1.1' });
    return [file, documents.map((document) => JSON.stringify(document.toJS()))];
  });
  return new Map(files);
}

function object(scope: Construct, id: string, name?: string): ApiObject {
  const metadata = name === undefined ? {} : { name };
  const data = { zeta: id, alpha: 'no', list: ['1e3', '0o12', ''], n: 1.5 };
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}

/** Builds the same tree twice, writes one by cdk8s and one by us. */
function bothWays(build: (app: App) => void, props: AppProps) {
  const [theirs, ours] = [0, 1].map(() => {
    const app = new App({ ...props, outdir: temporaryFolder() });
    build(app);
    return app;
  }) as [App, App];
  theirs.synth();
  synth(ours);
  return [contents(ours.outdir), contents(theirs.outdir)];
}

/** A tree by numbers: where each construct stands, what it is, what it depends on. */
const tree = fc.record({
  nodes: fc.array(
    fc.record({
      parent: fc.nat(),
      is: fc.constantFrom('chart', 'object', 'object', 'object', 'group'),
      id: fc.constantFrom('a', 'web', '9', '10', 'Default', 'x.y'),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  dependencies: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
  recordConstructMetadata: fc.boolean(),
});

type Tree = typeof tree extends fc.Arbitrary<infer Value> ? Value : never;

function grow(app: App, { nodes, dependencies }: Tree): void {
  const inCharts: Construct[] = [];
  nodes.forEach(({ parent, is, id }, index) => {
    const scope = inCharts[parent % (inCharts.length + 1)];
    const name = scope?.node.tryFindChild(id) === undefined ? id : `${id}${index}`;
    if (is === 'chart' || scope === undefined) {
      // cdk8s names a chart called Default like the chart around it: one file for both.
      const free = id !== 'Default' && (scope ?? app).node.tryFindChild(name) === undefined;
      inCharts.push(new Chart(scope ?? app, free ? name : `c${index}`));
    } else if (is === 'object') inCharts.push(object(scope, name, `o-${index}`));
    else inCharts.push(new Construct(scope, name));
  });
  for (const [from, to] of dependencies) {
    const [source, target] = [inCharts[from % inCharts.length], inCharts[to % inCharts.length]];
    if (source !== undefined && target !== undefined && source !== target) {
      source.node.addDependency(target);
    }
  }
}

/** What cdk8s refuses for a dependency cycle, or an overflow where it walks in circles. */
function isRefused(shape: Tree): boolean {
  const app = new App();
  grow(app, shape);
  try {
    app.synthYaml();
    return false;
  } catch (error) {
    expect(String(error)).toMatch(/Dependency cycle detected|Maximum call stack/);
    return true;
  }
}

describe.each(outputTypes)('output type %i', (yamlOutputType) => {
  test('random trees come out as from cdk8s', () => {
    const same = fc.property(tree, (shape) => {
      fc.pre(!isRefused(shape));
      const { recordConstructMetadata } = shape;
      const [ours, theirs] = bothWays((app) => grow(app, shape), {
        yamlOutputType,
        recordConstructMetadata,
      });
      expect(ours).toEqual(theirs);
    });
    fc.assert(same, { numRuns: 60 });
  });

  test('an app without charts, and charts without objects', () => {
    const [none, nothing] = bothWays(() => {}, { yamlOutputType, recordConstructMetadata: true });
    expect(none).toEqual(nothing);
    const [ours, theirs] = bothWays((app) => new Chart(app, 'empty'), { yamlOutputType });
    expect(ours).toEqual(theirs);
  });

  test('patches, lazy values and another extension', () => {
    const build = (app: App) => {
      const chart = new Chart(app, 'shop', { namespace: 'shop', labels: { team: 'a' } });
      const patched = object(chart, 'cart');
      patched.addJsonPatch(JsonPatch.add('/data/later', 'yes'), JsonPatch.add('/a', { b: [[]] }));
      const data = { late: Lazy.any({ produce: () => 'value' }) };
      new ApiObject(chart, 'lazy', { kind: 'Secret', apiVersion: 'v1', data });
    };
    const [ours, theirs] = bothWays(build, { yamlOutputType, outputFileExtension: '.yaml' });
    expect(ours).toEqual(theirs);
  });
});

test('what cdk8s refuses for a cycle is refused', () => {
  const cycles = fc.property(tree, (shape) => {
    fc.pre(isRefused(shape));
    const app = new App();
    grow(app, shape);
    expect(() => synth(app)).toThrow(/^Dependency cycle detected: .+ => .+/);
  });
  fc.assert(cycles, { numRuns: 30 });
});

test('a long chain and a wide dependency between charts take no time and no stack', () => {
  const app = new App({ outdir: temporaryFolder() });
  const [one, two] = [new Chart(app, 'one'), new Chart(app, 'two')];
  const chain = Array.from({ length: 12_000 }, (_, index) => object(one, `o${index}`));
  chain.forEach((link, index) => {
    const next = chain[index + 1];
    if (next !== undefined) link.addDependency(next);
  });
  for (let index = 0; index < 3000; index += 1) object(two, `o${index}`);
  two.addDependency(one);
  const start = process.cpuUsage();
  expect(synth(app)).toEqual(['0000-one.k8s.yaml', '0001-two.k8s.yaml']);
  expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
});

describe('when something is wrong', () => {
  test('every validation speaks once, and nothing is written', () => {
    const app = new App({ outdir: join(temporaryFolder(), 'dist') });
    const chart = new Chart(app, 'shop');
    const validate = vi.fn(() => ['one', 'two']);
    chart.node.addValidation({ validate });
    object(chart, 'cart').node.addValidation({ validate: () => ['three'] });
    const expected =
      'Validation failed with the following errors:\n  [shop] one\n  [shop] two\n  [shop/cart] three';
    expect(() => synth(app)).toThrow(expected);
    expect(validate).toHaveBeenCalledTimes(1);
    expect(readdirSync(join(app.outdir, '..'))).toEqual([]);
  });

  test('constructs that a validation adds are validated too', () => {
    const app = new App({ outdir: temporaryFolder() });
    const chart = new Chart(app, 'shop');
    const add = () => {
      if (chart.node.tryFindChild('late') === undefined) {
        object(chart, 'late').node.addValidation({ validate: () => ['late as well'] });
      }
      return [];
    };
    chart.node.addValidation({ validate: add });
    expect(() => synth(app)).toThrow('[shop/late] late as well');
  });

  test('an object that cannot be rendered leaves the folder as it was', () => {
    const app = new App({ outdir: temporaryFolder() });
    object(new Chart(app, 'a'), 'cart');
    new ApiObject(new Chart(app, 'b'), 'bad', { apiVersion: 'v1', kind: 'X', at: new Date(0) });
    expect(() => synth(app)).toThrow("Failed serializing construct at path 'b/bad'");
    expect(readdirSync(app.outdir)).toEqual([]);
  });

  test('two objects with one file are refused by both their paths', () => {
    const app = new App({
      outdir: temporaryFolder(),
      yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
    });
    object(new Chart(app, 'a', { namespace: 'a' }), 'cart', 'cart');
    object(new Chart(app, 'b', { namespace: 'b' }), 'cart', 'cart');
    expect(() => synth(app)).toThrow(
      /\[b\/cart\] file-overwritten: ConfigMap b\/cart \(`b\/cart`\) and ConfigMap a\/cart \(`a\/cart`\)/,
    );
    expect(readdirSync(app.outdir)).toEqual([]);
  });
});

test('two charts with one file are refused too', () => {
  const app = new App({ outdir: temporaryFolder() });
  const outer = new Chart(app, 'Default');
  new Chart(new Construct(outer, 'Default'), 'Default');
  expect(() => synth(app)).toThrow(/\[Default\/Default\/Default\] file-overwritten: .*another id/);
});

describe('files', () => {
  test('that hold their text already are left untouched; others are not ours', () => {
    const app = new App({ outdir: temporaryFolder() });
    object(new Chart(app, 'a'), 'cart');
    synth(app);
    const [file] = textsIn(app.outdir).keys();
    const path = join(app.outdir, file ?? '');
    chmodSync(path, 0o640);
    writeFileSync(join(app.outdir, 'notes.txt'), 'mine');
    const before = statSync(path);
    synth(app);
    expect(statSync(path).ino).toBe(before.ino);
    object(new Chart(app, 'b'), 'cart');
    synth(app);
    expect([...textsIn(app.outdir).keys()]).toEqual(['a.k8s.yaml', 'b.k8s.yaml', 'notes.txt']);
  });
});
