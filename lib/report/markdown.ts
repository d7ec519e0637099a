// Texts of others within Markdown: a comment on a pull request shows them as they are, and makes
// neither markup, links nor mentions of them.
//
// Names and values come from manifests that anybody may have written. Neighbours: visible.ts (what
// a terminal must not be given), proof-markdown.ts.

import { visible } from './visible';

/** A text as code: behind more backticks than it holds itself. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return `"${shown}"`;
  const runs = [...shown.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const needsRoom = shown.startsWith('`') || shown.endsWith('`');
  return needsRoom ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** A sentence: what stands in it between backticks is code, the rest nothing but words. */
export function prose(text: string): string {
  return visible(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : words(part)))
    .join('');
}

function words(text: string): string {
  return (
    text
      .replace(/[\\`*_[\]<>|~&$]|:(?=\S)|(?<=www)\./gi, (sign) => `\\${sign}`)
      .replace(/^(\s*\d*)([-+=.)])/, '$1\\$2')
      // An empty comment keeps a name from being mentioned, and a number from being linked.
      .replace(/[@#]/g, (sign) => `\\${sign}<!-- -->`)
  );
}

/** A cell of a table; lines stand below each other. Bars end a cell even within code. */
export function cell(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/(?<!\\)\|/g, '\\|')).join('<br>');
}
