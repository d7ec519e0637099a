// `gatefork derive`: baseline and sandbox files -> one file for each sandbox.
//
// Nothing is written, and standard output stays empty, where any finding is an error: an empty
// or half output could delete what is applied. Neighbours: derive-input.ts, out-folder.ts.

import { exitOf, type Finding, isError } from '../model/finding';
import type { KubeObject } from '../model/manifest';
import {
  type Derived,
  derive,
  locate,
  printFindings,
  summarize,
  worthReading,
  writeJson,
  writeManifests,
} from '../pipeline';
import { type InputOptions, readInputs } from './derive-input';
import { InputReader } from './input';
import { fillFolder } from './out-folder';
import type { Terminal } from './terminal';

export interface DeriveOptions extends InputOptions {
  readonly out?: string;
  readonly keep?: boolean;
  readonly output: 'yaml' | 'json';
  readonly quiet?: boolean;
}

export function runDerive(options: DeriveOptions, terminal: Terminal): number {
  const reader = new InputReader(terminal);
  const { findings: read, ...input } = readInputs(options, reader);
  const { namespace } = options;
  const derived: Derived = read.some(isError)
    ? { sandboxes: [], findings: [] }
    : derive({ ...input, ...(namespace === undefined ? {} : { currentNamespace: namespace }) });
  const found = [...read, ...derived.findings];
  const refused = found.some(isError) ? [] : deliver(options, derived, terminal);
  const findings = [...found, ...refused];
  const said = options.quiet ? findings.filter(({ severity }) => severity !== 'info') : findings;
  terminal.err(printFindings(locate(worthReading(said), reader.textOf)));
  if (!options.quiet && !findings.some(isError)) terminal.err(summarize(derived.sandboxes));
  return exitOf(findings);
}

function deliver(
  { out, output, keep = false }: DeriveOptions,
  { sandboxes }: Derived,
  terminal: Terminal,
): readonly Finding[] {
  const write = output === 'json' ? writeJson : writeManifests;
  const text = (objects: readonly KubeObject[]) => write(objects);
  if (out === undefined) {
    terminal.out(text(sandboxes.flatMap(({ objects }) => objects)));
    return [];
  }
  const files = new Map(
    sandboxes.map(({ name, objects }) => [`${name}.${output}`, text(objects)] as const),
  );
  return fillFolder({ folder: out, files, keep });
}
