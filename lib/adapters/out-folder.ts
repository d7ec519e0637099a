// The folder that `--out` fills: which of its files may be written, and which are of no use any
// more. A file of ours is called `<sandbox>.yaml` or `<sandbox>.json`, or that below
// `<sandbox>/forks` or `<sandbox>/routes`, and holds nothing but objects that carry that sandbox's
// or route group's label; every other file is somebody else's.

import {
  type FoundFile,
  readText,
  removeFiles,
  systemProblem,
  walkManifestFiles,
  writeFilesWhole,
} from '../io';
import { type Finding, finding } from '../model/finding';
import type { KubeObject } from '../model/manifest';
import { isOurs, marks } from '../model/marks';
import { readManifests } from '../pipeline';

/** `flat`: a file for each sandbox; `flux`: a folder, forks and routes apart. */
export type Layout = 'flat' | 'flux';

export interface OutFolder {
  readonly folder: string;
  /** Texts by path below the folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Leaves files of sandboxes that are gone. */
  readonly keep: boolean;
}

/** Writes the files, each whole, and removes our stale ones; nothing at all where it may not. */
export function fillFolder({ folder, files, keep }: OutFolder): readonly Finding[] {
  try {
    const there = manifestFiles(folder);
    const foreign = there.filter((file) => {
      const fresh = files.get(file.below);
      return fresh !== undefined && !isFree(file, fresh);
    });
    if (foreign.length > 0) return foreign.map(({ path }) => overwritten(path));
    // Looked for before anything is written: what is stale does not depend on what is new.
    const stale = keep ? [] : there.filter((file) => !files.has(file.below) && isOfSandbox(file));
    writeFilesWhole(folder, files);
    removeFiles(
      folder,
      stale.map(({ below }) => below),
    );
    return [];
  } catch (error) {
    return [
      finding('file-not-written', {
        message: `\`${folder}\` or a file in it ${systemProblem(error)}`,
        hint: 'give `--out` a folder that can be written to',
      }),
    ];
  }
}

/** Where a file of ours may lie: by the sandbox's name, in either layout. */
const ownPlace = /^(?:([^/]+)\/(?:forks|routes)\/)?([^/]+)\.(?:yaml|json)$/;

/** The manifest files at places where ours may lie. */
function manifestFiles(folder: string): readonly FoundFile[] {
  const { files = [] } = walkManifestFiles(folder, { depth: 3 }) ?? {};
  return files.filter(({ below }) => sandboxOf(below) !== undefined);
}

/** The sandbox that a file of this path would be of. */
function sandboxOf(name: string): string | undefined {
  const [, folder, stem] = ownPlace.exec(name) ?? [];
  return folder === undefined || folder === stem ? stem : undefined;
}

/** Whether a file may hold `fresh`: it does already, is ours, or has nothing in it. */
function isFree(file: FoundFile, fresh: string): boolean {
  const reading = readText(file.path);
  if (!('text' in reading)) return false;
  const { text } = reading;
  return text === fresh || text.trim() === '' || isTextOfSandbox(text, file);
}

function isOfSandbox(file: FoundFile): boolean {
  const reading = readText(file.path);
  return 'text' in reading && isTextOfSandbox(reading.text, file);
}

/** Whether all that a file holds is ours, of the sandbox that it is called after. */
function isTextOfSandbox(text: string, { path, below }: FoundFile): boolean {
  const { manifests, skipped, findings } = readManifests(text, path);
  if (manifests.length === 0 || skipped > 0 || findings.length > 0) return false;
  const owner = sandboxOf(below);
  return manifests.every(({ object }) => isOurs(object) && ownerOf(object) === owner);
}

function ownerOf({ metadata }: KubeObject): string | undefined {
  return metadata?.labels?.[marks.sandbox] ?? metadata?.labels?.[marks.routeGroup];
}

function overwritten(path: string): Finding {
  return finding('file-overwritten', {
    message: `\`${path}\` holds something else than what Gatefork wrote for this sandbox, and would be lost`,
    hint: 'give `--out` a folder of its own, or move that file away',
  });
}
