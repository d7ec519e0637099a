// What a user gets from the package: its files, its types under every way of resolving them, and
// code that runs from CommonJS, from ES modules and as a command.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Consumer, packageJson, packedConsumer, root } from './packed';
import { testValidationPlugin } from './validation-plugin';

let consumer: Consumer;

beforeAll(() => {
  consumer = packedConsumer();
}, 120_000);

afterAll(() => consumer?.remove());

/** The first TypeScript of README.md: a whole app. */
const readmeApp = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1];

const coreProgram = `
import { derive, type Finding, readManifests, readSandboxes, writeManifests } from 'gatefork/core';

const baseline = readManifests('apiVersion: v1', 'shop.yaml');
const { sandboxes } = readSandboxes(readManifests('', 'pr-42.yaml').manifests);
const derived = derive({ baseline: baseline.manifests, sandboxes, config: { mesh: 'off' } });
const findings: readonly Finding[] = [...baseline.findings, ...derived.findings];
export const text: string = writeManifests(derived.sandboxes.flatMap(({ objects }) => objects));
export const codes: readonly string[] = findings.map(({ code }) => code);
`;

test('holds what runs, what explains it, and nothing else', () => {
  const { files } = consumer;
  for (const needed of [
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'bin/gatefork.js',
    'build/gatefork.js',
    'build/lib/index.js',
    'build/lib/index.d.ts',
    'build/lib/core.js',
    'build/lib/core.d.ts',
    'build/lib/vitest.mjs',
    'build/lib/vitest.d.mts',
    'docs/architecture.md',
  ]) {
    expect(files).toContain(needed);
  }
  const others = files.filter(
    (path) =>
      !/^(build\/(lib|imports)\/|build\/gatefork\.js$|bin\/|docs\/)/.test(path) &&
      !['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'].includes(path),
  );
  expect(others).toEqual([]);
  // Sources would shadow the build for tools that prefer them.
  expect(files.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
});

interface Mode {
  readonly name: string;
  readonly extension: 'ts' | 'cts' | 'mts';
  readonly options: ts.CompilerOptions;
}

const modes: readonly Mode[] = [
  {
    // What the cdk8s template asks for. TypeScript 6 still has it, and 7 will not.
    name: 'module commonjs, moduleResolution node10',
    extension: 'ts',
    options: {
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      ignoreDeprecations: '6.0',
    },
  },
  {
    name: 'node16 from CommonJS',
    extension: 'cts',
    options: {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
    },
  },
  {
    name: 'node16 from an ES module',
    extension: 'mts',
    options: {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
    },
  },
  {
    name: 'bundler',
    extension: 'ts',
    options: {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  },
];

/** Declarations of others take most of a check, so each is parsed once for all modes. */
const parsed = new Map<string, ts.SourceFile>();

function errorsOf({ name, extension, options }: Mode, texts: readonly string[]): string[] {
  const files = texts.map((text, index) => {
    const file = join(consumer.folder, `${name.replace(/\W+/g, '-')}-${index}.${extension}`);
    writeFileSync(file, text);
    return file;
  });
  const whole: ts.CompilerOptions = {
    ...options,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: ['node'],
    typeRoots: [join(consumer.folder, 'node_modules/@types')],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(whole);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, language, ...rest) => {
    if (!/node_modules.(typescript|cdk8s-plus-28|@types)/.test(file))
      return read(file, language, ...rest);
    const format = typeof language === 'object' ? language.impliedNodeFormat : undefined;
    const key = `${format} ${file}`;
    const known = parsed.get(key) ?? read(file, language, ...rest);
    if (known !== undefined) parsed.set(key, known);
    return known;
  };
  const program = ts.createProgram(files, whole, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test.each(modes)('README.md and gatefork/core type-check with $name', (mode) => {
  expect(readmeApp).toContain('new Sandbox(');
  expect(errorsOf(mode, [readmeApp ?? '', coreProgram])).toEqual([]);
});

const routeTest = `
import 'gatefork/vitest';
import { whereTo } from 'gatefork/core';
import { expect, test } from 'vitest';

const manifests = \`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  rules: [{ backendRefs: [{ name: cart, port: 80 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ port: 80 }] }
\`;

test('the cart is reached', () => {
  const outcome = whereTo(manifests, 'GET http://shop.example.com/');
  expect(outcome.outcome === 'backends' ? outcome.backends[0]?.service : '').toBe('shop/cart');
  expect(manifests).toRouteTo('GET http://shop.example.com/', { to: 'shop/cart' });
  expect(manifests).not.toRouteTo('GET http://shop.example.com/', { to: 404 });
});
`;

test.each(modes.filter(({ name }) => /ES module|bundler/.test(name)))(
  'the matcher of gatefork/vitest type-checks with $name',
  (mode) => {
    expect(errorsOf(mode, [routeTest])).toEqual([]);
    const [wrong] = errorsOf(mode, [routeTest.replace("to: 'shop/cart'", 'to: true')]);
    expect(wrong).toMatch(/'boolean' is not assignable/);
  },
);

test('vitest runs a test with the matcher, registered by its import or as a set-up file', () => {
  const program = ts.transpileModule(routeTest, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  writeFileSync(join(consumer.folder, 'imported.test.mjs'), program);
  const bare = program.replace("import 'gatefork/vitest';", '');
  expect(bare).not.toBe(program);
  writeFileSync(join(consumer.folder, 'set-up.test.mjs'), bare);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [vitest, 'run', '--root', consumer.folder, ...words], {
      cwd: consumer.folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
    });
  expect(run('imported.test.mjs')).toMatchObject({ status: 0 });
  expect(run('set-up.test.mjs').status).toBe(1);
  writeFileSync(
    join(consumer.folder, 'vitest.config.mjs'),
    "export default { test: { setupFiles: ['gatefork/vitest'] } };\n",
  );
  expect(run('set-up.test.mjs')).toMatchObject({ status: 0 });
});

test('a consumer that is wrong is told so', () => {
  const [mode] = modes;
  const wrong = `import { HttpMatch } from 'gatefork';\nHttpMatch.pathPrefix(1);\n`;
  expect(mode && errorsOf(mode, [wrong])).toEqual([
    "Argument of type 'number' is not assignable to parameter of type 'string'.",
  ]);
});

test('our declarations check on their own', () => {
  const program = ts.createProgram(
    ['index', 'core'].map((name) =>
      join(consumer.folder, `node_modules/gatefork/build/lib/${name}.d.ts`),
    ),
    {
      module: ts.ModuleKind.Node16,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      strict: true,
      noEmit: true,
    },
  );
  const ours = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file?.fileName.includes('node_modules/gatefork/'))
    .map(({ file, messageText }) => [file?.fileName, messageText]);
  expect(ours).toEqual([]);
});

function node(file: string, text: string): string {
  const path = join(consumer.folder, file);
  writeFileSync(path, text);
  return execFileSync(process.execPath, [path], { cwd: consumer.folder, encoding: 'utf8' });
}

test('runs from CommonJS and from an ES module, as one and the same package', () => {
  const print = 'console.log(typeof Sandbox, typeof HttpMatch.pathPrefix, typeof derive)';
  const expected = 'function function function\n';
  const commonjs = `const { Sandbox, HttpMatch } = require('gatefork');
const { derive } = require('gatefork/core');
${print}`;
  expect(node('run.cjs', commonjs)).toBe(expected);
  const esm = `import { HttpMatch, Sandbox } from 'gatefork';
import { derive } from 'gatefork/core';
${print}`;
  expect(node('run.mjs', esm)).toBe(expected);
  const both = `import { createRequire } from 'node:module';
import { Sandbox } from 'gatefork';
console.log(createRequire(import.meta.url)('gatefork').Sandbox === Sandbox);`;
  expect(node('both.mjs', both)).toBe('true\n');
});

test('the app of README.md writes its two files', () => {
  const compiled = ts.transpileModule(readmeApp ?? '', {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  node('app.cjs', compiled.outputText);
  const dist = join(consumer.folder, 'dist');
  expect(readFileSync(join(dist, 'pr-42.k8s.yaml'), 'utf8')).toContain('name: pr-42--');
  expect(readFileSync(join(dist, 'shop.k8s.yaml'), 'utf8')).not.toContain('pr-42');
});

test('brings the command', () => {
  const command = join(consumer.folder, 'node_modules/gatefork/bin/gatefork.js');
  const printed = execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' });
  expect(printed.trim()).toBe(packageJson.version);
});

describe('the validation plugin of cdk8s-cli', () => {
  testValidationPlugin(() => consumer.folder);
});

test('the command loads neither cdk8s nor the engine of expressions where it needs none', () => {
  const manifests = /`\n(apiVersion.*?)`/s.exec(routeTest)?.[1] ?? '';
  writeFileSync(join(consumer.folder, 'k8s.yaml'), manifests);
  const command = join(consumer.folder, 'node_modules/gatefork/bin/gatefork.js');
  const printed = node(
    'loaded.cjs',
    `process.argv = [...process.argv.slice(0, 2), 'route', '-f', 'k8s.yaml', 'http://a/', '-o', 'json'];
require(${JSON.stringify(command)});
const heavy = Object.keys(require.cache).filter((file) => /node_modules.(cdk8s|constructs|re2js)/.test(file));
console.log(heavy.length);`,
  );
  expect(printed).toMatch(/^\{"id":"1","outcome":"backends".*\n0\n$/);
});
