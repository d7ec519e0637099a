// The folder that `--out` fills: which of its files may be written, and which are of no use any
// more. A file of ours is called `<sandbox>.yaml` or `<sandbox>.json` and holds nothing but
// objects that carry that sandbox's label; every other file is somebody else's.

import { readText, removeFiles, systemProblem, walkManifestFiles, writeFilesWhole } from '../io';
import { type Finding, finding } from '../model/finding';
import { isOurs, marks } from '../model/marks';
import { readManifests } from '../pipeline';

export interface OutFolder {
  readonly folder: string;
  /** Texts by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Leaves files of sandboxes that are gone. */
  readonly keep: boolean;
}

/** Writes the files, each whole, and removes our stale ones; nothing at all where it may not. */
export function fillFolder({ folder, files, keep }: OutFolder): readonly Finding[] {
  try {
    const there = (walkManifestFiles(folder, { depth: 1 })?.files ?? []).map(({ path }) => ({
      path,
      name: path.slice(path.search(/[^/\\]*$/)),
    }));
    const foreign = there.filter(({ path, name }) => {
      const fresh = files.get(name);
      return fresh !== undefined && !isFree(path, name, fresh);
    });
    if (foreign.length > 0) return foreign.map(({ path }) => overwritten(path));
    // Looked for before anything is written: what is stale does not depend on what is new.
    const stale = keep
      ? []
      : there.filter(({ path, name }) => !files.has(name) && isOfSandbox(path, name));
    writeFilesWhole(folder, files);
    removeFiles(
      folder,
      stale.map(({ name }) => name),
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

/** Whether a file may hold `fresh`: it does already, is ours, or has nothing in it. */
function isFree(path: string, name: string, fresh: string): boolean {
  const reading = readText(path);
  if (!('text' in reading)) return false;
  const { text } = reading;
  return text === fresh || text.trim() === '' || isTextOfSandbox(text, path, name);
}

function isOfSandbox(path: string, name: string): boolean {
  const reading = readText(path);
  return 'text' in reading && isTextOfSandbox(reading.text, path, name);
}

/** Whether all that a file holds is ours, of the sandbox that it is called after. */
function isTextOfSandbox(text: string, path: string, name: string): boolean {
  const { manifests, skipped, findings } = readManifests(text, path);
  if (manifests.length === 0 || skipped > 0 || findings.length > 0) return false;
  const sandbox = name.replace(/\.(yaml|json)$/, '');
  return manifests.every(
    ({ object }) => isOurs(object) && object.metadata?.labels?.[marks.sandbox] === sandbox,
  );
}

function overwritten(path: string): Finding {
  return finding('file-overwritten', {
    message: `\`${path}\` holds something else than what Gatefork wrote for this sandbox, and would be lost`,
    hint: 'give `--out` a folder of its own, or move that file away',
  });
}
