// The package as npm would publish it, unpacked where a consumer would have it.

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');

export interface PackageJson {
  readonly version: string;
  readonly dependencies: { readonly [name: string]: string };
  readonly peerDependencies: { readonly [name: string]: string };
}

export const packageJson = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as PackageJson;

export interface Consumer {
  /** A folder whose node_modules holds the package, what it depends on and cdk8s-plus. */
  readonly folder: string;
  /** Paths of the package's files. */
  readonly files: readonly string[];
  remove(): void;
}

/** Builds and packs a copy of the repository, so that no build of the working tree is needed. */
export function packedConsumer(): Consumer {
  const base = mkdtempSync(join(tmpdir(), 'gatefork-package-'));
  const copy = join(base, 'copy');
  const folder = join(base, 'consumer');
  mkdirSync(copy);
  const left = new Set(['node_modules', '.git', 'build', 'coverage']);
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => dirname(path) !== root || !left.has(path.slice(root.length + 1)),
  });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: copy });
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts'], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename, files }] = JSON.parse(packed) as [
    { filename: string; files: { path: string }[] },
  ];
  unpack(join(copy, filename), folder);
  return {
    folder,
    files: files.map(({ path }) => path),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

function unpack(tarball: string, folder: string): void {
  const modules = join(folder, 'node_modules');
  const home = join(modules, 'gatefork');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', home]);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const { dependencies, peerDependencies } = packageJson;
  const needed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  for (const name of [...needed, 'cdk8s-plus-28', '@types/node']) {
    const place = join(modules, name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), place, 'dir');
  }
}
