// What the containers of a workload read from ConfigMaps, where that is known: the copies of a
// fork, else the objects of the baseline's namespace. Secrets are never looked into.
//
// Neighbours: config-copy.ts (who makes copies), variables.ts (who asks).

import type { Inventory, NamespaceKey } from '../../model/inventory';
import { isObject, type JsonObject, type KubeObject, type Manifest } from '../../model/manifest';

interface Place {
  readonly inventory: Inventory;
  readonly baseline: Manifest;
}

export class ConfigData {
  readonly #inventory: Inventory;
  readonly #namespace: NamespaceKey;
  readonly #copies: ReadonlyMap<string, KubeObject>;

  constructor({ inventory, baseline }: Place, copies: readonly KubeObject[]) {
    this.#inventory = inventory;
    this.#namespace = inventory.namespaceOf(baseline.object);
    this.#copies = new Map(copies.map((copy) => [copy.metadata?.name ?? '', copy]));
  }

  /** The texts of a ConfigMap by key; undefined where nobody here knows the object. */
  dataOf(name: string): JsonObject | undefined {
    const known = this.#copies.get(name) ?? this.sourceOf(name)?.object;
    if (known === undefined) return undefined;
    return isObject(known.data) ? known.data : {};
  }

  /** The object of the baseline by that name; what a copy was made of is known elsewhere. */
  sourceOf(name: string): Manifest | undefined {
    return this.#inventory.find('/ConfigMap', this.#namespace, name);
  }
}
