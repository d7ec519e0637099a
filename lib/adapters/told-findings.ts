// What a command says on standard error of what it found: each thing once and with its line, and
// with `--quiet` no notes.
//
// Neighbours: cli-derive.ts, cli-route.ts, cli-list.ts, cli-prune.ts (who tell), input.ts (whose
// texts give the lines).

import type { Finding } from '../model/finding';
import { locate, printFindings, worthReading } from '../pipeline';
import type { InputReader } from './input';
import type { Terminal } from './terminal';

export function tellFindings(
  findings: readonly Finding[],
  { quiet = false }: { readonly quiet?: boolean },
  { textOf }: InputReader,
  { err }: Terminal,
): void {
  const said = quiet ? findings.filter(({ severity }) => severity !== 'info') : findings;
  err(printFindings(locate(worthReading(said), textOf)));
}
