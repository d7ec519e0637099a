// docs/constructs.md: its samples are one app, which gives the YAML that stands below each and is
// taken by the API server; the table lists every kind, each with its construct and its version.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { kindFacts } from '../../imports/gateway-api-facts';
import * as gatefork from '../../lib/index';
import { groupOf, type KubeObject } from '../../lib/model/manifest';
import { readManifests } from '../../lib/pipeline';
import { validate } from '../../lib/pipeline-validation';
import { withDefaults } from '../../lib/routing/defaults';

const page = readFileSync(resolve(__dirname, '../../docs/constructs.md'), 'utf8');

function blocks(language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...page.matchAll(fence)].map(([, block = '']) => block);
}

const rows = [...page.matchAll(/^\| \[([^\]]+)\]\(#([a-z-]+)\) \| (.*?) \| (.*?) \|/gm)].map(
  ([, title = '', anchor, constructs = '', version = '']) => ({
    title,
    anchor,
    constructs: [...constructs.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    version,
  }),
);

const modules: Readonly<Record<string, unknown>> = { cdk8s, gatefork, 'cdk8s-plus-28': kplus };

function synthesized(): readonly KubeObject[] {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const program = `${blocks('ts').join('\n')}\nexport { app };`;
  const { outputText } = ts.transpileModule(program, { compilerOptions: options });
  const exported: { app?: cdk8s.App } = {};
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported);
  return exported.app?.charts.flatMap((chart): KubeObject[] => cdk8s.Testing.synth(chart)) ?? [];
}

const objects = synthesized();

test.each(blocks('yaml').map((text) => [/^kind: (\w+)/.exec(text)?.[1] ?? '', text] as const))(
  '%s: the YAML that is shown is what the sample gives, but for defaults',
  (kind, text) => {
    const [read] = readManifests(`apiVersion: v1\n${text}`, 'constructs.md').manifests;
    const { name } = read?.object.metadata ?? {};
    const [made, ...others] = objects.filter((one) => one.kind === kind && nameIs(one, name));
    expect(others).toEqual([]);
    const apiVersion = made?.apiVersion ?? '';
    expect(made && withDefaults(made)).toEqual(
      read && withDefaults({ ...read.object, apiVersion }),
    );
  },
);

function nameIs({ metadata }: KubeObject, name: string | undefined): boolean {
  return name !== undefined && metadata?.name === name;
}

test('every kind has a row, and its construct writes the version of the row', () => {
  const titles = rows.flatMap(({ title }) => title.split(' and '));
  expect(titles).toEqual(expect.arrayContaining(kindFacts.map(({ kind }) => kind)));
  for (const { title, constructs, version } of rows) {
    for (const name of constructs) expect(Object.keys(gatefork)).toContain(name);
    for (const kind of title.split(' and ').filter(isOfGatewayApi)) {
      const versions = objects.filter((one) => one.kind === kind).map((one) => one.apiVersion);
      expect([...new Set(versions)].map((one) => one.slice(groupOf(one).length + 1))).toEqual([
        version,
      ]);
    }
  }
});

const isOfGatewayApi = (title: string) => kindFacts.some(({ kind }) => kind === title);

test('every row has a section with a sample of each construct, and YAML', () => {
  const sections = page.split(/^## /m).slice(1);
  expect(sections.map((text) => text.split('\n', 1)[0])).toEqual(
    rows.map(({ title }) => title.charAt(0).toUpperCase() + title.slice(1)),
  );
  for (const [index, { anchor, title, constructs }] of rows.entries()) {
    expect(anchor).toBe(title.toLowerCase().replaceAll(' ', '-'));
    for (const name of constructs) expect(sections[index]).toContain(`${name}(`);
    expect(sections[index]).toContain('```yaml');
  }
});

test('the API server takes all of it', () => {
  const origin = { from: 'construct', path: 'sample' } as const;
  const { findings } = validate({
    manifests: objects.map((object) => ({ object, origin })),
    api: { version: '1.6', channel: 'experimental' },
  });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});
