// `gatefork derive`: baseline and sandbox files -> one file for each sandbox.
//
// Nothing is written, and standard output stays empty, where any finding is an error: an empty
// or half output could delete what is applied. What breaks a promise is one of them.
// Neighbours: derive-input.ts, out-folder.ts, ../pipeline-proof.ts.

import { exitOf, type Finding, isError } from '../model/finding';
import type { KubeObject } from '../model/manifest';
import { stageOf, stages } from '../model/stage';
import { type Derived, summarize, writeJson, writeManifests } from '../pipeline';
import { type DerivedProved, deriveProved, provedLine } from '../pipeline-proof';
import { type InputOptions, readInputs } from './derive-input';
import { InputReader } from './input';
import { fillFolder, type Layout } from './out-folder';
import type { Terminal } from './terminal';
import { tellFindings } from './told-findings';

export interface DeriveOptions extends InputOptions {
  readonly out?: string;
  readonly keep?: boolean;
  /** With `out`. */
  readonly layout: Layout;
  readonly output: 'yaml' | 'json';
  /** Whether what is derived is proved before it is written. */
  readonly verify: boolean;
  readonly quiet?: boolean;
}

export function runDerive(options: DeriveOptions, terminal: Terminal): number {
  const reader = new InputReader(terminal);
  const { findings: read, ...input } = readInputs(options, reader);
  const { namespace, verify } = options;
  const named = namespace === undefined ? {} : { currentNamespace: namespace };
  const derived: DerivedProved = read.some(isError)
    ? { sandboxes: [], findings: [] }
    : deriveProved({ ...input, ...named, verify });
  const found = [...read, ...derived.findings];
  const refused = found.some(isError) ? [] : deliver(options, derived, terminal);
  const findings = [...found, ...refused];
  tellFindings(findings, options, reader, terminal);
  if (!options.quiet && !findings.some(isError)) {
    terminal.err(summarize(derived.sandboxes) + provedLine(derived.proof));
  }
  return exitOf(findings);
}

function deliver(
  { out, output, keep = false, layout }: DeriveOptions,
  { sandboxes }: Derived,
  terminal: Terminal,
): readonly Finding[] {
  const write = output === 'json' ? writeJson : writeManifests;
  const text = (objects: readonly KubeObject[]) => write(objects);
  if (out === undefined) {
    terminal.out(text(sandboxes.flatMap(({ objects }) => objects)));
    return [];
  }
  const files = new Map<string, string>();
  for (const { name, objects } of sandboxes) {
    if (layout === 'flat') files.set(`${name}.${output}`, text(objects));
    for (const stage of layout === 'flux' ? stages : []) {
      const own = objects.filter((object) => stageOf(object) === stage);
      if (own.length > 0) files.set(`${name}/${stage}/${name}.${output}`, text(own));
    }
  }
  return fillFolder({ folder: out, files, keep });
}
