// Selectors of policies that are in no language read here, by the labels that they speak of.
//
// A fork keeps most labels of its baseline, so whatever a text says of those it says of both.
// Only one that speaks of a label which the fork changed leaves open whether it takes the fork.
// Neighbours: ../selectors/selectors.ts (what is read), ../protect/protection-findings.ts (what is
// said).

import { collect } from '../../model/groups';
import type { Inventory, NamespaceKey } from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import { unreadSelectorsOf } from '../selectors/selectors';

export class UnreadSelectors {
  readonly #byKey = new Map<string, Manifest[]>();

  constructor(manifests: readonly Manifest[], inventory: Inventory) {
    for (const manifest of manifests) {
      const { namespace } = manifest.object.metadata ?? {};
      const keys = new Set(unreadSelectorsOf(manifest).flatMap((words) => [...words]));
      const place = namespace === undefined ? anywhere : inventory.namespaceKey(namespace);
      for (const key of keys) collect(this.#byKey, `${place}\n${key}`, manifest);
    }
  }

  /** Policies that may act on a namespace and speak of one of the labels, each once. */
  speakingOf(namespace: NamespaceKey, keys: Iterable<string>): ReadonlySet<Manifest> {
    const places = [namespace, anywhere];
    return new Set(
      [...keys].flatMap((key) =>
        places.flatMap((place) => this.#byKey.get(`${place}\n${key}`) ?? []),
      ),
    );
  }
}

/** What has no namespace may be the cluster's. No namespace has that name. */
const anywhere = '*';
