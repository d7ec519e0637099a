// The house keeps its own rules: walls, sizes, pointers, documents.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findingCodes } from '../lib/model/finding';

const root = resolve(__dirname, '..');

function filesBelow(folder: string, ending: string): string[] {
  const at = join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return filesBelow(path, ending);
    return name.endsWith(ending) ? [path] : [];
  });
}

const sources = filesBelow('lib', '.ts');
const text = (path: string) => readFileSync(join(root, path), 'utf8');

test('dependency-cruiser reads every module of lib and finds every wall whole', () => {
  const printed = execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['lib', 'imports', 'bin', '--config', '.dependency-cruiser.cjs'],
      ...['--output-type', 'json'],
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const { modules, summary } = JSON.parse(printed) as {
    modules: { source: string; dependencies: unknown[] }[];
    summary: { violations: unknown[] };
  };
  const read = new Set(modules.map(({ source }) => source));
  expect(sources.filter((path) => !read.has(path))).toEqual([]);
  // A module whose imports were not seen would pass every wall.
  const importing = sources.filter((path) => /^(import|export) .* from '/m.test(text(path)));
  const linked = new Set(
    modules.filter(({ dependencies }) => dependencies.length > 0).map(({ source }) => source),
  );
  expect(importing.filter((path) => !linked.has(path))).toEqual([]);
  expect(summary.violations).toEqual([]);
});

test('no file of lib is longer than 300 lines', () => {
  const long = sources.filter((path) => text(path).split('\n').length > 301);
  expect(long).toEqual([]);
});

test('every file of lib opens with what it holds', () => {
  const silent = sources.filter((path) => !/^(\/\/ |\/\*\*)/.test(text(path)));
  expect(silent).toEqual([]);
});

test('paths that comments and documents point to exist', () => {
  const missing: string[] = [];
  for (const path of [...sources, ...filesBelow('docs', '.md'), 'README.md']) {
    for (const [, target = ''] of text(path).matchAll(
      /(?<![\w/.-])((?:docs|lib|test|bench|examples|imports|scripts|bin)\/[\w./-]+\.(?:ts|md|js|json|yaml))/g,
    )) {
      if (!existsSync(join(root, target))) missing.push(`${path} -> ${target}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every finding has a section in docs/findings.md, and no section is left over', () => {
  const sections = [...text('docs/findings.md').matchAll(/^### `([a-z0-9-]+)`$/gm)].map(
    ([, code]) => code,
  );
  expect(sections.sort()).toEqual([...findingCodes].sort());
});

test('every finding is reported somewhere', () => {
  const all = sources
    .filter((path) => !path.endsWith('model/finding.ts'))
    .map(text)
    .join('\n');
  expect(findingCodes.filter((code) => !all.includes(`'${code}'`))).toEqual([]);
});

test('the library that the command loads never loads cdk8s', () => {
  const loaded = execFileSync(
    process.execPath,
    [
      '-e',
      "process.argv.push('gatefork', '--version'); require('./bin/gatefork.js'); console.log(Object.keys(require.cache).filter((f) => /node_modules.(cdk8s|constructs)/.test(f)).length)",
    ],
    { cwd: root, encoding: 'utf8' },
  );
  expect(loaded.trim().split('\n').at(-1)).toBe('0');
});
