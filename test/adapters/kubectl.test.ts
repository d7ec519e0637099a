// What we write is read by kubectl, offline: every YAML file of the golden cases and of dist.
// Skipped where kubectl is absent.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifests } from '../../lib/pipeline';

const root = resolve(__dirname, '../..');
const hasKubectl = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' }).status === 0;
const withKubectl = hasKubectl ? describe : describe.skip;

function written(): string[] {
  const below = (folder: string) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
          join(folder, file),
        )
      : [];
  const golden = below('test/golden').filter((file) => /\/expected\/.*\.(yaml|json)$/.test(file));
  return [...golden, ...below('dist').filter((file) => file.endsWith('.yaml'))].filter(
    // A proof is no object, nor is a validation or a help text.
    (file) => !/golden\/(?:help|(?:\w+-)?(?:verify|validate)-[^/]*)\//.test(file),
  );
}

withKubectl('kubectl (is it installed?)', () => {
  test('reads every object of every file that we write', () => {
    const files = written();
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const count = readManifests(readFileSync(join(root, file), 'utf8'), file).manifests.length;
      expect([file, count > 0]).toEqual([file, true]);
      const { status, stdout, stderr } = spawnSync(
        'kubectl',
        ['annotate', '--local', '-f', join(root, file), 'checked=yes', '-o', 'json'],
        { encoding: 'utf8', env: { PATH: process.env.PATH, KUBECONFIG: '/dev/null' } },
      );
      expect([file, status, stderr]).toEqual([file, 0, '']);
      expect([file, stdout.match(/"checked": "yes"/g)?.length]).toEqual([file, count]);
    }
  });
});
