// Every selector over pods or Services that an object of the baseline holds, and the namespaces
// that it reaches.
//
// The table of kinds is in selecting-kinds.ts; selector-index.ts finds the selectors that take
// given labels and labels.ts changes a fork's labels until none does that must not.
// Negative or empty selectors of monitors and schedulers were meant for every newcomer,
// so they are no capture; those that draw traffic, budget or ownership always are.

import { groupKindOf, type Inventory, type NamespaceKey } from '../../model/inventory';
import {
  at,
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';
import { type Selector, selectorOf, selectorOfLabels } from '../../model/selector';
import { type SelectorRole, type SelectorRow, selectingKinds } from './selecting-kinds';
import { podLabelsOf, podTemplateOf, schedulingTerms } from './template';

/** Where the selected objects are; `labelled`: in namespaces whose labels are selected. */
export type SelectorScope =
  | { readonly in: 'namespaces'; readonly keys: readonly NamespaceKey[] }
  | { readonly in: 'labelled'; readonly selector: Selector }
  | { readonly in: 'all' };

export interface SelectorUse {
  readonly owner: Manifest;
  readonly role: SelectorRole;
  readonly over: 'pods' | 'services';
  readonly scope: SelectorScope;
  readonly selector: Selector;
}

const rowsByKind: ReadonlyMap<string, SelectorRow> = new Map(
  selectingKinds.flatMap((row) => row.kinds.map((kind) => [kind, row] as const)),
);

/** Istio's root namespace by default; a policy there applies in all namespaces. */
const meshRoot = 'istio-system';

/** Every selector that an object of the baseline holds, over pods and over Services. */
export function selectorUsesOf(owner: Manifest, inventory: Inventory): readonly SelectorUse[] {
  const { object } = owner;
  const own: SelectorScope = {
    in: 'namespaces',
    keys: [inventory.namespaceKey(object.metadata?.namespace)],
  };
  const row = rowsByKind.get(groupKindOf(object));
  const uses = row === undefined ? [] : rowUses(owner, row, own, inventory);
  return [...uses, ...peerUses(owner, own, inventory), ...termUses(owner, own, inventory)];
}

function rowUses(
  owner: Manifest,
  row: SelectorRow,
  own: SelectorScope,
  inventory: Inventory,
): readonly SelectorUse[] {
  const { object } = owner;
  const isCilium = groupOf(object.apiVersion) === 'cilium.io';
  // Cilium's policies may hold a list of specs beside the one.
  const documents = isCilium
    ? [object, ...listOf(object.specs).map((spec) => ({ spec }))]
    : [object];
  const uses: SelectorUse[] = [];
  for (const document of documents) {
    const found = readSelector(at(document, row.at), row, isCilium);
    if (found === undefined || (found.length === 0 && row.empty === 'nothing')) continue;
    // apps and policy v1: everything; the old policy/v1beta1 let an empty selector select nothing.
    if (found.length === 0 && object.apiVersion === 'policy/v1beta1') continue;
    const scope = scopeOf(object, row, own, inventory);
    uses.push({ owner, role: row.role, over: row.over ?? 'pods', scope, selector: found });
  }
  return uses;
}

function readSelector(
  value: Json | undefined,
  row: SelectorRow,
  isCilium: boolean,
): Selector | undefined {
  const found = row.form === 'map' ? selectorOfLabels(value) : selectorOf(value);
  return isCilium && found !== undefined ? ciliumSelector(found) : found;
}

/** Cilium lets a key name its source: `k8s:app` and `any:app` are the pod's label `app`. */
function ciliumSelector(found: Selector): Selector | undefined {
  if (found.some(({ key }) => key.startsWith('reserved:'))) return undefined;
  return found
    .map((part) => ({ ...part, key: part.key.replace(/^(?:k8s|any)[:.]/, '') }))
    .filter(
      ({ key }) => !key.startsWith('io.kubernetes.pod.namespace') && !key.startsWith('io.cilium.'),
    );
}

function scopeOf(
  object: JsonObject,
  row: SelectorRow,
  own: SelectorScope,
  inventory: Inventory,
): SelectorScope {
  const { scope = 'own' } = row;
  switch (scope) {
    case 'own':
      return own;
    case 'cluster':
      return { in: 'all' };
    case 'mesh-root':
      return at(object, ['metadata', 'namespace']) === meshRoot ? { in: 'all' } : own;
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

/** Pods that a NetworkPolicy or Cilium policy lets in or lets out to: a fork is a peer too. */
function peerUses(
  owner: Manifest,
  own: SelectorScope,
  inventory: Inventory,
): readonly SelectorUse[] {
  const { object } = owner;
  const uses: SelectorUse[] = [];
  const add = (scope: SelectorScope, found: Selector | undefined): void => {
    if (found !== undefined)
      uses.push({ owner, role: 'protects', over: 'pods', scope, selector: found });
  };
  if (groupKindOf(object) === 'networking.k8s.io/NetworkPolicy') {
    for (const [direction, side] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const) {
      for (const peer of listOf(at(object, ['spec', direction])).flatMap((rule) =>
        listOf(at(rule, [side])),
      )) {
        add(labelledScope(peer, own, inventory), selectorOf(at(peer, ['podSelector'])));
      }
    }
  }
  if (groupOf(object.apiVersion) === 'cilium.io') {
    for (const spec of [object.spec, ...listOf(object.specs)]) {
      for (const [direction, side] of [
        ['ingress', 'fromEndpoints'],
        ['egress', 'toEndpoints'],
      ] as const) {
        for (const peer of listOf(at(spec, [direction])).flatMap((rule) =>
          listOf(at(rule, [side])),
        )) {
          const found = selectorOf(peer);
          add({ in: 'all' }, found === undefined ? undefined : ciliumSelector(found));
        }
      }
    }
  }
  return uses;
}

/** Terms by which a workload's pods are placed near other pods, or away from them. */
function termUses(
  owner: Manifest,
  own: SelectorScope,
  inventory: Inventory,
): readonly SelectorUse[] {
  const template = podTemplateOf(owner.object);
  const uses: SelectorUse[] = [];
  for (const term of schedulingTerms(template?.spec)) {
    const found = selectorOf(term.labelSelector);
    if (found === undefined) continue;
    const scope = labelledScope(term, own, inventory);
    uses.push({ owner, role: 'schedules', over: 'pods', scope, selector: found });
  }
  if (
    groupKindOf(owner.object) === '/ReplicationController' &&
    template !== undefined &&
    at(owner.object, ['spec', 'selector']) === undefined
  ) {
    // A ReplicationController without a selector gets its template's labels.
    uses.push({
      owner,
      role: 'draws',
      over: 'pods',
      scope: own,
      selector: selectorOfLabels(podLabelsOf(template)) ?? [],
    });
  }
  return uses;
}

/** The scope of a term or peer with `namespaces` and `namespaceSelector`. */
function labelledScope(term: Json, own: SelectorScope, inventory: Inventory): SelectorScope {
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
