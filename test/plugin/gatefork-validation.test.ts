// The validation plugin with the context that cdk8s-cli would give it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Validation, ValidationContext } from 'cdk8s-cli/plugins';
import { GateforkValidation } from 'gatefork';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../constructs/sandbox-folder';
import { baseline, shielded, unshielded } from './shop';

/** What the plugin reports of manifests by file name. */
async function reportOn(
  texts: { readonly [name: string]: string },
  properties: object = {},
  metadata: { readonly [name: string]: { readonly path: string } } = {},
) {
  const folder = temporaryFolder();
  const files = Object.entries(texts).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const plugin: Validation = new GateforkValidation(properties);
  const context = new ValidationContext(files, 'gatefork', '0.1.0', metadata, false);
  const printed = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  await plugin.validate(context);
  for (const stream of printed) {
    expect(stream).not.toHaveBeenCalled();
    stream.mockRestore();
  }
  // The table that people see is drawn of it too.
  expect(context.report.toString()).toContain('Status');
  return { folder, ...context.report.toJson() };
}

describe('manifests that keep the promises', () => {
  test('succeed, with what was looked at', async () => {
    const { violations, summary } = await reportOn({
      'shop.k8s.yaml': baseline,
      'pr-42.k8s.yaml': shielded,
    });
    expect(violations).toEqual([]);
    expect(summary).toMatchObject({
      status: 'success',
      metadata: { result: 'proved', 'looked at': expect.stringContaining(' 1 routing key') },
    });
  });

  test('succeed where there is no sandbox among them', async () => {
    const { summary } = await reportOn({ 'shop.k8s.yaml': baseline });
    expect(summary).toMatchObject({ status: 'success', metadata: { result: 'proved' } });
  });

  test('succeed where there are none', async () => {
    expect((await reportOn({})).summary).toMatchObject({ status: 'success' });
  });
});

test('a broken promise stands at the route and the construct that break it, with the request', async () => {
  const metadata = { 'pr-42--web': { path: 'previews/edited/route' } };
  const { folder, violations, summary } = await reportOn(
    { 'shop.k8s.yaml': baseline, 'pr-42.k8s.yaml': unshielded },
    {},
    metadata,
  );
  expect(summary).toMatchObject({ status: 'failure', metadata: { result: 'violated' } });
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({
    ruleName: 'fidelity-violated',
    recommendation: expect.stringMatching(
      /^`GET http:\/\/shop\.example\.com\/\?debug=1` .*HTTPRoute shop\/pr-42--web rule 0/,
    ),
    violatingConstructs: [
      {
        resourceName: 'pr-42--web',
        constructPath: 'previews/edited/route',
        manifestPath: join(folder, 'pr-42.k8s.yaml'),
        locations: [
          expect.stringMatching(/^HTTPRoute shop\/pr-42--web spec\.rules\[0\].*, line \d+$/),
        ],
      },
      { resourceName: 'web', manifestPath: join(folder, 'shop.k8s.yaml') },
    ],
  });
});

test('a profile is proved under, and named in the summary', async () => {
  const texts = { 'shop.k8s.yaml': baseline, 'pr-42.k8s.yaml': unshielded };
  const { violations } = await reportOn(texts, { profile: 'istio' });
  expect(violations[0]?.recommendation).toMatch(/^under profile istio: /);
});

test('settings are read from the file that is named', async () => {
  const folder = temporaryFolder();
  const config = join(folder, 'settings.yaml');
  const head = 'apiVersion: gatefork.dev/v1alpha1\nkind: Config\n';
  // The key is not in baggage then, so all requests with it are keyed by nothing.
  writeFileSync(config, `${head}spec: { carriers: [{ header: x-key }] }\n`);
  const texts = { 'shop.k8s.yaml': baseline, 'pr-42.k8s.yaml': shielded };
  expect((await reportOn(texts, { config })).summary).toMatchObject({ status: 'failure' });
  writeFileSync(config, `${head}spec: { carriers: [tea] }\n`);
  const { violations } = await reportOn(texts, { config });
  expect(violations).toMatchObject([
    { ruleName: 'config-invalid', recommendation: expect.stringContaining('`tea`') },
  ]);
});

test('files that a pattern names are left out', async () => {
  const texts = {
    'dev.k8s.yaml': `${baseline}---\n${shielded}`,
    'prod-edited.k8s.yaml': `${baseline}---\n${unshielded}`,
  };
  const twice = await reportOn(texts);
  expect(twice.summary).toMatchObject({ status: 'failure', metadata: { result: 'not judged' } });
  expect(twice.violations.map(({ ruleName }) => ruleName)).toContain('object-duplicate');
  const { summary } = await reportOn(texts, { skip: 'prod-*.k8s.yaml' });
  expect(summary).toMatchObject({ status: 'success' });
  expect((await reportOn(texts, { skip: ['*'] })).summary).toMatchObject({ status: 'success' });
});

