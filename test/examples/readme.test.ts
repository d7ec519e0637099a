// The YAML of README.md does what README.md says, and its requests go where it says. Its app is
// run by test/package/consumer.test.ts.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { run } from '../../lib/adapters/cli';
import type { Json, KubeObject } from '../../lib/model/manifest';
import { at, listOf } from '../../lib/model/manifest';
import { derive, readConfig, readManifests, readSandboxes, summarize } from '../../lib/pipeline';

const root = resolve(__dirname, '../..');
const home = process.cwd();

afterEach(() => process.chdir(home));

const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

function blockWith(text: string): string {
  const found = blocks.find((block) => block.includes(text));
  if (found === undefined) throw new Error(`README.md has no YAML with ${text}`);
  return found;
}

/** A part of an object, made whole enough to be read. */
function partOf(text: string): Json {
  const { manifests } = readManifests(`apiVersion: v1\nkind: Part\n${text}`, 'README.md');
  const [first] = manifests;
  return first?.object ?? null;
}

const workload = readManifests(
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: cart, image: "shop/cart:1.4" }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart-debug, namespace: shop }
spec: { selector: { app: cart-debug }, ports: [{ port: 80 }] }
`,
  'shop.yaml',
).manifests;

const route: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: {
    parentRefs: [{ name: 'edge' }],
    rules: listOf(at(partOf(blockWith('rules:\n  - matches')), ['rules'])),
  },
};

test('the sandbox file and the derived route are what the command reads and writes', () => {
  const { sandboxes, findings } = readSandboxes(
    readManifests(blockWith('kind: Sandbox'), 'pr-42.yaml').manifests,
  );
  expect(findings).toEqual([]);
  const baseline = [
    ...workload,
    { object: route, origin: { from: 'construct', path: 'cart' } },
  ] as const;
  const derived = derive({ baseline, sandboxes });
  expect(derived.findings.map(({ code }) => code).sort()).toEqual([
    'carrier-support-unknown',
    'gateway-not-in-input',
  ]);
  const objects = derived.sandboxes.flatMap((one) => one.objects);
  const written = objects.find(({ kind }) => kind === 'HTTPRoute');
  const { apiVersion: _, kind: __, ...shown } = partOf(blockWith('# shield rule')) as KubeObject;
  expect(written).toMatchObject(shown);
  expect(summarize(derived.sandboxes)).toContain('shield     /cart/*, ?debug=1 -> cart-debug:80');
});

test('the settings are read without a finding', () => {
  const { manifests } = readManifests(blockWith('kind: Config'), 'gatefork.yaml');
  expect(readConfig(manifests, 'gatefork.yaml').findings).toEqual([]);
});

/** Words as a shell parts them: blanks, and quotes that keep them together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test('requests go where README.md says, and what it proves is proved', () => {
  process.chdir(root);
  const asked = [
    ...readme.matchAll(/^\$ node bin\/gatefork\.js ((?:route|verify) .*)\n((?:(?!\$|```).*\n)*)/gm),
  ];
  expect(asked.length).toBe(3);
  for (const [, command = '', printed] of asked) {
    let out = '';
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => expect(text).toBe(''),
      stdin: () => '',
    };
    expect(run(wordsOf(command), terminal, '')).toBe(0);
    expect(out).toBe(printed);
  }
});
