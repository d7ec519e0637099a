// How sandboxes stand, as a table for a terminal, a table in Markdown, or JSON.

import type { SandboxState } from '../model/sandbox-state';
import { visible } from './visible';

const columns = ['NAME', 'KEY', 'FORKS', 'AGE', 'EXPIRES', 'STATE'] as const;

function cellsOf(state: SandboxState): readonly string[] {
  const { kind, name, routingKey, forks, members, age, expiresAt, isExpired } = state;
  const reaches =
    kind === 'Sandbox' ? forks.join(', ') : `group of ${members.join(', ') || 'none'}`;
  const expiry = expiresAt === undefined ? 'never' : `${expiresAt}${isExpired ? ' (expired)' : ''}`;
  const because = state.because === undefined ? '' : `: ${state.because}`;
  const cells = [name, routingKey, reaches, ageText(age), expiry, `${state.freshness}${because}`];
  return cells.map((cell) => visible(cell === '' ? '-' : cell));
}

const units: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
];

/** `3d`, `5h`, `10m`, as kubectl prints ages. */
function ageText(age: number | undefined): string {
  if (age === undefined) return '';
  const [seconds, unit] = units.find(([size]) => Math.abs(age) >= size) ?? [1, 's'];
  return `${Math.trunc(age / seconds)}${unit}`;
}

/** Columns as wide as what is in them. */
export function sandboxTable(states: readonly SandboxState[]): string {
  const rows = [columns, ...states.map(cellsOf)];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

export function sandboxMarkdown(states: readonly SandboxState[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [columns, columns.map(() => '---'), ...states.map(cellsOf)].map(line).join('');
}
