// What synthesis says about sandboxes: errors as validation messages, warnings on stderr.

import { existsSync, readdirSync } from 'node:fs';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import type { Construct } from 'constructs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GateforkConfig } from '../../lib/constructs/app-config';
import { misuse } from '../../lib/constructs/misuse';
import { Sandbox } from '../../lib/constructs/sandbox';
import { derive } from './sandbox-fake';
import { temporaryFolder } from './sandbox-folder';

vi.mock('../../lib/pipeline-proof', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  deriveProved: (await import('./sandbox-fake.js')).derive,
}));

// What the fake derives no API server would take; validation.test.ts is about that.
vi.mock('../../lib/pipeline-validation', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  validate: () => ({ findings: [], objects: 0, checked: 0, unchecked: new Map() }),
}));

const standardError = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

beforeEach(() => {
  standardError.mockClear();
  derive.mockClear();
});
afterEach(() => {
  standardError.mockReset().mockReturnValue(true);
});

function deployment(scope: Construct, id: string, metadata: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'apps/v1', kind: 'Deployment', metadata });
}

function app(yamlOutputType = YamlOutputType.FILE_PER_CHART): App {
  return new App({ outdir: temporaryFolder(), yamlOutputType });
}

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was refused');
}

const absent = { kind: 'Deployment', name: 'absent' } as const;

describe('errors', () => {
  test('stand at the sandbox, all at once, beside those of others; nothing is written', () => {
    const one = app();
    const chart = new Chart(one, 'previews');
    new Sandbox(chart, 'one', { name: 'pr-1', forks: [{ workload: absent }] });
    new Sandbox(chart, 'two', { name: 'pr-2', forks: [{ workload: { ...absent, name: 'gone' } }] });
    chart.node.addValidation({ validate: () => ['the house rule'] });
    const message = messageOf(() => one.synth());
    expect(message.split('\n  ').sort()).toEqual([
      'Error: Validation failed with the following errors:',
      '[previews/one] workload-not-found: Deployment absent does not exist; hint: name another workload',
      '[previews/two] workload-not-found: Deployment gone does not exist; hint: name another workload',
      '[previews] the house rule',
    ]);
    expect(existsSync(one.outdir) ? readdirSync(one.outdir) : []).toEqual([]);
    expect(messageOf(() => one.synthYaml())).toBe(message);
    expect(messageOf(() => chart.toJson())).toBe(message);
  });

  test('are gone once the reason is', () => {
    const one = app();
    const chart = new Chart(one, 'previews');
    const sandbox = new Sandbox(chart, 'one', { name: 'pr-1', forks: [{ workload: absent }] });
    expect(() => one.synth()).toThrow('workload-not-found');
    expect(sandbox.findings).toMatchObject([{ code: 'workload-not-found', sandbox: 'pr-1' }]);
    deployment(chart, 'absent', { name: 'absent' });
    expect(() => one.synth()).not.toThrow();
    expect(sandbox.findings).toEqual([]);
  });

  test('of an object that cannot be rendered name it, beside all others', () => {
    const one = app();
    const chart = new Chart(one, 'shop');
    const when = new Date(0);
    new ApiObject(chart, 'bad', { apiVersion: 'v1', kind: 'ConfigMap', data: { when } });
    chart.node.addValidation({ validate: () => ['the house rule'] });
    new Sandbox(chart, 'one', { name: 'pr-1', forks: [{ workload: absent }] });
    const message = messageOf(() => one.synth());
    expect(message).toContain("[shop/bad] Failed serializing construct at path 'shop/bad'");
    expect(message).toContain("can't render non-simple object of type 'Date'");
    expect(message).toContain('[shop] the house rule');
    expect(derive).not.toHaveBeenCalled();
  });
});

test('an object that refuses to be rendered is named once', () => {
  class Refusing extends ApiObject {
    override toJson(): never {
      throw misuse(this, { message: 'nothing here is right', hint: 'start again' });
    }
  }
  const one = app();
  const chart = new Chart(one, 'shop');
  new Refusing(chart, 'bad', { apiVersion: 'v1', kind: 'ConfigMap' });
  new Sandbox(chart, 'one', { name: 'pr-1' });
  expect(
    messageOf(() => one.synth())
      .split('\n  ')
      .slice(1),
  ).toEqual(['[shop/bad] construct-invalid: nothing here is right; hint: start again']);
});

