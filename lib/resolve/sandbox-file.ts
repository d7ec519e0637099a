// Documents of Gatefork's own group -> sandboxes and route groups.
//
// Strict: a field that is not known is an error, since a misspelt `env` would otherwise be a
// fork without its change. What a document holds is read in sandbox/, a file for each part.
// Neighbours: document-reader.ts, config-file.ts (settings).

import { type Finding, finding } from '../model/finding';
import type { KubeObject, Manifest } from '../model/manifest';
import type { Origin } from '../model/origin';
import type { Owner, RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import { DocumentReader } from './document-reader';
import { readRouteGroup } from './sandbox/route-group';
import { readSandbox } from './sandbox/sandbox';

export const ownGroup = 'gatefork.dev';
export const ownVersion = 'gatefork.dev/v1alpha1';

export interface SandboxReading {
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
  readonly findings: readonly Finding[];
}

/** Reads what is of our group, settings aside; a document with an error is left out whole. */
export function readSandboxes(manifests: readonly Manifest[]): SandboxReading {
  const sandboxes: SandboxSpec[] = [];
  const groups: RouteGroupSpec[] = [];
  const findings: Finding[] = [];
  for (const manifest of manifests) {
    const { kind, apiVersion } = manifest.object;
    if (!apiVersion.startsWith(`${ownGroup}/`) || kind === 'Config') continue;
    const reader = new DocumentReader(manifest, 'sandbox-invalid');
    const read = readDocument(manifest, reader);
    for (const one of reader.findings) findings.push(one);
    if (read === undefined || reader.findings.length > 0) continue;
    if (read.kind === 'Sandbox') sandboxes.push(read);
    else groups.push(read);
  }
  return { sandboxes, groups, findings };
}

/** Reads one sandbox or route group that comes from no file. */
export function readOwner(
  document: Omit<KubeObject, 'apiVersion'> & { readonly kind: Owner['kind'] },
  origin: Origin,
): SandboxReading {
  const { kind, ...rest } = document;
  return readSandboxes([{ object: { ...rest, kind, apiVersion: ownVersion }, origin }]);
}

function readDocument(manifest: Manifest, reader: DocumentReader) {
  const { kind, apiVersion } = manifest.object;
  if (apiVersion !== ownVersion) {
    reader.report(
      ['apiVersion'],
      `is \`${apiVersion}\`, which is not known here`,
      `use ${ownVersion}`,
    );
    return undefined;
  }
  switch (kind) {
    case 'Sandbox':
      return readSandbox(manifest, reader);
    case 'RouteGroup':
      return readRouteGroup(manifest, reader);
  }
  reader.report(['kind'], `is \`${kind}\`, which is not known here`, 'use Sandbox or RouteGroup');
  return undefined;
}

/** No sandbox in the sandbox files: nothing to do is more often a mistake than a wish. */
export function withoutSandboxes(files: readonly string[]): Finding {
  return finding('sandbox-missing', {
    message: `no Sandbox in ${files.join(', ')}`,
    hint: `add a document with apiVersion ${ownVersion} and kind Sandbox`,
  });
}
