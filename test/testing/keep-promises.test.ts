import { App, Chart, Include, Testing } from 'cdk8s';
import { derive, prove, readManifests, readSandboxes, UsageError, whereTo } from 'gatefork/core';
import 'gatefork/vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toKeepPromises } from '../../lib/testing/to-keep-promises';
import { temporaryFolder } from '../constructs/sandbox-folder';
import { baseline, shielded, unshielded } from '../plugin/shop';

const whole = `${baseline}---\n${shielded}`;
const broken = `${baseline}---\n${unshielded}`;

describe('prove', () => {
  test('proves what keeps the promises, told apart by labels', () => {
    expect(prove(whole)).toMatchObject({ result: 'proved', violations: [], scope: { keys: 1 } });
    expect(prove(baseline)).toMatchObject({ result: 'proved', scope: { keys: 0 } });
    expect(prove(whole, { baseline })).toEqual(prove(whole));
  });

  test('shows a request that goes wrong, as it can be asked about', () => {
    const { result, violations } = prove(broken);
    expect(result).toBe('violated');
    const [{ promise, sandbox, request = {}, expected, actual } = {}] = violations;
    expect({ promise, sandbox }).toEqual({ promise: 'fidelity', sandbox: 'pr-42' });
    expect(expected).toMatchObject({ backends: [{ service: 'shop/debug' }] });
    expect(whereTo(broken, { ...request })).toEqual(actual);
  });

  test('reads whatever whereTo reads', () => {
    const folder = temporaryFolder();
    const chart = new Chart(new App({ outdir: folder }), 'shop');
    writeFileSync(join(folder, 'broken.yaml'), broken);
    new Include(chart, 'all', { url: join(folder, 'broken.yaml') });
    expect(prove(Testing.synth(chart)).violations).toEqual(prove(broken).violations);
    const { manifests } = readManifests(broken, 'shop.yaml');
    expect(prove(manifests).violations).toEqual(prove(broken).violations);
  });

  test('proves under profiles, each by itself', () => {
    const { violations, profiles } = prove(broken, { profile: 'istio' });
    expect(violations).toMatchObject([{ profile: 'istio' }]);
    expect(profiles).toEqual([{ profile: 'istio', result: 'violated' }]);
    expect(prove(whole, { profile: ['istio', 'cilium'] }).profiles).toEqual([
      { profile: 'istio', result: 'proved' },
      { profile: 'cilium', result: 'proved' },
    ]);
  });

  test('keys are looked for where the settings carry them', () => {
    const config = { carriers: [{ type: 'header', name: 'x-key' }] as const };
    expect(prove(whole, { config }).result).toBe('violated');
  });

  const document = `apiVersion: gatefork.dev/v1alpha1
kind: Sandbox
metadata: { name: pr-42 }
spec: { forks: [{ forkOf: { kind: Deployment, namespace: shop, name: web }, forkService: { name: web-pr-42 } }] }
`;

  test('takes sandboxes from documents, for manifests of others', () => {
    const foreign = (text: string) =>
      text
        .replace(/^ {4}(?:gatefork|app\.kub).*\n/gm, '')
        .replace(/^ {2}(?:labels:|annotations:.*)\n/gm, '');
    const of = { baseline, sandboxes: document };
    expect(foreign(whole)).not.toMatch(/managed-by|derived-from/);
    expect(prove(foreign(whole), of)).toMatchObject({ result: 'proved', scope: { keys: 1 } });
    expect(prove(foreign(broken), of)).toMatchObject({ violations: [{ sandbox: 'pr-42' }] });
  });

  test.each<[string, () => unknown]>([
    ['did you mean `profile`?', () => prove(whole, { profil: 'istio' } as object)],
    ['did you mean `istio`?', () => prove(whole, { profile: 'isto' })],
    ['holds no objects', () => prove('shop.yaml')],
    ['stands in 2 places', () => prove(`${whole}---\n${shielded}`)],
    ['holds no Sandbox', () => prove(whole, { sandboxes: baseline })],
    ['are no object', () => prove(whole, ['istio'] as object)],
  ])('refuses: %s', (words, call) => {
    expect(call).toThrow(UsageError);
    expect(call).toThrow(words);
  });
});

describe('toKeepPromises', () => {
  test('passes where the promises are proved', () => {
    expect(whole).toKeepPromises();
    expect(broken).not.toKeepPromises();
    expect(whole).toKeepPromises({ profile: 'istio' });
  });

  test('says which request breaks one', () => {
    const { pass, message } = toKeepPromises.call(undefined, broken);
    expect(pass).toBe(false);
    expect(message()).toMatch(/^expected the manifests to keep the promises\n\nviolated: /);
    expect(message()).toContain('debug=1');
    expect(toKeepPromises.call({ isNot: true }, whole).message()).toMatch(
      /^expected .* not to keep/,
    );
  });

  test('what is undecided fails either way', () => {
    // Two ways to say one thing, of which no small automaton shows that they are one.
    const [one, other] = ['(?:.*)a(?:.{20})', '.*a.{20}'].map(
      (expression) => `type: RegularExpression, value: "${expression}"`,
    );
    const open = `${baseline.replace('value: "1"', one ?? '')}---\n${shielded.replace('value: "1"', other ?? '')}`;
    expect(prove(open).result).toBe('undecided');
    expect(() => expect(open).toKeepPromises()).toThrow('undecided');
    expect(() => expect(open).not.toKeepPromises()).toThrow('undecided');
  });
});

describe('derive', () => {
  const input = {
    baseline: readManifests(baseline, 'shop.yaml').manifests,
    sandboxes: readSandboxes(
      readManifests(
        'apiVersion: gatefork.dev/v1alpha1\nkind: Sandbox\nmetadata: { name: pr-42 }\nspec: { forks: [{ forkOf: { kind: Deployment, namespace: shop, name: web } }] }',
        'pr-42.yaml',
      ).manifests,
    ).sandboxes,
  };

  test('proves what it returns, unless it shall not', () => {
    expect(derive(input).proof).toMatchObject({ result: 'proved', scope: { keys: 1 } });
    expect(derive({ ...input, verify: false })).not.toHaveProperty('proof');
  });
});
