// What `gatefork derive` works on: baseline, context, sandboxes and settings, read from the
// paths that its options name. Neighbours: object-input.ts (baseline and context), cli-derive.ts.

import { fileExists } from '../io';
import { type Config, defaultConfig } from '../model/config';
import { type Finding, finding, isError } from '../model/finding';
import type { Manifest } from '../model/manifest';
import { isOurs } from '../model/marks';
import { fileName } from '../model/origin';
import type { RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import { isBaseline, readConfig, readSandboxes, withoutSandboxes } from '../pipeline';
import type { InputReader } from './input';
import { type ObjectOptions, readObjects } from './object-input';

/** What names the settings. */
export interface ConfigOptions {
  readonly config?: string;
  readonly profile?: readonly string[];
}

export interface InputOptions extends ObjectOptions, ConfigOptions {
  readonly sandboxes: readonly string[];
}

export interface DeriveInputs {
  readonly baseline: readonly Manifest[];
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
  readonly config: Config;
  readonly findings: readonly Finding[];
}

/** The settings that are read where no `--config` names others. */
export const defaultConfigFile = 'gatefork.yaml';

export function readInputs(options: InputOptions, reader: InputReader): DeriveInputs {
  const baseline = readObjects(options, reader, emptyFindings);
  const sandboxes = readSandboxFiles(options, reader);
  const settings = readSettings(options, reader);
  return {
    baseline: baseline.manifests,
    sandboxes: sandboxes.sandboxes,
    groups: sandboxes.groups,
    config: settings.config,
    findings: unique([
      ...baseline.findings,
      ...sandboxes.findings,
      ...settings.findings,
      ...unreadSettings([...baseline.manifests, ...sandboxes.manifests], settings.file),
    ]),
  };
}

/** A file that two options name is said to be wrong once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Set(findings)];
}

/** Nothing to derive from is an error: an empty output could delete what is applied. */
function emptyFindings(paths: readonly string[], manifests: readonly Manifest[]): Finding[] {
  if (manifests.some(({ object }) => isBaseline(object))) return [];
  const ours = manifests.filter(({ object }) => isOurs(object)).length;
  const only = ours === 0 ? '' : `, only ${ours} that Gatefork wrote`;
  return [
    finding('input-empty', {
      message: `no baseline objects in ${paths.map(fileName).join(', ')}${only}`,
      hint: 'name the files or folders that hold the Deployments, Services and routes with `-f`',
    }),
  ];
}

function readSandboxFiles({ sandboxes: paths }: InputOptions, reader: InputReader) {
  const { manifests, findings } = reader.read(paths);
  const reading = readSandboxes(manifests);
  const all = [...findings, ...reading.findings];
  if (reading.sandboxes.length === 0 && !all.some(isError)) {
    all.push(withoutSandboxes(paths.map(fileName)));
  }
  return { ...reading, manifests, findings: all };
}

/** The settings in use, with their defaults. */
export function readSettings(options: ConfigOptions, reader: InputReader) {
  const file = options.config ?? (fileExists(defaultConfigFile) ? defaultConfigFile : undefined);
  const profiles = options.profile === undefined ? {} : { profiles: options.profile };
  if (file === undefined) return { file, config: { ...defaultConfig, ...profiles }, findings: [] };
  const input = reader.read([file]);
  if (input.findings.some(isError)) {
    // Settings without apiVersion and kind are no mistaken manifest: they are told of as settings.
    const isBare = input.findings.every(({ code }) => code === 'object-invalid');
    const findings = isBare ? readConfig([], file).findings : input.findings;
    return { file, config: defaultConfig, findings };
  }
  const reading = readConfig(input.manifests, file);
  return {
    file,
    config: { ...defaultConfig, ...reading.config, ...profiles },
    findings: [...input.findings, ...reading.findings],
  };
}

/** Settings that lie among the manifests and are not the ones in use: say so. */
function unreadSettings(manifests: readonly Manifest[], used: string | undefined): Finding[] {
  const origins = manifests
    .filter(({ object }) => object.kind === 'Config' && !isBaseline(object) && !isOurs(object))
    .map(({ origin }) => origin);
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()]
    .filter((origin) => origin.from === 'file' && origin.file !== used)
    .map((origin) =>
      finding('document-skipped', {
        message: 'these settings are not in use',
        hint: 'name the file with `--config` if they should be',
        where: { origin },
      }),
    );
}
