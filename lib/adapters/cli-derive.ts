// `gatefork derive`: baseline and sandbox files -> one file for each sandbox.

import { fileExists, removeFiles, writeFilesWhole } from '../io';
import { type Config, defaultConfig } from '../model/config';
import { exitOf, type Finding, finding, isError } from '../model/finding';
import { isOurs } from '../model/marks';
import {
  type Derived,
  derive,
  locate,
  printFindings,
  profileProblem,
  readConfig,
  readSandboxes,
  summarize,
  withoutSandboxes,
  writeManifests,
} from '../pipeline';
import { type Input, InputReader } from './input';
import { staleFiles } from './out-folder';
import type { Terminal } from './terminal';

export interface DeriveOptions {
  readonly file: readonly string[];
  readonly sandboxes: readonly string[];
  readonly context?: readonly string[];
  readonly config?: string;
  readonly profile?: readonly string[];
  readonly namespace?: string;
  readonly out?: string;
  readonly keep?: boolean;
  readonly output: string;
  readonly quiet?: boolean;
}

const defaultConfigFile = 'gatefork.yaml';

export function runDerive(options: DeriveOptions, terminal: Terminal): number {
  const reader = new InputReader(terminal);
  const say = (findings: readonly Finding[]) => {
    const said = options.quiet ? findings.filter(({ severity }) => severity !== 'info') : findings;
    terminal.err(printFindings(locate(said, reader.textOf)));
  };
  const baseline = reader.read([...options.file, ...(options.context ?? [])]);
  const sandboxes = readSandboxInput(options, reader);
  const settings = readSettings(options, reader);
  const before = [
    ...usageFindings(options),
    ...baseline.findings,
    ...emptyFindings(options.file, baseline),
    ...sandboxes.findings,
    ...settings.findings,
  ];
  if (before.some(isError)) {
    say(before);
    return exitOf(before);
  }
  const derived = derive({
    baseline: baseline.manifests,
    sandboxes: sandboxes.sandboxes,
    config: settings.config,
    ...(options.namespace === undefined ? {} : { currentNamespace: options.namespace }),
  });
  const findings = [...before, ...derived.findings];
  if (!derived.findings.some(isError)) deliver(options, derived, terminal);
  say(findings);
  if (!options.quiet && !findings.some(isError)) terminal.err(summarize(derived.sandboxes));
  return exitOf(findings);
}

function deliver(options: DeriveOptions, derived: Derived, terminal: Terminal): void {
  if (options.out === undefined) {
    terminal.out(
      printed(
        derived.sandboxes.flatMap(({ objects }) => objects),
        options,
      ),
    );
    return;
  }
  const extension = options.output === 'json' ? 'json' : 'yaml';
  const files = new Map(
    derived.sandboxes.map(({ name, objects }) => [
      `${name}.${extension}`,
      printed(objects, options),
    ]),
  );
  // Read before anything is written: what is stale does not depend on what is new.
  const stale = options.keep ? [] : staleFiles(options.out, [...files.keys()]);
  writeFilesWhole(options.out, files);
  removeFiles(options.out, stale);
}

function printed(objects: Derived['sandboxes'][number]['objects'], options: DeriveOptions): string {
  if (options.output !== 'json') return writeManifests(objects);
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  return `${JSON.stringify(list, null, 2)}\n`;
}

function readSandboxInput({ sandboxes: paths }: DeriveOptions, reader: InputReader) {
  const input = reader.read(paths);
  const reading = readSandboxes(input.manifests);
  const findings = [...input.findings, ...reading.findings];
  if (reading.sandboxes.length === 0 && !findings.some(isError)) {
    findings.push(withoutSandboxes(paths));
  }
  return { sandboxes: reading.sandboxes, findings };
}

function readSettings(options: DeriveOptions, reader: InputReader) {
  const file = options.config ?? (fileExists(defaultConfigFile) ? defaultConfigFile : undefined);
  const findings: Finding[] = [];
  let config: Config = defaultConfig;
  if (file !== undefined) {
    const input = reader.read([file]);
    findings.push(...input.findings);
    if (!input.findings.some(isError)) {
      const reading = readConfig(input.manifests, file);
      findings.push(...reading.findings);
      config = { ...config, ...reading.config };
    }
  }
  if (options.profile !== undefined) {
    for (const name of options.profile) {
      const problem = profileProblem(name);
      if (problem === undefined) continue;
      const message = `--profile ${problem.problem}`;
      findings.push(finding('config-invalid', { message, hint: problem.hint }));
    }
    config = { ...config, profiles: options.profile };
  }
  return { config, findings };
}

function usageFindings({ output }: DeriveOptions): readonly Finding[] {
  if (output === 'yaml' || output === 'json') return [];
  return [
    finding('config-invalid', {
      message: `--output \`${output}\` is not a format of this command`,
      hint: 'use yaml or json',
    }),
  ];
}

/** Nothing to derive from is an error: an empty output could delete what is applied. */
function emptyFindings(paths: readonly string[], input: Input): readonly Finding[] {
  const ours = input.manifests.filter(({ object }) => isOurs(object)).length;
  if (input.manifests.length > ours || input.findings.some(isError)) return [];
  return [
    finding('input-empty', {
      message: `no baseline objects in ${paths.join(', ')}${ours > 0 ? `: all ${ours} were written by Gatefork` : ''}`,
      hint: 'name the files that hold the Deployments, Services and routes',
    }),
  ];
}
