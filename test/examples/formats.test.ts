// docs/sandboxes.md and docs/settings.md: their examples are read without a finding, and their
// tables list the fields that reading knows, no more and no less; their constructs can be made.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { HttpRoute, RouteGroup, Sandbox } from '../../lib/index';
import type { Finding } from '../../lib/model/finding';
import type { JsonObject, Manifest } from '../../lib/model/manifest';
import { readConfig, readManifests, readSandboxes } from '../../lib/pipeline';

const docs = resolve(__dirname, '../../docs');
const page = (name: string) => readFileSync(resolve(docs, name), 'utf8');
const sandboxes = page('sandboxes.md');
const settings = page('settings.md');

const examples = (text: string): readonly Manifest[] =>
  [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(
    ([, block = '']) => readManifests(block, 'example.yaml').manifests,
  );

test('the examples of sandbox files are read, with every part of a sandbox in them', () => {
  const read = readSandboxes(examples(sandboxes));
  expect(read.findings).toEqual([]);
  const [sandbox] = read.sandboxes;
  expect(sandbox?.expiresAt).toBe('2026-12-01T09:00:00Z');
  for (const part of ['forks', 'virtual', 'previews', 'extraResources'] as const) {
    expect(sandbox?.[part].length, part).toBeGreaterThan(0);
  }
  expect(read.groups.map(({ name }) => name)).toEqual(['checkout-epic']);
});

test('the example of settings is read', () => {
  const { config, findings } = readConfig(examples(settings), 'gatefork.yaml');
  expect(findings).toEqual([]);
  expect(config).toMatchObject({ profiles: ['istio', 'envoy-gateway'], otel: 'auto' });
});

test('the example of constructs gives what it says', () => {
  const [, block = ''] = /^```ts\n(.*?)^```$/ms.exec(sandboxes) ?? [];
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' } };
  const given = {
    ...{ app, shop, kplus, Chart, Sandbox, RouteGroup },
    cart: new ApiObject(shop, 'cart', workload),
    cartConfig: new kplus.ConfigMap(shop, 'cart-config', { metadata: { name: 'cart-config' } }),
    storefront: new HttpRoute(shop, 'storefront'),
  };
  const { outputText } = ts.transpileModule(block, {});
  new Function(...Object.keys(given), outputText)(...Object.values(given));
  const sandbox = app.node.findChild('pr-42').node.findChild('sandbox') as Sandbox;
  expect(sandbox.toSpec()).toMatchObject({
    forks: [{ workload: { name: 'cart' }, config: [{ kind: 'ConfigMap', name: 'cart-config' }] }],
    virtual: [{ service: { namespace: 'shop' }, to: { name: 'mailpit', port: 8025 } }],
    previews: [{ route: { kind: 'HTTPRoute', namespace: 'shop' } }],
  });
  const group = app.node.findChild('epic').node.findChild('group') as RouteGroup;
  expect(group.toSpec().match).toMatchObject({
    any: [{ label: { key: 'feature' } }, { sandboxes: ['pr-42', 'pr-9'] }],
  });
});

/** The fields of tables below a heading: `forks[].forkOf.name`. */
function fieldsBelow(text: string, heading: string, end: string): readonly string[] {
  const from = text.indexOf(heading);
  const to = text.indexOf(end, from);
  const part = text.slice(from, to < 0 ? undefined : to);
  return [...part.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field = '']) => field);
}

const readers = {
  Sandbox: (manifest: Manifest) => readSandboxes([manifest]).findings,
  RouteGroup: (manifest: Manifest) => readSandboxes([manifest]).findings,
  Config: (manifest: Manifest) => readConfig([manifest], 'gatefork.yaml').findings,
} as const;

/** What reading says is known at a place, told where an unknown field stands there. */
function knownAt(kind: keyof typeof readers, place: string): readonly string[] {
  const steps = place === '' ? [] : place.split('.');
  const spec = steps.reduceRight<JsonObject>(
    (inner, step) => (step.endsWith('[]') ? { [step.slice(0, -2)]: [inner] } : { [step]: inner }),
    { zzzzzzzzzzzzzzzz: 1 },
  );
  const object = {
    apiVersion: 'gatefork.dev/v1alpha1',
    kind,
    metadata: { name: 'pr-42' },
    spec,
  };
  const origin = { from: 'file', file: 'x.yaml', document: 0 } as const;
  const findings: readonly Finding[] = readers[kind]({ object, origin });
  const unknown = findings.find(({ message }) => message.includes('zzzz'));
  return (unknown?.hint ?? '').replace('known here: ', '').split(', ').sort();
}

describe.each([
  ['Sandbox', fieldsBelow(sandboxes, '## Sandbox', '## RouteGroup')],
  ['RouteGroup', fieldsBelow(sandboxes, '## RouteGroup', '## With cdk8s')],
  ['Config', fieldsBelow(settings, '# Settings', 'Patterns:')],
] as const)('the fields of a %s', (kind, fields) => {
  const parents = new Map<string, string[]>();
  for (const field of fields) {
    const cut = field.lastIndexOf('.');
    const parent = cut < 0 ? '' : field.slice(0, cut);
    parents.set(parent, [...(parents.get(parent) ?? []), field.slice(cut + 1)]);
  }

  test('are listed', () => {
    expect(parents.size).toBeGreaterThan(2);
  });

  test.each([...parents].map(([parent, names]) => [parent || 'spec', parent, names] as const))(
    'below %s are those of the table',
    (_, parent, names) => {
      expect([...names].sort()).toEqual(knownAt(kind, parent));
    },
  );
});
