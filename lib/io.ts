// Files and streams: the one place that touches node:*, and only doors import it.
//
// A folder's files are written in two steps. All contents go to hidden files beside their
// places first, then each is renamed into place: no reader sees half a file, and a full disk
// or a missing permission is met before the first name changes.

import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

/**
 * Writes files below a folder, each whole or not at all. A file that already holds its text is
 * left untouched, time stamp included; files that are not named are none of our business.
 *
 * @param files texts by path, relative to the folder
 */
export function writeFilesWhole(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const staged: Staged[] = [];
  try {
    for (const [path, text] of files) {
      const target = followed(join(folder, path));
      const content = Buffer.from(text);
      if (holds(target, content)) continue;
      mkdirSync(dirname(target), { recursive: true });
      const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
      staged.push({ temporary, target });
      writeFileSync(temporary, content);
    }
    for (const { temporary, target } of staged) renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    throw error;
  }
}

/** Where a path leads: a rename onto a symbolic link would replace the link, not its file. */
function followed(path: string): string {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  return entry?.isSymbolicLink() ? realpathSync(path) : path;
}

function holds(path: string, content: Buffer): boolean {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  return (
    entry?.isFile() === true && entry.size === content.length && readFileSync(path).equals(content)
  );
}

/** Says something to the person at the terminal; standard output is for data alone. */
export function writeToStandardError(text: string): void {
  process.stderr.write(text);
}

/** A file's text. Throws where it cannot be read. */
export function readText(file: string): string {
  return readFileSync(file, 'utf8');
}

export function fileExists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const manifestEndings = ['.yaml', '.yml', '.json'];

/**
 * The manifest files that a path names, sorted: the file itself, or a folder's `*.yaml`, `*.yml`
 * and `*.json`, without hidden folders and node_modules. Undefined where nothing is there.
 */
export function walkManifestFiles(
  path: string,
  { depth = Number.POSITIVE_INFINITY } = {},
): readonly string[] | undefined {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return undefined;
  if (!entry.isDirectory()) return [path];
  const files: string[] = [];
  const visited = new Set<string>();
  const visit = (folder: string, left: number) => {
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    for (const name of readdirSync(folder)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const child = join(folder, name);
      // A link that leads nowhere is no file.
      const target = statSync(child, { throwIfNoEntry: false });
      if (target?.isDirectory()) {
        if (left > 1) visit(child, left - 1);
      } else if (target?.isFile() && manifestEndings.some((ending) => name.endsWith(ending))) {
        files.push(child);
      }
    }
  };
  visit(path, depth);
  return files.sort((left, right) => (left < right ? -1 : Number(left > right)));
}

/** Deletes files below a folder; one that is gone already is no error. */
export function removeFiles(folder: string, names: readonly string[]): void {
  for (const name of names) rmSync(join(folder, name), { force: true });
}

/** All of standard input, as text. */
export function readStandardInput(): string {
  return readFileSync(0, 'utf8');
}

/** Data for the next program; a reader that has gone away is not an error. */
export function writeToStandardOutput(text: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(text);
}

export function programArguments(): readonly string[] {
  return process.argv.slice(2);
}

/** Set, not exited with: output that is still in a pipe must drain. */
export function setExitStatus(status: number): void {
  process.exitCode = status;
}
