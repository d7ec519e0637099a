// What an object refers to as far as routing goes, by the ids under which an inventory knows objects.
//
// Routes: parents, backends, mirrors, authorizers, objects of ExtensionRef filters. Gateways,
// ListenerSets and BackendTLSPolicies: whatever they name anywhere. Neighbours: acting.ts,
// components.ts, ../../routing/reference/reference.ts (what resolves).

import type { Inventory } from '../../model/inventory';
import {
  at,
  gatewayGroup,
  isObject,
  type Json,
  type KubeObject,
  listOf,
  textOf,
} from '../../model/manifest';
import {
  type AnyRoute,
  type BackendRef,
  isService,
  type Route,
  type Rule,
} from '../../model/route';
import { isPermitted } from '../../routing/reference/grant';
import type { KnownKeys } from './known-keys';

/** The id that an object of this name would have: `Inventory.idOf`. */
export function idOfRef(ref: Pick<BackendRef, 'group' | 'kind' | 'namespace' | 'name'>): string {
  const group = isService(ref) ? '' : ref.group;
  return `${group}/${ref.kind}\n${ref.namespace}\n${ref.name}`;
}

/** The namespace in such an id. */
export function namespaceIn(id: string): string {
  return id.split('\n')[1] ?? '';
}

/** What rules that requests without a key may meet refer to, and the parents. */
export function mentionedBy(route: AnyRoute, keys: KnownKeys): readonly string[] {
  const extensions = filtersOf(route, keys).flatMap((filter) => {
    const name = textOf(at(filter, ['extensionRef', 'name']));
    const kind = textOf(at(filter, ['extensionRef', 'kind']));
    const group = textOf(at(filter, ['extensionRef', 'group'])) ?? '';
    if (name === undefined || kind === undefined) return [];
    return [idOfRef({ group, kind, namespace: route.namespace, name })];
  });
  return [...[...route.parents, ...forwardsOf(route, keys)].map(idOfRef), ...extensions];
}

/** Namespaces in which they refer to something that no grant of the inventory opens to them. */
export function closedTo(
  route: AnyRoute,
  keys: KnownKeys,
  inventory: Inventory,
): readonly string[] {
  const { kind, namespace } = route;
  const from = { group: gatewayGroup, kind, namespace };
  return forwardsOf(route, keys).flatMap((ref) => {
    if (ref.namespace === namespace) return [];
    const to = isService(ref) ? { ...ref, group: '' } : ref;
    return isPermitted(from, to, inventory) ? [] : [ref.namespace];
  });
}

function forwardsOf(route: AnyRoute, keys: KnownKeys): readonly BackendRef[] {
  if (!('rules' in route)) return route.backends;
  return openRules(route, keys).flatMap(({ backends, filterRefs }) => [...backends, ...filterRefs]);
}

function filtersOf(route: AnyRoute, keys: KnownKeys): readonly Json[] {
  if (!('rules' in route)) return [];
  return openRules(route, keys).flatMap(({ raw }) => [
    ...listOf(raw.filters),
    ...listOf(raw.backendRefs).flatMap((ref) => listOf(at(ref, ['filters']))),
  ]);
}

function openRules({ rules }: Route, keys: KnownKeys): readonly Rule[] {
  return rules.filter((rule) => !keys.isDemandedBy(rule));
}

/** Kinds that a name stands for where none is written, by the field that holds it. */
const kindsByField: ReadonlyMap<string, readonly [group: string, kind: string]> = new Map([
  ['certificateRefs', ['', 'Secret']],
  ['clientCertificateRef', ['', 'Secret']],
  ['caCertificateRefs', ['', 'ConfigMap']],
  ['parentRef', [gatewayGroup, 'Gateway']],
  ['targetRefs', ['', 'Service']],
]);

/** Everything that another object names: the ids, whichever of them are there. */
export function namedIn(object: KubeObject, inventory: Inventory): readonly string[] {
  const found: string[] = [];
  const home = object.metadata?.namespace;
  const walk = (value: Json | undefined, field: string, depth: number): void => {
    if (depth > deepest) return;
    if (Array.isArray(value)) {
      for (const one of value) walk(one as Json, field, depth + 1);
    } else if (isObject(value)) {
      const [group, kind] = kindsByField.get(field) ?? [];
      const name = textOf(value.name);
      const named = textOf(value.kind) ?? kind;
      if (name !== undefined && named !== undefined) {
        const namespace = inventory.namespaceKey(textOf(value.namespace) ?? home);
        const ref = { group: textOf(value.group) ?? group ?? '', kind: named, namespace, name };
        found.push(idOfRef(ref));
      }
      for (const [key, one] of Object.entries(value)) walk(one, key, depth + 1);
    }
  };
  walk(object.spec, 'spec', 0);
  return found;
}

/** No reference of the API lies deeper; nothing makes the walk go on for ever. */
const deepest = 12;
