// Files and streams: the one place that touches node:*, and only doors import it.
//
// A folder's files are written in two steps. All contents go to hidden files beside their
// places first, then each is renamed into place: no reader sees half a file, and a full disk
// or a missing permission is met before the first name changes.

import { isUtf8 } from 'node:buffer';
import {
  type Dirent,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { byText } from './model/text-order';

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
  const folders = new Set<string>();
  const staged: Staged[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const [path, text] of files) {
      const content = Buffer.from(text);
      const target = placeFor(content, join(folder, path));
      if (target === undefined) continue;
      const parent = dirname(target);
      if (!folders.has(parent)) mkdirSync(parent, { recursive: true });
      folders.add(parent);
      const temporary = join(parent, `.${basename(target)}.${process.pid}.tmp`);
      staged.push({ temporary, target });
      writeFileSync(temporary, content);
    }
    for (const { temporary, target } of staged) renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    throw error;
  }
}

/** Where a content is to be put, or undefined where it stands already. */
function placeFor(content: Buffer, path: string): string | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  // A rename onto a symbolic link would replace the link, not the file it leads to.
  if (entry?.isSymbolicLink()) return placeFor(content, realpathSync(path));
  // Met here, before the first rename.
  if (entry?.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
  const isThere = entry?.isFile() === true && entry.size === content.length;
  return isThere && readFileSync(path).equals(content) ? undefined : path;
}

/** A file's text, or why there is none. */
export type TextReading = { readonly text: string } | { readonly problem: string };

/** A file's text; what a Windows shell wrote as UTF-16 is read as well. */
export function readText(file: string): TextReading {
  try {
    const bytes = readFileSync(file);
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    if (isUtf16) return { text: bytes.toString('utf16le') };
    return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { problem: 'is not UTF-8' };
  } catch (error) {
    return { problem: systemProblem(error) };
  }
}

export function fileExists(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

const problems: { readonly [code: string]: string } = {
  ENOENT: 'is not there',
  ENOTDIR: 'has a file where a folder should be',
  EISDIR: 'is a folder',
  EEXIST: 'is a file, not a folder',
  EACCES: 'may not be touched by this user',
  EPERM: 'may not be touched by this user',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'does not fit on the disk',
  ELOOP: 'is a symbolic link that leads to itself',
  ENAMETOOLONG: 'is longer than names may be',
};

/** Why the system refused, in a person's words; throws what is no refusal of the system. */
export function systemProblem(error: unknown): string {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return problems[code] ?? `cannot be used (${code})`;
}

function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^(?:E[A-Z0-9]+|ERR_FS_\w+)$/.test(code) ? code : undefined;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A loop of links, or a name that is too long, leads nowhere.
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** A file by the path to name it with, and by the one that tells it from other files. */
export interface FoundFile {
  readonly path: string;
  readonly real: string;
  /** Below the folder that was walked, steps parted by `/`. */
  readonly below: string;
}

export interface Walk {
  /** Sorted by path. */
  readonly files: readonly FoundFile[];
  /** Folders that could not be read, and why. */
  readonly unread: readonly { readonly path: string; readonly problem: string }[];
}

const manifestEndings = ['.yaml', '.yml', '.json'];

/**
 * The manifest files that a path names: the file itself, or a folder's `*.yaml`, `*.yml` and
 * `*.json`, without hidden folders and node_modules. Undefined where nothing is there.
 */
export function walkManifestFiles(
  path: string,
  { depth = Number.POSITIVE_INFINITY } = {},
): Walk | undefined {
  const entry = statOf(path);
  if (entry === undefined) return undefined;
  if (!entry.isDirectory()) {
    return { files: [{ path, real: realPath(path), below: basename(path) }], unread: [] };
  }
  const files: FoundFile[] = [];
  const unread: { path: string; problem: string }[] = [];
  const visited = new Set<string>();
  const visit = (folder: string, above: string, left: number) => {
    const real = realPath(folder);
    if (visited.has(real)) return;
    visited.add(real);
    for (const found of entriesOf(folder, unread)) {
      const { name } = found;
      if (name.startsWith('.') || name === 'node_modules') continue;
      const child = join(folder, name);
      const isLink = found.isSymbolicLink();
      // A link that leads nowhere is no file.
      const target = isLink ? statOf(child) : found;
      if (target?.isDirectory()) {
        if (left > 1) visit(child, `${above}${name}/`, left - 1);
      } else if (target?.isFile() && manifestEndings.some((ending) => name.endsWith(ending))) {
        const own = isLink ? realPath(child) : join(real, name);
        files.push({ path: child, real: own, below: `${above}${name}` });
      }
    }
  };
  visit(path, '', depth);
  files.sort(byText(({ path: found }) => found));
  return { files, unread };
}

function entriesOf(folder: string, unread: { path: string; problem: string }[]): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    unread.push({ path: folder, problem: systemProblem(error) });
    return [];
  }
}

/** The path behind all links; a pipe's name (`<(kustomize build)`) has none, so it stays. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return path;
  }
}

/**
 * Deletes files below a folder, and folders in it that are left with nothing in them; one that is
 * gone already is no error.
 */
export function removeFiles(folder: string, names: readonly string[]): void {
  for (const name of names) {
    rmSync(join(folder, name), { force: true });
    for (let parent = dirname(name); parent !== '.'; parent = dirname(parent)) {
      if (readdirSync(join(folder, parent)).length > 0) break;
      rmdirSync(join(folder, parent));
    }
  }
}

/** Deletes one file; a link goes, and not what it leads to. */
export function deleteFile(path: string): void {
  rmSync(path);
}

/** Now, in milliseconds from 1970. Only what is asked about the present asks the clock. */
export function currentTime(): number {
  return Date.now();
}

/** A variable of the environment. */
export function environment(name: string): string | undefined {
  return process.env[name];
}

/** All of standard input, as text. */
export function readStandardInput(): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(1 << 16);
  for (;;) {
    try {
      const length = readSync(0, chunk);
      if (length === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(Buffer.from(chunk.subarray(0, length)));
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EOF') return Buffer.concat(chunks).toString('utf8');
      if (code !== 'EAGAIN') throw error;
      // A pipe that was opened for not blocking has nothing yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Data for the next program; that it has gone away is not an error. */
export function writeToStandardOutput(text: string): void {
  process.stdout.write(text);
}

/** Says something to the person at the terminal; standard output is for data alone. */
export function writeToStandardError(text: string): void {
  process.stderr.write(text);
}

/** What a stream refuses later: a reader that went away is silent, all else is said. */
export function watchStreams(failed: (problem: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (systemCode(error) !== 'EPIPE') failed(`standard output ${systemProblem(error)}`);
    });
  }
}

/** Whatever nobody caught. */
export function watchForBugs(found: (error: unknown) => void): void {
  process.on('uncaughtException', found);
}

export function programArguments(): readonly string[] {
  return process.argv.slice(2);
}

/** Set, not exited with: output that is still in a pipe must drain. */
export function setExitStatus(status: number): void {
  process.exitCode = status;
}
