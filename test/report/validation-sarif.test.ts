// What GitHub asks of SARIF ("SARIF support for code scanning"), of the results of a validation.

import { expect, test } from 'vitest';
import { type Finding, finding } from '../../lib/model/finding';
import { validationSarif } from '../../lib/report/validation-sarif';

const origin = { from: 'file', file: './k8s/a b.yaml', document: 1 } as const;
const where = { origin, path: ['spec'], position: { line: 7, column: 3 } };
const findings: readonly Finding[] = [
  finding('field-unknown', { message: 'one', hint: 'do', where }),
  finding('backend-not-found', { message: 'two' }),
  { ...finding('field-unknown', { message: 'three', where }), severity: 'info' },
  { ...finding('field-experimental', { message: 'four', where }), severity: 'warning' },
];

test('each result has its rule, its level, a line and a fingerprint; notes are left out', () => {
  const { runs } = JSON.parse(
    JSON.stringify(validationSarif(findings, { version: '1.2.3', file: 'k8s' })),
  );
  const [{ tool, results }] = runs;
  expect(tool.driver).toMatchObject({ name: 'Gatefork', semanticVersion: '1.2.3' });
  const rules: readonly { readonly id: string }[] = tool.driver.rules;
  expect(rules.map(({ id }) => id).sort()).toEqual([
    'backend-not-found',
    'field-experimental',
    'field-unknown',
  ]);
  expect(results).toMatchObject([
    {
      ruleId: 'field-unknown',
      level: 'error',
      message: { text: 'one.\nTo do: do.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'k8s/a%20b.yaml' },
            region: { startLine: 7, startColumn: 3 },
          },
        },
      ],
    },
    {
      ruleId: 'backend-not-found',
      level: 'warning',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'k8s' }, region: { startLine: 1 } } },
      ],
    },
    { ruleId: 'field-experimental', level: 'warning' },
  ]);
  for (const { ruleId, ruleIndex, partialFingerprints } of results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}$/);
  }
});

test('nothing wrong is a run without results', () => {
  expect(validationSarif([], { version: '1.2.3', file: '-' })).toMatchObject({
    version: '2.1.0',
    runs: [{ results: [], invocations: [{ executionSuccessful: true }] }],
  });
});
