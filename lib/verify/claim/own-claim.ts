// What one owner says of itself, before its route group's members are looked up.
//
// Neighbours: marked.ts and documented.ts (who read it), claims.ts (what becomes of it).

import type { ClaimedPreview, ClaimOwner, Replacement } from '../../model/claim';
import type { Inventory, NamespaceKey } from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import { at, listOf, textOf } from '../../model/manifest';
import type { Origin } from '../../model/origin';
import { serviceKey } from '../../model/route';
import { backendTlsPolicies } from '../../routing/reference/backend-tls';

export interface OwnClaim {
  readonly owner: ClaimOwner;
  /** For messages: its document, or the first of its objects. */
  readonly origin: Origin;
  /** By the key of the baseline's Service; a route group's own is empty. */
  readonly replaced: ReadonlyMap<string, Replacement>;
  readonly previews: readonly ClaimedPreview[];
  /** A route group's sandboxes by name; none for a sandbox. */
  readonly members: readonly string[];
}

/** An owner's place among all. */
export function ownerId({ kind, name }: Pick<ClaimOwner, 'kind' | 'name'>): string {
  return `${kind}\n${name}`;
}

/** A Service that somebody else runs, with how it is spoken to where it is in the input. */
export function virtualReplacement(
  target: { readonly namespace: NamespaceKey; readonly name: string; readonly port?: number },
  applied: Inventory,
): Replacement {
  const service = applied.find('/Service', target.namespace, target.name);
  return { ...target, tls: service === undefined ? [] : tlsOf(service, applied) };
}

function tlsOf(service: Manifest, inventory: Inventory): NonNullable<Replacement['tls']> {
  return listOf(at(service.object, ['spec', 'ports'])).flatMap((entry) => {
    const port = at(entry, ['port']);
    if (typeof port !== 'number') return [];
    return backendTlsPolicies(service, port, inventory).map(({ object }) => ({
      port,
      policy: serviceKey(inventory.namespaceOf(object), object.metadata?.name ?? ''),
      hostname: textOf(at(object, ['spec', 'validation', 'hostname'])) ?? '',
    }));
  });
}
