// The house keeps its own rules: walls, sizes, pointers, documents.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
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

test('neighbours that a file of lib names are there', () => {
  const missing = sources.flatMap((path) => {
    const comments = text(path).match(/^\s*(?:\/\/|\/?\*).*$/gm) ?? [];
    const named = comments.flatMap(
      (line) => line.match(/(?<![\w/.-])(?:\.\.\/)*[\w-]+(?:\/[\w-]+)*\.m?ts\b/g) ?? [],
    );
    const places = [join(root, path, '..'), root];
    return named
      .filter((name) => !places.some((place) => existsSync(join(place, name))))
      .map((name) => `${path} -> ${name}`);
  });
  expect(missing).toEqual([]);
});

test.each([
  ['lib/routing', '| Room | What is decided there |\n'],
  ['lib/derive', '| Room | What is made there |\n'],
])('every room of %s has a row in docs/architecture.md', (house, head) => {
  const [, table = ''] = text('docs/architecture.md').split(head);
  const [rows = ''] = table.split('\n\n');
  const listed = [...rows.matchAll(/^\| ([a-z-]+)\/ \|/gm)].map(([, name]) => name);
  const folders = readdirSync(join(root, house), { withFileTypes: true });
  const rooms = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(rooms.length).toBeGreaterThan(5);
  expect(listed.sort()).toEqual(rooms.sort());
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

/** Functions of a file with the lines and parameters that they take. */
function functionsOf(path: string) {
  const file = ts.createSourceFile(path, text(path), ts.ScriptTarget.ES2023, true);
  const lineOf = (at: number) => file.getLineAndCharacterOfPosition(at).line + 1;
  const found: { place: string; lines: number; parameters: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const [first, last] = [lineOf(node.getStart()), lineOf(node.end)];
      const parameters = node.parameters.length;
      found.push({ place: `${path}:${first}`, lines: last - first + 1, parameters });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test('a function of lib fits a screen and takes at most four parameters', () => {
  const all = sources.flatMap(functionsOf);
  expect(all.length).toBeGreaterThan(500);
  expect(all.filter(({ lines, parameters }) => lines > 50 || parameters > 4)).toEqual([]);
});

test('nothing in lib asks the clock, chance, the language of the machine or its environment', () => {
  const asks = /\b(?:localeCompare|toLocale\w+|Math\.random|Date\.now|new Date\(\)|process\.env)\b/;
  // The doors ask through lib/io.ts alone, where somebody wants to know about the present.
  expect(sources.filter((path) => asks.test(text(path)))).toEqual(['lib/io.ts']);
});

test('a decision is told in at most 40 lines', () => {
  const decisions = filesBelow('docs/adr', '.md');
  expect(decisions.length).toBeGreaterThan(0);
  expect(decisions.filter((path) => text(path).split('\n').length > 41)).toEqual([]);
});

test('no test is skipped, left to do or run alone without a condition', () => {
  const bare =
    /\b(?:test|describe|it)\.(?:only|todo)\b|\b(?:test|it)\.skip\(|^\s*describe\.skip\(/m;
  expect(filesBelow('test', '.test.ts').filter((path) => bare.test(text(path)))).toEqual([]);
});

test('a test that may be skipped says where', () => {
  const silent = filesBelow('test', '.test.ts')
    .filter((path) => !path.endsWith('house.test.ts'))
    .filter((path) => /\.skipIf\(|describe\.skip\b/.test(text(path)))
    .filter((path) => !/skipped(?:\n\/\/)? (?:where|for)|console\.warn\(/i.test(text(path)));
  expect(silent).toEqual([]);
});

const lock = JSON.parse(text('package-lock.json')) as {
  readonly packages: {
    readonly [path: string]: {
      readonly resolved?: string;
      readonly optionalDependencies?: { readonly [name: string]: string };
    };
  };
};

test('the lock file holds the optional packages of every platform', () => {
  const isThere = (from: string, name: string): boolean => {
    const own = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    if (Object.hasOwn(lock.packages, own)) return true;
    return (
      from !== '' && isThere(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
    );
  };
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isThere(path, name)),
  );
  expect(missing).toEqual([]);
});

test('nothing that is committed names a machine or a registry', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
  expect(tracked.length).toBeGreaterThan(100);
  const places = ['work', 'home', 'Users', 'root', 'mnt'].join('|');
  const machine = new RegExp(`(?<![\\w.*)\\]-])/(?:${places})/\\w|\\bregistry[ =:]+https?:`);
  expect(tracked.filter((path) => machine.test(text(path)))).toEqual([]);
  const resolved = Object.values(lock.packages).flatMap(({ resolved: from }) => from ?? []);
  expect(resolved).toEqual([]);
});
