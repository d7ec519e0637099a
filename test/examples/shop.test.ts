// The example shop: dist/ is what it renders, sandboxes leave the baseline alone, and the command
// gives the objects that the constructs give.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'cdk8s';
import { afterAll, expect, test } from 'vitest';
import { baseline, shop } from '../../examples/shop/shop';
import { run } from '../../lib/adapters/cli';
import { summarizeSandboxes } from '../../lib/index';
import { isOurs } from '../../lib/model/marks';
import { readManifests } from '../../lib/pipeline';

const root = resolve(__dirname, '../..');
const dist = join(root, 'dist');
const sandboxNames = ['gift-cards', 'new-search'];
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function rendered(build: (app: App) => void): { app: App; files: Map<string, string> } {
  const outdir = mkdtempSync(join(tmpdir(), 'gatefork-shop-'));
  folders.push(outdir);
  const app = new App({ outdir });
  build(app);
  app.synth();
  return { app, files: filesIn(outdir) };
}

function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const whole = rendered(shop);
const isSandboxFile = (name: string) => sandboxNames.includes(name.replace('.k8s.yaml', ''));

test('dist/ holds what the example renders: run `npm run synth` where it does not', () => {
  const held = filesIn(dist);
  const names = new Set([...held.keys(), ...whole.files.keys()]);
  expect([...names].filter((name) => held.get(name) !== whole.files.get(name))).toEqual([]);
});

test('the baseline is byte for byte what it is without the sandboxes', () => {
  const alone = rendered(baseline).files;
  const beside = [...whole.files].filter(([name]) => !isSandboxFile(name));
  expect(new Map(beside)).toEqual(alone);
  expect(alone.size).toBe(whole.files.size - sandboxNames.length);
});

test.each(sandboxNames)('all that %s adds is marked, and nothing of the baseline is', (name) => {
  for (const [file, text] of whole.files) {
    const { manifests, findings } = readManifests(text, file);
    expect(findings).toEqual([]);
    expect(manifests.length).toBeGreaterThan(0);
    for (const { object } of manifests) expect(isOurs(object)).toBe(isSandboxFile(file));
    if (file !== `${name}.k8s.yaml`) continue;
    for (const { object } of manifests) {
      expect(object.metadata?.labels?.['gatefork.dev/sandbox']).toBe(name);
    }
  }
});

test('both sandboxes need shields', () => {
  const [giftCards = '', newSearch = ''] = summarizeSandboxes(whole.app).split('\n\n');
  expect(giftCards).toContain('shield     /cart/*, x-shop-beta: on -> cart-canary:80');
  expect(giftCards).toContain('shield     /*, ?page=orders -> RequestRedirect');
  expect(newSearch).toContain('shield     /products/*, ?view=similar -> recommendations:80');
});

test('the command derives the same objects from the rendered baseline and sandbox files', () => {
  const baselineFiles = [...whole.files.keys()].filter((name) => !isSandboxFile(name));
  const printed = derived([
    ...baselineFiles.flatMap((name) => ['-f', join(dist, name)]),
    ...['-s', join(root, 'examples/shop/sandboxes')],
  ]);
  const constructed = sandboxNames.map((name) => `${name}.k8s.yaml`);
  const texts = constructed.map((file) => whole.files.get(file) ?? '');
  expect(objectsOf(printed)).toEqual(texts.flatMap(objectsOf));
});

test('the command leaves out what sandboxes added to the folder before', () => {
  const sandboxes = ['-s', join(root, 'examples/shop/sandboxes')];
  const files = [...whole.files.keys()].filter((name) => !isSandboxFile(name));
  const named = derived([...files.flatMap((name) => ['-f', join(dist, name)]), ...sandboxes]);
  expect(derived(['-f', dist, ...sandboxes])).toBe(named);
});

function derived(args: readonly string[]): string {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    stdin: () => '',
  };
  expect(run(['derive', ...args], terminal, '0'), err).toBe(0);
  return out;
}

function objectsOf(text: string): unknown[] {
  return readManifests(text, 'printed.yaml').manifests.map(({ object }) => object);
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const kubectl = hasKubectl();
if (!kubectl) console.warn('kubectl is not installed: its reading of dist/ is not tested');

test.skipIf(!kubectl).each([...whole.files.keys()])('kubectl reads %s', (name) => {
  const args = ['annotate', '--local', '-f', join(dist, name), 'checked=yes', '-o', 'yaml'];
  const printed = execFileSync('kubectl', args, { encoding: 'utf8' });
  const theirs = objectsOf(printed);
  expect(theirs).toHaveLength(objectsOf(whole.files.get(name) ?? '').length);
});
