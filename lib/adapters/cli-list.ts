// `gatefork list`: which sandboxes there are in manifests, and how each stands.
//
// Documents, baseline and written objects may lie in one folder or in several. Neighbours:
// ../upkeep/sandbox-states.ts (what is told), cli-prune.ts.

import { exitOf, isError } from '../model/finding';
import type { SandboxState } from '../model/sandbox-state';
import { jsonLine, listSandboxes, readSandboxes, sandboxMarkdown, sandboxTable } from '../pipeline';
import { type ConfigOptions, readSettings } from './derive-input';
import { InputReader } from './input';
import { type ObjectOptions, readObjects } from './object-input';
import { presentTime } from './present-time';
import type { Terminal } from './terminal';
import { tellFindings } from './told-findings';

export interface ListOptions extends ObjectOptions, ConfigOptions {
  readonly now?: number;
  readonly output: 'text' | 'json' | 'markdown';
  readonly quiet?: boolean;
}

export function runList(options: ListOptions, terminal: Terminal): number {
  const reader = new InputReader(terminal);
  const { manifests, findings: read } = readObjects(options, reader, () => []);
  const { sandboxes, groups, findings: ofDocuments } = readSandboxes(manifests);
  const settings = readSettings(options, reader);
  const findings = [...read, ...ofDocuments, ...settings.findings];
  const isWrong = findings.some(isError);
  if (!isWrong) {
    const states = listSandboxes({
      manifests,
      sandboxes,
      groups,
      config: settings.config,
      now: presentTime(options.now),
      ...(options.namespace === undefined ? {} : { currentNamespace: options.namespace }),
    });
    terminal.out(printers[options.output](states));
  }
  tellFindings(findings, options, reader, terminal);
  return exitOf(findings);
}

const printers: {
  readonly [format in ListOptions['output']]: (states: readonly SandboxState[]) => string;
} = {
  text: (states) => (states.length === 0 ? 'no sandboxes\n' : sandboxTable(states)),
  json: jsonLine,
  markdown: sandboxMarkdown,
};