test.each<[object, string]>([
  [{ profil: 'istio' }, 'did you mean `profile`?'],
  [{ profile: 'isto' }, 'did you mean `istio`?'],
  [{ profile: 7 }, 'properties.profile'],
  [{ config: 'gone.yaml' }, '`gone.yaml` is not there'],
  [{ config: '' }, 'properties.config is empty'],
  [{ skip: [{}] }, 'properties.skip[0]'],
  [{ namespace: 'no name' }, '`no name`'],
  [['istio'], 'properties'],
])('properties %j are refused', async (properties, words) => {
  const { violations, summary } = await reportOn({ 'shop.k8s.yaml': baseline }, properties);
  expect(summary.status).toBe('failure');
  const [{ recommendation = '', fix = '' } = {}] = violations;
  expect(`${recommendation} ${fix}`).toContain(words);
});

test('what cannot be read is said with its file', async () => {
  const { folder, violations } = await reportOn({ 'shop.k8s.yaml': 'a: b: c' });
  expect(violations).toMatchObject([
    {
      ruleName: 'yaml-invalid',
      violatingConstructs: [{ manifestPath: join(folder, 'shop.k8s.yaml') }],
    },
  ]);
});

test('control characters of names reach no table', async () => {
  const name = '"we\\u001b[2Jb\\u0007"';
  const { violations } = await reportOn({
    'shop.k8s.yaml': baseline.replaceAll('{ name: web, namespace', `{ name: ${name}, namespace`),
    'again.k8s.yaml': baseline.replaceAll('{ name: web, namespace', `{ name: ${name}, namespace`),
  });
  const text = JSON.stringify(violations);
  expect(text).toContain('we\\\\u001b[2Jb\\\\u0007');
  expect(text).not.toMatch(/we\\u001b/);
});

describe('what the API server would refuse', () => {
  const group = 'gateway.networking.k8s.io/v1';
  const route = (spec: string) => `apiVersion: ${group}
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec: ${spec}
`;

  test('fails at the construct, with the field and its line', async () => {
    const metadata = { cart: { path: 'shop/all/cart' } };
    const text = route('\n  hostname: [a.example.com]');
    const { violations, summary } = await reportOn({ 'shop.k8s.yaml': text }, {}, metadata);
    expect(summary).toMatchObject({ status: 'failure', metadata: { validated: '1 of 1 object' } });
    expect(violations).toMatchObject([
      {
        ruleName: 'field-unknown',
        recommendation: '`spec.hostname` of HTTPRoute shop/cart is not a known field',
        violatingConstructs: [
          {
            constructPath: 'shop/all/cart',
            locations: ['HTTPRoute shop/cart spec.hostname, line 5'],
          },
        ],
      },
    ]);
  });

  test.each([
    ['1.6/standard', 'failure'],
    ['1.6/experimental', 'success'],
  ])('is that of `api: %s`: %s', async (api, status) => {
    const text = route('{ rules: [{ retry: { attempts: 2 } }] }');
    const { summary } = await reportOn({ 'shop.k8s.yaml': text }, { api });
    expect(summary).toMatchObject({ status });
  });

  const limit =
    'apiVersion: example.com/v1\nkind: Limit\nmetadata: { name: a }\nspec: { rate: x }\n';
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: limits.example.com }
spec:
  group: example.com
  scope: Cluster
  names: { kind: Limit, plural: limits }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { rate: { type: integer } } } }
`;

  test('takes the CRDs that `crds` names, as a file or a folder', async () => {
    const unknown = await reportOn({ 'limit.k8s.yaml': limit });
    expect(unknown.summary).toMatchObject({
      status: 'success',
      metadata: { 'not validated': '1 of example.com/v1 Limit' },
    });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'limits.yaml'), definition);
    for (const crds of [folder, [join(folder, 'limits.yaml')]]) {
      const { summary, violations } = await reportOn({ 'limit.k8s.yaml': limit }, { crds });
      expect(summary).toMatchObject({ status: 'failure' });
      expect(violations.map(({ ruleName }) => ruleName)).toEqual(['type-invalid']);
    }
  });

  test('says so where a path of `crds` is not there', async () => {
    const { violations } = await reportOn({ 'limit.k8s.yaml': limit }, { crds: 'nowhere' });
    expect(violations.map(({ ruleName }) => ruleName)).toEqual(['file-not-found']);
  });

  test('leaves what is only broken by the specification in the summary, and out with `lint: false`', async () => {
    const text = route('{ rules: [{ backendRefs: [{ name: gone, port: 80 }] }] }');
    const told = await reportOn({ 'shop.k8s.yaml': text });
    expect(told.summary).toMatchObject({
      status: 'success',
      metadata: { 'route-without-parents': expect.stringContaining('HTTPRoute shop/cart') },
    });
    const { summary } = await reportOn({ 'shop.k8s.yaml': text }, { lint: false });
    expect(Object.keys(summary.metadata ?? {})).not.toContain('route-without-parents');
  });
});
