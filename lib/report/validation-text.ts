// A validation as people read it in a terminal: its findings, then how much was looked at.
//
// Neighbours: finding-text.ts (one finding), validation-words.ts.

import { printFindings } from './finding-text';
import { uncheckedWords, type ValidationResult, verdictLine } from './validation-words';
import { visible } from './visible';

/** @param told the findings to print, with their positions: those worth reading */
export function validationText(
  result: ValidationResult,
  told: ValidationResult['findings'],
): string {
  const unknown = uncheckedWords(result).map((words) => `  ${visible(words)}\n`);
  const blank = told.length === 0 ? '' : '\n';
  const unchecked =
    unknown.length === 0
      ? ''
      : `not checked, as nothing is known of their kinds (name their CRDs with --crds):\n${unknown.join('')}`;
  return `${printFindings(told)}${blank}${verdictLine(result)}\n${unchecked}`;
}
