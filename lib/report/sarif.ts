// SARIF 2.1.0, for code scanning: findings as results of rules, each at its line.
//
// GitHub asks for a rule id, a message and a place with a line in each result, and for paths
// relative to the repository's root; it keeps results apart by a fingerprint, which is here one of
// what is said, so that it outlives lines that move. Neighbours: proof-sarif.ts, validation-sarif.ts
// (whose rules these are), ../model/finding.ts.

import { digestOf } from '../model/digest';
import type { Finding, Severity, Where } from '../model/finding';
import { placeOf } from '../model/origin';

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifRule {
  readonly id: string;
  readonly of: Finding['code'];
  readonly level: SarifLevel;
  readonly short: string;
  readonly full: string;
}

export const sarifLevels: { readonly [severity in Severity]: SarifLevel } = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

export interface SarifSource {
  /** Of Gatefork. */
  readonly version: string;
  /** Where a finding without a place of its own is shown: a file that was read. */
  readonly file: string;
}

/** @param findings with their positions; those of no rule are left out */
export function sarifOf(
  findings: readonly Finding[],
  rules: readonly SarifRule[],
  source: SarifSource,
): object {
  const results = findings.flatMap((one) => {
    const index = rules.findIndex(({ of }) => of === one.code);
    const rule = rules[index];
    return rule === undefined ? [] : [resultOf(one, { rule, index }, source)];
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driverOf(rules, source.version) },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results,
      },
    ],
  };
}

function driverOf(rules: readonly SarifRule[], version: string) {
  return {
    name: 'Gatefork',
    semanticVersion: version,
    rules: rules.map(({ id, level, short, full }) => ({
      id,
      shortDescription: { text: short },
      fullDescription: { text: full },
      help: { text: full },
      defaultConfiguration: { level },
    })),
  };
}

function resultOf(
  { severity, message, hint, where, also = [], sandbox }: Finding,
  { rule, index }: { readonly rule: SarifRule; readonly index: number },
  source: SarifSource,
) {
  const related = also.map((one, id) => ({ id: id + 1, ...locationOf(one, source) }));
  return {
    ruleId: rule.id,
    ruleIndex: index,
    level: sarifLevels[severity],
    message: { text: hint === undefined ? `${message}.` : `${message}.\nTo do: ${hint}.` },
    locations: [locationOf(where, source)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { primaryLocationLineHash: digestOf(`${rule.id}\n${message}`) },
    ...(sandbox === undefined ? {} : { properties: { sandbox } }),
  };
}

function locationOf(where: Where | undefined, { file: instead }: SarifSource) {
  const { origin, position } = where ?? {};
  const file = origin?.from === 'file' ? origin.file : instead;
  const { line = 1, column } = position ?? {};
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
    },
    ...(origin === undefined ? {} : { message: { text: placeOf(origin) } }),
  };
}

/** A path as a URI: relative where it is, and `stdin` for standard input. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  const uri = file
    .replace(/^(?:\.\/)+/, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return file.startsWith('/') ? `file://${uri}` : uri;
}
