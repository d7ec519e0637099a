// The folder that `--out` fills: which of its files are ours and of no use any more.

import { readText, walkManifestFiles } from '../io';
import { isOurs } from '../model/marks';
import { readManifests } from '../pipeline';

/** Files directly in the folder that hold nothing but objects of ours and are not in `fresh`. */
export function staleFiles(folder: string, fresh: readonly string[]): readonly string[] {
  const files = walkManifestFiles(folder, { depth: 1 }) ?? [];
  return files
    .map((file) => file.slice(folder.length).replace(/^[/\\]+/, ''))
    .filter((name) => !fresh.includes(name) && isAllOurs(`${folder}/${name}`));
}

function isAllOurs(file: string): boolean {
  const { manifests, skipped, findings } = readManifests(readText(file), file);
  if (manifests.length === 0 || skipped > 0 || findings.length > 0) return false;
  return manifests.every(({ object }) => isOurs(object));
}
