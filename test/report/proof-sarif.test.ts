// What GitHub asks of SARIF ("SARIF support for code scanning"), held against what is written.

import { expect, test } from 'vitest';
import type { Finding } from '../../lib/model/finding';
import { proofFindings } from '../../lib/report/proof-findings';
import { proofSarif } from '../../lib/report/proof-sarif';
import { baseline, derived, forged, isolation, proof, whole } from './proofs';

interface Place {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn?: number };
  };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: { readonly text: string };
          readonly fullDescription: { readonly text: string };
          readonly help: { readonly text: string };
          readonly defaultConfiguration: { readonly level: string };
        }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly Place[];
      readonly relatedLocations?: readonly (Place & { readonly id: number })[];
      readonly partialFingerprints: { readonly primaryLocationLineHash: string };
    }[];
  }[];
}

const manifests = [baseline, derived];

function sarif(findings: readonly Finding[]): Sarif {
  const written = proofSarif(findings, { version: '1.2.3', file: 'k8s/first.yaml' });
  return JSON.parse(JSON.stringify(written)) as Sarif;
}

function resultsOf(findings: readonly Finding[]) {
  return sarif(findings).runs.flatMap(({ results }) => results);
}

test.each([
  ['nothing', proof()],
  ['one of each', whole],
  ['texts of others', forged],
])('what GitHub requires is there, for %s', (_, subject) => {
  const { version, runs } = sarif(proofFindings(subject, manifests));
  expect(version).toBe('2.1.0');
  expect(runs).toHaveLength(1);
  for (const { tool, results } of runs) {
    const { name, rules } = tool.driver;
    expect(name).toBe('Gatefork');
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { shortDescription, fullDescription, help, defaultConfiguration } of rules) {
      for (const { text } of [shortDescription, fullDescription, help]) {
        expect(text.length).toBeGreaterThan(10);
        expect(text.length).toBeLessThanOrEqual(1024);
      }
      expect(['error', 'warning', 'note']).toContain(defaultConfiguration.level);
    }
    for (const result of results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.level).toBe(rules[result.ruleIndex]?.defaultConfiguration.level);
      expect(result.message.text).not.toBe('');
      expect(result.locations).toHaveLength(1);
      for (const { physicalLocation } of [
        ...result.locations,
        ...(result.relatedLocations ?? []),
      ]) {
        expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w./%~-]+$/);
        expect(physicalLocation.region.startLine).toBeGreaterThan(0);
      }
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}$/);
    }
  }
});

test('each entry of a proof is a result, at the rule that decides', () => {
  const results = resultsOf(proofFindings(whole, manifests));
  expect(
    results.map(({ ruleId, level, locations, relatedLocations = [] }) => [
      ruleId,
      level,
      ...[...locations, ...relatedLocations].map(
        (one) => one.physicalLocation.artifactLocation.uri,
      ),
    ]),
  ).toEqual([
    ['isolation', 'error', 'rendered/pr%2042.yaml', 'k8s/cart.yaml'],
    ['fidelity', 'error', 'rendered/pr%2042.yaml', 'k8s/cart.yaml'],
    ['undecided', 'warning', 'k8s/cart.yaml'],
    ['meanwhile', 'warning', 'rendered/pr%2042.yaml'],
    ['ambiguous', 'note', 'k8s/cart.yaml'],
  ]);
});

test('lines are those of the findings; without a place it is a file that was read', () => {
  const [found] = proofFindings(proof({ violations: [isolation] }));
  const { where, also: _, ...bare } = found as Finding;
  const placed = { ...bare, where: { ...(where as object), position: { line: 7, column: 3 } } };
  const [first] = resultsOf([placed as Finding]);
  expect(first?.locations[0]?.physicalLocation.region).toEqual({ startLine: 7, startColumn: 3 });
  const [second] = resultsOf([bare]);
  expect(second?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'k8s/first.yaml' },
    region: { startLine: 1 },
  });
});

test.each([
  ['./k8s/a.yaml', 'k8s/a.yaml'],
  ['../k8s/a b.yaml', '../k8s/a%20b.yaml'],
  ['/srv/k8s/a.yaml', 'file:///srv/k8s/a.yaml'],
  ['-', 'stdin'],
])('the file %s is the URI %s', (file, uri) => {
  const [found] = proofFindings(proof({ violations: [isolation] }));
  const at = { ...found, where: { origin: { from: 'file', file, document: 0 } } } as Finding;
  expect(resultsOf([at])[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
});

test('the same violation keeps its fingerprint where lines move, another has another', () => {
  const prints = [whole, whole, forged].map((one) => {
    return resultsOf(proofFindings(one))[0]?.partialFingerprints.primaryLocationLineHash;
  });
  expect(prints[0]).toBe(prints[1]);
  expect(prints[0]).not.toBe(prints[2]);
});

test('findings of others are no results', () => {
  const other: Finding = { code: 'object-invalid', severity: 'error', message: 'x' };
  expect(resultsOf([other])).toEqual([]);
});