describe('warnings', () => {
  function warned(): { one: App; sandbox: Sandbox } {
    const one = app();
    deployment(new Chart(one, 'shop'), 'cart', { name: 'cart', labels: { warn: 'yes' } });
    const chart = new Chart(one, 'previews');
    return { one, sandbox: new Sandbox(chart, 'one', { name: 'pr-1' }) };
  }

  test('are printed on standard error, once for each synthesis', () => {
    const { one, sandbox } = warned();
    const standardOutput = vi.spyOn(process.stdout, 'write');
    one.synth();
    expect(standardError.mock.calls).toEqual([
      ['warning service-shared  shop/cart\n  Deployment is shared\n'],
    ]);
    one.synthYaml();
    expect(standardError).toHaveBeenCalledTimes(2);
    expect(standardOutput).not.toHaveBeenCalled();
    expect(sandbox.findings).toMatchObject([{ code: 'service-shared' }]);
    standardOutput.mockRestore();
  });

  test('are not repeated for each chart that is rendered on its own', () => {
    const { one } = warned();
    for (const chart of one.charts) chart.toJson();
    expect(standardError).toHaveBeenCalledTimes(1);
  });

  test('can be silenced and remain as data', () => {
    const { one, sandbox } = warned();
    GateforkConfig.of(one).set({ warnings: 'silent' });
    one.synth();
    expect(standardError).not.toHaveBeenCalled();
    expect(sandbox.findings).toHaveLength(1);
  });
});

describe('files that would be overwritten', () => {
  function twoNamespaces(type: YamlOutputType, charts: readonly [string, string]): App {
    const one = app(type);
    const [first, second] = charts.map(
      (id) => (one.node.tryFindChild(id) as Chart | undefined) ?? new Chart(one, id),
    );
    if (first !== undefined) deployment(first, 'a', { name: 'cart', namespace: 'a' });
    if (second !== undefined) deployment(second, 'b', { name: 'cart', namespace: 'b' });
    new Sandbox(new Chart(one, 'previews'), 'one', { name: 'pr-1' });
    return one;
  }

  test.each([
    [YamlOutputType.FILE_PER_RESOURCE, ['one', 'two']],
    [YamlOutputType.FILE_PER_RESOURCE, ['one', 'one']],
    [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, ['one', 'one']],
  ] as const)('are an error that names both objects: type %i, charts %j', (type, charts) => {
    const one = twoNamespaces(type, charts);
    const message = messageOf(() => one.synth());
    expect(message).toContain(`[${charts[1]}/b] file-overwritten: Deployment b/cart`);
    expect(message).toContain(`Deployment a/cart (\`${charts[0]}/a\`)`);
    expect(message).toContain('Deployment.cart.k8s.yaml');
    expect(message).toContain('hint: use YamlOutputType');
  });

  test.each([
    [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, ['one', 'two']],
    [YamlOutputType.FILE_PER_CHART, ['one', 'one']],
    [YamlOutputType.FILE_PER_APP, ['one', 'one']],
  ] as const)('are none where each has a place: type %i, charts %j', (type, charts) => {
    expect(() => twoNamespaces(type, charts).synth()).not.toThrow();
  });

  test('are found among derived objects too', () => {
    const one = app(YamlOutputType.FILE_PER_RESOURCE);
    const chart = new Chart(one, 'shop');
    const cart = deployment(chart, 'cart', { name: 'cart', namespace: 'a' });
    deployment(chart, 'other', { name: 'cart-pr-1', namespace: 'b' });
    new Sandbox(chart, 'one', { name: 'pr-1', forks: [{ workload: cart }] });
    expect(messageOf(() => one.synth())).toContain(
      '[shop/one] file-overwritten: Deployment a/cart-pr-1',
    );
  });
});
