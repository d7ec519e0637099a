// The command as a process: bin/gatefork.js on what `npm run build` made. Skipped where nothing
// is built.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { application, folderWith, sandbox } from './folder';

const root = resolve(__dirname, '../..');
const command = join(root, 'bin/gatefork.js');
const isBuilt = existsSync(join(root, 'build/gatefork.js'));
const built = isBuilt ? describe : describe.skip;

/** More than a pipe holds. */
function large(): string {
  const names = Array.from({ length: 300 }, (_, index) => `app-${index}`);
  folderWith({
    'k8s.yaml': names.map((name) => application(name)).join('---\n'),
    'pr.yaml': sandbox('pr-1', ...names),
  });
  return `'${process.execPath}' '${command}' derive --profile istio -f k8s.yaml -s pr.yaml`;
}

built('the built command (npm run build first)', () => {
  test('a reader that goes away is no error and leaves no noise', () => {
    const line = `${large()} -q | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['apiVersion: apps/v1\n0\n', '']);
  });

  test('a large output comes through a pipe whole', () => {
    const output = execFileSync('bash', ['-c', `${large()} -q | cat`], { encoding: 'utf8' });
    expect(output.length).toBeGreaterThan(1 << 17);
    expect(output.match(/^kind: HTTPRoute$/gm)).toHaveLength(300);
    expect(output.endsWith('\n')).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is said', () => {
    const { status, stderr } = spawnSync('bash', ['-c', `${large()} -q > /dev/full`], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, 'gatefork: standard output does not fit on the disk\n']);
  });

  test('a pipe is read as a file: standard input, and what the shell substitutes', () => {
    folderWith({ 'k8s.yaml': application('cart'), 'pr.yaml': sandbox('pr-1', 'cart') });
    const derive = (words: string) =>
      execFileSync('bash', ['-c', `'${process.execPath}' '${command}' derive -q ${words}`], {
        encoding: 'utf8',
      });
    const expected = derive('-f k8s.yaml -s pr.yaml');
    expect(expected).toContain('cart-pr-1');
    expect(derive('-f - -s pr.yaml < k8s.yaml')).toBe(expected);
    expect(derive('-f <(sleep 0.1; cat k8s.yaml) -s <(cat pr.yaml)')).toBe(expected);
  });

  test('locale, time zone and colour change no byte', () => {
    folderWith({ 'k8s.yaml': application('cart'), 'pr.yaml': sandbox('pr-1', 'cart') });
    const words = [command, 'derive', '-f', 'k8s.yaml', '-s', 'pr.yaml'];
    const runs = [
      { LC_ALL: 'C', TZ: 'UTC' },
      { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu', FORCE_COLOR: '1' },
    ].map((env) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, words, {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...env },
      });
      return { status, stdout, stderr };
    });
    expect(runs[0]).toMatchObject({ status: 0 });
    expect(runs[1]).toEqual(runs[0]);
  });
});
