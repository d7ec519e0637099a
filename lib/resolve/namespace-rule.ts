// Which namespaces a Gateway's or a listener's `namespaces` lets in: `allowedListeners` for
// ListenerSets, `allowedRoutes` for routes. ReferenceGrants play no part here.
//
// Neighbours: gateway-reader.ts, listener-check.ts, ../model/selector.ts.

import type { Inventory, NamespaceKey } from '../model/inventory';
import { at, type Json } from '../model/manifest';
import { namespaceLabels, namespaceNameLabel } from '../model/namespace';
import { type Selector, selectorOf, selects } from '../model/selector';

export interface NamespaceRule {
  /** The `namespaces` block as written. */
  readonly rule: Json | undefined;
  /** What an absent `from` means: `Same` for routes, `None` for ListenerSets. */
  readonly fallback: 'Same' | 'None';
  /** The namespace of the object that the block stands in. */
  readonly home: NamespaceKey;
}

/** Labels of a namespace that is not in the input are unknown but for its name: assume that it is let in. */
export function letsIn(
  { rule, fallback, home }: NamespaceRule,
  namespace: NamespaceKey,
  inventory: Inventory,
): boolean {
  switch (at(rule, ['from']) ?? fallback) {
    case 'None':
      return false;
    case 'Same':
      return home === namespace;
    case 'Selector': {
      const selector = selectorOf(at(rule, ['selector']));
      const labels = namespaceLabels(inventory, namespace);
      if (labels === undefined) return selector === undefined || mayBe(selector, namespace);
      return selector !== undefined && selects(selector, labels);
    }
  }
  return true;
}

/** Of a namespace that is not in the input one label is known all the same: its name. */
function mayBe(selector: Selector, namespace: NamespaceKey): boolean {
  if (namespace === '') return true;
  const asked = selector.filter(({ key }) => key === namespaceNameLabel);
  return selects(asked, { [namespaceNameLabel]: namespace });
}
