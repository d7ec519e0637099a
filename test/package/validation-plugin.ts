// The validation plugin as `cdk8s synth` loads it: by the package's folder, and from cdk8s-cli's own
// place for plugins, where no cdk8s is. consumer.test.ts runs these tests on the package that it made.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { baseline, shielded, unshielded } from '../plugin/shop';
import { packageJson, root } from './packed';

const main = `
const { App, Chart, Include } = require('cdk8s');
const app = new App();
new Include(new Chart(app, 'shop'), 'all', { url: 'shop.yaml' });
new Include(new Chart(app, 'pr-42'), 'edited', { url: 'edited.yaml' });
app.synth();
`;

/** Runs \`cdk8s synth\` on the shop and what is included beside it. */
function synthIn(
  folder: string,
  { edited, validation, options = [] }: { edited: string; validation: object; options?: string[] },
) {
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(join(folder, 'shop.yaml'), baseline);
  writeFileSync(join(folder, 'edited.yaml'), edited);
  const validations = [
    { class: 'GateforkValidation', version: packageJson.version, ...validation },
  ];
  const settings = { language: 'typescript', app: 'node main.js', validations };
  writeFileSync(join(folder, 'cdk8s.yaml'), JSON.stringify(settings));
  const command = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
  return spawnSync(process.execPath, [command, 'synth', ...options], {
    cwd: folder,
    env: { PATH: process.env.PATH, CDK8S_CHECK_UPGRADE: 'false', HOME: folder },
    encoding: 'utf8',
  });
}

const byFolder = { package: './node_modules/gatefork' };

/** @param folderOf the consumer's folder, once it is there */
export function testValidationPlugin(folderOf: () => string): void {
  const synth = (edited: string, validation: object, ...options: string[]) =>
    synthIn(folderOf(), { edited, validation, options });

  test('a sandbox that keeps the promises passes', () => {
    const { status, stdout } = synth(shielded, byFolder);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/Status +│ success/)]);
    expect(stdout).toMatch(/result +│ proved/);
  });

  test('one that was edited by hand fails with the path of its construct, and the request', () => {
    const { status, stdout, stderr } = synth(
      unshielded,
      byFolder,
      '--validation-reports-output-file',
      'r.json',
    );
    expect([status, stdout]).toEqual([2, expect.stringMatching(/Status +│ failure/)]);
    expect(stderr).toContain('Validation failed');
    expect(stdout).toContain('fidelity-violated');
    expect(stdout).toContain('Construct Path: pr-42/edited/pr-42--web');
    expect(stdout).toMatch(/GET http:\/\/shop\.example\.com\/\?debug=1/);
    const report: unknown = JSON.parse(readFileSync(join(folderOf(), 'r.json'), 'utf8'));
    expect(report).toMatchObject({
      reports: [{ summary: { status: 'failure', metadata: { result: 'violated' } } }],
    });
  });

  test('what the API server would refuse fails with the path of its construct', () => {
    const misspelt = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: misspelt, namespace: shop }
spec: { hostname: [a.example.com] }
`;
    const { status, stdout, stderr } = synth(`${shielded}${misspelt}`, byFolder);
    expect([status, stdout]).toEqual([2, expect.stringMatching(/Status +│ failure/)]);
    expect(stderr).toContain('Validation failed');
    expect(stdout).toContain('field-unknown');
    expect(stdout).toContain('Construct Path: pr-42/edited/misspelt');
  });

  test('nothing of ours is among what goes to standard output', () => {
    const { status, stdout, stderr } = synth(shielded, byFolder, '--stdout');
    expect([status, stderr]).toEqual([0, '']);
    // cdk8s-cli puts its report there too, before the objects.
    const words = stdout.slice(0, stdout.indexOf('apiVersion: '));
    expect(words).toMatch(/^Performing validations\n.*\nValidations ended succesfully\n$/s);
    for (const name of ['edge', 'web-pr-42', 'pr-42--web']) {
      expect(stdout).toContain(`\n  name: ${name}\n`);
    }
  });

  test('it loads from the folder of plugins by its name, where cdk8s is not', () => {
    const folder = folderOf();
    const place = join(folder, '.cdk8s/plugins/gatefork', packageJson.version, 'node_modules');
    mkdirSync(place, { recursive: true });
    cpSync(join(folder, 'node_modules/gatefork'), join(place, 'gatefork'), { recursive: true });
    for (const name of Object.keys(packageJson.dependencies)) {
      mkdirSync(dirname(join(place, name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(place, name), 'dir');
    }
    expect(readdirSync(place)).not.toContain('cdk8s');
    const byName = { package: 'gatefork', properties: { profile: 'istio' } };
    expect(synth(shielded, byName).status).toBe(0);
    const { status, stdout } = synth(unshielded, byName);
    expect([status, stdout]).toEqual([2, expect.stringContaining('under profile istio')]);
  });

  test('loading it loads no cdk8s, and the package has it beside the constructs', () => {
    const program = `
const { GateforkValidation } = require(${JSON.stringify(join(folderOf(), 'node_modules/gatefork'))});
const heavy = Object.keys(require.cache).filter((file) => /node_modules.(cdk8s|constructs)/.test(file));
console.log(typeof GateforkValidation, heavy.length, require('gatefork').GateforkValidation === GateforkValidation);`;
    const path = join(folderOf(), 'load.cjs');
    writeFileSync(path, program);
    const { stdout } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
    expect(stdout).toBe('function 0 true\n');
  });
}
