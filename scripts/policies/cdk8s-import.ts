// What `cdk8s import` makes of CustomResourceDefinitions.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const cdk8s = resolve(__dirname, '../../node_modules/cdk8s-cli/bin/cdk8s');

/** The CRD of a kind, among all below a folder. */
export function crdOf(folder: string, group: string, kind: string): string {
  for (const file of filesBelow(folder)) {
    for (const text of readFileSync(file, 'utf8').split(/^---$/m)) {
      const isOfGroup = text.includes(`\n  group: ${group}\n`);
      if (isOfGroup && new RegExp(`^    kind: ${kind}$`, 'm').test(text)) return text;
    }
  }
  throw new Error(`no CRD of ${group}/${kind} below ${folder}`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => path.endsWith('.yaml'));
}

/** The TypeScript that cdk8s-cli generates from CRDs, by their group. */
export function importedSources(crds: readonly string[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-import-'));
  try {
    writeFileSync(join(folder, 'crds.yaml'), crds.join('\n---\n'));
    const words = ['import', 'crds.yaml', '--language', 'typescript', '--output', 'out'];
    execFileSync(process.execPath, [cdk8s, ...words, '--no-save'], { cwd: folder, stdio: 'pipe' });
    const out = join(folder, 'out');
    return new Map(
      readdirSync(out).map((name) => {
        return [name.replace(/\.ts$/, ''), readFileSync(join(out, name), 'utf8')] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
