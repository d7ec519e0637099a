// The `cdk8s synth` command on an app with a sandbox.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './sandbox-folder';

const root = resolve(__dirname, '../..');
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');

function project(fork: string): string {
  const folder = temporaryFolder();
  const main = `
import { ApiObject, App, Chart, YamlOutputType } from '${root}/node_modules/cdk8s';
import { Sandbox } from '${root}/lib/index';

const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_APP });
new Sandbox(new Chart(app, 'pr-42'), 'sandbox', {
  routingKey: 'pr-42',
  forks: [{ workload: { kind: 'Deployment', namespace: 'shop', name: '${fork}' }, image: 'cart:pr-42' }],
});
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const metadata = { name: 'cart' };
const labels = { app: 'cart' };
const spec = { containers: [{ name: 'cart', image: 'cart:1' }] };
new ApiObject(shop, 'deployment', {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata,
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
});
new ApiObject(shop, 'service', {
  apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 80 }] },
});
app.synth();
`;
  writeFileSync(join(folder, 'main.ts'), main);
  writeFileSync(join(folder, 'cdk8s.yaml'), `language: typescript\napp: node ${tsx} main.ts\n`);
  return folder;
}

function cdk8s(folder: string, ...options: readonly string[]) {
  const command = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', HOME: folder };
  return spawnSync(process.execPath, [command, 'synth', ...options], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

test('writes the sandbox to the folder, and the same to standard output', {
  timeout: 60_000,
}, () => {
  const folder = project('cart');
  const printed = cdk8s(folder, '--stdout');
  expect([printed.status, printed.stderr]).toEqual([
    0,
    expect.stringContaining('fork-unreachable'),
  ]);
  expect(printed.stdout).toContain('name: cart-pr-42');
  expect(cdk8s(folder).status).toBe(0);
  expect(readdirSync(join(folder, 'dist'))).toEqual(['app.k8s.yaml']);
  expect(readFileSync(join(folder, 'dist/app.k8s.yaml'), 'utf8')).toBe(printed.stdout);
});

test('fails with the path of the construct that is wrong, and writes nothing', {
  timeout: 60_000,
}, () => {
  const folder = project('crat');
  const { status, stderr } = cdk8s(folder);
  expect(status).toBe(1);
  expect(stderr).toContain('[pr-42/sandbox] workload-not-found');
  expect(readdirSync(join(folder, 'dist'))).toEqual([]);
});
