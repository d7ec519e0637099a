// A document of kind Sandbox. Neighbours: owner.ts (what it shares with route groups), and one
// file for each of the parts that it holds.

import type { Manifest } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import type { DocumentReader } from '../document-reader';
import { readExtraResource } from './extra-resource';
import { readFork } from './fork';
import { ownerFields, readOwner } from './owner';
import { readPreview } from './preview';
import { readVirtual } from './virtual';

const fields = [...ownerFields, 'forks', 'virtual', 'previews', 'extraResources'];

export function readSandbox(manifest: Manifest, reader: DocumentReader): SandboxSpec | undefined {
  const spec = reader.fields(manifest.object.spec, ['spec'], fields);
  const { owner, labels } = readOwner(manifest, spec, reader);
  const parts = {
    labels,
    forks: reader.entries(spec.forks, ['spec', 'forks'], readFork),
    virtual: reader.entries(spec.virtual, ['spec', 'virtual'], readVirtual),
    previews: reader.entries(spec.previews, ['spec', 'previews'], readPreview),
    extraResources: reader.entries(
      spec.extraResources,
      ['spec', 'extraResources'],
      readExtraResource,
    ),
  };
  return owner === undefined ? undefined : { kind: 'Sandbox', ...owner, ...parts };
}
