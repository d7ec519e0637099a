// Paths on the command line -> manifests, with the texts kept for the lines in messages.

import { readText, walkManifestFiles } from '../io';
import { type Finding, finding } from '../model/finding';
import type { Manifest } from '../model/manifest';
import { readManifests } from '../pipeline';
import type { Terminal } from './terminal';

export interface Input {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
  /** How many files were read. */
  readonly files: number;
}

/** Reads paths, each file once however often it is named. */
export class InputReader {
  readonly #texts = new Map<string, string>();

  constructor(readonly terminal: Terminal) {}

  /** The text of a file that was read, for positions. */
  readonly textOf = (file: string): string | undefined => this.#texts.get(file);

  read(paths: readonly string[]): Input {
    const manifests: Manifest[] = [];
    const findings: Finding[] = [];
    const files = new Set<string>();
    let skipped = 0;
    for (const path of paths) {
      const found = path === '-' ? ['-'] : walkManifestFiles(path);
      if (found === undefined) {
        findings.push(notFound(path));
        continue;
      }
      const isNamed = found.length === 1 && found[0] === path;
      for (const file of found) {
        if (files.has(file)) continue;
        files.add(file);
        const reading = readManifests(this.#load(file), file);
        manifests.push(...reading.manifests);
        findings.push(...reading.findings);
        skipped += reading.skipped;
        if (isNamed && reading.skipped > 0) findings.push(...foreign(reading.foreign));
      }
    }
    if (skipped > 0 && !findings.some(({ code }) => code === 'object-invalid')) {
      findings.push(
        finding('document-skipped', {
          message: `${skipped} document${skipped === 1 ? '' : 's'} without apiVersion and kind passed over`,
        }),
      );
    }
    return { manifests, findings, files: files.size };
  }

  #load(file: string): string {
    const text = file === '-' ? this.terminal.stdin() : readText(file);
    this.#texts.set(file, text);
    return text;
  }
}

function notFound(path: string): Finding {
  return finding('file-not-found', {
    message: `\`${path}\` is not there or cannot be read`,
    hint: 'name a file, a folder, or - for standard input',
  });
}

/** A file that was named outright must hold objects. */
function foreign(origins: Awaited<ReturnType<typeof readManifests>>['foreign']): Finding[] {
  return origins.map((origin) =>
    finding('object-invalid', {
      message: 'a document without apiVersion and kind is no Kubernetes object',
      hint: 'take it out, or name the folder instead of the file to pass it over',
      where: { origin, path: [] },
    }),
  );
}
