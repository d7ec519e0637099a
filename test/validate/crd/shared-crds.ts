// The CustomResourceDefinitions of a folder beside the repository, as manifests.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Manifest } from '../../../lib/model/manifest';
import { readManifests } from '../../../lib/pipeline';

const crds = resolve(__dirname, '../../../../shared/crds');

export const hasSharedCrds = existsSync(crds);

/** @param below `gateway-api/standard` */
export function sharedCrds(below: string): readonly Manifest[] {
  return filesBelow(join(crds, below)).flatMap(
    (file) => readManifests(readFileSync(file, 'utf8'), file).manifests,
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return name.endsWith('.yaml') ? [path] : [];
  });
}
