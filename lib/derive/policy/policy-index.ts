// The policies of a baseline, found by what they cover: built once a run and asked by key.
//
// Neighbours: policy-reference.ts (by reference), service-hosts.ts (by host),
// ../selectors/selectors.ts (by label, which has an index of its own), ../protect/protection.ts
// (who asks).

import { collect } from '../../model/groups';
import { type Inventory, inOrderOfName, type NamespaceKey } from '../../model/inventory';
import { at, isObject, type JsonObject, type Manifest } from '../../model/manifest';
import { type Labels, type Selector, selectorOf } from '../../model/selector';
import { type PolicyReference, referencesIn } from './policy-reference';
import { authorizationHosts, destinationHost } from './service-hosts';
import { placeKey } from './target-key';
import { UnreadSelectors } from './unread-selectors';

/** A policy that selects its targets by label. */
export interface SelectingReference extends PolicyReference {
  readonly selector: Selector;
}

export class PolicyIndex {
  readonly unread: UnreadSelectors;
  readonly #byTarget = new Map<string, PolicyReference[]>();
  readonly #bySelector = new Map<string, SelectingReference[]>();
  readonly #rulesByHost = new Map<string, Manifest[]>();
  readonly #authorizationsByHost = new Map<string, Manifest[]>();

  constructor(readonly inventory: Inventory) {
    const manifests = inOrderOfName(inventory);
    this.unread = new UnreadSelectors(manifests, inventory);
    for (const manifest of manifests) {
      for (const reference of referencesIn(manifest)) this.#file(reference);
      const host = destinationHost(manifest.object, inventory);
      if (host !== undefined) collect(this.#rulesByHost, host, manifest);
      for (const named of authorizationHosts(manifest.object, inventory)) {
        collect(this.#authorizationsByHost, named, manifest);
      }
    }
  }

  /** References by name to an object of that kind; groups are not compared. */
  naming(target: string): readonly PolicyReference[] {
    return this.#byTarget.get(target) ?? [];
  }

  /** References by label that may take an object with one of these sets of labels. */
  selecting(
    kind: string,
    namespace: NamespaceKey,
    labels: readonly Labels[],
  ): readonly SelectingReference[] {
    const pairs = labels.flatMap((one) => Object.entries(one).map((pair) => pair.join('=')));
    const keys = ['', ...new Set(pairs)];
    return [namespace, anywhere].flatMap((place) =>
      keys.flatMap((key) => this.#bySelector.get(placeKey(kind, place, key)) ?? []),
    );
  }

  /** DestinationRules for a Service, by its key. */
  destinationRules(service: string): readonly Manifest[] {
    return this.#rulesByHost.get(service) ?? [];
  }

  /** AuthorizationPolicies that name a host of the Service, by its key. */
  authorizations(service: string): readonly Manifest[] {
    return this.#authorizationsByHost.get(service) ?? [];
  }

  #file(reference: PolicyReference): void {
    const { policy, shape, ref } = reference;
    const { namespace } = policy.object.metadata ?? {};
    if (shape.bySelector !== true) {
      if (typeof ref.name !== 'string') return;
      const named = typeof ref.namespace === 'string' ? ref.namespace : namespace;
      const key = placeKey(String(ref.kind), this.inventory.namespaceKey(named), ref.name);
      collect(this.#byTarget, key, reference);
      return;
    }
    const selector = targetSelector(ref);
    if (selector === undefined) return;
    const isWide = ['All', 'Selector'].includes(String(at(ref, ['namespaces', 'from'])));
    const place = isWide ? anywhere : this.inventory.namespaceKey(namespace);
    const key = placeKey(String(ref.kind), place, firstPair(ref));
    collect(this.#bySelector, key, { ...reference, selector });
  }
}

/** No namespace has that name. */
const anywhere = '*';

/** The selector in an entry of `targetSelectors`; undefined where it is none. */
function targetSelector({ matchLabels, matchExpressions }: JsonObject): Selector | undefined {
  return selectorOf({
    ...(matchLabels === undefined ? {} : { matchLabels }),
    ...(matchExpressions === undefined ? {} : { matchExpressions }),
  });
}

function firstPair({ matchLabels }: JsonObject): string {
  const [first] = isObject(matchLabels) ? Object.entries(matchLabels) : [];
  return first === undefined ? '' : first.join('=');
}
