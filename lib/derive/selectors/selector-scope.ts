// The namespaces that a selector reaches.
//
// Neighbours: selector-row.ts (what kinds say), selector-index.ts (who asks whether a scope
// reaches a namespace).

import type { Inventory, NamespaceKey } from '../../model/inventory';
import {
  at,
  type FieldPath,
  isObject,
  type Json,
  type KubeObject,
  listOf,
  textOf,
} from '../../model/manifest';
import { type Selector, selectorOf } from '../../model/selector';
import type { SelectorRow } from './selector-row';

/** Where the selected objects are; `labelled`: in namespaces whose labels are selected. */
export type SelectorScope =
  | { readonly in: 'namespaces'; readonly keys: readonly NamespaceKey[] }
  | { readonly in: 'labelled'; readonly selector: Selector }
  | { readonly in: 'all' };

/** Istio's root namespace by default; a policy there applies in all namespaces. */
const meshRoot = 'istio-system';

export function ownScope(object: KubeObject, inventory: Inventory): SelectorScope {
  return { in: 'namespaces', keys: [inventory.namespaceOf(object)] };
}

/** @param path where the selector stands */
export function scopeOf(
  object: KubeObject,
  row: SelectorRow,
  path: FieldPath,
  inventory: Inventory,
): SelectorScope {
  const own = ownScope(object, inventory);
  const namespace = object.metadata?.namespace;
  switch (row.scope ?? 'own') {
    case 'own':
      return own;
    case 'cluster':
      return { in: 'all' };
    case 'unless-named':
      return namespace === undefined ? { in: 'all' } : own;
    case 'beside':
      return labelledScope(at(object, path.slice(0, -1)) ?? null, { in: 'all' }, inventory);
    case 'mesh-root':
      return namespace === meshRoot ? { in: 'all' } : own;
    case 'monitor': {
      const namespaces = at(object, ['spec', 'namespaceSelector']);
      if (at(namespaces, ['any']) === true) return { in: 'all' };
      const names = listOf(at(namespaces, ['matchNames'])).filter(
        (name) => typeof name === 'string',
      );
      return names.length === 0 ? own : named(names, inventory);
    }
  }
}

function named(names: readonly string[], inventory: Inventory): SelectorScope {
  return { in: 'namespaces', keys: names.map((name) => inventory.namespaceKey(name)) };
}

/** The scope of a term or peer with `namespaces` and `namespaceSelector`. */
export function labelledScope(term: Json, own: SelectorScope, inventory: Inventory): SelectorScope {
  const namespaces = listOf(at(term, ['namespaces']))
    .map(textOf)
    .filter((name) => name !== undefined);
  const labelled = selectorOf(at(term, ['namespaceSelector']));
  if (labelled !== undefined) {
    // With names beside it the two are a union; `all` is the safe side of it.
    return labelled.length === 0 || namespaces.length > 0
      ? { in: 'all' }
      : { in: 'labelled', selector: labelled };
  }
  return namespaces.length === 0 || !isObject(term) ? own : named(namespaces, inventory);
}

/** Labels by which Cilium knows a pod's namespace, and whatever else is not a label of the pod. */
const podNamespace = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels.';

/** Cilium lets a key name its source: `k8s:app` and `any:app` are the pod's label `app`. */
function ciliumKey(key: string): string {
  return key.replace(/^(?:k8s|any)[:.]/, '');
}

/** Whether a key of an endpoint selector speaks of something else than the pod's own labels. */
export function isCiliumContext(key: string): boolean {
  const bare = ciliumKey(key);
  return bare.startsWith(podNamespace) || bare.startsWith('io.cilium.');
}

/**
 * An endpoint selector as one over pods, with the namespaces that it names among the labels;
 * undefined where it takes no pods, but `reserved:` things.
 */
export function ciliumSelection(
  found: Selector,
  own: SelectorScope,
  inventory: Inventory,
): { readonly selector: Selector; readonly scope: SelectorScope } | undefined {
  if (found.some(({ key }) => key.startsWith('reserved:'))) return undefined;
  const bare = found.map((part) => ({ ...part, key: ciliumKey(part.key) }));
  const selector = bare.filter(({ key }) => !isCiliumContext(key));
  const home = bare.filter(({ key }) => key === podNamespace);
  const labelled = bare
    .filter(({ key }) => key.startsWith(namespaceLabels))
    .map((part) => ({ ...part, key: part.key.slice(namespaceLabels.length) }));
  if (labelled.length > 0) return { selector, scope: { in: 'labelled', selector: labelled } };
  const [first] = home;
  if (first === undefined) return { selector, scope: own };
  return {
    selector,
    scope: first.operator === 'In' ? named(first.values, inventory) : { in: 'all' },
  };
}
