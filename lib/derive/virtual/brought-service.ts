// A Service that a sandbox brings along under `extraResources`: as good a target as one of the
// baseline. Neighbours: virtual-findings.ts (who asks), ../extra/ (which writes it).

import { groupKindOf, type Inventory } from '../../model/inventory';
import type { KubeObject, Manifest } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import { filled } from '../extra/placeholders';
import type { Target } from '../reference/fork-references';

export function broughtService(
  sandbox: SandboxSpec,
  { namespace, name }: Target,
  inventory: Inventory,
): Manifest | undefined {
  for (const { object } of sandbox.extraResources) {
    if (groupKindOf(object) !== '/Service') continue;
    const written = filled(object, sandbox).value as KubeObject;
    const { metadata } = written;
    if (metadata?.name !== name || inventory.namespaceKey(metadata.namespace) !== namespace)
      continue;
    return { object: written, origin: sandbox.origin };
  }
  return undefined;
}
