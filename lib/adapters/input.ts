// Paths on the command line -> manifests, with the texts kept for the lines in messages.

import { type FoundFile, readText, type TextReading, walkManifestFiles } from '../io';
import { type Finding, finding } from '../model/finding';
import type { Manifest } from '../model/manifest';
import type { FileOrigin } from '../model/origin';
import { type ReadManifests, readManifests } from '../pipeline';
import type { Terminal } from './terminal';

export interface Input {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

interface FileInput extends Input {
  /** Files that hold documents which are no objects, or nothing at all besides comments. */
  readonly skipped: ReadonlySet<string>;
}

interface Named extends FoundFile {
  /** Whether the user named the file itself and not a folder that holds it. */
  readonly isOutright: boolean;
}

/** Reads paths; a file is read once, by whatever paths and options it is reached. */
export class InputReader {
  readonly #texts = new Map<string, string>();
  readonly #readings = new Map<string, ReadManifests | string>();

  constructor(readonly terminal: Terminal) {}

  /** The text of a file that was read, for positions. */
  readonly textOf = (file: string): string | undefined => this.#texts.get(file);

  read(paths: readonly string[]): FileInput {
    const findings: Finding[] = [];
    const manifests: Manifest[] = [];
    const skippedIn = new Set<string>();
    let skipped = 0;
    for (const file of this.#find(paths, findings)) {
      const reading = this.#read(file);
      if (typeof reading === 'string') {
        findings.push(unreadable(file.path, reading));
        continue;
      }
      // One by one: a file may hold more objects than a call takes arguments.
      for (const manifest of reading.manifests) manifests.push(manifest);
      for (const one of reading.findings) findings.push(one);
      if (reading.skipped > 0) skippedIn.add(file.path);
      if (file.isOutright) findings.push(...reading.foreign.map(foreign));
      else skipped += reading.skipped;
    }
    if (skipped > 0) findings.push(passedOver(skipped));
    return { manifests, findings, skipped: skippedIn };
  }

  /** Each file once; one that is named and in a named folder counts as named. */
  #find(paths: readonly string[], findings: Finding[]): readonly Named[] {
    const found = new Map<string, Named>();
    for (const path of paths) {
      const walk =
        path === '-'
          ? { files: [{ path, real: path, below: path }], unread: [] }
          : walkManifestFiles(path);
      if (walk === undefined) {
        findings.push(unreadable(path, 'is not there'));
        continue;
      }
      for (const folder of walk.unread) findings.push(unreadable(folder.path, folder.problem));
      for (const file of walk.files) {
        const isOutright = file.path === path || found.get(file.real)?.isOutright === true;
        found.set(file.real, { ...(found.get(file.real) ?? file), isOutright });
      }
    }
    return [...found.values()];
  }

  #read({ path, real }: FoundFile): ReadManifests | string {
    const known = this.#readings.get(real);
    if (known !== undefined) return known;
    const loaded: TextReading = path === '-' ? { text: this.terminal.stdin() } : readText(path);
    if ('text' in loaded) this.#texts.set(path, loaded.text);
    const reading = 'text' in loaded ? readManifests(loaded.text, path) : loaded.problem;
    this.#readings.set(real, reading);
    return reading;
  }
}

function unreadable(path: string, problem: string): Finding {
  return finding('file-not-found', {
    message: `\`${path}\` ${problem}`,
    hint: 'name a file or folder that can be read, or - for standard input',
  });
}

function passedOver(count: number): Finding {
  return finding('document-skipped', {
    message: `${count} document${count === 1 ? '' : 's'} without apiVersion and kind passed over`,
  });
}

/** A file that was named outright must hold objects. */
function foreign(origin: FileOrigin): Finding {
  return finding('object-invalid', {
    message: 'a document without `apiVersion` and `kind` is no Kubernetes object',
    hint: 'give it both, take it out, or name its folder instead, where such documents are passed over',
    where: { origin, path: [] },
  });
}
