// A proof as SARIF 2.1.0, for code scanning: each finding at the rule of the manifest that decides.
//
// GitHub asks for a rule id, a message and a place with a line in each result, and for paths
// relative to the repository's root; it keeps results apart by a fingerprint, which is here one of
// what is said, so that it outlives lines that move. Neighbours: proof-findings.ts, ../model/finding.ts.

import { digestOf } from '../model/digest';
import type { Finding, Severity, Where } from '../model/finding';
import { placeOf } from '../model/origin';

interface SarifRule {
  readonly id: string;
  readonly of: Finding['code'];
  readonly level: SarifLevel;
  readonly short: string;
  readonly full: string;
}

type SarifLevel = 'error' | 'warning' | 'note';

const rules: readonly SarifRule[] = [
  {
    id: 'isolation',
    of: 'isolation-violated',
    level: 'error',
    short: 'A sandbox changes where other requests go',
    full: 'A request without a known routing key must go where it goes without the sandboxes.',
  },
  {
    id: 'fidelity',
    of: 'fidelity-violated',
    level: 'error',
    short: 'A keyed request does not go where its fork of the baseline would',
    full: 'A request with a routing key must go where the baseline sends it, forks in place of what they fork.',
  },
  {
    id: 'undecided',
    of: 'proof-undecided',
    level: 'warning',
    short: 'An expression could not be decided',
    full: 'Whether some request breaks a promise hangs on an expression that could not be decided: nothing is proved of the rule.',
  },
  {
    id: 'meanwhile',
    of: 'keyed-fails-meanwhile',
    level: 'warning',
    short: 'Keyed requests fail while a sandbox is applied or pruned',
    full: 'Objects are applied one after the other; for a time a route sends to what is not there yet.',
  },
  {
    id: 'ambiguous',
    of: 'order-ambiguous',
    level: 'note',
    short: 'Which rule answers is open',
    full: 'Only ages tell two rules apart, or the specification does not say which goes first: the proof leaves such requests out.',
  },
];

const levels: { readonly [severity in Severity]: SarifLevel } = {
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

/** @param findings those of a proof, with their positions; others are left out */
export function proofSarif(findings: readonly Finding[], source: SarifSource): object {
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
        tool: { driver: driverOf(source.version) },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results,
      },
    ],
  };
}

function driverOf(version: string) {
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
    level: levels[severity],
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
