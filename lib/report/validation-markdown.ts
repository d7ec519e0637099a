// A validation as a comment on a pull request: the verdict, then a table of what is wrong.
//
// Neighbours: validation-words.ts (what all formats say), markdown.ts.

import { type Finding, isError } from '../model/finding';
import { fileName, placeOf } from '../model/origin';
import { cell, code, prose } from './markdown';
import { isInvalid, uncheckedWords, type ValidationResult, verdictLine } from './validation-words';

/** As many rows as a comment has room for. */
const mostRows = 50;

/** @param result with the positions of its findings */
export function validationMarkdown(result: ValidationResult): string {
  const told = result.findings.filter(({ severity }) => severity !== 'info');
  const ordered = [...told.filter(isError), ...told.filter((one) => !isError(one))];
  const unknown = uncheckedWords(result);
  const more = ordered.length - mostRows;
  const sections = [
    `### Gatefork: ${isInvalid(result) ? 'invalid' : 'valid'}`,
    `${prose(verdictLine(result))}.`,
    ...(ordered.length === 0 ? [] : [table(ordered.slice(0, mostRows))]),
    ...(more > 0 ? [`And ${more} more; \`-o json\` has all of them.`] : []),
    ...(unknown.length === 0
      ? []
      : [`Not checked, as nothing is known of their kinds: ${prose(unknown.join(', '))}.`]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map((one) => [
    cell([one.severity]),
    cell([placeCell(one)]),
    cell([
      `${prose(one.message)} (${code(one.code)})`,
      ...(one.hint === undefined ? [] : [`**To do:** ${prose(one.hint)}`]),
    ]),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [['', 'where', 'what'], ['---', '---', '---'], ...rows].map(line).join('\n');
}

function placeCell({ where }: Finding): string {
  if (where === undefined) return '';
  const { origin, position } = where;
  if (origin.from === 'construct' || position === undefined) return code(placeOf(origin));
  return code(`${fileName(origin.file)}:${position.line}`);
}
