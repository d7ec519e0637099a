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
import { type AnyRoute, type BackendRef, isService } from '../../model/route';
import { isPermitted, type Referent, type Referrer } from '../../routing/reference/grant';
import type { KnownKeys } from './known-keys';

/** The id that an object of this name would have: `Inventory.idOf`. */
export function idOfRef(ref: Ref): string {
  const group = isService(ref) ? '' : ref.group;
  return `${group}/${ref.kind}\n${ref.namespace}\n${ref.name}`;
}

/** What such an id is of. */
export function refOfId(id: string): Ref {
  const [groupKind = '', namespace = '', name = ''] = id.split('\n');
  const slash = groupKind.indexOf('/');
  return { group: groupKind.slice(0, slash), kind: groupKind.slice(slash + 1), namespace, name };
}

/** What names an object in a reference. */
export type Ref = Pick<BackendRef, 'group' | 'kind' | 'namespace' | 'name'>;

/** What rules that requests without a key may meet refer to, and the parents. */
export function* refsOf(route: AnyRoute, keys: KnownKeys): Generator<Ref> {
  yield* route.parents;
  yield* forwardsOf(route, keys);
  for (const filter of filtersOf(route, keys)) {
    const name = textOf(at(filter, ['extensionRef', 'name']));
    const kind = textOf(at(filter, ['extensionRef', 'kind']));
    const group = textOf(at(filter, ['extensionRef', 'group'])) ?? '';
    if (name === undefined || kind === undefined) continue;
    yield { group, kind, namespace: route.namespace, name };
  }
}

export function mentionedBy(route: AnyRoute, keys: KnownKeys): readonly string[] {
  return [...refsOf(route, keys)].map(idOfRef);
}

/** A reference into another namespace. */
export interface Crossing {
  readonly from: Referrer;
  readonly to: Referent;
}

/** What they refer to in other namespaces, and no grant of the inventory opens to them. */
export function closedTo(
  route: AnyRoute,
  keys: KnownKeys,
  inventory: Inventory,
): readonly Crossing[] {
  const { kind, namespace } = route;
  const from = { group: gatewayGroup, kind, namespace };
  const found: Crossing[] = [];
  for (const ref of forwardsOf(route, keys)) {
    if (ref.namespace === namespace) continue;
    const to = isService(ref) ? { ...ref, group: '' } : ref;
    if (!isPermitted(from, to, inventory)) found.push({ from, to });
  }
  return found;
}

function* forwardsOf(route: AnyRoute, keys: KnownKeys): Generator<BackendRef> {
  if (!('rules' in route)) {
    yield* route.backends;
    return;
  }
  for (const rule of route.rules) {
    if (keys.isDemandedBy(rule)) continue;
    yield* rule.backends;
    yield* rule.filterRefs;
  }
}

function* filtersOf(route: AnyRoute, keys: KnownKeys): Generator<Json> {
  if (!('rules' in route)) return;
  for (const rule of route.rules) {
    if (keys.isDemandedBy(rule)) continue;
    yield* listOf(rule.raw.filters);
    for (const ref of listOf(rule.raw.backendRefs)) yield* listOf(at(ref, ['filters']));
  }
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
