// docs/patterns.md: each sample type-checks, runs, gives the YAML that stands below it, sends requests where it
// says, and is taken by the API server; the table lists every section and every pattern.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import * as gatefork from '../../lib/index';
import { isObject, type Json, type KubeObject, type Manifest } from '../../lib/model/manifest';
import { readManifests } from '../../lib/pipeline';
import { validate } from '../../lib/pipeline-validation';
import type { OutcomeJson } from '../../lib/report/outcome-json';
import { whereTo } from '../../lib/testing/where-to';

const root = resolve(__dirname, '../..');
const page = readFileSync(resolve(root, 'docs/patterns.md'), 'utf8');
const [head = '', ...parts] = page.split(/^## /m);

interface Section {
  readonly title: string;
  readonly program: string;
  readonly yaml: readonly string[];
  readonly requests: readonly string[];
}

function blocks(text: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(fence)].map(([, block = '']) => block);
}

const [setup = ''] = blocks(head, 'ts');

const sections = parts.flatMap((part): Section[] => {
  const [program] = blocks(part, 'ts');
  if (program === undefined) return [];
  return [
    {
      title: part.split('\n', 1)[0] ?? '',
      program,
      yaml: blocks(part, 'yaml'),
      requests: blocks(part, 'text').flatMap((text) => text.trim().split('\n')),
    },
  ];
});

const modules: Readonly<Record<string, unknown>> = { cdk8s, gatefork, 'cdk8s-plus-28': kplus };

/** The objects that a sample gives, of all its charts. */
function objectsOf(program: string): readonly KubeObject[] {
  const whole = `${setup}${program}\nexport { app };`;
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(whole, { compilerOptions: options });
  const exported: { app?: cdk8s.App } = {};
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported);
  return exported.app?.charts.flatMap((chart): KubeObject[] => cdk8s.Testing.synth(chart)) ?? [];
}

function manifestsOf(objects: readonly KubeObject[]): readonly Manifest[] {
  const origin = { from: 'construct', path: 'sample' } as const;
  return objects.map((object) => ({ object, origin }));
}

/** `95% shop/cart, 5% shop/cart-next`, `301 https://…` or `404`. */
function outcomeText(outcome: OutcomeJson): string {
  if (outcome.outcome === 'redirect') return `${outcome.status} ${outcome.location}`;
  if (outcome.outcome === 'status') return `${outcome.status}`;
  if (outcome.outcome !== 'backends') return outcome.outcome;
  return outcome.backends
    .map(({ share, service }) => `${Math.round(share * 100)}% ${service}`)
    .join(', ');
}

/** What the backend sees, where a sample says so: `cart.internal/items`. */
function forwardedText(outcome: OutcomeJson): string {
  const forwarded: Json = JSON.parse(JSON.stringify(outcome)).forwarded ?? null;
  return isObject(forwarded) ? `${forwarded.host}${forwarded.path}` : '';
}

test('every section has a row in the table, and every pattern', () => {
  const linked = [...head.matchAll(/^\| \[[^\]]+\]\(#([a-z-]+)\)/gm)].map(([, anchor]) => anchor);
  const anchors = sections.map(({ title }) => {
    return title
      .toLowerCase()
      .replace(/[^a-z -]/g, '')
      .replaceAll(' ', '-');
  });
  expect([...new Set(linked)].sort()).toEqual([...anchors].sort());
  for (const name of Object.keys(gatefork.HttpPattern)) {
    expect(head).toContain(`\`HttpPattern.${name}\``);
    expect(
      sections.some(({ program }) => program.includes(`HttpPattern.${name}(`)),
      name,
    ).toBe(true);
  }
});

test('the samples are sound TypeScript', () => {
  const samples = new Map(
    sections.map(({ program }, index) => {
      return [resolve(root, `test/sample-${index}.ts`), `${setup}${program}\nexport { app };`];
    }),
  );
  const { config } = ts.readConfigFile(resolve(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const whole = { ...options, noUnusedLocals: false };
  const host = ts.createCompilerHost(whole);
  const { readFile, fileExists } = host;
  host.readFile = (file) => samples.get(file) ?? readFile(file);
  host.fileExists = (file) => samples.has(file) || fileExists(file);
  const checked = ts.createProgram([...samples.keys()], whole, host);
  const errors = [...samples.keys()].flatMap((file) =>
    ts
      .getPreEmitDiagnostics(checked, checked.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
  expect(errors).toEqual([]);
});

describe.each(sections)('$title', ({ title, program, yaml, requests }) => {
  const objects = objectsOf(program);

  test('gives the YAML that is shown', () => {
    const shown = yaml
      .flatMap((text) => text.split(/^---$/m))
      .map((text) => {
        return readManifests(`apiVersion: v1\n${text}`, 'patterns.md').manifests[0]?.object;
      });
    expect(shown.length).toBeGreaterThan(0);
    for (const part of shown) {
      const { apiVersion: _, ...expected } = part ?? {};
      const alike = objects.filter(({ kind, metadata }) => {
        return kind === part?.kind && [undefined, metadata?.name].includes(part.metadata?.name);
      });
      // What is shown without a name has parents or hosts that tell it from its kin.
      const shownOne = alike.find((object) => holds(object, expected)) ?? alike[0];
      expect(shownOne).toMatchObject(expected);
    }
  });

  test('sends requests where it says', () => {
    expect(requests.length).toBeGreaterThan(0);
    for (const line of requests) {
      const [, request = '', header, goal = '', seen] =
        /^(\S+)(?: -H '([^']+)')? -> (.*?)(?: as (\S+))?$/.exec(line) ?? [];
      const [name = '', value = ''] = header?.split(': ') ?? [];
      const gateway = gatewayFor(objects, request);
      const outcome = whereTo(objects, request, {
        ...(gateway === undefined ? {} : { gateway }),
        ...(header === undefined ? {} : { headers: { [name]: value } }),
      });
      expect(`${line.split(' -> ')[0]} -> ${outcomeText(outcome)}`).toBe(line.split(' as ')[0]);
      expect(goal).not.toBe('');
      if (seen !== undefined) expect(forwardedText(outcome)).toBe(seen);
    }
  });

  test('is taken by the API server, and nothing in it is broken', () => {
    const channel = /Timeouts/.test(title) ? 'experimental' : 'standard';
    const { findings, checked } = validate({
      manifests: manifestsOf(objects),
      api: { version: '1.6', channel },
    });
    expect(checked).toBeGreaterThan(0);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

function holds(object: KubeObject, expected: object): boolean {
  try {
    expect(object).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
}

/** The Gateway that the host is asked of, where a sample has two. */
function gatewayFor(objects: readonly KubeObject[], request: string): string | undefined {
  const gateways = objects.filter(({ kind }) => kind === 'Gateway');
  if (gateways.length < 2) return undefined;
  if (request.includes('example.net')) return 'platform/front';
  return request.includes('internal') ? 'shop/inner' : 'shop/edge';
}
