// The objects that golden cases read and write.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { KubeObject } from '../../lib/model/manifest';
import { readManifests } from '../../lib/pipeline';

const golden = resolve(__dirname, '../golden');

export interface GoldenCase {
  readonly name: string;
  readonly inputs: readonly KubeObject[];
  readonly outputs: readonly KubeObject[];
}

/** Cases that write objects. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(golden)
    .filter((name) => existsSync(join(golden, name, 'command')))
    .map((name) => ({
      name,
      inputs: objectsBelow(join(golden, name, 'input')),
      outputs: objectsBelow(join(golden, name, 'expected')),
    }))
    .filter(({ outputs }) => outputs.length > 0);
}

function objectsBelow(path: string): KubeObject[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((name) => objectsBelow(join(path, name)));
  }
  if (!/\.(yaml|yml|json)$/.test(path)) return [];
  return readManifests(readFileSync(path, 'utf8'), path).manifests.map(({ object }) => object);
}
