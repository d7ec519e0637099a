// A validation as SARIF 2.1.0, for code scanning: the codes of findings as rules.
//
// Neighbours: sarif.ts (the format), ../model/finding.ts (the codes).

import { type Finding, findingCodes } from '../model/finding';
import { type SarifRule, type SarifSource, sarifLevels, sarifOf } from './sarif';

/** @param findings with their positions; notes are left out, since nobody has to act on them */
export function validationSarif(findings: readonly Finding[], source: SarifSource): object {
  const told = findings.filter(({ severity }) => severity !== 'info');
  const met = new Map(told.map(({ code, severity }) => [code, severity]));
  const rules = findingCodes.flatMap((code): SarifRule[] => {
    const severity = met.get(code);
    if (severity === undefined) return [];
    const words = code.replaceAll('-', ' ');
    return [
      {
        id: code,
        of: code,
        level: sarifLevels[severity],
        short: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`,
        full: `What it means and what to do: docs/findings.md#${code} of the package gatefork.`,
      },
    ];
  });
  return sarifOf(told, rules, source);
}
