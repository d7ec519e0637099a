// The files that the validation plugin reads: manifests of a synthesis, and settings; texts are kept
// for the lines in messages.
//
// Neighbours: gatefork-validation.ts, ../io.ts.

import { fileExists, readText, walkManifestFiles } from '../io';
import type { Config } from '../model/config';
import { type Finding, finding, isError } from '../model/finding';
import { globMatches } from '../model/glob';
import type { Manifest } from '../model/manifest';
import { readConfig, readManifests } from '../pipeline';

interface Reading {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

const defaultSettings = 'gatefork.yaml';

export class ManifestFiles {
  readonly #texts = new Map<string, string>();

  readonly textOf = (file: string): string | undefined => this.#texts.get(file);

  /** All objects of the files, but of those that a pattern leaves out. */
  read(paths: readonly string[], skip: readonly string[]): Reading {
    const readings = paths.filter((path) => !isSkipped(path, skip)).map((path) => this.#read(path));
    return {
      manifests: readings.flatMap(({ manifests }) => manifests),
      findings: readings.flatMap(({ findings }) => findings),
    };
  }

  /** All objects of files and folders. */
  readAll(paths: readonly string[]): Reading {
    const readings = paths.map((path) => {
      const files = walkManifestFiles(path)?.files.map((file) => file.path) ?? [path];
      return this.read(files, []);
    });
    return {
      manifests: readings.flatMap(({ manifests }) => manifests),
      findings: readings.flatMap(({ findings }) => findings),
    };
  }

  settings({ config }: { readonly config?: string }): {
    readonly config: Partial<Config>;
    readonly findings: readonly Finding[];
  } {
    const file = config ?? (fileExists(defaultSettings) ? defaultSettings : undefined);
    if (file === undefined) return { config: {}, findings: [] };
    const { manifests, findings } = this.#read(file);
    if (findings.some(isError)) return { config: {}, findings };
    return readConfig(manifests, file);
  }

  #read(path: string): Reading {
    const loaded = readText(path);
    if ('problem' in loaded) {
      const message = `\`${path}\` ${loaded.problem}`;
      const hint = 'name a file that can be read';
      return { manifests: [], findings: [finding('file-not-found', { message, hint })] };
    }
    this.#texts.set(path, loaded.text);
    return readManifests(loaded.text, path);
  }
}

/** A pattern speaks of as many last steps of a path as it has itself. */
function isSkipped(path: string, patterns: readonly string[]): boolean {
  const steps = path.split(/[/\\]/);
  return patterns.some((pattern) => {
    const end = steps.slice(-pattern.split('/').length).join('/');
    return globMatches(pattern, end);
  });
}
